import { describe, expect, it } from 'vitest';
import type { Report } from '../../../../src/adapters/miner/batches.ts';
import { createGrinder, type Grinder } from '../../../../src/adapters/miner/grinder.ts';
import { KERNELS } from '../../../../src/adapters/miner/kernel/choose.ts';
import { decodeBlock, encodeBlock } from '../../../../src/consensus/encoding.ts';
import { headerHash } from '../../../../src/consensus/hash.ts';
import type { Block } from '../../../../src/consensus/types.ts';
import { selectTransactions } from '../../../../src/mempool/template.ts';
import { blockOf, buildTemplate, jobOf } from '../../../../src/node/template.ts';
import type { MiningHit, MiningJob } from '../../../../src/node/ports.ts';
import { Random } from '../../../../src/util/random.ts';
import { type Funds, outputOf } from '../../../support/block-lab.ts';
import { KEY_SCRIPT } from '../../../support/blocks.ts';
import { PoolWorld } from '../../../support/pool-world.ts';

/** 10,000 in all. */
const TEMPLATES = 2_500;
const SEEDS = [1, 2, 3, 4];
const COINBASE_WEIGHT = 4_000;
/** The room aims at 10 seconds; now faster and now slower, so that the difficulty moves. */
const SPACING_MAX_SECONDS = 25;

/** A mempool whose transactions come and go, on a chain that grows by what is mined. */
class MinedRoom {
  readonly world = new PoolWorld();
  private readonly random: Random;
  private readonly miners: readonly Miner[];
  private blocks = 0;

  constructor(random: Random) {
    this.random = random;
    this.miners = KERNELS.map((make, at) => createMiner(createKernelGrinder(make), at));
  }

  /** Up to four more wait: of new coins or of what waits, for any fee, to a few outputs. */
  fillMempool(): void {
    const { random, world } = this;
    for (let count = random.below(5); count > 0; count -= 1) {
      const funds = [this.someCoin(), ...(random.below(4) === 0 ? [world.coin()] : [])];
      world.offer(world.pay(funds, 200 + random.below(20_000), 1 + random.below(4)));
    }
  }

  /** Mines a template of what waits, and returns why the block that came of it is refused. */
  mine(): string | undefined {
    const { chain, pool } = this.world;
    const { params } = chain;
    const context = chain.headerContext(chain.tip);
    const template = buildTemplate({
      previousHash: chain.index.hash(chain.tip),
      context,
      params,
      miner: { scriptPubKey: KEY_SCRIPT, tag: 'any miner'.slice(this.random.below(9)) },
      time: context.parentTime + 1 + this.random.below(SPACING_MAX_SECONDS),
      selection: selectTransactions(pool.chunks, params.blockMaxWeight - COINBASE_WEIGHT),
    });
    this.blocks += 1;
    const miner = this.miners[this.random.below(this.miners.length)]!;
    return this.connect(blockOf(template, miner(jobOf(template, this.blocks))));
  }

  /** By the way of a block from the network: bytes, header, body, coins. */
  private connect(mined: Block): string | undefined {
    const { chain, pool } = this.world;
    const bytes = encodeBlock(mined);
    const block = decodeBlock(bytes);
    try {
      const handle = chain.acceptHeader(block.header, block.header.time);
      chain.acceptBody(handle, { block, bytes });
      chain.advance();
    } catch (error) {
      return String(error);
    }
    if (chain.index.hash(chain.tip) !== headerHash(mined.header)) return 'not the tip';
    pool.moved({ disconnected: [], connected: [block] }, 0);
    return undefined;
  }

  private someCoin(): Funds {
    const { random, world } = this;
    const waiting = world.pool.chunks.at(0)?.entries.at(-1);
    return waiting && random.below(2) === 0 ? outputOf(waiting.transaction, 0) : world.coin();
  }
}

type Miner = (job: MiningJob) => MiningHit;

function createKernelGrinder(make: (typeof KERNELS)[number]) {
  return (post: (report: Report) => void) => createGrinder({ kernel: make(), now: () => 0, post });
}

function createMiner(makeGrinder: (post: (report: Report) => void) => Grinder, at: number): Miner {
  const hits: MiningHit[] = [];
  const grinder = makeGrinder((report) => report.type === 'hit' && hits.push(report.hit));
  const prefix = Uint8Array.of(7, 7, 7, 7, 0, at);
  return (job) => {
    grinder.take({ type: 'work', job, prefix });
    while (grinder.step());
    return hits.pop()!;
  };
}

describe('whatever is mined', () => {
  it.each(SEEDS)('is accepted by the chain, over a mempool that changes, seed %d', (seed) => {
    const room = new MinedRoom(new Random(seed));
    const { chain } = room.world;
    let transactions = 0;
    for (let made = 1; made <= TEMPLATES; made += 1) {
      room.fillMempool();
      const refusal = room.mine();
      expect(refusal, `seed ${seed}, template ${made}`).toBeUndefined();
      transactions += chain.bodies.get(chain.tip)!.block.transactions.length - 1;
    }
    expect(chain.height).toBe(TEMPLATES);
    expect(transactions).toBeGreaterThan(TEMPLATES);
  });
});
