/**
 * What a payment should offer: enough to be among the first that wait, and no less than recent full
 * blocks took. Where nothing waits, the least that is relayed would do; the faster presets then pay
 * a little more against whoever comes next, since a fraction of nothing is nothing.
 */

import type { Chain } from '../../chain/chain.ts';
import { blockWeight } from '../../consensus/encoding.ts';
import { subsidy } from '../../consensus/subsidy.ts';
import type { Block } from '../../consensus/types.ts';
import type { Chunk } from '../../mempool/clusters.ts';
import type { Feerate } from '../../mempool/feerate.ts';
import type { Mempool } from '../../mempool/mempool.ts';
import { FEERATE_MAX_PER_KVB } from '../../util/limits.ts';
import { RELAY_TICKS_PER_KVB } from '../../wallet/fees.ts';
import type { FeePreset } from '../api.ts';

interface Aim {
  readonly name: FeePreset['name'];
  /** Blocks within which it should be in. */
  readonly blocks: number;
  /** Of the least feerate. */
  readonly times: number;
}

const AIMS: readonly Aim[] = [
  { name: 'slow', blocks: 6, times: 1 },
  { name: 'normal', blocks: 3, times: 2 },
  { name: 'fast', blocks: 1, times: 4 },
];
const RECENT_BLOCKS = 6;
/** A block with less than this share of its weight in use had room for any fee. */
const FULL_SHARE = 0.9;

/** `now` in ms. */
export function feePresets(chain: Chain, mempool: Mempool, now: number): FeePreset[] {
  const least = Math.max(RELAY_TICKS_PER_KVB, ticksPerKvb(mempool.feeFloor(now)));
  const blockWeight = chain.params.blockMaxWeight;
  const recent = recentFeerate(chain);
  return AIMS.map(({ name, blocks, times }) => {
    const ahead = feerateAt(mempool.chunks, blocks * blockWeight);
    const rate = Math.max(least * times, ahead, blocks === 1 ? recent : 0);
    const wanted = Math.min(FEERATE_MAX_PER_KVB, rate);
    const weight = weightAbove(mempool.chunks, wanted);
    const expectedBlocks = 1 + Math.floor(weight / blockWeight);
    return { name, ticksPerKvb: wanted, expectedBlocks };
  });
}

/** Just above the chunk with which so much weight is full; 0 where less waits. */
function feerateAt(chunks: readonly Chunk[], weight: number): number {
  let sum = 0;
  for (const chunk of chunks) {
    sum += chunk.weight;
    if (sum >= weight) return ticksPerKvb(chunk) + 1;
  }
  return 0;
}

function weightAbove(chunks: readonly Chunk[], feerate: number): number {
  let sum = 0;
  for (const chunk of chunks) {
    if (ticksPerKvb(chunk) < feerate) break;
    sum += chunk.weight;
  }
  return sum;
}

/** What full blocks of late took on the average; 0 where there were none, or none is in memory. */
function recentFeerate(chain: Chain): number {
  const rates: number[] = [];
  const lowest = Math.max(0, chain.height - RECENT_BLOCKS);
  for (let height = chain.height; height > lowest; height -= 1) {
    const block = chain.bodies.get(chain.activeAt(height))?.block;
    if (block === undefined) continue;
    const weight = blockWeight(block);
    if (weight < FULL_SHARE * chain.params.blockMaxWeight) continue;
    const fee = feesOf(block, subsidy(height, chain.params.halvingInterval));
    rates.push(ticksPerKvb({ fee, sizeVbytes: weight / 4 }));
  }
  return rates.length === 0 ? 0 : rates.toSorted((left, right) => left - right)[rates.length >> 1]!;
}

/** As far as the miner took them. */
function feesOf({ transactions }: Block, reward: number): number {
  const paid = transactions[0]!.outputs.reduce((sum, { value }) => sum + value, 0);
  return Math.max(0, paid - reward);
}

function ticksPerKvb({ fee, sizeVbytes }: Feerate): number {
  return Math.ceil((1_000 * fee) / sizeVbytes);
}
