import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBlock, decodeHeader } from '../../../src/consensus/encoding.ts';
import { wtxid } from '../../../src/consensus/hash.ts';
import type { Hash } from '../../../src/consensus/types.ts';
import {
  type CompactBlock,
  compactBlock,
  readCompactBlock,
  readTransactionsAnswer,
  readTransactionsQuestion,
  shortId,
  shortIdKey,
  writeCompactBlock,
  writeTransactionsAnswer,
  writeTransactionsQuestion,
} from '../../../src/net/compact-block.ts';
import { ProtocolError } from '../../../src/net/wire.ts';
import { concatBytes, fromHex, toHex } from '../../../src/util/bytes.ts';
import { CodecError, Reader, Writer } from '../../../src/util/codec.ts';
import { BlockLab } from '../../support/block-lab.ts';
import { outpoint, pay, spend } from '../../support/blocks.ts';
import { vectors } from '../../support/vectors.ts';

const PLACES_MAX = 1_538;
const HASH = 'cd'.repeat(32) as Hash;
const lab = new BlockLab();
const transactions = Array.from({ length: 5 }, (_, at) => spend([outpoint(at)], [pay(at + 1)]));
const block = lab.make({ transactions });
const compact = compactBlock(block, 0x0123_4567_89ab_cdefn);

interface ShortIds {
  readonly header: string;
  readonly nonce_le: string;
  readonly k0: string;
  readonly k1: string;
  readonly compact_hex: string;
}

function written<Thing>(write: (writer: Writer, thing: Thing) => void, thing: Thing): Uint8Array {
  const writer = new Writer();
  write(writer, thing);
  return writer.finish();
}

/** 'read', or the code of why not. */
function verdict(read: (reader: Reader) => unknown, bytes: Uint8Array): string {
  try {
    const reader = new Reader(bytes);
    read(reader);
    reader.expectEnd();
    return 'read';
  } catch (error) {
    if (error instanceof CodecError || error instanceof ProtocolError) return error.code;
    throw error;
  }
}

const bytesOf = (thing: CompactBlock) => written(writeCompactBlock, thing);
/** A word of two halves as a number is written. */
const hexOf = ([low, high]: readonly [number, number]) =>
  [high, low].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');

describe("Bitcoin's own compact blocks", () => {
  const published = vectors<Record<string, string>>('bip152_compact_bcoin.json');
  const known = vectors<ShortIds>('bip152_shortids_898352.json');

  it.each(Object.entries(published))('%s is read, and written as it was', (_, hex) => {
    const reader = new Reader(fromHex(hex));
    const read = readCompactBlock(reader);
    expect(reader.remaining).toBe(0);
    expect(read.prefilled.map(({ index }) => index)).toEqual([0]);
    expect(toHex(bytesOf(read))).toBe(hex);
  });

  it('have the key that another program finds', () => {
    const nonce = new Reader(fromHex(known.nonce_le)).u64();
    const { k0, k1 } = shortIdKey(decodeHeader(fromHex(known.header)), nonce);
    expect([hexOf(k0), hexOf(k1)]).toEqual([known.k0, known.k1]);
  });

  it('are what we make of the whole block, which has no witnesses', () => {
    const { hex } = vectors<Record<string, { hex: string }>>('blocks_bcoin.json')['block898352']!;
    const nonce = new Reader(fromHex(known.nonce_le)).u64();
    const made = bytesOf(compactBlock(decodeBlock(fromHex(hex)), nonce));
    expect(toHex(made)).toBe(known.compact_hex);
  });
});

describe('a compact block', () => {
  it('names each transaction but the coinbase in six bytes, by its wtxid', () => {
    const key = shortIdKey(block.header, compact.nonce);
    expect(compact.shortIds).toEqual(transactions.map((it) => shortId(key, wtxid(it))));
    expect(Math.max(...compact.shortIds)).toBeLessThan(2 ** 48);
    expect(bytesOf(compact)).toHaveLength(
      bytesOf({ ...compact, shortIds: [] }).length + 6 * transactions.length,
    );
  });

  it('may bring any of its transactions along, each at its place', () => {
    const some = { ...compact, shortIds: compact.shortIds.slice(0, 3) };
    const prefilled = [0, 2, 5].map((index) => ({
      index,
      transaction: block.transactions[index]!,
    }));
    const bytes = bytesOf({ ...some, prefilled });
    expect(readCompactBlock(new Reader(bytes))).toEqual({ ...some, prefilled });
  });

  it('has names that differ with the nonce', () => {
    expect(compactBlock(block, 1n).shortIds).not.toEqual(compactBlock(block, 2n).shortIds);
  });

  it.each([
    ['no transaction', { shortIds: [], prefilled: [] }, 'compact-empty'],
    ['a place beyond its end', { shortIds: [1], prefilled: [place(2)] }, 'compact-index'],
    ['a place beyond every block', { shortIds: [1], prefilled: [place(1_538)] }, 'compact-index'],
    [
      'a place past 65,535',
      { shortIds: [1], prefilled: [place(0), place(65_536)] },
      'compact-index',
    ],
    ['1,538 transactions', { shortIds: many(1_537), prefilled: [place(0)] }, 'read'],
    ['one more', { shortIds: many(1_538), prefilled: [place(0)] }, 'message-list-too-long'],
    ['1,539 names', { shortIds: many(1_539), prefilled: [] }, 'message-list-too-long'],
  ] as const)('with %s', (_, change, expected) => {
    expect(verdict(readCompactBlock, bytesOf({ ...compact, ...change }))).toBe(expected);
  });

  it.each([
    ['a count of names beyond its bytes', 'fdd007'],
    ['a count of names in a longer form', 'fd0100'],
    ['four billion names', 'feffffffff'],
  ])('with %s is refused before anything is held for it', (_, count) => {
    const head = bytesOf(compact).subarray(0, 88);
    expect(verdict(readCompactBlock, concatBytes(head, fromHex(count)))).not.toBe('read');
  });
});

describe('the places of missing transactions', () => {
  const bytesFor = (indexes: readonly number[]) =>
    written(writeTransactionsQuestion, { blockHash: HASH, indexes });

  it('are written as distances, as BIP152 has it', () => {
    expect(toHex(bytesFor([1, 2, 5, 300]).subarray(32))).toBe('04010002fd2601');
  });

  it('come back as they were, whatever they are', () => {
    const places = fc.uniqueArray(fc.nat(PLACES_MAX - 1), { maxLength: 200 });
    fc.assert(
      fc.property(places, (drawn) => {
        const indexes = drawn.toSorted((left, right) => left - right);
        const read = readTransactionsQuestion(new Reader(bytesFor(indexes)));
        expect(read).toEqual({ blockHash: HASH, indexes });
      }),
    );
  });

  it('end with the last place that a block can have', () => {
    expect(verdict(readTransactionsQuestion, bytesFor([1_537]))).toBe('read');
    expect(verdict(readTransactionsQuestion, bytesFor([1_538]))).toBe('compact-index');
    expect(verdict(readTransactionsQuestion, bytesFor([5, 2 ** 53 - 10]))).toBe('compact-index');
    expect(verdict(readTransactionsQuestion, bytesFor(many(1_538)))).toBe('read');
    const crowd = concatBytes(fromHex(HASH), fromHex('fd0306'), new Uint8Array(1_539));
    expect(verdict(readTransactionsQuestion, crowd)).toBe('message-list-too-long');
  });
});

describe('missing transactions', () => {
  it('come back as they were, and no more than a block can have', () => {
    const answer = { blockHash: HASH, transactions };
    const bytes = written(writeTransactionsAnswer, answer);
    expect(readTransactionsAnswer(new Reader(bytes))).toEqual(answer);
    const crowd = Array.from({ length: 1_539 }, () => transactions[0]!);
    const more = written(writeTransactionsAnswer, { blockHash: HASH, transactions: crowd });
    expect(verdict(readTransactionsAnswer, more)).toBe('message-list-too-long');
  });
});

describe('whatever bytes come', () => {
  const READERS = [
    [readCompactBlock, writeCompactBlock],
    [readTransactionsQuestion, writeTransactionsQuestion],
    [readTransactionsAnswer, writeTransactionsAnswer],
  ] as const;
  const samples = [
    bytesOf(compact),
    written(writeTransactionsQuestion, { blockHash: HASH, indexes: [0, 3, 4, 700] }),
    written(writeTransactionsAnswer, { blockHash: HASH, transactions }),
  ];

  it('they are refused with a code, or are the one encoding of what was read', () => {
    const bent = fc.record({
      which: fc.nat(samples.length - 1),
      changes: fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }),
      cut: fc.option(fc.nat()),
    });
    fc.assert(
      fc.property(bent, ({ which, changes, cut }) => {
        const bytes = samples[which]!.slice();
        for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
        const part = cut === null ? bytes : bytes.subarray(0, cut % bytes.length);
        for (const [read, write] of READERS) {
          if (verdict(read, part) !== 'read') continue;
          const again = written(write as typeof writeCompactBlock, read(new Reader(part)) as never);
          expect(toHex(again)).toBe(toHex(part));
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

function place(index: number) {
  return { index, transaction: transactions[0]! };
}

function many(count: number): number[] {
  return Array.from({ length: count }, (_, at) => at);
}
