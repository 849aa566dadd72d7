/**
 * Payments as lines. A tab that mines alone earns a reward every few seconds: rewards in a row that
 * stand alike become one line, so that they do not push away what people paid each other.
 */

import type { PaymentRow } from '../../node/api.ts';
import { formatHeight } from '../format.ts';
import { say, sayCount } from '../language/say.ts';

/** Fewer than this are told one by one. */
const RUN_MIN_REWARDS = 3;

export type HistoryLine =
  | { readonly kind: 'payment'; readonly row: PaymentRow }
  /** At least three, newest first, all in the same stage. */
  | { readonly kind: 'rewards'; readonly rows: readonly PaymentRow[] };

export function historyLines(rows: readonly PaymentRow[]): readonly HistoryLine[] {
  return runsOf(rows).flatMap((run): HistoryLine[] =>
    run.length >= RUN_MIN_REWARDS
      ? [{ kind: 'rewards', rows: run }]
      : run.map((row) => ({ kind: 'payment', row })),
  );
}

/** Rows in a row that may share a line; all others are alone. */
function runsOf(rows: readonly PaymentRow[]): PaymentRow[][] {
  const runs: PaymentRow[][] = [];
  for (const row of rows) {
    const run = runs.at(-1);
    const before = run?.at(-1);
    const isSame = row.kind === 'mined' && before?.kind === 'mined' && before.stage === row.stage;
    if (run !== undefined && isSame) run.push(row);
    else runs.push([row]);
  }
  return runs;
}

/** Lines that may be open or closed keep their state by these, in the order of the lines. */
export function lineKeys(lines: readonly HistoryLine[]): readonly string[] {
  const runs = new Map<PaymentRow['stage'], number>();
  return lines.map((line) => {
    if (line.kind === 'payment') return line.row.txid;
    // New blocks change a run at both of its ends; that it is the first in its stage stays.
    const { stage } = line.rows[0]!;
    const before = runs.get(stage) ?? 0;
    runs.set(stage, before + 1);
    return `rewards-${stage}-${before}`;
  });
}

export function rowsOf(line: HistoryLine): readonly PaymentRow[] {
  return line.kind === 'payment' ? [line.row] : line.rows;
}

export function sumOf(rows: readonly PaymentRow[]): number {
  return rows.reduce((sum, { net }) => sum + net, 0);
}

/** '12 rewards, blocks 4 988 to 4 999'. */
export function rewardsLabel(rows: readonly PaymentRow[]): string {
  const heights = rows.flatMap(({ height }) => height ?? []);
  if (heights.length === 0) return sayCount(rows.length, '{count} reward', '{count} rewards');
  return sayCount(
    rows.length,
    '{count} reward, blocks {lowest} to {highest}',
    '{count} rewards, blocks {lowest} to {highest}',
    { lowest: formatHeight(Math.min(...heights)), highest: formatHeight(Math.max(...heights)) },
  );
}

/** What the chip of such a line opens. */
export function rewardsSentence([newest]: readonly PaymentRow[]): string {
  switch (newest?.stage) {
    case 'immature':
      return say(
        'Rewards of your newest blocks. Each can be spent after about five minutes of blocks on ' +
          'top of its own, because a block that loses its race takes its reward away.',
      );
    case 'orphaned':
      return say(
        'Your blocks lost the race: another branch had more work behind it. Their rewards do not ' +
          'exist in the chain that won.',
      );
    default:
      return say('Rewards of blocks deep in the chain. They can be spent.');
  }
}
