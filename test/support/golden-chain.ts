/**
 * A chain of 300 blocks that is made the same way everywhere: its tip, work and coins tell whether
 * an engine computes as every other does. No file of it reads a clock, a disk or an engine's own
 * cryptography, so it runs in Node, in a page and in a worker.
 *
 * Times wander, so the difficulty does; coins are paid, split and gathered with every hash type; a
 * rival branch loses or wins every 40 blocks.
 */

import { encodeBlock } from '../../src/consensus/encoding.ts';
import type { Block, Transaction } from '../../src/consensus/types.ts';
import { Random } from '../../src/util/random.ts';
import { BlockLab, data, type Funds, MATURITY, outputOf, payment, rewardOf } from './block-lab.ts';
import { pay } from './blocks.ts';
import { ChainDriver } from './chain-driver.ts';

export interface GoldenChain {
  /** Hash of the last block. */
  readonly tip: string;
  /** Of all blocks with genesis, in hex. */
  readonly work: string;
  /** `CoinSet.checksum`. */
  readonly coinSetHash: string;
}

/** The one place where it is written down what comes out. */
export const GOLDEN_CHAIN: GoldenChain = {
  tip: '1e062f2221be259a9b793fbb60be974676d3f53155b6e02cb2a92b262eef0035',
  work: '6fb',
  coinSetHash: 'c2e7af5ba90470e131b60a452169902b723b1adde63f37bf9837288ab6b4bf15',
};

const SEED = 300;
const BLOCKS = 300;
/** Their mean is a little below the target spacing: the difficulty climbs. */
const GAPS_SECONDS = [1, 3, 5, 8, 10, 12, 15, 40, -15];
const HASH_TYPES = [0, 0, 1, 2, 3, 0x81, 0x82, 0x83];
const RIVALS_EVERY = 40;

/** All blocks in the order in which they are offered; throws where one of them is refused. */
export function replayGoldenChain(): GoldenChain {
  const maker = new GoldenMaker();
  const driver = new ChainDriver(maker.lab.params, maker.lab.genesis);
  for (const bytes of maker.blocks()) {
    const verdict = driver.offer(bytes, 0xffffffff);
    if (verdict !== 'accepted') throw new Error(`a golden block is refused: ${verdict}`);
  }
  const { tip, coinSetHash } = driver;
  return { tip, work: driver.work.toString(16), coinSetHash };
}

export class GoldenMaker {
  readonly lab = new BlockLab();
  private readonly random = new Random(SEED);
  private coins: Funds[] = [];

  /** In bytes: 300 of one branch, and the rivals that lose against it. */
  blocks(): Uint8Array[] {
    const made: Block[] = [];
    while (this.lab.nextHeight <= BLOCKS) {
      if (this.lab.nextHeight % RIVALS_EVERY === 0) made.push(...this.rivals());
      const block = this.make();
      this.lab.tip = block;
      made.push(block);
    }
    return made.map(encodeBlock);
  }

  /** Two blocks that are there first, until the longer branch outweighs them. */
  private rivals(): Block[] {
    const { lab } = this;
    const tail = Uint8Array.of(0x51);
    const [coin] = this.coins as [Funds];
    const first = lab.make({
      scriptSig: lab.scriptSig(lab.nextHeight, tail),
      header: lab.timed(lab.tip, lab.tip.header.time + 10),
      transactions: [payment([coin], [pay(coin.output.value)])],
    });
    const second = lab.make({
      parent: first,
      scriptSig: lab.scriptSig(lab.nextHeight + 1, tail),
      header: lab.timed(first, first.header.time + 10),
    });
    return [first, second];
  }

  private make(): Block {
    const { lab } = this;
    if (lab.nextHeight > MATURITY) {
      const old = lab.branch(lab.tip)[lab.nextHeight - MATURITY]!;
      this.coins.push(rewardOf(old));
    }
    const transactions = this.payments();
    const fees = 100 * transactions.length;
    const header = lab.timed(lab.tip, this.time());
    return lab.make({ transactions, fees, header });
  }

  private time(): number {
    const branch = this.lab.branch(this.lab.tip).slice(-11);
    const times = branch.map(({ header }) => header.time).sort((left, right) => left - right);
    const earliest = times[times.length >> 1]! + 1;
    return Math.max(earliest, this.lab.tip.header.time + this.pick(GAPS_SECONDS));
  }

  private payments(): Transaction[] {
    const list: Transaction[] = [];
    for (let left = this.random.below(4) - 2; left > 0 && this.coins.length > 3; left -= 1) {
      const [first, ...others] = this.random.shuffle(this.coins) as [Funds, ...Funds[]];
      const spent = [first, ...others.slice(0, this.random.below(3))];
      const made = this.payment(spent);
      this.coins = this.coins.filter((coin) => !spent.includes(coin));
      this.coins.push(outputOf(made, 0), outputOf(made, 1));
      list.push(made);
    }
    return list;
  }

  /** Two coins for the key again, and a word to all. */
  private payment(spent: readonly Funds[]): Transaction {
    const total = spent.reduce((sum, { output }) => sum + output.value, 0) - 100;
    const part = 1 + Math.floor(this.random.unit() * (total - 2));
    const outputs = [pay(part), pay(total - part), data(this.random.below(40))];
    return payment(spent, outputs, { hashType: this.pick(HASH_TYPES) });
  }

  private pick<Item>(items: readonly Item[]): Item {
    return items[this.random.below(items.length)]!;
  }
}
