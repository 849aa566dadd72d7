import { describe, expect, it } from 'vitest';
import { connectBlock, disconnectBlock } from '../../../src/consensus/connect.ts';
import { outpointKey } from '../../../src/consensus/encoding.ts';
import { txid } from '../../../src/consensus/hash.ts';
import type { Block, Coin, OutPoint, Transaction } from '../../../src/consensus/types.ts';
import {
  coin,
  editInputs,
  makeBlock,
  MapView,
  outpoint,
  PARAMS,
  pay,
  sign,
  unsigned,
} from '../../support/blocks.ts';
import { refusal } from '../../support/refusal.ts';

const HEIGHT = 100;
const SUBSIDY = 50e8;
const FUNDS = outpoint(7);

function viewOf(...coins: [OutPoint, Coin][]): MapView {
  const view = new MapView();
  for (const [prevout, added] of coins) view.add(outpointKey(prevout), added);
  return view;
}

const funded = () => viewOf([FUNDS, coin(10_000)]);
const connect = (block: Block, view: MapView) => connectBlock(block, HEIGHT, view, PARAMS);
const judge = (transactions: readonly Transaction[], view = funded(), reward = SUBSIDY) =>
  refusal(() => connect(makeBlock(HEIGHT, transactions, reward), view));
/** Signed as if the coin at each outpoint were worth so much. */
const spending = (prevout: OutPoint, value: number, paid: number) =>
  sign(unsigned([prevout], [pay(paid)]), [pay(value)]);
const outputOf = (transaction: Transaction, vout = 0) => ({ txid: txid(transaction), vout });

describe('a connected block', () => {
  it('moves coins, counts fees and tells what it spent', () => {
    const view = funded();
    const payment = spending(FUNDS, 10_000, 9_000);
    const block = makeBlock(HEIGHT, [payment], SUBSIDY + 1_000);
    const { fees, spent } = connect(block, view);
    expect(fees).toBe(1_000);
    expect(spent).toEqual([[coin(10_000)]]);
    expect(Object.fromEntries(view.coins)).toEqual({
      [outpointKey(outputOf(block.transactions[0]!))]: coin(SUBSIDY + 1_000, HEIGHT, true),
      [outpointKey(outputOf(payment))]: coin(9_000, HEIGHT),
    });
  });

  it('may spend what it created a transaction earlier', () => {
    const first = spending(FUNDS, 10_000, 9_000);
    const second = spending(outputOf(first), 9_000, 8_000);
    expect(judge([first, second])).toBe('accepted');
    expect(judge([second, first])).toBe('bad-txns-inputs-missingorspent/invalid');
  });

  it('is taken back without a trace', () => {
    const view = funded();
    const before = new Map(view.coins);
    const first = spending(FUNDS, 10_000, 9_000);
    const second = sign(unsigned([outputOf(first)], [pay(1_000), pay(8_000)]), [pay(9_000)]);
    const block = makeBlock(HEIGHT, [first, second]);
    const { spent } = connect(block, view);
    disconnectBlock(block, spent, view);
    expect(view.coins).toEqual(before);
    expect(connect(block, view).spent).toEqual(spent);
  });

  it('adds no coin for data, and none for a reward left unclaimed', () => {
    const view = funded();
    connect(makeBlock(HEIGHT, [], 1), view);
    expect([...view.coins.values()]).toEqual([coin(10_000), coin(1, HEIGHT, true)]);
  });
});

describe('a block is refused', () => {
  it('for spending what is not there, or twice', () => {
    const missing = spending(outpoint(8), 10_000, 1);
    expect(judge([missing])).toBe('bad-txns-inputs-missingorspent/invalid');
    const [once, again] = [spending(FUNDS, 10_000, 1), spending(FUNDS, 10_000, 2)];
    expect(judge([once, again])).toBe('bad-txns-inputs-missingorspent/invalid');
  });

  it('for a coinbase coin less than 30 blocks deep', () => {
    const spend = spending(FUNDS, 10_000, 1);
    const deep = (height: number) => viewOf([FUNDS, coin(10_000, height, true)]);
    expect(judge([spend], deep(70))).toBe('accepted');
    expect(judge([spend], deep(71))).toBe('bad-txns-premature-spend-of-coinbase/invalid');
  });

  it('for spending one tick more than it has', () => {
    expect(judge([spending(FUNDS, 10_000, 10_000)])).toBe('accepted');
    expect(judge([spending(FUNDS, 10_000, 10_001)])).toBe('bad-txns-in-belowout/invalid');
  });

  it('for paying its miner one tick more than subsidy and fees', () => {
    const payment = spending(FUNDS, 10_000, 9_000);
    expect(judge([payment], funded(), SUBSIDY + 1_000)).toBe('accepted');
    expect(judge([payment], funded(), SUBSIDY + 1_001)).toBe('bad-cb-amount/invalid');
    expect(judge([], funded(), SUBSIDY + 1)).toBe('bad-cb-amount/invalid');
  });

  it('for sums beyond all coins, though each part is allowed', () => {
    const other = outpoint(9);
    const rich = () => viewOf([FUNDS, coin(21e14)], [other, coin(21e14)]);
    const both = sign(unsigned([FUNDS, other], [pay(1)]), [pay(21e14), pay(21e14)]);
    expect(judge([both], rich())).toBe('bad-txns-inputvalues-outofrange/invalid');
    const apart = [spending(FUNDS, 21e14, 1), spending(other, 21e14, 2)];
    expect(judge(apart, rich())).toBe('bad-txns-accumulated-fee-outofrange/invalid');
  });

  it('for a signature over anything else', () => {
    const payment = spending(FUNDS, 10_000, 9_000);
    const signature = payment.inputs[0]!.witness[0]!;
    const altered = [
      { ...payment, outputs: [pay(9_001)] },
      { ...payment, locktime: 1 },
      editInputs(payment, { sequence: 0xffffffff }),
      editInputs(payment, {
        witness: [signature.map((byte, at) => (at === 40 ? byte ^ 1 : byte))],
      }),
      editInputs(payment, { witness: [Uint8Array.from([...signature, 1])] }),
      spending(FUNDS, 9_999, 9_000),
    ];
    for (const transaction of altered) {
      expect(judge([transaction])).toBe('bad-txns-signature/invalid');
    }
  });

  it('for a coin whose key is no point of the curve', () => {
    const scriptPubKey = Uint8Array.from([0x51, 0x20, ...new Uint8Array(32).fill(0xff)]);
    const view = viewOf([FUNDS, { ...coin(10_000), scriptPubKey }]);
    const payment = sign(unsigned([FUNDS], [pay(1)]), [{ value: 10_000, scriptPubKey }]);
    expect(judge([payment], view)).toBe('bad-txns-signature/invalid');
  });

  it.each([1, 2, 3, 0x81, 0x82, 0x83])('never for hash type %d', (hashType) => {
    const payment = sign(unsigned([FUNDS], [pay(9_000)]), [pay(10_000)], hashType);
    expect(judge([payment])).toBe('accepted');
  });
});
