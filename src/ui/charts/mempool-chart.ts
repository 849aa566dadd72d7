/** What waited for a block since the page opened. */

import { formatCount } from '../format.ts';
import { say, sayCount } from '../language/say.ts';
import type { Chart } from './chart.ts';
import { formatClock, formatSize, markSize, markWhole } from './marks.ts';
import type { Sample } from './samples.ts';
import { largestOf } from './statistics.ts';

/** Two samples make a line. */
const SAMPLES_MIN = 2;

export function mempoolChart(samples: readonly Sample[]): Chart | undefined {
  if (samples.length < SAMPLES_MIN) return undefined;
  return {
    xName: say('Time'),
    x: samples.map(({ at }) => at / 1000),
    xKind: 'time',
    formatX: formatClock,
    series: [
      {
        name: say('Transactions'),
        values: samples.map(({ transactions }) => transactions),
        format: formatCount,
        shape: 'step',
        tone: 'amber',
      },
      {
        name: say('Size'),
        values: samples.map(({ sizeVbytes }) => sizeVbytes),
        format: formatSize,
        shape: 'step',
        tone: 'quiet',
        isDashed: true,
        side: 'right',
      },
    ],
    left: { format: markWhole },
    right: { format: markSize },
  };
}

export function mempoolSentence(samples: readonly Sample[]): string {
  const last = samples.at(-1);
  if (last === undefined) return say('Nothing was seen yet: this chart begins in a moment.');
  const most = largestOf(samples.map(({ transactions }) => transactions));
  const since = formatClock(samples[0]!.from / 1000);
  const facts = { size: formatSize(last.sizeVbytes), most: formatCount(most), since };
  if (most === 0) return say('Nothing has waited for a block since {since}.', facts);
  if (last.transactions === 0) {
    return say('Nothing waits for a block now; at most {most} did since {since}.', facts);
  }
  return sayCount(
    last.transactions,
    'One transaction of {size} waits for a block; at most {most} did since {since}.',
    '{count} transactions of {size} wait for a block; at most {most} did since {since}.',
    facts,
  );
}

export function mempoolWhy(spanMs: number): string {
  return sayCount(
    Math.round(spanMs / 1000),
    'Looked at in this tab, every second, since the page opened; each look shows the most that ' +
      'waited meanwhile. Other tabs may know of other transactions. Size is in virtual bytes, by ' +
      'which blocks are filled and fees are paid.',
    'Looked at in this tab, every {count} seconds, since the page opened; each look shows the ' +
      'most that waited meanwhile. Other tabs may know of other transactions. Size is in virtual ' +
      'bytes, by which blocks are filled and fees are paid.',
  );
}
