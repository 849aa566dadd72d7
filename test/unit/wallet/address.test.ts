import { bech32m } from '@scure/base';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../../src/util/bytes.ts';
import { Random } from '../../../src/util/random.ts';
import {
  decodeAddress,
  decodeSegwit,
  encodeAddress,
  encodeSegwit,
} from '../../../src/wallet/address.ts';
import { refusal } from '../../support/refusal.ts';
import { vectors } from '../../support/vectors.ts';

interface AddressVectors {
  readonly valid_bech32m: readonly string[];
  readonly invalid_bech32m: readonly { readonly string: string; readonly reason: string }[];
  readonly valid_addresses: readonly { readonly address: string; readonly scriptPubKey: string }[];
  readonly invalid_addresses: readonly { readonly address: string; readonly reason: string }[];
}

const bip350 = vectors<AddressVectors>('bip350.json');
const prefixOf = (address: string) => address.slice(0, 2).toLowerCase();

describe('the vectors of BIP350', () => {
  it.each(bip350.valid_bech32m)('%s is bech32m', (text) => {
    const { prefix, words } = bech32m.decode(text as `${string}1${string}`);
    expect(bech32m.encode(prefix, words)).toBe(text.toLowerCase());
  });

  it.each(bip350.invalid_bech32m)('no bech32m: $reason', ({ string }) => {
    expect(bech32m.decodeUnsafe(string)).toBeUndefined();
  });

  it.each(bip350.valid_addresses)('$address', ({ address, scriptPubKey }) => {
    expect(toHex(decodeSegwit(prefixOf(address), address))).toBe(scriptPubKey);
    expect(encodeSegwit(prefixOf(address), fromHex(scriptPubKey))).toBe(address.toLowerCase());
  });

  it.each(bip350.invalid_addresses)('refused: $reason', ({ address }) => {
    for (const prefix of ['bc', 'tb']) {
      expect(refusal(() => decodeSegwit(prefix, address))).toMatch(/^codec:address-/);
    }
  });
});

const SEED = 350;
const script = Uint8Array.of(0x51, 0x20, ...new Uint8Array(32).fill(7));
const address = encodeAddress(script);

describe('an address', () => {
  it('begins with tab1p and has 63 characters', () => {
    expect(address).toMatch(/^tab1p[0-9a-z]{58}$/);
    expect(decodeAddress(address)).toEqual(script);
    expect(decodeAddress(address.toUpperCase())).toEqual(script);
  });

  it.each([
    ['address-prefix', encodeSegwit('bc', script)],
    ['address-prefix', encodeSegwit('taba', script)],
    ['address-prefix', ''],
    ['address-prefix', ` ${address}`],
    ['address-checksum', `${address} `],
    ['address-checksum', address.slice(0, -1)],
    ['address-checksum', `${address.slice(0, 20)}T${address.slice(21)}`],
    ['address-checksum', 'tab1'],
    ['address-checksum', `tab1${'q'.repeat(1_000)}`],
    ['address-kind', encodeSegwit('tab', Uint8Array.of(0, 20, ...new Uint8Array(20)))],
    ['address-kind', encodeSegwit('tab', Uint8Array.of(0x52, 32, ...new Uint8Array(32)))],
    ['address-program', encodeSegwit('tab', Uint8Array.of(0, 21, ...new Uint8Array(21)))],
    ['address-program', encodeSegwit('tab', Uint8Array.of(0x51, 41, ...new Uint8Array(41)))],
  ])('is refused as %s: %s', (code, text) => {
    expect(refusal(() => decodeAddress(text))).toBe(`codec:${code}`);
  });

  it(`with up to four wrong characters is refused, 2,000 times from seed ${SEED}`, () => {
    const random = new Random(SEED);
    const alphabet = [...'023456789acdefghjklmnpqrstuvwxyz'];
    for (let run = 0; run < 2_000; run += 1) {
      const letters = [...encodeAddress(Uint8Array.of(0x51, 0x20, ...random.bytes(32)))];
      const before = letters.join('');
      for (let left = 1 + random.below(4); left > 0; left -= 1) {
        letters[4 + random.below(letters.length - 4)] = alphabet[random.below(32)]!;
      }
      const text = letters.join('');
      if (text !== before)
        expect(refusal(() => decodeAddress(text))).toBe('codec:address-checksum');
    }
  });

  it('of data is our own mistake', () => {
    expect(() => encodeAddress(Uint8Array.of(0x6a, 1, 7))).toThrow('only keys have addresses');
  });
});
