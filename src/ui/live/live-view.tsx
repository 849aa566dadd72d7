/** The chain as it grows, or how much of it is still to be fetched, and what happened to it. */

import { useSignal } from '@preact/signals';
import type { NodeSnapshot } from '../../node/api.ts';
import { Icon } from '../components/icon.tsx';
import { INTRODUCTION, INVITATION } from '../words.ts';
import { ChainStrip } from './chain-strip.tsx';
import { Notices } from './notices.tsx';
import { SyncPanel } from './sync-panel.tsx';

const SEEN_KEY = 'tabchain.introduced';

function wasIntroduced(): boolean {
  try {
    return localStorage.getItem(SEEN_KEY) !== null;
  } catch {
    return false;
  }
}

function rememberIntroduction(): void {
  try {
    localStorage.setItem(SEEN_KEY, '1');
  } catch {
    // Without storage the introduction comes again with the next page, which does no harm.
  }
}

export function LiveView({ snapshot }: { readonly snapshot: NodeSnapshot }) {
  return (
    <section class="live" id="live" aria-labelledby="live-title" tabIndex={-1}>
      <h2 id="live-title" class="visually-hidden">
        Chain
      </h2>
      <Introduction alone={snapshot.health.kind === 'alone'} />
      {snapshot.sync !== undefined && <SyncPanel sync={snapshot.sync} />}
      <ChainStrip snapshot={snapshot} />
      <Notices notices={snapshot.notices} />
    </section>
  );
}

function Introduction({ alone }: { readonly alone: boolean }) {
  const hidden = useSignal(wasIntroduced());
  if (hidden.value) return null;
  const close = () => {
    hidden.value = true;
    rememberIntroduction();
  };
  return (
    <div class="introduction">
      <p>
        {INTRODUCTION} {alone && INVITATION}
      </p>
      <button
        type="button"
        class="icon-button"
        aria-label="Put this introduction away"
        onClick={close}
      >
        <Icon name="close" />
      </button>
    </div>
  );
}
