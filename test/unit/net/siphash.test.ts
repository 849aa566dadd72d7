import { describe, expect, it } from 'vitest';
import { sipHash, sipKey } from '../../../src/net/siphash.ts';
import { concatBytes, fromHex } from '../../../src/util/bytes.ts';
import { vectors } from '../../support/vectors.ts';

interface ShortIds {
  readonly k0: string;
  readonly k1: string;
  readonly txids_internal: readonly string[];
  readonly shortids_le6: readonly string[];
}

const counting = (length: number) => Uint8Array.from({ length }, (_, at) => at);

function hashOf(key: Uint8Array, message: Uint8Array): string {
  const [low, high] = sipHash(sipKey(key), message);
  return [high, low].map((half) => half.toString(16).padStart(8, '0')).join('');
}

describe('SipHash-2-4', () => {
  // The authors' own table: key 00 to 0f, messages that count from 0; 15 bytes is the paper's.
  it.each([
    [0, '726fdb47dd0e0e31'],
    [1, '74f839c593dc67fd'],
    [2, '0d6c8009d9a94f5a'],
    [3, '85676696d7fb7e2d'],
    [7, 'ab0200f58b01d137'],
    [8, '93f5f5799a932462'],
    [15, 'a129ca6149be45e5'],
  ])('of %i bytes is as its authors have it', (length, expected) => {
    expect(hashOf(counting(16), counting(length))).toBe(expected);
  });

  it('names the transactions of a block as another program does', () => {
    const known = vectors<ShortIds>('bip152_shortids_898352.json');
    // Its words are written as numbers, highest byte first.
    const key = concatBytes(fromHex(known.k0).reverse(), fromHex(known.k1).reverse());
    const names = known.txids_internal.map((id) => hashOf(key, fromHex(id)).slice(4));
    const expected = known.shortids_le6.map((name) => name.match(/../g)!.reverse().join(''));
    // The first is the coinbase, which has no short name.
    expect(names.slice(1)).toEqual(expected);
  });
});
