/**
 * Random histories of small rooms: forks, payments of several keys, and blocks that break rules in
 * every way that a random change can. Everything follows from the seed.
 */

import { signSchnorr, xOnlyPointFromScalar } from 'tiny-secp256k1';
import { encodeBlock, outpointKey } from '../../src/consensus/encoding.ts';
import { txid } from '../../src/consensus/hash.ts';
import { SighashContext } from '../../src/consensus/sighash.ts';
import type { Block, Hash, Transaction, TransactionOutput } from '../../src/consensus/types.ts';
import { concatBytes, toHex } from '../../src/util/bytes.ts';
import { Random } from '../../src/util/random.ts';
import { BlockLab, data, GENESIS_TIME, type Recipe } from '../support/block-lab.ts';
import { SECRET_KEY, unsigned } from '../support/blocks.ts';
import { changeBytes, changeRecipe, changeTransaction } from './random-change.ts';

export interface Offered {
  readonly bytes: Uint8Array;
  readonly block: Block;
  readonly nowSeconds: number;
}

interface Spendable {
  readonly prevout: { readonly txid: Hash; readonly vout: number };
  readonly output: TransactionOutput;
  /** From which height on. */
  readonly from: number;
}

/** What the generator believes of a block it made, right or wrong. */
interface Made {
  readonly block: Block;
  readonly height: number;
  readonly coins: ReadonlyMap<string, Spendable>;
}

const KEYS = [SECRET_KEY, new Uint8Array(32).fill(0x29), new Uint8Array(32).fill(0x3b)];
const SCRIPTS = KEYS.map((key) =>
  concatBytes(Uint8Array.of(0x51, 0x20), xOnlyPointFromScalar(key)),
);
const KEY_OF = new Map(SCRIPTS.map((script, at) => [toHex(script), KEYS[at]!]));
const HASH_TYPES = [0, 0, 0, 1, 2, 3, 0x81, 0x82, 0x83];

export class RandomChain {
  readonly random: Random;
  readonly lab: BlockLab;
  readonly spacing: number;
  private readonly made: Made[];
  /** Those that turned out to be good, in the order of their making. */
  private readonly sound: Made[];
  private readonly truths: Block[] = [];
  private latest = GENESIS_TIME;

  constructor(seed: number) {
    this.random = new Random(seed);
    this.spacing = this.pick([30, 40, 75]);
    this.lab = new BlockLab(toHex(this.random.bytes(16)), {
      kind: 'sandbox',
      targetSpacingSeconds: this.spacing,
      genesisBits: 0x207fffff,
      halvingInterval: 2 + this.random.below(20),
      genesisTime: GENESIS_TIME,
    });
    this.made = [{ block: this.lab.genesis, height: 0, coins: new Map() }];
    this.sound = this.made.slice();
  }

  /** The judges found a block good. */
  learn(block: Block): void {
    const made = this.made.find((it) => it.block === block)!;
    if (!this.sound.includes(made)) this.sound.push(made);
  }

  /** The next block of the story, good or bad; most stand on the newest that is good. */
  next(): Offered {
    const truth = this.truths.pop();
    if (truth !== undefined && this.chance(60)) return this.offer(truth, encodeBlock(truth));
    const parent = this.parent();
    const roll = this.random.below(100);
    // Until the first coins are mature there is less to break.
    if (roll < (parent.height < 9 ? 80 : 55)) return this.good(parent);
    if (roll < 75) return this.withBadTransaction(parent);
    if (roll < 92) return this.enter(parent, changeRecipe(this.random, this.recipe(parent)));
    return this.withBadBytes(parent);
  }

  private parent(): Made {
    const roll = this.random.below(100);
    if (roll < 80) return this.sound.at(-1)!;
    return this.pick((roll < 96 ? this.sound : this.made).slice(-5));
  }

  /** An empty block on any block made here. */
  grow(block: Block): Offered {
    const parent = this.made.find((it) => it.block === block)!;
    return this.enter(parent, { header: this.time(parent, this.spacing) });
  }

  private good(parent: Made): Offered {
    return this.enter(parent, this.recipe(parent));
  }

  private withBadTransaction(parent: Made): Offered {
    const recipe = this.recipe(parent);
    const list = [...(recipe.transactions ?? [])];
    if (list.length === 0) return this.enter(parent, changeRecipe(this.random, recipe));
    const at = this.random.below(list.length);
    list[at] = changeTransaction(this.random, list[at]!);
    return this.enter(parent, { ...recipe, transactions: list });
  }

  /** The bytes are altered on their way, and the truth may come later. */
  private withBadBytes(parent: Made): Offered {
    const block = this.lab.make({ ...this.recipe(parent), parent: parent.block });
    this.remember(parent, block);
    this.truths.push(block);
    return this.offer(block, changeBytes(this.random, encodeBlock(block)));
  }

  private enter(parent: Made, recipe: Recipe): Offered {
    const block = this.lab.make({ ...recipe, parent: parent.block });
    this.remember(parent, block);
    return this.offer(block, encodeBlock(block));
  }

  private offer(block: Block, bytes: Uint8Array): Offered {
    return { block, bytes, nowSeconds: this.latest + this.random.below(this.spacing) };
  }

  private recipe(parent: Made): Recipe {
    const gap = this.pick([this.spacing, this.spacing + this.random.below(60), 1, -20, 400, 3_000]);
    const list: Transaction[] = [];
    const coins = new Map(parent.coins);
    let fees = 0;
    for (let left = this.random.below(8) - 5; left > 0; left -= 1) {
      const payment = this.payment(parent.height + 1, coins);
      if (payment === undefined) break;
      fees += payment.fee;
      list.push(payment.transaction);
      apply(coins, payment.transaction, parent.height + 1);
    }
    const scriptSig = this.lab.scriptSig(parent.height + 1, this.random.bytes(4));
    return { scriptSig, transactions: list, fees, header: this.time(parent, gap) };
  }

  private time({ block }: Made, gap: number): { time: number; bits: number } {
    const branch = this.lab.branch(block);
    const times = branch.slice(-11).map(({ header }) => header.time);
    const median = times.sort((left, right) => left - right)[times.length >> 1]!;
    const time = Math.max(median + 1, block.header.time + gap);
    this.latest = Math.max(this.latest, time);
    return this.lab.timed(block, time);
  }

  /** One to four coins, to one to three outputs; now and then a coin that is too young. */
  private payment(
    height: number,
    coins: ReadonlyMap<string, Spendable>,
  ): { transaction: Transaction; fee: number } | undefined {
    const old = [...coins.values()].filter(({ from }) => from <= height || this.chance(1));
    const spent = this.random.shuffle(old).slice(0, 1 + this.random.below(4));
    const total = spent.reduce((sum, { output }) => sum + output.value, 0);
    if (total < 100) return undefined;
    const fee = this.random.below(50);
    const outputs = this.outputs(total - fee);
    const bare = {
      ...unsigned(
        spent.map(({ prevout }) => prevout),
        outputs,
      ),
      locktime: this.pick([0, height - 1, GENESIS_TIME - 1]),
    };
    return { transaction: this.sign(bare, spent), fee };
  }

  private outputs(total: number): TransactionOutput[] {
    const first = 1 + Math.floor(this.random.unit() * (total - 2));
    const pay = (value: number) => ({ value, scriptPubKey: this.pick(SCRIPTS) });
    if (this.chance(50)) return [pay(total)];
    return this.chance(20)
      ? [pay(first), pay(total - first), data(this.random.below(81))]
      : [pay(first), pay(total - first)];
  }

  private sign(bare: Transaction, spent: readonly Spendable[]): Transaction {
    const outputs = spent.map(({ output }) => output);
    const context = new SighashContext(bare, outputs);
    const inputs = bare.inputs.map((input, inputIndex) => {
      const picked = this.pick(HASH_TYPES);
      const hashType = (picked & 3) === 3 && inputIndex >= bare.outputs.length ? 1 : picked;
      const key = KEY_OF.get(toHex(outputs[inputIndex]!.scriptPubKey))!;
      const signature = signSchnorr(context.sighash({ inputIndex, hashType }), key);
      const suffix = hashType === 0 ? [] : [hashType];
      return { ...input, witness: [Uint8Array.of(...signature, ...suffix)] };
    });
    return { ...bare, inputs };
  }

  private remember(parent: Made, block: Block): void {
    const height = parent.height + 1;
    const coins = new Map(parent.coins);
    const [coinbase, ...others] = block.transactions;
    for (const transaction of others) apply(coins, transaction, height);
    if (coinbase) apply(coins, coinbase, height + Math.max(10, Math.ceil(300 / this.spacing)));
    this.made.push({ block, height, coins });
  }

  private chance(percent: number): boolean {
    return this.random.below(100) < percent;
  }

  private pick<Item>(items: readonly Item[]): Item {
    return items[this.random.below(items.length)]!;
  }
}

function apply(coins: Map<string, Spendable>, transaction: Transaction, from: number): void {
  for (const { prevout } of transaction.inputs) coins.delete(outpointKey(prevout));
  for (const [vout, output] of transaction.outputs.entries()) {
    const prevout = { txid: txid(transaction), vout };
    const isOurs = KEY_OF.has(toHex(output.scriptPubKey));
    if (isOurs && output.value > 0) coins.set(outpointKey(prevout), { prevout, output, from });
  }
}
