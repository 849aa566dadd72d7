/**
 * Which transactions the next block takes: whole chunks, best first, until it is full.
 *
 * A chunk that does not fit is passed over with all that follow it in its cluster, since they may
 * descend from it; smaller ones of other clusters may still fit. The row of chunks has parents
 * before children (clusters.ts), so the list is in the order of a block.
 */

import type { Transaction } from '../consensus/types.ts';
import { TEMPLATE_MISFITS_MAX } from '../util/limits.ts';
import type { Chunk, Cluster } from './clusters.ts';

export interface Selection {
  /** In the order in which they may stand in a block. */
  readonly transactions: readonly Transaction[];
  /** In ticks. */
  readonly fees: number;
  readonly weight: number;
}

/** `chunks` are best first; `maxWeight` is what header, count and coinbase leave of a block. */
export function selectTransactions(chunks: readonly Chunk[], maxWeight: number): Selection {
  const transactions: Transaction[] = [];
  const passed = new Set<Cluster>();
  let [fees, weight] = [0, 0];
  for (const chunk of chunks) {
    if (passed.has(chunk.cluster)) continue;
    if (weight + chunk.weight > maxWeight) {
      passed.add(chunk.cluster);
      if (passed.size >= TEMPLATE_MISFITS_MAX) break;
      continue;
    }
    for (const { transaction } of chunk.entries) transactions.push(transaction);
    fees += chunk.fee;
    weight += chunk.weight;
  }
  return { transactions, fees, weight };
}
