/** What waits for a block, in words. */

import type { MempoolView, WaitingTransaction } from '../../node/api.ts';
import { formatAmount, formatCount, formatDecimal } from '../format.ts';
import { say, sayCount } from '../language/say.ts';
import { FEERATE_BOUNDS, feerateLevel, type Square } from './squares.ts';

export function waitingSentence({ transactions, sizeVbytes, fees }: MempoolView): string {
  return sayCount(
    transactions,
    '{count} payment, {size} vB, pays {fees} in fees.',
    '{count} payments, {size} vB, pay {fees} in fees.',
    { size: formatCount(sizeVbytes), fees: formatAmount(fees) },
  );
}

/** How many of those that were told the next block takes. */
export function takenSentence(best: readonly WaitingTransaction[], transactions: number): string {
  const taken = best.filter(({ isNext }) => isNext).length;
  if (taken === 0) return say('The next block takes none of them yet.');
  if (taken >= transactions) return say('The next block has room for all of them.');
  return sayCount(
    taken,
    'The next block takes {count} of them, the best paid.',
    'The next block takes {count} of them, the best paid first.',
  );
}

/** For those of whom there is no square. */
export function moreWords(transactions: number, squares: number): string {
  const more = transactions - squares;
  return more <= 0 ? '' : sayCount(more, 'and {count} more', 'and {count} more');
}

export function squareTitle({ weight, feerate, isNext }: Square): string {
  const facts = { feerate: formatDecimal(feerate), weight: formatCount(weight) };
  return isNext
    ? say('{feerate} tick/vB, weight {weight}: in the next block', facts)
    : say('{feerate} tick/vB, weight {weight}: waits longer', facts);
}

export interface FeerateClass {
  readonly level: number;
  readonly label: string;
  readonly count: number;
}

/** For the legend: the classes that have any, the best paid first. */
export function feerateClasses(best: readonly WaitingTransaction[]): readonly FeerateClass[] {
  const counts = new Map<number, number>();
  for (const { feerate } of best) {
    const level = feerateLevel(feerate);
    counts.set(level, (counts.get(level) ?? 0) + 1);
  }
  return Array.from(counts, ([level, count]) => ({ level, count, label: classLabel(level) })).sort(
    (left, right) => right.level - left.level,
  );
}

function classLabel(level: number): string {
  const [from, to] = [FEERATE_BOUNDS[level - 1], FEERATE_BOUNDS[level]];
  if (from === undefined) return say('below {to} tick/vB', { to: to ?? 0 });
  if (to === undefined) return say('{from} tick/vB and more', { from });
  return say('{from} to {to} tick/vB', { from, to });
}
