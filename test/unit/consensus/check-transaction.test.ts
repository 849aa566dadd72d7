import { describe, expect, it } from 'vitest';
import {
  checkCoinbase,
  checkTransaction,
  isCoinbase,
  isPushOnly,
  outputsTotal,
} from '../../../src/consensus/check-transaction.ts';
import { decodeTransaction, transactionStrippedBytes } from '../../../src/consensus/encoding.ts';
import type { Transaction, TransactionOutput } from '../../../src/consensus/types.ts';
import { concatBytes, fromHex } from '../../../src/util/bytes.ts';
import {
  coinbase,
  editInputs,
  KEY_SCRIPT,
  outpoint,
  pay,
  spend,
  ZERO,
} from '../../support/blocks.ts';
import { refusal } from '../../support/refusal.ts';
import { vectors } from '../../support/vectors.ts';

const good = spend([outpoint(1), outpoint(2)], [pay(1000), pay(2000)]);
const judge = (transaction: Transaction) => refusal(() => checkTransaction(transaction));
const withOutputs = (...outputs: TransactionOutput[]) => judge({ ...good, outputs });
const script = (hex: string, value = 0) => ({ value, scriptPubKey: fromHex(hex) });
/** OP_RETURN and one push of so many bytes. */
const data = (bytes: number): TransactionOutput => {
  const prefix = bytes <= 75 ? [0x6a, bytes] : [0x6a, 0x4c, bytes];
  return { value: 0, scriptPubKey: concatBytes(Uint8Array.from(prefix), new Uint8Array(bytes)) };
};
const witnessOf = (...items: Uint8Array[]) => judge(editInputs(good, { witness: items }));
const typed = (hashType: number) => concatBytes(new Uint8Array(64), Uint8Array.of(hashType));
const sequence = (value: number) => judge(editInputs(good, { sequence: value }));

describe('a transaction is accepted', () => {
  it('with outputs to keys and data, and signatures of 64 or 65 bytes', () => {
    expect(judge(good)).toBe('accepted');
    expect(witnessOf(typed(0x81))).toBe('accepted');
    expect(withOutputs(pay(1), data(0))).toBe('accepted');
    expect(withOutputs(data(75))).toBe('accepted');
  });

  it('with a data script of 83 bytes', () => {
    expect(data(80).scriptPubKey).toHaveLength(83);
    expect(withOutputs(data(80))).toBe('accepted');
  });

  it('with each of the three sequences and each written hash type', () => {
    for (const value of [0xffffffff, 0xfffffffe, 0xfffffffd]) {
      expect(sequence(value)).toBe('accepted');
    }
    for (const hashType of [1, 2, 3, 0x81, 0x82, 0x83]) {
      expect(witnessOf(typed(hashType))).toBe('accepted');
    }
  });
});

describe('a transaction is refused', () => {
  const cases: [string, string, () => string][] = [
    ['of version 1', 'bad-txns-version', () => judge({ ...good, version: 1 })],
    ['of version 3', 'bad-txns-version', () => judge({ ...good, version: 3 })],
    ['without inputs', 'bad-txns-vin-empty', () => judge({ ...good, inputs: [] })],
    ['without outputs', 'bad-txns-vout-empty', () => judge({ ...good, outputs: [] })],
    [
      'with an input twice (CVE-2018-17144)',
      'bad-txns-inputs-duplicate',
      () => judge(spend([outpoint(1), outpoint(2), outpoint(1)], [pay(1)])),
    ],
    [
      'that spends nothing in one of its inputs',
      'bad-txns-prevout-null',
      () => judge(spend([outpoint(1), { txid: ZERO, vout: 0xffffffff }], [pay(1)])),
    ],
    [
      'with a scriptSig',
      'bad-txns-scriptsig',
      () => judge(editInputs(good, { scriptSig: Uint8Array.of(0x51) })),
    ],
    ['with a relative locktime', 'bad-txns-sequence', () => sequence(10)],
    ['with sequence fffffffc', 'bad-txns-sequence', () => sequence(0xfffffffc)],
    ['without witness', 'bad-txns-witness-items', () => witnessOf()],
    [
      'with an annex',
      'bad-txns-witness-items',
      () => witnessOf(new Uint8Array(64), Uint8Array.of(0x50, 1)),
    ],
    [
      'with a script path',
      'bad-txns-witness-items',
      () => witnessOf(new Uint8Array(64), Uint8Array.of(0x51), new Uint8Array(33)),
    ],
    ['with an empty signature', 'bad-txns-witness-size', () => witnessOf(new Uint8Array())],
    ['with 63 bytes of signature', 'bad-txns-witness-size', () => witnessOf(new Uint8Array(63))],
    ['with 66 bytes of signature', 'bad-txns-witness-size', () => witnessOf(new Uint8Array(66))],
    ['with DEFAULT written out', 'bad-txns-hash-type', () => witnessOf(typed(0))],
    ['with hash type 04', 'bad-txns-hash-type', () => witnessOf(typed(4))],
    ['with hash type 80', 'bad-txns-hash-type', () => witnessOf(typed(0x80))],
    [
      'with SINGLE and no output beside the input',
      'bad-txns-hash-type-single',
      () => judge({ ...editInputs(good, { witness: [typed(3)] }), outputs: [pay(1)] }),
    ],
    ['that pays a negative amount', 'bad-txns-vout-negative', () => withOutputs(pay(-1))],
    ['that pays part of a tick', 'bad-txns-vout-negative', () => withOutputs(pay(0.5))],
    ['that pays no number', 'bad-txns-vout-negative', () => withOutputs(pay(Number.NaN))],
    ['that pays more than can exist', 'bad-txns-vout-toolarge', () => withOutputs(pay(21e14 + 1))],
    [
      'that pays more than can exist in all',
      'bad-txns-txouttotal-toolarge',
      () => withOutputs(pay(21e14), pay(1)),
    ],
    ['that pays nothing to a key', 'bad-txns-vout-zero', () => withOutputs(pay(0))],
    [
      'that pays to a key hash',
      'bad-txns-vout-form',
      () => withOutputs(script(`76a914${'00'.repeat(20)}88ac`, 1)),
    ],
    [
      'that pays to a witness program of version 2',
      'bad-txns-vout-form',
      () =>
        withOutputs({ value: 1, scriptPubKey: Uint8Array.from([0x52, ...KEY_SCRIPT.slice(1)]) }),
    ],
    ['that pays to an empty script', 'bad-txns-vout-form', () => withOutputs(script('', 1))],
    [
      'that burns coins in a data output',
      'bad-txns-data-value',
      () => withOutputs({ ...data(1), value: 1 }),
    ],
    ['with 84 bytes of data script', 'bad-txns-data-size', () => withOutputs(data(81))],
    ['with code after OP_RETURN', 'bad-txns-data-form', () => withOutputs(script('6a61'))],
    ['with a push cut short', 'bad-txns-data-form', () => withOutputs(script('6a0201'))],
  ];

  it.each(cases)('%s: %s', (_, code, run) => {
    expect(run()).toBe(`${code}/invalid`);
  });

  it.each(vectors<{ comment: string; tx: string; valid: boolean }[]>('bip54_txsize.json'))(
    'if its stripped size is 64: $comment',
    ({ tx, valid }) => {
      const transaction = { ...decodeTransaction(fromHex(tx)), version: 2 };
      const sizeBytes = transactionStrippedBytes(transaction);
      expect(sizeBytes === 64).toBe(!valid);
      const isTooSmall = judge(transaction) === 'bad-txns-undersize/invalid';
      expect(isTooSmall).toBe(sizeBytes < 65);
    },
  );
});

/**
 * A transaction of Bitcoin's tables in the forms of a room: what it spends and pays stays, scripts
 * and signatures do not apply here.
 */
function dress(transaction: Transaction): Transaction {
  const outputs = transaction.outputs.map(({ value }) => (value === 0 ? data(32) : pay(value)));
  const dressed = { ...transaction, version: 2, outputs };
  if (isCoinbase(transaction)) return editInputs(dressed, { sequence: 0xfffffffe });
  return editInputs(dressed, {
    scriptSig: new Uint8Array(),
    sequence: 0xffffffff,
    witness: [new Uint8Array(64)],
  });
}

/** What Bitcoin's own rows come to, each with the comment above it. */
function judgeTable(name: string): [comment: string, outcome: string][] {
  let comment = '';
  return vectors<unknown[][]>(name).flatMap((row) => {
    if (row.length === 1) comment = String(row[0]);
    if (row.length === 1) return [];
    const outcome = refusal(() => {
      const dressed = dress(decodeTransaction(fromHex(String(row[1]))));
      if (isCoinbase(dressed)) checkCoinbase(dressed);
      else checkTransaction(dressed);
    });
    return [[comment, outcome] as [string, string]];
  });
}

describe("Bitcoin's tables of transactions, in the forms of a room", () => {
  it('are all valid where they are valid there', () => {
    const table = judgeTable('core_tx_valid.json');
    expect(table).toHaveLength(120);
    expect(table.filter(([, outcome]) => outcome !== 'accepted')).toEqual([]);
  });

  it('are invalid just where something other than a script makes them so there', () => {
    const table = judgeTable('core_tx_invalid.json');
    expect(table).toHaveLength(92);
    const nullInput = 'Null txin, but without being a coinbase (because there are two inputs)';
    expect(table.filter(([, outcome]) => outcome !== 'accepted')).toEqual([
      ['No outputs', 'bad-txns-vout-empty/invalid'],
      ['Negative output', 'codec:amount-too-large'],
      ['MAX_MONEY + 1 output', 'codec:amount-too-large'],
      ['MAX_MONEY output + 1 output', 'bad-txns-txouttotal-toolarge/invalid'],
      ['Duplicate inputs', 'bad-txns-inputs-duplicate/invalid'],
      [expect.any(String), 'bad-cb-length/invalid'],
      [expect.any(String), 'bad-cb-length/invalid'],
      [nullInput, 'bad-txns-prevout-null/invalid'],
      [nullInput, 'bad-txns-prevout-null/invalid'],
      // Made for other faults, and without outputs all the same.
      [expect.stringContaining('None|AnyoneCanPay'), 'bad-txns-vout-empty/invalid'],
      [expect.stringContaining('P2WSH with a redeem'), 'bad-txns-vout-empty/invalid'],
    ]);
  });
});

describe('a push-only script', () => {
  it.each([
    ['', true],
    ['00', true],
    ['60', true],
    ['61', false],
    ['0101', true],
    ['01', false],
    ['4c0101', true],
    ['4c01', false],
    ['4c', false],
    ['4d010001', true],
    ['4d0100', false],
    ['4e0100000001', true],
    ['4effffffff', false],
    ['4f50', true],
  ])('%s: %s', (hex, expected) => {
    expect(isPushOnly(fromHex(hex))).toBe(expected);
  });
});

describe('a coinbase', () => {
  const first = coinbase(7, [pay(50e8)]);
  const judgeCoinbase = (transaction: Transaction) => refusal(() => checkCoinbase(transaction));
  const withScript = (bytes: number) =>
    judgeCoinbase(editInputs(first, { scriptSig: new Uint8Array(bytes) }));

  it('is known by its single input that spends nothing', () => {
    expect(isCoinbase(first)).toBe(true);
    expect(isCoinbase(good)).toBe(false);
    expect(isCoinbase(spend([{ txid: ZERO, vout: 0 }], [pay(1)]))).toBe(false);
    expect(isCoinbase({ ...first, inputs: [...first.inputs, ...first.inputs] })).toBe(false);
  });

  it('has a script of 2 to 100 bytes', () => {
    expect([2, 100].map(withScript)).toEqual(['accepted', 'accepted']);
    expect([0, 1, 101].map(withScript)).toEqual(Array(3).fill('bad-cb-length/invalid'));
  });

  it('leaves its locktime in force', () => {
    const final = editInputs(first, { sequence: 0xffffffff });
    expect(judgeCoinbase(final)).toBe('bad-cb-sequence/invalid');
  });

  it('keeps the rules for outputs and versions', () => {
    const output = script('51', 1);
    expect(judgeCoinbase({ ...first, outputs: [output] })).toBe('bad-txns-vout-form/invalid');
    expect(judgeCoinbase({ ...first, version: 1 })).toBe('bad-txns-version/invalid');
    expect(outputsTotal(first)).toBe(50e8);
  });
});
