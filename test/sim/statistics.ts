/** What a run came to, in figures. */

import type { Found } from './ledger.ts';

export interface Summary {
  readonly seed: number;
  readonly nodes: number;
  readonly seconds: number;
  readonly events: number;
  readonly messages: number;
  readonly trace: string;
  readonly blocks: number;
  /** Share of all blocks that the final chain does not hold; `expected` from the delays. */
  readonly staleRate: number;
  readonly staleExpected: number;
  /** From a block's finding in calm times to a node's acceptance, over all nodes and blocks. */
  readonly delayMs: Percentiles;
  /** The same until 95 % of the nodes, and until the last one had it, over all blocks. */
  readonly mostMs: Percentiles;
  readonly lastMs: Percentiles;
  /** From each healing of a partition to one tip, in ms. */
  readonly convergedMs: readonly number[];
  readonly crashes: number;
  readonly partitions: number;
  readonly reorganisations: number;
  readonly deepest: number;
  readonly meanLinks: number;
  /** Sent by one node in a second, mean, once all have been open for half a minute. */
  readonly bytesPerNodeSecond: number;
  /** Seconds of nodes that were simulated in one second of this machine. */
  readonly nodeSecondsPerSecond: number;
}

export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

const MOST = 0.95;

export function percentiles(values: readonly number[]): Percentiles {
  const sorted = values.toSorted((left, right) => left - right);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

export function delays(blocks: readonly Found[]): Pick<Summary, 'delayMs' | 'mostMs' | 'lastMs'> {
  const calm = blocks.filter(({ isCalm, delaysMs }) => isCalm && delaysMs.length > 1);
  // The finder has its block at once, which is no propagation.
  const rows = calm.map(({ delaysMs }) =>
    delaysMs.toSorted((left, right) => left - right).slice(1),
  );
  return {
    delayMs: percentiles(rows.flat()),
    mostMs: percentiles(rows.map((row) => row[Math.ceil(MOST * row.length) - 1]!)),
    lastMs: percentiles(rows.map((row) => row.at(-1)!)),
  };
}

/** Blocks found while others did not know the last one: 1 − exp(−D/T), with the mean delay D. */
export function staleExpected(blocks: readonly Found[], spacingMs: number): number {
  const all = blocks.filter(({ isCalm }) => isCalm).flatMap(({ delaysMs }) => delaysMs);
  const mean = all.reduce((sum, delay) => sum + delay, 0) / Math.max(1, all.length);
  return 1 - Math.exp(-mean / spacingMs);
}

export function describe(summary: Summary): string {
  const ms = ({ p50, p95, p99 }: Percentiles) =>
    `p50 ${p50.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms`;
  const percent = (share: number) => `${(100 * share).toFixed(2)} %`;
  const healed = summary.convergedMs.map((time) => `${(time / 1000).toFixed(1)} s`);
  const lines: ReadonlyArray<readonly [string, string]> = [
    ['seed', `${summary.seed}, ${summary.nodes} nodes, ${summary.seconds} s`],
    ['events', `${summary.events}, ${summary.messages} of them messages`],
    ['blocks', `${summary.blocks}, ${summary.reorganisations} reorganisations of nodes`],
    ['deepest', `${summary.deepest} blocks undone at once`],
    ['stale', `${percent(summary.staleRate)}, by the delays ${percent(summary.staleExpected)}`],
    ['to a node', ms(summary.delayMs)],
    ['to 95 %', ms(summary.mostMs)],
    ['to the last', ms(summary.lastMs)],
    ['crashes', `${summary.crashes}, partitions ${summary.partitions}`],
    ['one tip again', healed.length === 0 ? '-' : `${healed.join(', ')} after healing`],
    ['links', `${summary.meanLinks.toFixed(1)} of a node, mean`],
    ['traffic', `${summary.bytesPerNodeSecond.toFixed(0)} bytes/s sent by a node, mean`],
    ['speed', `${summary.nodeSecondsPerSecond.toFixed(0)} node-seconds per second`],
    ['trace', summary.trace],
  ];
  return lines.map(([name, text]) => `${name.padEnd(15)}${text}`).join('\n');
}
