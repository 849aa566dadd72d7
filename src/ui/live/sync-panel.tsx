/** While a chain is being fetched: headers first, then the blocks they promise. */

import { useRef } from 'preact/hooks';
import type { SyncProgress } from '../../node/api.ts';
import { say } from '../language/say.ts';
import { isLong } from './happening-words.ts';
import { type ProgressWords, blocksWords, headersWords } from '../words.ts';

export function SyncPanel({ sync }: { readonly sync: SyncProgress | undefined }) {
  const isWorthIt = useRef(false);
  if (sync === undefined) isWorthIt.current = false;
  else if (isLong(sync)) isWorthIt.current = true;
  if (sync === undefined || !isWorthIt.current) return null;
  return (
    <div class="sync">
      <SyncBar
        label={say('Headers: the chain’s proof of work')}
        testId="sync-headers"
        done={sync.headersDone}
        total={sync.headersTotal}
        words={headersWords(sync)}
      />
      <SyncBar
        label={say('Blocks: what is in it')}
        testId="sync-blocks"
        done={sync.blocksDone}
        total={sync.blocksTotal}
        words={blocksWords(sync)}
      />
    </div>
  );
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
