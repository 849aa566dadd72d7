/**
 * A small world around one wallet: a chain of blocks, transactions that wait, strangers with coins.
 * Proof of work and most signatures are left out, since a wallet looks at neither; that coins
 * exist, are unspent, mature and worth their outputs is asserted of everything that is made here.
 *
 * It tells its wallet what a node would, and it can be asked what the wallet should say: `expected`
 * walks the whole chain from its beginning each time and knows nothing of ledgers.
 */

import { isCoinbase } from '../../src/consensus/check-transaction.ts';
import { outpointKey } from '../../src/consensus/encoding.ts';
import { headerHash, txid } from '../../src/consensus/hash.ts';
import { isPayToTaproot } from '../../src/consensus/signature.ts';
import type {
  Block,
  Coin,
  Hash,
  Transaction,
  TransactionOutput,
} from '../../src/consensus/types.ts';
import { assert } from '../../src/util/assert.ts';
import { toHex } from '../../src/util/bytes.ts';
import type { Random } from '../../src/util/random.ts';
import type { DropReason } from '../../src/wallet/entries.ts';
import { accountXpub, type KeyPlace, type ScriptSource } from '../../src/wallet/keys.ts';
import { type Balances, Ledger } from '../../src/wallet/ledger.ts';
import { WatchedKeys } from '../../src/wallet/watched-keys.ts';
import { blockOf, coinbase, commit, PARAMS, spend } from './blocks.ts';
import { ACCOUNT, foreignScript, SCRIPTS } from './wallet-lab.ts';

export const MATURITY = 10;
export const OWNER = { genesisHash: PARAMS.genesisHash, xpub: accountXpub(ACCOUNT) };
const START = { height: 0, hash: PARAMS.genesisHash };
const FEE = 500;

/** Every script that was ever derived, so that the oracle asks no ledger what is ours. */
const derived = new Map<string, KeyPlace>();

export const SOURCE: ScriptSource = {
  script(place) {
    const script = SCRIPTS.script(place);
    derived.set(toHex(script), place);
    return script;
  },
};

export function placeOf({ scriptPubKey }: TransactionOutput): KeyPlace | undefined {
  return derived.get(toHex(scriptPubKey));
}

/** What the wallet should say. */
export interface Expected {
  readonly coins: ReadonlyMap<string, Coin>;
  readonly balances: Balances;
  readonly confirmed: ReadonlyMap<Hash, number>;
  readonly pending: ReadonlySet<Hash>;
}

export class World {
  readonly random: Random;
  readonly blocks: Block[] = [];
  /** Parents before children. */
  waiting: Transaction[] = [];
  ledger = freshLedger();
  private clock = 1_700_000_000_000;
  private blockCount = 0;
  private walked: { tip: Block | undefined; coins: Map<string, Coin> } | undefined;

  constructor(random: Random) {
    this.random = random;
  }

  get height(): number {
    return this.blocks.length;
  }

  now(): number {
    this.clock += 1_000;
    return this.clock;
  }

  /** Takes a transaction in, and lets those go whose coins it spends. */
  broadcast(transaction: Transaction): void {
    const rivals = this.withDescendants(
      (other) => other !== transaction && conflicts(other, transaction),
    );
    const told = this.random.below(2) === 0;
    if (told) this.drop(rivals, 'replaced');
    else this.waiting = this.waiting.filter((other) => !rivals.has(other));
    this.assertPays(transaction);
    this.waiting.push(transaction);
    this.ledger.transactionSeen(transaction, this.now());
    // The two pieces of news come in either order.
    if (!told) for (const rival of rivals) this.ledger.transactionDropped(txid(rival), 'replaced');
  }

  drop(leaving: ReadonlySet<Transaction>, reason: DropReason): void {
    this.waiting = this.waiting.filter((other) => !leaving.has(other));
    for (const each of leaving) this.ledger.transactionDropped(txid(each), reason);
  }

  /** A block with some of what waits; the rest goes where it no longer has its coins. */
  mine(
    reward: Uint8Array,
    included: (transaction: Transaction) => boolean,
    extra?: Transaction,
  ): void {
    const others: Transaction[] = extra === undefined ? [] : [extra];
    const view = this.chainCoins();
    for (const each of others) apply(view, each, this.height + 1);
    for (const each of this.waiting) {
      if (!included(each) || !canSpend(view, each, this.height + 1)) continue;
      apply(view, each, this.height + 1);
      others.push(each);
    }
    this.connect(this.makeBlock(reward, others));
    this.settle(this.waiting);
  }

  connect(block: Block): void {
    this.blocks.push(block);
    this.ledger.blockConnected(block, this.height);
  }

  /** Replaces the newest blocks by one more of others. Returns what had been in them. */
  reorganise(depth: number, reward: () => Uint8Array, included: () => boolean): void {
    const lost: Transaction[] = [];
    for (let left = depth; left > 0; left -= 1) {
      const block = this.blocks.at(-1)!;
      this.ledger.blockDisconnected(block, this.height);
      this.blocks.pop();
      lost.unshift(...block.transactions.slice(1));
    }
    const candidates = [...lost, ...this.waiting];
    const open = new Set(candidates);
    for (let left = depth + 1; left > 0; left -= 1) {
      const view = this.chainCoins();
      const others: Transaction[] = [];
      for (const each of open) {
        if (!included() || !canSpend(view, each, this.height + 1)) continue;
        apply(view, each, this.height + 1);
        others.push(each);
        open.delete(each);
      }
      this.connect(this.makeBlock(reward(), others));
    }
    this.settle(candidates);
  }

  /** Keeps of these what may still be mined, and tells the wallet what became of each. */
  private settle(candidates: readonly Transaction[]): void {
    const mined = new Set(this.blocks.flatMap(({ transactions }) => transactions.map(txid)));
    const view = this.chainCoins();
    this.waiting = [];
    for (const each of candidates) {
      if (mined.has(txid(each))) continue;
      if (canSpend(view, each, this.height + 1)) {
        apply(view, each, -1);
        this.waiting.push(each);
        this.ledger.transactionSeen(each, this.now());
      } else this.ledger.transactionDropped(txid(each), 'conflict');
    }
  }

  makeBlock(reward: Uint8Array, others: readonly Transaction[]): Block {
    const height = this.height + 1;
    this.blockCount += 1;
    const first = coinbase(height, [{ value: 50e8, scriptPubKey: reward }]);
    const { transactions, header } = blockOf([commit(first, others), ...others]);
    const previous = this.blocks.at(-1);
    const previousHash = previous === undefined ? START.hash : headerHash(previous.header);
    const time = 1_700_000_000 + this.blockCount;
    return { transactions, header: { ...header, previousHash, time, nonce: this.blockCount } };
  }

  /** A stranger's payment, out of a coin that no one else spends. Undefined when they are poor. */
  foreignPayment(recipients: readonly TransactionOutput[]): Transaction | undefined {
    const view = this.allCoins();
    const amount = recipients.reduce((sum, { value }) => sum + value, FEE);
    for (const [key, coin] of view) {
      if (placeOf(coin) !== undefined || coin.value < amount || !isMature(coin, this.height + 1))
        continue;
      const change = { value: coin.value - amount, scriptPubKey: foreignScript(this.random) };
      const [id, vout] = key.split(':') as [Hash, string];
      const outputs = change.value > 0 ? [...recipients, change] : recipients;
      return spend([{ txid: id, vout: Number(vout) }], outputs);
    }
    return undefined;
  }

  /** Another spend of its first coin, to a stranger; a coin that is in the chain. */
  doubleSpend(original: Transaction): Transaction | undefined {
    const { prevout } = original.inputs[0]!;
    const coin = this.chainCoins().get(outpointKey(prevout));
    if (coin === undefined || coin.value <= FEE) return undefined;
    const scriptPubKey = foreignScript(this.random);
    return spend([prevout], [{ value: coin.value - FEE, scriptPubKey }]);
  }

  withDescendants(chosen: (transaction: Transaction) => boolean): Set<Transaction> {
    const found = new Set<Transaction>();
    const ids = new Set<Hash>();
    for (const each of this.waiting) {
      if (!chosen(each) && !each.inputs.some(({ prevout }) => ids.has(prevout.txid))) continue;
      found.add(each);
      ids.add(txid(each));
    }
    return found;
  }

  /** A wallet that knows the words alone, after as many passes as it asks for. */
  restored(): Ledger {
    const ledger = freshLedger();
    this.scanInto(ledger);
    for (const each of this.waiting) ledger.transactionSeen(each, this.now());
    return ledger;
  }

  scanInto(ledger: Ledger): void {
    let watched: number;
    do {
      watched = ledger.keys.count;
      ledger.beginRescan(START);
      for (const [at, block] of this.blocks.entries()) ledger.blockConnected(block, at + 1);
    } while (ledger.keys.count > watched);
  }

  expected(): Expected {
    const chain = this.walk();
    const confirmed = new Map<Hash, number>();
    const ours = new Set<string>();
    for (const [at, { transactions }] of this.blocks.entries()) {
      for (const each of transactions) if (touches(each, ours)) confirmed.set(txid(each), at + 1);
    }
    const pending = new Set<Hash>();
    const trusted = new Set<string>();
    for (const [key, coin] of chain) if (placeOf(coin) !== undefined) trusted.add(key);
    const view = new Map(chain);
    for (const each of this.waiting) {
      if (touches(each, ours)) pending.add(txid(each));
      const isTrusted = each.inputs.every(({ prevout }) => trusted.has(outpointKey(prevout)));
      apply(view, each, -1);
      if (isTrusted) for (const key of ownKeys(each)) trusted.add(key);
    }
    const coins = new Map([...view].filter(([, coin]) => placeOf(coin) !== undefined));
    return { coins, confirmed, pending, balances: this.balancesOf(coins, trusted) };
  }

  private balancesOf(coins: ReadonlyMap<string, Coin>, trusted: ReadonlySet<string>): Balances {
    let [spendable, immature, pending] = [0, 0, 0];
    for (const [key, coin] of coins) {
      if (coin.height < 0 && !trusted.has(key)) pending += coin.value;
      else if (isMature(coin, this.height + 1)) spendable += coin.value;
      else immature += coin.value;
    }
    return { spendable, immature, pending };
  }

  private assertPays(transaction: Transaction): void {
    const view = this.allCoins();
    assert(canSpend(view, transaction, this.height + 1), 'coins that exist, unspent and mature');
    const spent = transaction.inputs.map(({ prevout }) => view.get(outpointKey(prevout))!.value);
    const paid = transaction.outputs.map(({ value }) => value);
    assert(sum(spent) > sum(paid), 'a payment that pays its way');
  }

  /** A copy for each who asks; the walk is made once for each tip. */
  chainCoins(): Map<string, Coin> {
    const tip = this.blocks.at(-1);
    if (this.walked === undefined || this.walked.tip !== tip) {
      this.walked = { tip, coins: this.walk() };
    }
    return new Map(this.walked.coins);
  }

  private walk(): Map<string, Coin> {
    const view = new Map<string, Coin>();
    for (const [at, { transactions }] of this.blocks.entries()) {
      for (const each of transactions) apply(view, each, at + 1);
    }
    return view;
  }

  private allCoins(): Map<string, Coin> {
    const view = this.chainCoins();
    for (const each of this.waiting) apply(view, each, -1);
    return view;
  }
}

export function freshLedger(): Ledger {
  return new Ledger({ keys: new WatchedKeys(SOURCE), tip: START, coinbaseMaturity: MATURITY });
}

function apply(view: Map<string, Coin>, transaction: Transaction, height: number): void {
  const id = txid(transaction);
  const isReward = isCoinbase(transaction);
  for (const { prevout } of transaction.inputs) view.delete(outpointKey(prevout));
  for (const [vout, { value, scriptPubKey }] of transaction.outputs.entries()) {
    if (!isPayToTaproot(scriptPubKey)) continue;
    view.set(outpointKey({ txid: id, vout }), { value, scriptPubKey, height, coinbase: isReward });
  }
}

function canSpend(
  view: ReadonlyMap<string, Coin>,
  { inputs }: Transaction,
  height: number,
): boolean {
  return inputs.every(({ prevout }) => {
    const coin = view.get(outpointKey(prevout));
    return coin !== undefined && isMature(coin, height);
  });
}

function isMature(coin: Coin, height: number): boolean {
  return !coin.coinbase || height - coin.height >= MATURITY;
}

function conflicts(left: Transaction, right: Transaction): boolean {
  const keys = new Set(left.inputs.map(({ prevout }) => outpointKey(prevout)));
  return right.inputs.some(({ prevout }) => keys.has(outpointKey(prevout)));
}

/** Whether it pays to us or spends what did; remembers what it pays. */
function touches(transaction: Transaction, ours: Set<string>): boolean {
  const keys = ownKeys(transaction);
  for (const key of keys) ours.add(key);
  return (
    keys.length > 0 || transaction.inputs.some(({ prevout }) => ours.has(outpointKey(prevout)))
  );
}

function ownKeys(transaction: Transaction): string[] {
  const id = txid(transaction);
  return transaction.outputs.flatMap((output, vout) =>
    placeOf(output) === undefined ? [] : [outpointKey({ txid: id, vout })],
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((left, right) => left + right, 0);
}
