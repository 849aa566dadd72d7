/** While a chain is being fetched: headers first, then the blocks they promise. */

import type { SyncProgress } from '../../node/api.ts';
import { type ProgressWords, blocksWords, headersWords } from '../words.ts';

export function SyncPanel({ sync }: { readonly sync: SyncProgress }) {
  return (
    <div class="sync">
      <SyncBar
        label="Headers"
        testId="sync-headers"
        done={sync.headersDone}
        total={sync.headersTotal}
        words={headersWords(sync)}
      />
      <SyncBar
        label="Blocks"
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
