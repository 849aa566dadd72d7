import { describe, expect, it } from 'vitest';
import { Chain } from '../../../src/chain/chain.ts';
import type { Block } from '../../../src/consensus/types.ts';
import { estimateRoomRate, type MinedChain } from '../../../src/node/room-rate.ts';
import { bodyOf, ChainBuilder, LATE_SECONDS } from '../../support/chain-builder.ts';

/** Each block of a sandbox at its limit takes two hashes. */
const HASHES_PER_BLOCK = 2;
const BLOCKS_LOOKED_AT = 120;

function createRoom() {
  const builder = new ChainBuilder();
  const chain = new Chain(builder.params, builder.genesis);
  let tip = builder.genesis;
  const enter = (block: Block) => {
    chain.acceptBody(chain.acceptHeader(block.header, LATE_SECONDS), bodyOf(block));
    while (chain.advance().kind !== 'idle') continue;
    tip = block;
  };
  /** So many blocks, one every so many seconds. */
  const mine = (count: number, seconds: number) => {
    for (let made = 0; made < count; made += 1) {
      enter(builder.mine(tip, { header: { time: tip.header.time + seconds } }));
    }
  };
  return { chain, mine };
}

describe('the hash rate of a room', () => {
  it('is not guessed before there are four intervals between mined blocks', () => {
    const { chain, mine } = createRoom();
    mine(4, 20);
    expect(estimateRoomRate(chain)).toBeUndefined();
    mine(1, 20);
    expect(estimateRoomRate(chain)).toMatchObject({ blocks: 4, secondsPerBlock: 20 });
  });

  it('is the work of the last blocks over their time, less one in as many', () => {
    const { chain, mine } = createRoom();
    mine(41, 25);
    const expected = ((39 / 40) * HASHES_PER_BLOCK) / 25;
    expect(estimateRoomRate(chain)!.hashesPerSecond).toBeCloseTo(expected, 12);
  });

  it('does not count how long the room stood empty before its first block', () => {
    const { chain, mine } = createRoom();
    mine(1, 1_000_000);
    mine(10, 20);
    expect(estimateRoomRate(chain)).toMatchObject({ blocks: 10, secondsPerBlock: 20 });
  });

  it('forgets what was more than 120 blocks ago', () => {
    const { chain, mine } = createRoom();
    mine(30, 500);
    mine(BLOCKS_LOOKED_AT, 20);
    expect(estimateRoomRate(chain)).toMatchObject({ blocks: 120, secondsPerBlock: 20 });
  });

  it('is right on average over many rooms whose waits are exponential', () => {
    const RATE = 7;
    const SEED = 0x2545f491;
    const random = createRandom(SEED);
    const estimates = Array.from({ length: 4_000 }, () => {
      const times = [0, 0];
      while (times.length < 14) {
        times.push(times.at(-1)! - (Math.log(random()) * HASHES_PER_BLOCK) / RATE);
      }
      return estimateRoomRate(chainOf(times))!.hashesPerSecond;
    });
    const mean = estimates.reduce((sum, rate) => sum + rate, 0) / estimates.length;
    expect(mean / RATE, `seed ${SEED}`).toBeCloseTo(1, 1.5);
  });
});

/** A chain of nothing but times; a handle is a height. */
function chainOf(times: readonly number[]): MinedChain {
  return {
    height: times.length - 1,
    tip: times.length - 1,
    activeAt: (height) => height,
    index: {
      time: (handle) => times[handle]!,
      chainWork: (handle) => BigInt(HASHES_PER_BLOCK * handle),
    },
  };
}

/** Numbers between 0 and 1, neither of them among them. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
}
