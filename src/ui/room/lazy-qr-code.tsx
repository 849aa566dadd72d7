/** The QR code, fetched when it is first shown: nobody waits for it to see the chain. */

import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { say } from '../language/say.ts';
import type { QrCode as QrCodeComponent } from './qr-code.tsx';

interface LazyQrCodeProps {
  readonly text: string;
  readonly label?: string;
}

export function LazyQrCode({ text, label }: LazyQrCodeProps) {
  const loaded = useSignal<{ readonly QrCode: typeof QrCodeComponent } | undefined>(undefined);
  useEffect(() => {
    import('./qr-code.tsx').then(
      (module) => (loaded.value = module),
      // The link itself stands beside the code; without the code nothing is lost.
      () => undefined,
    );
  }, []);
  if (loaded.value === undefined || text === '') return <span class="qr" />;
  const { QrCode } = loaded.value;
  return <QrCode text={text} label={label ?? say('The room’s link as a QR code')} />;
}
