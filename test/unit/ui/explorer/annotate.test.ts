/** The page's own reader against the encoder of the rules: every byte has one name. */

import { describe, expect, it } from 'vitest';
import { encodeHeader, encodeTransaction } from '../../../../src/consensus/encoding.ts';
import type { Transaction } from '../../../../src/consensus/types.ts';
import { annotateHeader, annotateTransaction } from '../../../../src/ui/explorer/annotate.ts';
import { wordsOf } from '../../../../src/ui/explorer/field-words.ts';
import type { Field } from '../../../../src/ui/explorer/tape.ts';
import { fromHex } from '../../../../src/util/bytes.ts';
import { Random } from '../../../../src/util/random.ts';
import { blockOf, coinbase, pay } from '../../../support/blocks.ts';
import { anyPayment, anyTransaction } from '../../../support/random-transactions.ts';

const SEED = 20_261_125;

function expectTiled(fields: readonly Field[], sizeBytes: number): void {
  let at = 0;
  for (const { from, to } of fields) {
    expect(from).toBe(at);
    expect(to).toBeGreaterThan(from);
    at = to;
  }
  expect(at).toBe(sizeBytes);
}

/** The form that every transaction has on the chain: each input with its signature. */
function witnessed(transaction: Transaction): Transaction {
  const inputs = transaction.inputs.map((input) => ({
    prevout: input.prevout,
    scriptSig: input.scriptSig,
    sequence: input.sequence,
    witness: [new Uint8Array(64)],
  }));
  return { ...transaction, inputs };
}

const valueOf = (fields: readonly Field[], kind: Field['kind'], at?: number) =>
  fields.find((field) => field.kind === kind && field.at === at)?.value;

describe('a header', () => {
  it('falls into its six fields', () => {
    const { header } = blockOf([coinbase(7, [pay(5)])]);
    const bytes = encodeHeader(header);
    const fields = annotateHeader(bytes);
    expectTiled(fields, 80);
    expect(fields.map(({ value }) => value)).toEqual([
      `0x${(header.version >>> 0).toString(16).padStart(8, '0')}`,
      header.previousHash,
      header.merkleRoot,
      String(header.time),
      header.bits.toString(16).padStart(8, '0'),
      String(header.nonce),
    ]);
  });
});

describe('a transaction', () => {
  it('falls into fields without gap or overlap, whatever it is', () => {
    const random = new Random(SEED);
    for (let round = 0; round < 300; round += 1) {
      const transaction = witnessed(round % 2 === 0 ? anyTransaction(random) : anyPayment(random));
      const bytes = encodeTransaction(transaction);
      const fields = annotateTransaction(bytes);
      expectTiled(fields, bytes.length);
      for (const [at, { prevout }] of transaction.inputs.entries()) {
        expect(valueOf(fields, 'spent-txid', at)).toBe(prevout.txid);
        expect(valueOf(fields, 'spent-index', at)).toBe(String(prevout.vout));
      }
      for (const [at, { value }] of transaction.outputs.entries()) {
        expect(valueOf(fields, 'amount', at)).toBe(String(value));
      }
      expect(valueOf(fields, 'locktime')).toBe(String(transaction.locktime));
    }
  });

  it('shows what a coinbase says of height, room, search and miner', () => {
    const script = fromHex('02b40408010203040506070808000000000000000903466f78');
    const mined = coinbase(1_204, [pay(5)]);
    const [input] = mined.inputs;
    const bytes = encodeTransaction({ ...mined, inputs: [{ ...input!, scriptSig: script }] });
    const fields = annotateTransaction(bytes);
    expectTiled(fields, bytes.length);
    expect(valueOf(fields, 'coinbase-height')).toBe('1204');
    expect(valueOf(fields, 'coinbase-room')).toBe('0102030405060708');
    expect(valueOf(fields, 'extra-nonce')).toBe('0000000000000009');
    expect(valueOf(fields, 'miner-tag')).toBe('Fox');
    expect(valueOf(fields, 'no-coin', 0)).toBe('0'.repeat(64));
  });

  it('leaves as bytes what another miner wrote into its coinbase', () => {
    const mined = coinbase(3, [pay(5)]);
    const [input] = mined.inputs;
    const scriptSig = Uint8Array.of(0x53, 4, 1, 2, 3, 4, 0xff, 0xff);
    const bytes = encodeTransaction({ ...mined, inputs: [{ ...input!, scriptSig }] });
    const fields = annotateTransaction(bytes);
    expectTiled(fields, bytes.length);
    expect(valueOf(fields, 'coinbase-height')).toBe('3');
    expect(valueOf(fields, 'coinbase-rest')).toBe('0401020304ffff');
  });

  it('has words for every field', () => {
    const random = new Random(SEED);
    for (const { kind } of annotateTransaction(
      encodeTransaction(witnessed(anyTransaction(random))),
    )) {
      const { name, what, rule } = wordsOf(kind);
      expect([name, what, rule].every((text) => text.length > 0)).toBe(true);
    }
  });

  it('is refused where its bytes end early', () => {
    const bytes = encodeTransaction(witnessed(anyPayment(new Random(SEED))));
    for (let length = 0; length < bytes.length; length += 1) {
      expect(() => annotateTransaction(bytes.subarray(0, length))).toThrow(/end-of-data|tx-form/);
    }
  });
});
