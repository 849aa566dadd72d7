import { describe, expect, it } from 'vitest';
import {
  COINBASE_SCRIPT_OFFSET,
  encodeCoinbaseScript,
  heightPush,
  parseCoinbaseScript,
} from '../../../src/consensus/coinbase.ts';
import { encodeTransactionStripped } from '../../../src/consensus/encoding.ts';
import { fromHex, toHex } from '../../../src/util/bytes.ts';
import { coinbase, editInputs, pay } from '../../support/blocks.ts';
import { refusal } from '../../support/refusal.ts';

const GENESIS_PUSH = fromHex('0102030405060708');
const EXTRA_NONCE = fromHex('a1a2a3a4a5a6a7a8');

const encode = (height: number, tag: string) =>
  encodeCoinbaseScript({ height, genesisPush: GENESIS_PUSH, extraNonce: EXTRA_NONCE, tag });

describe('the height push', () => {
  it.each([
    [0, '00'],
    [1, '51'],
    [16, '60'],
    [17, '0111'],
    [127, '017f'],
    [128, '028000'],
    [255, '02ff00'],
    [256, '020001'],
    [32_767, '02ff7f'],
    [32_768, '03008000'],
    [8_388_607, '03ffff7f'],
    [8_388_608, '0400008000'],
    [2_147_483_647, '04ffffff7f'],
  ])('of %d is the shortest script number', (height, hex) => {
    expect(toHex(heightPush(height))).toBe(hex);
    expect(parseCoinbaseScript(encode(height, 'x').script).height).toBe(height);
  });
});

describe('the script of a coinbase', () => {
  it('reads back what it says', () => {
    expect(parseCoinbaseScript(encode(1_234, 'Ada ⛏').script)).toEqual({
      height: 1_234,
      genesisPush: GENESIS_PUSH,
      extraNonce: EXTRA_NONCE,
      tag: 'Ada ⛏',
    });
  });

  it('says where the extra nonce stands in the whole coinbase', () => {
    for (const height of [1, 16, 17, 127, 128, 40_000, 3_000_000]) {
      const { script, extraNonceOffset } = encode(height, 'tag');
      const start = COINBASE_SCRIPT_OFFSET + extraNonceOffset;
      const bytes = encodeTransactionStripped(
        editInputs(coinbase(height, [pay(1)]), { scriptSig: script }),
      );
      expect(toHex(bytes.subarray(start, start + 8))).toBe(toHex(EXTRA_NONCE));
    }
  });

  it('takes a tag of 32 bytes and asserts against 33', () => {
    expect(encode(2_147_483_647, 'x'.repeat(32)).script).toHaveLength(5 + 9 + 9 + 33);
    expect(() => encode(1, 'x'.repeat(33))).toThrow('32 bytes');
  });

  it('shows tags as inert text', () => {
    expect(parseCoinbaseScript(encode(1, 'evil\u202E\u0000 name').script).tag).toBe('evil name');
    expect(parseCoinbaseScript(encode(1, 'e\u0301\u0301\u0301\u0301').script).tag).toBe(
      '\u00e9\u0301\u0301',
    );
  });

  it.each([
    ['free bytes of another form', '51080102030405060708ff', ''],
    ['no free bytes', '51080102030405060708', ''],
    ['an extra nonce alone', '5108010203040506070808a1a2a3a4a5a6a7a8', ''],
    ['a push cut short', '5108010203040506070808a1a2a3a4a5a6a7a80541', ''],
    ['bytes that are no UTF-8', '5108010203040506070808a1a2a3a4a5a6a7a801ff', '\ufffd'],
  ])('with %s has a tag all the same, perhaps an empty one', (_, hex, tag) => {
    expect(parseCoinbaseScript(fromHex(hex)).tag).toBe(tag);
  });

  it.each([
    ['nothing', '', 'bad-cb-height/invalid'],
    ['a height pushed too long', '021100080102030405060708', 'bad-cb-height/invalid'],
    ['a small height as a push', '0110080102030405060708', 'bad-cb-height/invalid'],
    ['a negative height', '0181080102030405060708', 'bad-cb-height/invalid'],
    ['a height cut short', '0311', 'bad-cb-height/invalid'],
    ['a height of 48 bits', '06112233445566080102030405060708', 'bad-cb-height/invalid'],
    ['no room', '51', 'bad-cb-genesis/invalid'],
    ['a room of 7 bytes', '510701020304050607', 'bad-cb-genesis/invalid'],
  ])('with %s is refused', (_, hex, code) => {
    expect(refusal(() => parseCoinbaseScript(fromHex(hex)))).toBe(code);
  });
});
