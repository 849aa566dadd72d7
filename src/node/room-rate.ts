/**
 * How fast a room mines, told from its chain alone: nobody knows the hash rates of others.
 *
 *     hash rate = (n − 1) / n × (work of the last n blocks) / (time from below them to the tip)
 *
 * A block's work is the hashes it takes on average. The time of n blocks at one rate is a sum of n
 * exponential waits, so work over time is too high by n / (n − 1) on average; that is taken off.
 * Half of all such estimates are off by less than 0.67 / √n: 6 % for 120 blocks. Bitcoin's
 * `getnetworkhashps` looks at as many and leaves the factor out.
 */

import type { BlockIndex } from '../chain/block-index.ts';
import type { Chain } from '../chain/chain.ts';
import type { RoomRate } from './api.ts';

/** What is looked at of a chain. */
export interface MinedChain extends Pick<Chain, 'height' | 'tip' | 'activeAt'> {
  readonly index: Pick<BlockIndex, 'time' | 'chainWork'>;
}

/** Twenty minutes at ten seconds a block: old enough to be steady, young enough to be now. */
const BLOCKS_LOOKED_AT = 120;
/** Fewer tell nothing. */
const BLOCKS_MIN = 4;

/** Undefined while there are too few blocks, or where their times run backwards. */
export function estimateRoomRate(chain: MinedChain): RoomRate | undefined {
  const { height, index, tip } = chain;
  // The room's clock began with genesis, and maybe nobody mined yet.
  const blocks = Math.min(height - 1, BLOCKS_LOOKED_AT);
  if (blocks < BLOCKS_MIN) return undefined;
  const below = chain.activeAt(height - blocks);
  const seconds = index.time(tip) - index.time(below);
  if (seconds <= 0) return undefined;
  const work = Number(index.chainWork(tip) - index.chainWork(below));
  const hashesPerSecond = (((blocks - 1) / blocks) * work) / seconds;
  return { blocks, hashesPerSecond, secondsPerBlock: seconds / blocks };
}
