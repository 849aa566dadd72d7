import { describe, expect, it } from 'vitest';
import { decodeUndo, encodeUndo } from '../../../src/chain/undo.ts';
import type { Coin, Hash } from '../../../src/consensus/types.ts';
import { Random } from '../../../src/util/random.ts';
import { coin } from '../../support/blocks.ts';

const BLOCK = '17'.repeat(32) as Hash;
const OTHER = '18'.repeat(32) as Hash;

describe('undo data', () => {
  it('gives back the coins that a block spent, transaction by transaction', () => {
    const random = new Random(2);
    const randomCoin = (): Coin => ({
      ...coin(Math.floor(random.unit() * 21e14), random.below(2 ** 31), random.below(2) === 1),
      scriptPubKey: Uint8Array.from([0x51, 0x20, ...random.bytes(32)]),
    });
    const spent = Array.from({ length: 50 }, () =>
      Array.from({ length: random.below(4) }, randomCoin),
    );
    expect(decodeUndo(BLOCK, encodeUndo(BLOCK, spent))).toEqual(spent);
  });

  it('of a block that spent nothing is one byte', () => {
    const undo = encodeUndo(BLOCK, []);
    expect(undo.bytes).toEqual(Uint8Array.of(0));
    expect(decodeUndo(BLOCK, undo)).toEqual([]);
  });

  it('is known for damaged, cut or another block’s', () => {
    const { bytes } = encodeUndo(BLOCK, [[coin(5, 7, true)], [coin(6)]]);
    expect(decodeUndo(OTHER, { bytes })).toBeUndefined();
    for (let at = 0; at < bytes.length; at += 1) {
      const rotten = bytes.map((byte, place) => (place === at ? byte ^ 0x10 : byte));
      expect(decodeUndo(BLOCK, { bytes: rotten })).toBeUndefined();
      expect(decodeUndo(BLOCK, { bytes: bytes.subarray(0, at) })).toBeUndefined();
    }
    expect(decodeUndo(BLOCK, { bytes: Uint8Array.of(1) })).toBeUndefined();
  });
});
