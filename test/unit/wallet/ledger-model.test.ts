import { describe, expect, it } from 'vitest';
import { checkTransaction } from '../../../src/consensus/check-transaction.ts';
import { outpointKey } from '../../../src/consensus/encoding.ts';
import { txid } from '../../../src/consensus/hash.ts';
import { checkSignatures } from '../../../src/consensus/signature.ts';
import type { Coin, Hash, Transaction } from '../../../src/consensus/types.ts';
import { toHex } from '../../../src/util/bytes.ts';
import { Random } from '../../../src/util/random.ts';
import { planPayment } from '../../../src/wallet/builder.ts';
import type { PaymentPlan, Surroundings } from '../../../src/wallet/draft.ts';
import { isAlive } from '../../../src/wallet/entries.ts';
import { historyRows } from '../../../src/wallet/history.ts';
import { CHANGE, RECEIVE } from '../../../src/wallet/keys.ts';
import type { Ledger } from '../../../src/wallet/ledger.ts';
import { decodeLedger, encodeChanges, scriptsOf } from '../../../src/wallet/ledger-record.ts';
import {
  findReplaceable,
  planBump,
  planCancel,
  planChild,
} from '../../../src/wallet/replacement.ts';
import { signPlan } from '../../../src/wallet/sign.ts';
import { WalletError } from '../../../src/wallet/wallet-error.ts';
import { ACCOUNT, foreignScript } from '../../support/wallet-lab.ts';
import { MATURITY, OWNER, placeOf, SOURCE, World } from '../../support/wallet-world.ts';

const SEED = 20_260;
const WORLDS = 26;
const COMMANDS = 200;
const SLOW = { timeout: 180_000 };

/** A world with what a storage would hold of its wallet, and a count of what was done in it. */
class Run {
  readonly world: World;
  readonly done = new Map<string, number>();
  readonly records = new Map<string, Uint8Array>();
  private storedScripts: readonly [number, number] = [0, 0];
  restoredWhole = 0;

  constructor(seed: number) {
    this.world = new World(new Random(seed));
    for (let block = 0; block < MATURITY + 5; block += 1) this.mine();
  }

  private get random(): Random {
    return this.world.random;
  }

  private get ledger(): Ledger {
    return this.world.ledger;
  }

  step(): void {
    const commands = [
      ...repeat(5, this.receive),
      ...repeat(7, this.send),
      ...repeat(3, this.bump),
      this.cancel,
      this.child,
      ...repeat(5, this.mine),
      this.mineDoubleSpend,
      ...repeat(2, this.reorganise),
      this.evict,
      ...repeat(2, this.restart),
      this.restore,
    ];
    const command = commands[this.random.below(commands.length)]!;
    if (command.call(this)) this.count(command.name);
  }

  private count(name: string): void {
    this.done.set(name, (this.done.get(name) ?? 0) + 1);
  }

  receive(): boolean {
    const scriptPubKey = SOURCE.script(this.ledger.keys.handOut());
    const payment = this.world.foreignPayment([
      { value: 1_000 + this.random.below(5e8), scriptPubKey },
    ]);
    if (payment !== undefined) this.world.broadcast(payment);
    return payment !== undefined;
  }

  send(): boolean {
    const everything = this.random.below(8) === 0;
    const recipients = Array.from({ length: 1 + this.random.below(3) }, (_, at) => ({
      // Now and then to ourselves.
      scriptPubKey:
        this.random.below(6) === 0
          ? SOURCE.script(this.ledger.keys.handOut())
          : foreignScript(this.random),
      value: everything && at === 0 ? ('rest' as const) : 330 + this.random.below(1e9),
    }));
    return this.pay((surroundings) =>
      planPayment(
        {
          recipients,
          ticksPerKvb: 1_000 + this.random.below(20_000),
          subtractFee: this.random.below(3) === 0,
          coins: this.ledger.spendableCoins(),
          ...(this.random.below(4) === 0 ? { memo: this.random.bytes(this.random.below(81)) } : {}),
        },
        surroundings,
      ),
    );
  }

  bump(): boolean {
    const original = this.pick((each) => this.isOwn(each));
    if (original === undefined) return false;
    return this.pay((surroundings) => {
      const found = findReplaceable(this.ledger.entries, txid(original));
      const coins = this.ledger.spendableCoins();
      const ticksPerKvb = 1_000 + this.random.below(40_000);
      const reduceVout = this.random.below(original.outputs.length);
      const plan = planBump({ original: found, coins, ticksPerKvb, reduceVout }, surroundings);
      expect(plan.fee).toBeGreaterThanOrEqual(found.evicted.fees + plan.sizeVbytes);
      expect(plan.ticksPerKvb).toBeGreaterThanOrEqual(found.evicted.ticksPerKvb);
      return plan;
    });
  }

  cancel(): boolean {
    const original = this.pick((each) => this.isOwn(each));
    if (original === undefined) return false;
    return this.pay((surroundings) => {
      const found = findReplaceable(this.ledger.entries, txid(original));
      const coins = this.ledger.spendableCoins();
      const plan = planCancel({ original: found, coins, ticksPerKvb: 1_000 }, surroundings);
      expect(plan.unsigned.outputs.every((output) => placeOf(output) !== undefined)).toBe(true);
      return plan;
    });
  }

  child(): boolean {
    const stuck = this.pick((each) => this.ledger.coinsOf(txid(each)).length > 0);
    if (stuck === undefined) return false;
    return this.pay((surroundings) =>
      planChild(
        {
          parents: { fees: 500, sizeVbytes: 155 },
          outputs: this.ledger.coinsOf(txid(stuck)),
          coins: this.ledger.spendableCoins(),
          ticksPerKvb: 5_000,
        },
        surroundings,
      ),
    );
  }

  mine(): boolean {
    this.world.mine(this.reward(), () => this.random.below(4) > 0);
    return true;
  }

  mineDoubleSpend(): boolean {
    const original = this.pick(() => true);
    const other = original && this.world.doubleSpend(original);
    if (other === undefined) return false;
    this.world.mine(this.reward(), () => this.random.below(4) > 0, other);
    return true;
  }

  reorganise(): boolean {
    const depth = 1 + this.random.below(this.random.below(4) === 0 ? 12 : 3);
    this.world.reorganise(
      depth,
      () => this.reward(),
      () => this.random.below(3) > 0,
    );
    return true;
  }

  evict(): boolean {
    const chosen = this.pick(() => true);
    if (chosen === undefined) return false;
    this.world.drop(
      this.world.withDescendants((each) => each === chosen),
      'evicted',
    );
    return true;
  }

  restart(): boolean {
    for (const { name, bytes } of encodeChanges(this.ledger, OWNER, this.storedScripts)) {
      this.records.set(name, bytes);
    }
    const opening = { owner: OWNER, source: SOURCE, coinbaseMaturity: MATURITY };
    const opened = decodeLedger(this.records, opening);
    this.storedScripts = scriptsOf(opened);
    expect(told(opened)).toBe(told(this.ledger));
    for (const chain of [RECEIVE, CHANGE] as const) {
      const [before, after] = [this.ledger, opened].map(({ keys }) => keys.stored(chain));
      expect(after!.marks).toEqual(before!.marks);
      expect(after!.scripts.map(toHex)).toEqual(before!.scripts.map(toHex));
    }
    this.world.ledger = opened;
    return true;
  }

  restore(): boolean {
    const restored = this.world.restored();
    if (this.outOfReach(restored)) return true;
    this.compare(restored);
    this.restoredWhole += 1;
    // From here on the one that knew the words alone goes on, without what it was never told of.
    if (this.random.below(4) > 0) return true;
    this.world.ledger = restored;
    this.records.clear();
    this.storedScripts = [0, 0];
    return true;
  }

  /** Only a reorganisation can leave a key paid to that lies beyond the gap. */
  private outOfReach({ keys }: Ledger): boolean {
    return [...this.world.expected().coins.values()].some(
      (coin) => keys.find(coin.scriptPubKey) === undefined,
    );
  }

  compare(ledger: Ledger = this.ledger): void {
    const { balances, coins, confirmed, pending } = this.world.expected();
    const unspent = [...ledger.entries.unspent()].map(
      (coin) => [outpointKey(coin.outpoint), coin] as const,
    );
    // As text, which is compared much faster than maps of objects.
    expect(listed(unspent)).toBe(listed(coins));
    expect(ledger.balances()).toEqual(balances);
    const alive = [...ledger.entries.values()].filter(isAlive);
    const places = alive.map(({ txid: id, state }) =>
      state.kind === 'confirmed' ? `${id} ${state.height}` : `${id} waits`,
    );
    const truly = [
      ...[...confirmed].map(([id, height]) => `${id} ${height}`),
      ...[...pending].map((id) => `${id} waits`),
    ];
    expect(places.toSorted().join('\n')).toBe(truly.toSorted().join('\n'));
    this.compareHistory(ledger, sumOf(coins.values()));
    this.compareFates(ledger);
  }

  /** What came to nothing says why: never just "dropped" when others have its coins. */
  private compareFates({ entries }: Ledger): void {
    const spender = new Map<string, Hash>();
    for (const each of [
      ...this.world.blocks.flatMap((it) => it.transactions),
      ...this.world.waiting,
    ]) {
      for (const { prevout } of each.inputs) spender.set(outpointKey(prevout), txid(each));
    }
    const dropped = [...entries.values()].filter(({ state }) => state.kind === 'dropped');
    const unsaid = dropped.filter(({ transaction }) =>
      transaction.inputs.some(({ prevout }) => {
        const parent = entries.get(prevout.txid)?.state.kind;
        return spender.has(outpointKey(prevout)) || parent === 'replaced' || parent === 'orphaned';
      }),
    );
    expect(unsaid.map(({ txid: id, state }) => [id, state])).toEqual([]);
  }

  private compareHistory(ledger: Ledger, total: number): void {
    const rows = historyRows(ledger);
    const counted = rows.filter(({ stage }) =>
      ['pending', 'confirming', 'confirmed'].includes(stage),
    );
    expect(counted.reduce((sum, { net }) => sum + net, 0)).toBe(total);
    const isOdd = ({ depth, kind, stage, state }: (typeof rows)[number]) => {
      const inChain = state.kind === 'confirmed';
      if (inChain !== depth > 0 || (inChain && (stage === 'confirming') !== depth < 6)) return true;
      // A reward that is not in the chain was in a block that lost.
      return kind === 'mined' && !inChain && stage !== 'orphaned';
    };
    expect(rows.filter(isOdd)).toEqual([]);
  }

  private pay(plan: (surroundings: Surroundings) => PaymentPlan): boolean {
    const changeScript = SOURCE.script(this.ledger.keys.nextChange());
    let planned: PaymentPlan;
    try {
      planned = plan({ changeScript, tipHeight: this.world.height, random: this.random });
    } catch (error) {
      // Too poor for this wish, which costs nothing.
      if (error instanceof WalletError && /^(funds|amount)-/.test(error.code)) return false;
      throw error;
    }
    this.world.broadcast(this.random.below(12) === 0 ? this.sign(planned) : planned.unsigned);
    return true;
  }

  private sign(plan: PaymentPlan): Transaction {
    const signed = signPlan(plan, ACCOUNT, this.random.bytes(32));
    checkTransaction(signed);
    checkSignatures(signed, plan.coins);
    this.count('signed');
    return signed;
  }

  private isOwn(transaction: Transaction): boolean {
    const entry = this.ledger.entries.get(txid(transaction));
    return entry !== undefined && this.ledger.entries.isOwn(entry);
  }

  private pick(wanted: (transaction: Transaction) => boolean): Transaction | undefined {
    const chosen = this.world.waiting.filter(wanted);
    return chosen[chosen.length === 0 ? 0 : this.random.below(chosen.length)];
  }

  private reward(): Uint8Array {
    const own = this.random.below(3) === 0;
    return own ? SOURCE.script({ chain: RECEIVE, index: 0 }) : foreignScript(this.random);
  }
}

function listed(coins: Iterable<readonly [string, Omit<Coin, 'scriptPubKey'>]>): string {
  const lines = [...coins].map(([key, { value, height, coinbase }]) =>
    [key, value, height, coinbase].join(' '),
  );
  return lines.toSorted().join('\n');
}

/** All that its owner is told, as text. */
function told(ledger: Ledger): string {
  const lines = historyRows(ledger).map(({ got, paid, memos, ...row }) => {
    const scripts = [...got, ...paid].map(({ value, scriptPubKey }) => [
      value,
      toHex(scriptPubKey),
    ]);
    return JSON.stringify([row, scripts, memos.map(toHex)]);
  });
  return lines.join('\n');
}

function repeat<Item>(times: number, item: Item): Item[] {
  return Array.from({ length: times }, () => item);
}

function sumOf(coins: Iterable<{ readonly value: number }>): number {
  let total = 0;
  for (const { value } of coins) total += value;
  return total;
}

describe(`a wallet through ${WORLDS * COMMANDS} random commands, from seed ${SEED}`, () => {
  it('always equals a scan of the chain and of what waits', SLOW, () => {
    const done = new Map<string, number>();
    let whole = 0;
    for (let number = 0; number < WORLDS; number += 1) {
      const run = new Run(SEED + number);
      for (let command = 0; command < COMMANDS; command += 1) {
        run.step();
        try {
          run.compare();
        } catch (error) {
          console.log(`seed ${SEED + number}, command ${command}`);
          throw error;
        }
      }
      for (const [name, count] of run.done) done.set(name, (done.get(name) ?? 0) + count);
      whole += run.restoredWhole;
    }
    console.log(Object.fromEntries(done), { restoredWhole: whole });
    const rare = ['cancel', 'child', 'mineDoubleSpend', 'evict', 'restore', 'signed'];
    for (const name of ['receive', 'send', 'bump', 'mine', 'reorganise', 'restart']) {
      expect([name, done.get(name)! > 200]).toEqual([name, true]);
    }
    for (const name of rare) expect([name, done.get(name)! > 30]).toEqual([name, true]);
    expect(whole / done.get('restore')!).toBeGreaterThan(0.9);
  });
});
