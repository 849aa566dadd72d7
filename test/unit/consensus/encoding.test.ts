import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  blockBytes,
  decodeBlock,
  decodeHeader,
  decodeTransaction,
  encodeBlock,
  encodeHeader,
  encodeTransaction,
  encodeTransactionStripped,
  transactionBytes,
  transactionStrippedBytes,
} from '../../../src/consensus/encoding.ts';
import {
  hashFromBytes,
  hashToBytes,
  headerHash,
  parseHash,
  txid,
} from '../../../src/consensus/hash.ts';
import { merkleRoot } from '../../../src/consensus/merkle.ts';
import type { Hash, Transaction } from '../../../src/consensus/types.ts';
import { concatBytes, fromHex, toHex } from '../../../src/util/bytes.ts';
import { makeBlock, outpoint, pay, sign, spend, unsigned } from '../../support/blocks.ts';
import { refusal } from '../../support/refusal.ts';
import { vectors } from '../../support/vectors.ts';

const headers = vectors<{ height: number; hex: string; hash: string }[]>(
  'mainnet_headers_0_11.json',
);
const blocks = Object.entries(
  vectors<Record<string, { hex: string; hash: string }>>('blocks_bcoin.json'),
);
/** One of these files holds a merkle block, which starts with a header. */
const transactions = Object.entries(vectors<Record<string, string>>('txs_bcoin.json')).filter(
  ([name]) => name.startsWith('tx'),
);

/** Rows of Core's tables that are not comments: [inputs, transaction hex, flags]. */
function coreTransactions(name: string): string[] {
  const rows = vectors<unknown[][]>(name).filter((row) => row.length > 1);
  return rows.map((row) => String(row[1]));
}

describe("Bitcoin's own bytes", () => {
  it.each(headers)('header $height is read, named and written as it is', ({ hex, hash }) => {
    const header = decodeHeader(fromHex(hex));
    expect(headerHash(header)).toBe(hash);
    expect(toHex(encodeHeader(header))).toBe(hex);
  });

  it('headers 1 to 11 name their parents', () => {
    for (const [at, { hex }] of headers.slice(1).entries()) {
      expect(decodeHeader(fromHex(hex)).previousHash).toBe(headers[at]!.hash);
    }
  });

  it.each(blocks)('%s is read, named and written as it is', (_, { hex, hash }) => {
    const block = decodeBlock(fromHex(hex));
    expect(headerHash(block.header)).toBe(hash);
    expect(merkleRoot(block.transactions.map(txid)).root).toBe(block.header.merkleRoot);
    expect(toHex(encodeBlock(block))).toBe(hex);
    expect(blockBytes(block)).toBe(hex.length / 2);
  });

  it.each(transactions)('%s is read and written as it is', (_, hex) => {
    const bytes = fromHex(hex);
    expect(encodeTransaction(decodeTransaction(bytes))).toEqual(bytes);
  });

  it.each([
    ['core_tx_valid.json', []],
    // A negative amount and one above the maximum: both are refused before they become numbers.
    ['core_tx_invalid.json', ['codec:amount-too-large', 'codec:amount-too-large']],
  ])('%s has one encoding for each', (name, refused) => {
    const table = coreTransactions(name);
    expect(table.length).toBeGreaterThan(80);
    const outcomes = table.map((hex) =>
      refusal(() => expect(toHex(encodeTransaction(decodeTransaction(fromHex(hex))))).toBe(hex)),
    );
    expect(outcomes.filter((outcome) => outcome !== 'accepted')).toEqual(refused);
  });
});

describe('a transaction', () => {
  const bare = unsigned([outpoint(1)], [pay(1000)]);
  const signed = sign(bare, [pay(2000)]);

  it('has one txid with and without its witness', () => {
    expect(txid(signed)).toBe(txid(bare));
    expect(encodeTransactionStripped(signed)).toEqual(encodeTransaction(bare));
  });

  it('is as large as its sizes say', () => {
    expect(transactionBytes(signed)).toBe(encodeTransaction(signed).length);
    expect(transactionStrippedBytes(signed)).toBe(encodeTransaction(bare).length);
  });

  it('owns its scripts: a coin must not keep a whole block in memory', () => {
    const bytes = encodeTransaction(signed);
    const decoded = decodeTransaction(bytes);
    bytes.fill(0);
    expect(decoded.outputs).toEqual(signed.outputs);
    expect(decoded.outputs[0]!.scriptPubKey.buffer.byteLength).toBe(34);
  });

  it('is refused in any other encoding', () => {
    const legacy = encodeTransaction(bare);
    const [version, rest] = [legacy.subarray(0, 4), legacy.subarray(4, -4)];
    const build = (...middle: Uint8Array[]) => concatBytes(version, ...middle, legacy.subarray(-4));
    const cases: [string, Uint8Array][] = [
      ['codec:witness-superfluous', build(Uint8Array.of(0, 1), rest, Uint8Array.of(0))],
      ['codec:transaction-flag', build(Uint8Array.of(0, 2), rest, Uint8Array.of(0))],
      ['codec:transaction-flag', build(Uint8Array.of(0, 0))],
      ['codec:size-not-minimal', build(Uint8Array.of(0xfd, 1, 0), rest.subarray(1))],
      ['codec:trailing-data', concatBytes(legacy, Uint8Array.of(0))],
      ['codec:end-of-data', legacy.subarray(0, -1)],
      ['codec:count-beyond-data', build(Uint8Array.of(0xfe, 255, 255, 255, 255), rest.subarray(1))],
    ];
    for (const [code, bytes] of cases) expect(refusal(() => decodeTransaction(bytes))).toBe(code);
  });

  it('is refused with an amount above 21 million coins before it becomes a number', () => {
    const worth = (value: number) => encodeTransaction(unsigned([outpoint(1)], [pay(value)]));
    expect(decodeTransaction(worth(21e14)).outputs[0]!.value).toBe(21e14);
    expect(refusal(() => decodeTransaction(worth(21e14 + 1)))).toBe('codec:amount-too-large');
    const huge = worth(0);
    huge.fill(0xff, huge.length - 4 - 35 - 8, huge.length - 4 - 35);
    expect(refusal(() => decodeTransaction(huge))).toBe('codec:amount-too-large');
  });

  it('holds 1,000 witness items and no more', () => {
    const stacked = (items: number): Transaction => {
      const [input] = bare.inputs;
      const witness = Array.from({ length: items }, () => new Uint8Array(1));
      return { ...bare, inputs: [{ ...input!, witness }] };
    };
    expect(refusal(() => decodeTransaction(encodeTransaction(stacked(1_000))))).toBe('accepted');
    const long = encodeTransaction(stacked(1_001));
    expect(refusal(() => decodeTransaction(long))).toBe('codec:witness-too-long');
  });
});

const script = fc.uint8Array({ maxLength: 300 });
const u32 = fc.integer({ min: 0, max: 0xffffffff });
const i32 = fc.integer({ min: -0x80000000, max: 0x7fffffff });
const hash = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(hashFromBytes);
const anyTransaction: fc.Arbitrary<Transaction> = fc.record({
  version: i32,
  inputs: fc.array(
    fc.record({
      prevout: fc.record({ txid: hash, vout: u32 }),
      scriptSig: script,
      sequence: u32,
      witness: fc.array(script, { maxLength: 4 }),
    }),
    { minLength: 1, maxLength: 5 },
  ),
  outputs: fc.array(
    fc.record({ value: fc.integer({ min: 0, max: 21e14 }), scriptPubKey: script }),
    { maxLength: 5 },
  ),
  locktime: u32,
});
const anyBlock = fc.record({
  header: fc.record({
    version: i32,
    previousHash: hash,
    merkleRoot: hash,
    time: u32,
    bits: u32,
    nonce: u32,
  }),
  transactions: fc.array(anyTransaction, { maxLength: 4 }),
});

describe('any block', () => {
  it('survives encoding and decoding', () => {
    fc.assert(
      fc.property(anyBlock, (block) => {
        const bytes = encodeBlock(block);
        expect(decodeBlock(bytes)).toEqual(block);
        expect(blockBytes(block)).toBe(bytes.length);
      }),
      { numRuns: 300 },
    );
  });

  it('with a few bytes changed is either refused by code or has just that encoding', () => {
    const edits = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 3 });
    fc.assert(
      fc.property(anyBlock, edits, fc.nat(), (block, changes, cut) => {
        const whole = encodeBlock(block);
        const bytes = whole.slice(0, whole.length - (cut % 3));
        for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
        const outcome = refusal(() => expect(encodeBlock(decodeBlock(bytes))).toEqual(bytes));
        expect(outcome === 'accepted' || outcome.startsWith('codec:')).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it('made of noise is refused by code', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (noise) => {
        for (const decode of [decodeBlock, decodeTransaction, decodeHeader]) {
          const outcome = refusal(() => decode(noise));
          expect(outcome === 'accepted' || outcome.startsWith('codec:')).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('of a room round-trips with its spends', () => {
    const block = makeBlock(40, [spend([outpoint(1), outpoint(2, 3)], [pay(5)])]);
    expect(decodeBlock(encodeBlock(block))).toEqual(block);
  });
});

describe('hashes', () => {
  it('are shown in reverse', () => {
    const bytes = Uint8Array.from({ length: 32 }, (_, at) => at);
    const shown = '1f1e1d1c1b1a191817161514131211100f0e0d0c0b0a09080706050403020100';
    expect(hashFromBytes(bytes)).toBe(shown);
    expect(hashToBytes(shown as Hash)).toEqual(bytes);
  });

  it('survive the way through text', () => {
    fc.assert(
      fc.property(hash, (some) => {
        expect(hashFromBytes(hashToBytes(some))).toBe(some);
      }),
    );
  });

  it.each(['', '00', 'g'.repeat(64), 'A'.repeat(64), ` ${'0'.repeat(63)}`, `${'0'.repeat(64)}\n`])(
    'are not read from %j',
    (text) => expect(parseHash(text)).toBeUndefined(),
  );
});
