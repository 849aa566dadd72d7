/** What was paid for a place in recent blocks, and what a payment should offer now. */

import type { FeePreset } from '../../node/api.ts';
import { formatAmount, formatCount, formatHeight } from '../format.ts';
import { say, sayCount } from '../language/say.ts';
import { heights, values } from './chain-rows.ts';
import type { Chart, Series, Shape, Values } from './chart.ts';
import { formatFeerate } from './marks.ts';
import { medianOf } from './statistics.ts';
import { newest, type Stretch } from './stretch.ts';

const TICKS_PER_VBYTE = 1_000;

export interface FeeFacts {
  readonly presets: readonly FeePreset[];
  readonly hrefOf: (height: number) => string;
}

export function feeChart(
  stretch: Stretch,
  { presets, hrefOf }: FeeFacts,
  rows: number,
): Chart | undefined {
  const { first, columns } = newest(stretch, rows);
  const count = values(columns, 'txs').length;
  if (count < 2) return undefined;
  const preset = (name: FeePreset['name'], title: string): readonly Series[] => {
    const found = presets.find((each) => each.name === name);
    if (found === undefined) return [];
    const rate = found.ticksPerKvb / TICKS_PER_VBYTE;
    const constant = Array.from({ length: count }, () => rate);
    const line = feerates(title, 'line', constant);
    return [{ ...line, tone: 'amber', isDashed: name === 'slow' }];
  };
  return {
    xName: say('Block'),
    x: heights(first, count),
    xKind: 'count',
    formatX: formatHeight,
    hrefX: hrefOf,
    series: [
      feerates(say('Highest'), 'ticks', values(columns, 'maxfeerate')),
      feerates(say('Middle'), 'dots', values(columns, 'medianfeerate')),
      feerates(say('Lowest'), 'ticks', values(columns, 'minfeerate')),
      ...preset('slow', say('Slow, now')),
      ...preset('fast', say('Fast, now')),
      silent(say('Payments'), paymentsOf(columns), formatCount),
      silent(say('Fees'), values(columns, 'totalfee'), formatAmount),
      silent(say('Weight'), values(columns, 'total_weight'), formatWeight),
    ],
    left: { format: formatFeerate },
  };
}

function feerates(name: string, shape: Shape, rates: Values): Series {
  const tone = shape === 'dots' ? 'accent' : 'ink';
  return { name, values: rates, format: formatFeerate, shape, tone };
}

function silent(name: string, figures: Values, format: (value: number) => string): Series {
  return { name, values: figures, format, shape: 'silent', tone: 'quiet' };
}

function formatWeight(weight: number): string {
  return `${formatCount(weight)}\u00a0WU`;
}

/** The coinbase pays nobody for its place. */
export function paymentsOf(columns: Stretch['columns']): Values {
  return values(columns, 'txs').map((txs) => (txs === null ? null : txs - 1));
}

export function feeSentence(
  stretch: Stretch | undefined,
  presets: readonly FeePreset[],
  rows: number,
): string {
  if (stretch === undefined) return say('Reading the newest blocks.');
  const { columns } = newest(stretch, rows);
  const payments = paymentsOf(columns);
  const paying = payments.filter((count) => (count ?? 0) > 0).length;
  const medians = values(columns, 'medianfeerate').filter((rate) => rate !== null);
  const middle = medianOf(medians);
  const past =
    middle === undefined
      ? sayCount(
          payments.length,
          'The newest block held no payment.',
          'The newest {count} blocks held no payment.',
        )
      : sayCount(
          payments.length,
          'The newest block held payments; in the middle they paid {middle}.',
          'Of the newest {count} blocks {paying} held payments; in the middle they paid {middle}.',
          { paying: formatCount(paying), middle: formatFeerate(middle) },
        );
  const fast = presets.find(({ name }) => name === 'fast');
  if (fast === undefined) return past;
  const now = say('To be in the next block, {rate} should do now.', {
    rate: formatFeerate(fast.ticksPerKvb / TICKS_PER_VBYTE),
  });
  return `${past} ${now}`;
}

export function feeWhy(): string {
  return say(
    'A feerate is the fee of a payment over its virtual bytes, in ticks (10⁻⁸ TAB). Half of a ' +
      'block’s payments, by weight, paid no more than the middle one. The lines across are what ' +
      'the wallet would offer now, by what waits and by the last full blocks.',
  );
}
