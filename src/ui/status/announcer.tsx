/**
 * The page's one live region. Health may change five times a second while syncing; a screen reader
 * is told politely and at most every five seconds, and always told the last word.
 */

import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';

const ANNOUNCE_INTERVAL_MS = 5000;

export function Announcer({ sentence }: { readonly sentence: string }) {
  const told = useSignal('');
  const toldAt = useRef(-ANNOUNCE_INTERVAL_MS);
  useEffect(() => {
    const tell = () => {
      told.value = sentence;
      toldAt.current = performance.now();
    };
    const wait = toldAt.current + ANNOUNCE_INTERVAL_MS - performance.now();
    if (wait <= 0) {
      tell();
      return undefined;
    }
    const timer = setTimeout(tell, wait);
    return () => clearTimeout(timer);
  }, [sentence]);
  return (
    <p class="visually-hidden" role="status" aria-live="polite" aria-atomic="true">
      {told.value}
    </p>
  );
}
