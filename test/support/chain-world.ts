/**
 * A chain with a past: enough blocks for mature coins, and one coin for each way to be no good. The
 * full-block tests and the bad transactions start here.
 */

import { encodeBlock, outpointKey } from '../../src/consensus/encoding.ts';
import { headerHash } from '../../src/consensus/hash.ts';
import type { Block, Hash } from '../../src/consensus/types.ts';
import { fromHex } from '../../src/util/bytes.ts';
import {
  BlockLab,
  type Funds,
  MATURITY,
  outputOf,
  payment,
  rewardOf,
  subsidyAt,
} from './block-lab.ts';
import { pay } from './blocks.ts';
import { ChainDriver } from './chain-driver.ts';

/** Coins to break rules with, and the place where the next block stands. */
export interface World {
  /** Two coins that may be spent. */
  readonly coin: Funds;
  readonly other: Funds;
  /** A coinbase's, one block too young. */
  readonly immature: Funds;
  /** Spent in the chain. */
  readonly spent: Funds;
  /** Of no transaction. */
  readonly missing: Funds;
  /** A coinbase's of another room, of the same key and height as one of ours. */
  readonly foreign: Funds;
  /** Pays to 32 bytes that are no point of the curve. */
  readonly offCurve: Funds;
  /** Height of the next block, and the median time past of the tip. */
  readonly height: number;
  readonly medianTimePast: number;
}

/** The x of no point (BIP340, vector 5). */
const OFF_CURVE = 'eefdea4cdb677750a420fee807eacf21eb9898ae79b9768766e4faa04a2d4a34';
const SPENT_AT = 40;

export class ChainWorld {
  readonly lab = new BlockLab();
  readonly driver = new ChainDriver(this.lab.params, this.lab.genesis);
  /** By height, up to the tip. */
  blocks: readonly Block[] = [this.lab.genesis];
  private readonly offCurve: Funds;

  /** `height` is the tip's, from 40 on. */
  constructor(height: number) {
    while (this.blocks.length < SPENT_AT) this.extend();
    const first = rewardOf(this.blocks[1]!);
    const scriptPubKey = fromHex(`5120${OFF_CURVE}`);
    const spending = payment(
      [first],
      [{ value: 10_000, scriptPubKey }, pay(subsidyAt(1) - 10_000)],
    );
    this.extend(this.lab.make({ transactions: [spending] }));
    this.offCurve = outputOf(spending, 0);
    while (this.blocks.length <= height) this.extend();
  }

  /** Accepts a block on the tip, an empty one if none is given. */
  extend(block: Block = this.lab.make()): void {
    const verdict = this.driver.offer(encodeBlock(block), block.header.time);
    if (verdict !== 'accepted') throw new Error(`a good block is refused: ${verdict}`);
    this.moveTo(block);
  }

  moveTo(tip: Block): void {
    const isChild = tip.header.previousHash === headerHash(this.lab.tip.header);
    this.blocks = isChild ? [...this.blocks, tip] : this.lab.branch(tip);
    this.lab.tip = tip;
  }

  /** The coins of old blocks that are mature and not spent, oldest first; numbers start at 0. */
  mature(number: number): Funds {
    const { coins } = this.driver.chain;
    const old = this.blocks.slice(1, this.lab.nextHeight - MATURITY + 1).map(rewardOf);
    return old.filter(({ prevout }) => coins.get(outpointKey(prevout)))[number]!;
  }

  /** The coinbase coin that is so many blocks deep for the next block. */
  deep(blocks: number): Funds {
    return rewardOf(this.blocks[this.lab.nextHeight - blocks]!);
  }

  get world(): World {
    const foreign = new BlockLab('ffeeddccbbaa99887766554433221100').make();
    const missing = { ...rewardOf(foreign), prevout: { txid: 'ab'.repeat(32) as Hash, vout: 0 } };
    return {
      coin: this.mature(0),
      other: this.mature(1),
      immature: this.deep(MATURITY - 1),
      spent: rewardOf(this.blocks[1]!),
      missing,
      foreign: rewardOf(foreign),
      offCurve: this.offCurve,
      height: this.lab.nextHeight,
      medianTimePast: this.lab.tip.header.time - 100,
    };
  }
}
