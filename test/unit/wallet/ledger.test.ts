import { beforeEach, describe, expect, it } from 'vitest';
import { outpointKey } from '../../../src/consensus/encoding.ts';
import { headerHash, txid } from '../../../src/consensus/hash.ts';
import type { Transaction } from '../../../src/consensus/types.ts';
import { DEAD_PAYMENTS_MAX } from '../../../src/util/limits.ts';
import { Random } from '../../../src/util/random.ts';
import { planPayment } from '../../../src/wallet/builder.ts';
import { historyRow, type HistoryRow, historyRows } from '../../../src/wallet/history.ts';
import { CHANGE, RECEIVE } from '../../../src/wallet/keys.ts';
import { findReplaceable, planBump, planCancel } from '../../../src/wallet/replacement.ts';
import { outpoint, spend } from '../../support/blocks.ts';
import { refusal } from '../../support/refusal.ts';
import { foreignScript } from '../../support/wallet-lab.ts';
import { freshLedger, MATURITY, SOURCE, World } from '../../support/wallet-world.ts';

const COIN = 50e8;
const own = (index: number) => SOURCE.script({ chain: RECEIVE, index });

let world: World;
let stranger: Uint8Array;

const mineOwn = () => world.mine(own(0), () => true);
const mineOther = (included = true) => world.mine(stranger, () => included);
const rowOf = (transaction: Transaction): HistoryRow => {
  const { ledger } = world;
  return historyRow(ledger, ledger.entries.get(txid(transaction))!);
};

/** The wallet pays a stranger. */
function pay(value: number | 'rest', ticksPerKvb = 1_000): Transaction {
  const { ledger, height, random } = world;
  const changeScript = SOURCE.script(ledger.keys.nextChange());
  const { unsigned } = planPayment(
    {
      recipients: [{ scriptPubKey: stranger, value }],
      ticksPerKvb,
      coins: ledger.spendableCoins(),
    },
    { changeScript, tipHeight: height, random },
  );
  world.broadcast(unsigned);
  return unsigned;
}

/** A stranger pays the wallet. */
function receive(value: number, index = 1): Transaction {
  const payment = world.foreignPayment([{ value, scriptPubKey: own(index) }])!;
  world.broadcast(payment);
  return payment;
}

beforeEach(() => {
  world = new World(new Random(7));
  stranger = foreignScript(new Random(8));
});

describe('a mined reward', () => {
  it('is immature until the block that may spend it', () => {
    mineOwn();
    for (let depth = 1; depth < MATURITY; depth += 1) {
      expect(world.ledger.balances()).toEqual({ spendable: 0, immature: COIN, pending: 0 });
      mineOther();
    }
    expect(world.ledger.balances()).toEqual({ spendable: COIN, immature: 0, pending: 0 });
  });

  it('whose block loses is orphaned, and so is all that was built on it', () => {
    mineOwn();
    const lost = headerHash(world.blocks[0]!.header);
    for (let depth = 0; depth < MATURITY; depth += 1) mineOther();
    const payment = pay(1e8);
    world.mine(stranger, () => true);
    expect(rowOf(payment)).toMatchObject({ kind: 'sent', stage: 'confirming', depth: 1 });
    world.reorganise(
      world.height,
      () => stranger,
      () => true,
    );
    const orphaned = { kind: 'orphaned', height: 1, blockHash: lost };
    const reward = historyRows(world.ledger).find(({ kind }) => kind === 'mined');
    expect(reward).toMatchObject({ stage: 'orphaned', state: orphaned, depth: 0, net: COIN });
    expect(rowOf(payment)).toMatchObject({ stage: 'orphaned', state: orphaned });
    expect(world.ledger.balances()).toEqual({ spendable: 0, immature: 0, pending: 0 });
  });

  it('counts again when its branch wins after all', () => {
    mineOwn();
    const [block] = world.blocks;
    world.ledger.blockDisconnected(block!, 1);
    expect(historyRows(world.ledger)[0]!.stage).toBe('orphaned');
    world.ledger.blockConnected(block!, 1);
    expect(historyRows(world.ledger)[0]!.stage).toBe('confirming');
    expect(world.ledger.balances().immature).toBe(COIN);
  });
});

describe('a payment', () => {
  beforeEach(() => {
    for (let block = 0; block < 3; block += 1) mineOwn();
    for (let depth = 0; depth < MATURITY; depth += 1) mineOther();
  });

  it('is pending, then n of six, then confirmed', () => {
    const payment = receive(7_000);
    expect(rowOf(payment)).toMatchObject({ kind: 'received', stage: 'pending', depth: 0 });
    expect(world.ledger.balances()).toEqual({ spendable: 3 * COIN, immature: 0, pending: 7_000 });
    mineOther();
    for (let depth = 1; depth < 6; depth += 1) {
      expect(rowOf(payment)).toMatchObject({ stage: 'confirming', depth, net: 7_000 });
      mineOther();
    }
    expect(rowOf(payment)).toMatchObject({ stage: 'confirmed', depth: 6 });
    expect(world.ledger.balances().spendable).toBe(3 * COIN + 7_000);
  });

  it('reserves its coins, and its change can be spent at once', () => {
    const first = pay(1e8);
    const second = pay(149e8 - 2e4);
    const spent = [...first.inputs, ...second.inputs].map(({ prevout }) => outpointKey(prevout));
    expect(new Set(spent).size).toBe(spent.length);
    expect(second.inputs.some(({ prevout }) => prevout.txid === txid(first))).toBe(true);
    expect(world.ledger.balances().pending).toBe(0);
    mineOther();
    expect([rowOf(first).stage, rowOf(second).stage]).toEqual(['confirming', 'confirming']);
  });

  it('tells what left, to whom, and what it cost', () => {
    const payment = pay(1e8);
    const row = rowOf(payment);
    expect(row).toMatchObject({ kind: 'sent', net: -1e8 - row.fee!, memos: [] });
    expect(row.paid).toEqual([{ value: 1e8, scriptPubKey: stranger }]);
    expect(row.got).toHaveLength(1);
  });

  it('of a stranger cannot be spent before it is mined', () => {
    pay('rest');
    receive(9e8);
    expect(world.ledger.spendableCoins()).toEqual([]);
    expect(refusal(() => pay(1e8))).toBe('wallet:funds-insufficient');
  });

  it('that is bumped is replaced by its heir, and never counted twice', () => {
    const original = pay(1e8);
    const { ledger, height, random } = world;
    const found = findReplaceable(ledger.entries, txid(original));
    const plan = planBump(
      { original: found, ticksPerKvb: 5_000, coins: ledger.spendableCoins() },
      { changeScript: SOURCE.script(ledger.keys.nextChange()), tipHeight: height, random },
    );
    world.broadcast(plan.unsigned);
    expect(plan).toMatchObject({ leaves: 1e8, fee: 5 * plan.sizeVbytes });
    const heir = { kind: 'replaced', by: txid(plan.unsigned) };
    expect(rowOf(original)).toMatchObject({ stage: 'replaced', state: heir });
    expect(ledger.balances().spendable).toBe(3 * COIN - 1e8 - plan.fee);
    mineOther();
    expect(rowOf(plan.unsigned).stage).toBe('confirming');
    expect(rowOf(original).stage).toBe('replaced');
  });

  it('that is cancelled comes back, with what was built on it', () => {
    const original = pay(1e8);
    const child = pay(149e8 - 2e4);
    const { ledger, height, random } = world;
    const found = findReplaceable(ledger.entries, txid(original));
    expect(found.evicted.txids).toEqual(new Set([txid(original), txid(child)]));
    const plan = planCancel(
      { original: found, ticksPerKvb: 1_000, coins: ledger.spendableCoins() },
      { changeScript: SOURCE.script(ledger.keys.nextChange()), tipHeight: height, random },
    );
    const fees = rowOf(original).fee! + rowOf(child).fee!;
    expect(plan.fee).toBe(fees + plan.sizeVbytes);
    world.broadcast(plan.unsigned);
    expect([rowOf(original).stage, rowOf(child).stage]).toEqual(['replaced', 'replaced']);
    expect(rowOf(plan.unsigned)).toMatchObject({ kind: 'moved', net: -plan.fee });
  });

  it('of everything is bumped out of what its recipient gets', () => {
    const original = pay('rest');
    const { ledger, height, random } = world;
    const bump = (reduceVout?: number) =>
      planBump(
        {
          original: findReplaceable(ledger.entries, txid(original)),
          ticksPerKvb: 5_000,
          coins: ledger.spendableCoins(),
          ...(reduceVout === undefined ? {} : { reduceVout }),
        },
        { changeScript: SOURCE.script(ledger.keys.nextChange()), tipHeight: height, random },
      );
    expect(refusal(() => bump())).toBe('wallet:funds-insufficient');
    const plan = bump(0);
    expect(plan.leaves + plan.fee).toBe(3 * COIN);
    expect(plan.unsigned.outputs.map(({ scriptPubKey }) => scriptPubKey)).toEqual([stranger]);
  });

  it('that is mined, unknown or of others cannot be replaced', () => {
    const { entries } = world.ledger;
    const received = receive(5_000);
    const sent = pay(1e8);
    const code = 'wallet:transaction-not-replaceable';
    expect(refusal(() => findReplaceable(entries, txid(received)))).toBe(code);
    mineOther();
    expect(refusal(() => findReplaceable(entries, txid(sent)))).toBe(code);
    const unknown = outpoint(99).txid;
    expect(refusal(() => findReplaceable(entries, unknown))).toBe('wallet:transaction-unknown');
  });

  it('that others double-spent in a block is replaced, though the block pays us nothing', () => {
    const payment = receive(7_000);
    const other = world.doubleSpend(payment)!;
    world.ledger.blockConnected(world.makeBlock(stranger, [other]), world.height + 1);
    expect(rowOf(payment).state).toEqual({ kind: 'replaced', by: txid(other) });
    expect(world.ledger.balances().pending).toBe(0);
  });

  it('that the mempool let go says why, frees its coins, and may come back', () => {
    const payment = pay('rest');
    world.ledger.transactionDropped(txid(payment), 'expired');
    expect(rowOf(payment)).toMatchObject({
      stage: 'dropped',
      state: { kind: 'dropped', reason: 'expired' },
    });
    expect(world.ledger.balances().spendable).toBe(3 * COIN);
    world.ledger.transactionSeen(payment, world.now());
    expect(rowOf(payment).stage).toBe('pending');
    expect(world.ledger.balances().spendable).toBe(0);
  });

  it('that came to nothing is told of among a thousand others, and then forgotten', () => {
    const before = world.ledger.entries.size;
    const payments = Array.from({ length: DEAD_PAYMENTS_MAX + 5 }, (_, at) =>
      spend([outpoint(at + 1)], [{ value: 1_000, scriptPubKey: own(2) }]),
    );
    for (const payment of payments) {
      world.ledger.transactionSeen(payment, world.now());
      world.ledger.transactionDropped(txid(payment), 'evicted');
    }
    expect(world.ledger.entries.size).toBe(before + DEAD_PAYMENTS_MAX);
    const known = payments.filter((each) => world.ledger.entries.get(txid(each)) !== undefined);
    expect(known).toEqual(payments.slice(5));
    expect(world.ledger.balances().spendable).toBe(3 * COIN);
  });

  it('of strangers among themselves is no entry', () => {
    const payment = world.foreignPayment([{ value: 5_000, scriptPubKey: stranger }])!;
    const before = world.ledger.entries.size;
    world.broadcast(payment);
    mineOther();
    expect(world.ledger.entries.size).toBe(before);
  });
});

describe('a wallet restored from its words', () => {
  it('finds keys beyond the first twenty through those within', () => {
    mineOther();
    for (let depth = 0; depth < MATURITY; depth += 1) mineOther();
    // The far key is paid before the near one that brings it into the window.
    for (const index of [38, 19, 57, 0]) {
      receive(1_000 + index, index);
      mineOther();
    }
    const restored = world.restored();
    expect(restored.balances().spendable).toBe(4_000 + 38 + 19 + 57);
    expect(historyRows(restored)).toHaveLength(4);
  });

  it('does not look for keys beyond the gap', () => {
    for (let depth = 0; depth <= MATURITY; depth += 1) mineOther();
    SOURCE.script({ chain: RECEIVE, index: 20 });
    receive(1_000, 20);
    mineOther();
    expect(world.restored().balances().spendable).toBe(0);
  });

  it('finds several such keys in one block, and in one transaction', () => {
    for (let depth = 0; depth <= MATURITY; depth += 1) mineOther();
    const outputs = [38, 19].map((index) => ({ value: 1_000, scriptPubKey: own(index) }));
    world.broadcast(world.foreignPayment([...outputs, { value: 1_000, scriptPubKey: own(55) }])!);
    mineOther();
    expect(world.restored().balances().spendable).toBe(3_000);
  });
});

describe('news', () => {
  it('told twice changes nothing', () => {
    for (let depth = 0; depth <= MATURITY; depth += 1) mineOther();
    const payment = receive(5_000);
    const [once] = historyRows(world.ledger);
    world.ledger.transactionSeen(payment, world.now());
    expect(historyRows(world.ledger)).toEqual([once]);
    mineOther();
    world.ledger.transactionSeen(payment, world.now());
    world.ledger.transactionDropped(txid(payment), 'conflict');
    expect(rowOf(payment).stage).toBe('confirming');
  });

  it('out of order is our own mistake', () => {
    mineOther();
    const block = world.makeBlock(stranger, []);
    expect(() => world.ledger.blockConnected(block, 3)).toThrow('one after the other');
    expect(() => freshLedger().blockConnected(block, 1)).toThrow('the block that came before');
    expect(() => world.ledger.blockDisconnected(block, 2)).toThrow('the tip goes first');
    expect(() => freshLedger().rewind(world.ledger.tip)).toThrow('an earlier block');
  });

  it('of many blocks gone at once is the same as of each', () => {
    for (let block = 0; block < 2; block += 1) mineOwn();
    for (let depth = 0; depth < MATURITY; depth += 1) mineOther();
    pay(1e8);
    mineOther();
    const other = world.restored();
    const start = { height: 1, hash: headerHash(world.blocks[0]!.header) };
    for (let height = world.height; height > 1; height -= 1) {
      other.blockDisconnected(world.blocks[height - 1]!, height);
    }
    world.ledger.rewind(start);
    expect(world.ledger.tip).toEqual(start);
    expect(other.balances()).toEqual(world.ledger.balances());
    const stages = (rows: readonly HistoryRow[]) =>
      rows.map(({ txid: id, state }) => [id, state]).toSorted();
    expect(stages(historyRows(other))).toEqual(stages(historyRows(world.ledger)));
    expect(world.ledger.keys.stored(CHANGE).marks.confirmed).toBe(-1);
  });
});
