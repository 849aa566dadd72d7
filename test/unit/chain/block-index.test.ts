import { describe, expect, it } from 'vitest';
import {
  BlockIndex,
  GENESIS,
  NO_HANDLE,
  PAGE_HEADERS,
  Status,
} from '../../../src/chain/block-index.ts';
import { encodeHeader } from '../../../src/consensus/encoding.ts';
import { headerHash } from '../../../src/consensus/hash.ts';
import { type Hash, type Header, ZERO_HASH } from '../../../src/consensus/types.ts';
import { Random } from '../../../src/util/random.ts';

/** Hashes needed at this target: 2^256 / (2^255 − 2^232 + 1), which is 2. */
const EASY_BITS = 0x207fffff;
const WORK = 2n;
/** 2^256 / (0xffff · 2^208 + 1). */
const HARD_BITS = 0x1d00ffff;
const HARD_WORK = 0x1_0001_0001n;

const GENESIS_HEADER = makeHeader(ZERO_HASH, 0);

function makeHeader(previousHash: Hash, nonce: number, change: Partial<Header> = {}): Header {
  const merkleRoot = 'ab'.repeat(32) as Hash;
  return { version: -7, previousHash, merkleRoot, time: nonce, bits: EASY_BITS, nonce, ...change };
}

function createIndex(): BlockIndex {
  return new BlockIndex(GENESIS_HEADER, headerHash(GENESIS_HEADER));
}

function grow(index: BlockIndex, parent: number, count: number): number {
  let tip = parent;
  for (let step = 0; step < count; step += 1) {
    const header = makeHeader(index.hash(tip), index.size);
    tip = index.add(header, headerHash(header));
  }
  return tip;
}

describe('the tree of headers', () => {
  it('begins with genesis, which needs no work and no body', () => {
    const index = createIndex();
    expect(index.size).toBe(1);
    expect(index.parent(GENESIS)).toBe(NO_HANDLE);
    expect(index.height(GENESIS)).toBe(0);
    expect(index.has(GENESIS, Status.linked | Status.connected)).toBe(true);
  });

  it('gives back each header as it came, across pages and growth of the table', () => {
    const index = createIndex();
    const headers = [GENESIS_HEADER];
    const random = new Random(1);
    for (let nonce = 1; nonce <= 3 * PAGE_HEADERS; nonce += 1) {
      const previousHash = headerHash(headers[random.below(headers.length)]!);
      const time = 0xffff_ffff - nonce;
      headers.push(makeHeader(previousHash, nonce, { time, version: nonce }));
      expect(index.add(headers[nonce]!, headerHash(headers[nonce]!))).toBe(nonce);
    }
    for (const [handle, header] of headers.entries()) {
      const hash = headerHash(header);
      expect(index.find(hash)).toBe(handle);
      expect(index.hash(handle)).toBe(hash);
      expect(index.header(handle)).toEqual(header);
      expect(index.headerBytes(handle)).toEqual(encodeHeader(header));
      expect([index.time(handle), index.bits(handle)]).toEqual([header.time, EASY_BITS]);
    }
    expect(index.find(ZERO_HASH)).toBe(NO_HANDLE);
  });

  it('adds work up, branch by branch', () => {
    const index = createIndex();
    const tip = grow(index, GENESIS, 10);
    expect(index.chainWork(tip)).toBe(11n * WORK);
    const hard = makeHeader(index.hash(tip), 99, { bits: HARD_BITS });
    expect(index.chainWork(index.add(hard, headerHash(hard)))).toBe(11n * WORK + HARD_WORK);
    expect(index.chainWork(grow(index, GENESIS, 1))).toBe(2n * WORK);
  });

  it('holds work beyond 64 bits', () => {
    const index = createIndex();
    const header = makeHeader(index.hash(GENESIS), 1, { bits: 0x14000001 });
    const handle = index.add(header, headerHash(header));
    expect(index.chainWork(handle)).toBe(WORK + 2n ** 256n / (2n ** 136n + 1n));
  });

  it('refuses to hold a header whose parent it lacks', () => {
    const orphan = makeHeader('cd'.repeat(32) as Hash, 1);
    expect(() => createIndex().add(orphan, headerHash(orphan))).toThrow('after its parent');
  });
});

describe('ancestors', () => {
  it('at each height are those that a walk along the parents meets', () => {
    const index = createIndex();
    const tip = grow(index, GENESIS, 300);
    for (const from of [tip, 299, 256, 255, 1]) {
      for (let at = from; at !== NO_HANDLE; at = index.parent(at)) {
        expect(index.ancestor(from, index.height(at))).toBe(at);
      }
    }
  });

  it('part where two branches part, wherever that is', () => {
    const index = createIndex();
    const trunk = grow(index, GENESIS, 200);
    for (const height of [0, 1, 7, 64, 100, 199, 200]) {
      const fork = index.ancestor(trunk, height);
      const left = grow(index, fork, 60);
      const right = grow(index, fork, 33);
      expect(index.fork(left, right)).toBe(fork);
      expect(index.fork(right, left)).toBe(fork);
      expect(index.fork(left, trunk)).toBe(fork);
      expect(index.fork(left, fork)).toBe(fork);
    }
  });

  it('give the median time of the last eleven, and of fewer near genesis', () => {
    const index = createIndex();
    const times = [50, 10, 40, 20, 30, 60, 90, 80, 70, 100, 110];
    let tip = GENESIS;
    for (const time of times) {
      const header = makeHeader(index.hash(tip), index.size, { time });
      tip = index.add(header, headerHash(header));
    }
    expect(index.medianTimePast(tip)).toBe(60);
    expect(index.medianTimePast(index.ancestor(tip, 2))).toBe(10);
    expect(index.medianTimePast(GENESIS)).toBe(0);
  });
});

describe('what is noted beside a header', () => {
  it('stays with its own header', () => {
    const index = createIndex();
    const [first, second] = [grow(index, GENESIS, 1), grow(index, GENESIS, 1)];
    index.setStatus(first, Status.body | Status.own);
    index.clearStatus(first, Status.body);
    index.setBodyPlace(first, { segment: 1, offset: 2, length: 3 });
    index.setUndoPlace(first, { segment: 4, offset: 5, length: 6 });
    expect(index.status(first)).toBe(Status.own);
    expect(index.has(first, Status.own | Status.body)).toBe(false);
    expect(index.bodyPlace(first)).toEqual({ segment: 1, offset: 2, length: 3 });
    expect(index.undoPlace(first)).toEqual({ segment: 4, offset: 5, length: 6 });
    expect(index.status(second)).toBe(0);
    expect(index.bodyPlace(second)).toEqual({ segment: 0, offset: 0, length: 0 });
  });

  it('belongs to a known header only', () => {
    expect(() => createIndex().height(1)).toThrow('a known header');
  });
});
