import { sha256 as peerSha256 } from '@noble/hashes/sha2.js';
import { describe, expect, it } from 'vitest';
import { sha256, sha256d } from '../../../src/consensus/sha256.ts';
import { toHex } from '../../../src/util/bytes.ts';
import { Random } from '../../../src/util/random.ts';

const textOf = (text: string) => new TextEncoder().encode(text);

describe('SHA-256', () => {
  it.each([
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    [
      'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    ],
    ['a'.repeat(1_000_000), 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0'],
  ])('hashes the examples of FIPS 180-4, %#', (text, digest) => {
    expect(toHex(sha256(textOf(text)))).toBe(digest);
  });

  it('agrees with the library at every length around its blocks', () => {
    const random = new Random(4);
    for (let length = 0; length <= 300; length += 1) {
      const bytes = random.bytes(length);
      expect(sha256(bytes)).toEqual(peerSha256(bytes));
      expect(sha256d(bytes)).toEqual(peerSha256(peerSha256(bytes)));
    }
  });

  it('reads a view within larger memory, and leaves it as it was', () => {
    const memory = new Random(5).bytes(200);
    const before = Uint8Array.from(memory);
    const view = memory.subarray(13, 113);
    expect(sha256(view)).toEqual(peerSha256(Uint8Array.from(view)));
    expect(memory).toEqual(before);
  });

  it('gives each digest memory of its own', () => {
    const first = sha256(textOf('abc'));
    sha256(textOf('abd'));
    expect(toHex(first)).toMatch(/^ba7816bf/);
  });
});
