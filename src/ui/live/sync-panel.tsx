/** While a chain is being fetched: headers first, then the blocks they promise. */

import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { SyncProgress } from '../../node/api.ts';
import { say } from '../language/say.ts';
import { isLong } from './happening-words.ts';
import { type ProgressWords, blocksWords, headersWords } from '../words.ts';

/** Longer than it takes to fold; the styles say how long that is. */
const FOLDED_MS = 400;

export function SyncPanel({ sync }: { readonly sync: SyncProgress | undefined }) {
  const { shown, isOpen } = useFolding(useWorthIt(sync));
  if (shown === undefined) return null;
  return (
    <div class="sync-fold" data-open={isOpen || undefined} aria-hidden={!isOpen}>
      <div class="sync">
        <SyncBar
          label={say('Headers: the chain’s proof of work')}
          testId="sync-headers"
          done={shown.headersDone}
          total={shown.headersTotal}
          words={headersWords(shown)}
        />
        <SyncBar
          label={say('Blocks: what is in it')}
          testId="sync-blocks"
          done={shown.blocksDone}
          total={shown.blocksTotal}
          words={blocksWords(shown)}
        />
      </div>
    </div>
  );
}

/** What is short is here before two bars could be read; what was long is shown to its end. */
function useWorthIt(sync: SyncProgress | undefined): SyncProgress | undefined {
  const isWorthIt = useRef(false);
  if (sync === undefined) isWorthIt.current = false;
  else if (isLong(sync)) isWorthIt.current = true;
  return isWorthIt.current ? sync : undefined;
}

/** What is over stays while it folds, so that the chain glides to its place and does not jump. */
function useFolding(sync: SyncProgress | undefined) {
  const last = useRef(sync);
  const isOpen = sync !== undefined;
  const isFolded = useSignal(!isOpen);
  if (isOpen) last.current = sync;
  useEffect(() => {
    if (isOpen) isFolded.value = false;
    const timer = isOpen ? undefined : setTimeout(() => (isFolded.value = true), FOLDED_MS);
    return () => clearTimeout(timer);
  }, [isOpen]);
  return { shown: isOpen || !isFolded.value ? last.current : undefined, isOpen };
}

interface SyncBarProps {
  readonly label: string;
  readonly testId: string;
  readonly done: number;
  readonly total: number;
  readonly words: ProgressWords;
}

function SyncBar({ label, testId, done, total, words }: SyncBarProps) {
  const share = total > 0 ? Math.min(1, done / total) : 0;
  return (
    <div class="sync-row" data-testid={testId} data-done={done} data-total={total}>
      <span class="sync-label">{label}</span>
      <span class="sync-count">{words.count}</span>
      <span class="sync-detail">{words.detail}</span>
      <div
        class="bar"
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={done}
        aria-valuetext={`${words.count}, ${words.detail}`}
      >
        <span style={{ transform: `scaleX(${share})` }} />
      </div>
    </div>
  );
}
