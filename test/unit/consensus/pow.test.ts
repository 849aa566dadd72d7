import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeHeader } from '../../../src/consensus/encoding.ts';
import { headerHash } from '../../../src/consensus/hash.ts';
import {
  bitsFromTarget,
  blockWork,
  checkProofOfWork,
  expandCompact,
  hashToTarget,
  targetFromBits,
} from '../../../src/consensus/pow.ts';
import type { Hash, Header } from '../../../src/consensus/types.ts';
import { fromHex } from '../../../src/util/bytes.ts';
import { refusal } from '../../support/refusal.ts';
import { vectors } from '../../support/vectors.ts';

interface SetCompactRow {
  readonly compact: string;
  readonly target: string;
  readonly reencoded: string;
  readonly negative: boolean;
  readonly overflow: boolean;
}

const { rows } = vectors<{ rows: SetCompactRow[] }>('core_setcompact.json');

const MAIN_LIMIT = BigInt(`0x0fffff${'00'.repeat(27)}`);

describe('compact targets', () => {
  it.each(rows)('expands $compact as Bitcoin Core does', (row) => {
    const expanded = expandCompact(Number.parseInt(row.compact, 16));
    expect(expanded.negative).toBe(row.negative);
    expect(expanded.overflow).toBe(row.overflow);
    if (row.overflow) return;
    expect(expanded.target).toBe(BigInt(`0x${row.target}`));
    const sign = row.negative ? 0x800000 : 0;
    const again = bitsFromTarget(expanded.target) + sign;
    expect(again.toString(16).padStart(8, '0')).toBe(row.reencoded);
  });

  it('encodes 0x80 with a byte of its own for the sign', () => {
    expect(bitsFromTarget(0x80n)).toBe(0x02008000);
  });

  it('survives expanding and encoding again at 23 bits of precision', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: (1n << 256n) - 1n }), (target) => {
        const bits = bitsFromTarget(target);
        const again = expandCompact(bits).target;
        expect(again <= target).toBe(true);
        expect((target - again) << 15n <= target).toBe(true);
        expect(bitsFromTarget(again)).toBe(bits);
      }),
    );
  });

  it.each([
    ['zero', 0],
    ['zero with a size', 0x1e000000],
    ['negative', 0x1e80ffff],
    ['overflowing', 0xff123456],
    ['one above the limit', 0x1e100000],
  ])('refuses bits that are %s', (_, bits) => {
    expect(refusal(() => targetFromBits(bits, MAIN_LIMIT))).toBe('bad-diffbits/invalid');
    expect(blockWork(bits) === 0n || bits === 0x1e100000).toBe(true);
  });

  it('allows the limit itself', () => {
    expect(targetFromBits(0x1e0fffff, MAIN_LIMIT)).toBe(MAIN_LIMIT);
  });
});

describe('proof of work', () => {
  const header = {
    version: 1,
    previousHash: '' as Hash,
    merkleRoot: '' as Hash,
    time: 0,
    bits: 0x1e0fffff,
    nonce: 0,
  };
  const params = { powLimit: MAIN_LIMIT };
  const hashOf = (value: bigint) => value.toString(16).padStart(64, '0') as Hash;

  it('accepts a hash equal to the target and refuses the next one', () => {
    checkProofOfWork(header, hashOf(MAIN_LIMIT), params);
    const above = hashOf(MAIN_LIMIT + 1n);
    expect(refusal(() => checkProofOfWork(header, above, params))).toBe('high-hash/invalid');
  });

  it('holds for the first headers of Bitcoin, and not for one with its last bit altered', () => {
    const headers = vectors<{ hex: string }[]>('mainnet_headers_0_11.json');
    const limit = { powLimit: expandCompact(0x1d00ffff).target };
    for (const { hex } of headers) {
      const header = decodeHeader(fromHex(hex));
      const altered = { ...header, nonce: (header.nonce ^ 1) >>> 0 };
      const judge = (it: Header) => refusal(() => checkProofOfWork(it, headerHash(it), limit));
      expect([judge(header), judge(altered)]).toEqual(['accepted', 'high-hash/invalid']);
    }
  });

  it('reads the displayed hash as a big-endian number', () => {
    expect(hashToTarget(hashOf(0x1234n))).toBe(0x1234n);
  });

  it("expects 2^20 hashes at a main room's limit, 2^32 at the first target of Bitcoin", () => {
    expect(blockWork(0x1e0fffff)).toBe(0x100001n);
    expect(blockWork(0x1d00ffff)).toBe(0x100010001n);
  });
});
