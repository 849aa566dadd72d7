/**
 * Where a simulation's chances come from: one seed, and for each purpose a stream of its own, named
 * by it. So a change in the network's delays leaves the faults, the workload and the miners' luck
 * as they were.
 */

import { Random } from '../../src/util/random.ts';

export type StreamName = 'order' | 'network' | 'faults' | 'mining' | 'workload' | 'disks';

/** `part` tells the streams of one purpose apart: that of a node, that of a link. */
export function openStream(seed: number, name: StreamName, part: number | string = ''): Random {
  return new Random(new TextEncoder().encode(`${seed}/${name}/${part}`));
}

export function between(random: Random, low: number, high: number): number {
  return low + random.unit() * (high - low);
}

export function exponential(random: Random, mean: number): number {
  return -mean * Math.log(1 - random.unit());
}

/** With this median; `spread` is the standard deviation of its logarithm (Box and Muller). */
export function logNormal(random: Random, median: number, spread: number): number {
  const radius = Math.sqrt(exponential(random, 2));
  return median * Math.exp(spread * radius * Math.cos(2 * Math.PI * random.unit()));
}

export function pick<Item>(random: Random, items: readonly Item[]): Item | undefined {
  return items.length === 0 ? undefined : items[random.below(items.length)];
}
