import { HDKey } from '@scure/bip32';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../../src/util/bytes.ts';
import { encodeSegwit } from '../../../src/wallet/address.ts';
import {
  accountFromXpub,
  accountScripts,
  accountSecrets,
  accountXpub,
  CHANGE,
  deriveAccount,
  entropyFromWords,
  internalKey,
  type KeyPlace,
  RECEIVE,
  seedFromWords,
  wordsFromEntropy,
} from '../../../src/wallet/keys.ts';
import { tweakSecretKey } from '../../../src/wallet/taproot.ts';
import { schnorr } from '@noble/curves/secp256k1.js';
import { refusal } from '../../support/refusal.ts';
import { vectors } from '../../support/vectors.ts';

const ABANDON = `${'abandon '.repeat(11)}about`;

interface Pair {
  readonly pub: string;
  readonly prv: string;
}

interface Bip32Vectors {
  readonly vector1: Readonly<Record<string, Pair | string>>;
  readonly vector2: Readonly<Record<string, Pair | string>>;
  readonly seed: string;
  readonly master_priv: string;
}

const bip32 = vectors<Bip32Vectors>('bip32_hd_bcoin.json');
const paths = [bip32.vector1, bip32.vector2].flatMap(({ seed, ...keys }) =>
  Object.entries(keys).map(([path, key]) => ({ seed: seed as string, path, key: key as Pair })),
);

describe('the vectors of BIP32', () => {
  it.each(paths)('$path of $seed', ({ seed, path, key }) => {
    const derived = HDKey.fromMasterSeed(fromHex(seed)).derive(path);
    expect([derived.publicExtendedKey, derived.privateExtendedKey]).toEqual([key.pub, key.prv]);
  });

  it('are all there', () => {
    expect(paths).toHaveLength(12);
  });

  it('begin with a seed of 64 bytes too', () => {
    const master = HDKey.fromMasterSeed(fromHex(bip32.seed));
    expect(master.privateExtendedKey).toBe(bip32.master_priv);
  });
});

const { english } = vectors<{ readonly english: readonly string[][] }>('bip39_trezor.json');

describe('the vectors of BIP39', () => {
  it.each(english)('%s', (entropy, words, seed, xprv) => {
    expect(wordsFromEntropy(fromHex(entropy!))).toBe(words);
    expect(toHex(entropyFromWords(words!))).toBe(entropy);
    const made = seedFromWords(words!, 'TREZOR');
    expect(toHex(made)).toBe(seed);
    expect(HDKey.fromMasterSeed(made).privateExtendedKey).toBe(xprv);
  });

  it('are all there', () => {
    expect(english).toHaveLength(24);
  });
});

interface AccountVector {
  readonly name: string;
  readonly mnemonic?: string;
  readonly xprv: string;
  readonly xpub: string;
  readonly internal_key: string;
  readonly output_key: string;
  readonly scriptPubKey: string;
  readonly address: string;
}

const [root, account0, ...addresses] = vectors<readonly AccountVector[]>('bip86.json');

describe('the vectors of BIP86', () => {
  // Bitcoin's own coin type, of which the vectors are.
  const account = deriveAccount(seedFromWords(root!.mnemonic!), 0);

  it('abandon … about gives the account', () => {
    expect(root!.mnemonic).toBe(ABANDON);
    expect(account.privateExtendedKey).toBe(account0!.xprv);
    expect(accountXpub(account)).toBe(account0!.xpub);
  });

  it.each(addresses)('$name', (vector) => {
    const [, chain, index] = /(\d)\/(\d+)$/.exec(vector.name)!.map(Number);
    const place: KeyPlace = { chain: chain as 0 | 1, index: index! };
    expect(toHex(internalKey(account, place))).toBe(vector.internal_key);
    for (const source of [account, accountFromXpub(account0!.xpub)]) {
      const script = accountScripts(source).script(place);
      expect(toHex(script)).toBe(vector.scriptPubKey);
      expect(encodeSegwit('bc', script)).toBe(vector.address);
    }
    expect(toHex(schnorr.getPublicKey(accountSecrets(account)(place)))).toBe(vector.output_key);
  });

  it('are two receiving addresses and one of change', () => {
    expect(addresses.map(({ name }) => name.slice(-3))).toEqual(['0/0', '0/1', '1/0']);
  });
});

describe('an account', () => {
  const account = deriveAccount(seedFromWords(ABANDON));

  it('of a room is not the one of Bitcoin with the same words', () => {
    expect(accountXpub(account)).not.toBe(account0!.xpub);
    const derived = HDKey.fromMasterSeed(seedFromWords(ABANDON)).derive("m/86'/1'/0'");
    expect(accountXpub(account)).toBe(derived.publicExtendedKey);
  });

  it('has the keys of its scripts, whichever half of the point its secret names', () => {
    const scripts = accountScripts(accountFromXpub(accountXpub(account)));
    const parities = new Set<number>();
    for (let index = 0; index < 8; index += 1) {
      const place: KeyPlace = { chain: index % 2 === 0 ? RECEIVE : CHANGE, index };
      const secret = accountSecrets(account)(place);
      parities.add(account.deriveChild(place.chain).deriveChild(index).publicKey![0]!);
      expect(scripts.script(place).subarray(2)).toEqual(schnorr.getPublicKey(secret));
      expect(tweakSecretKey(secret)).not.toEqual(secret);
    }
    expect(parities.size).toBe(2);
  });

  it('that only watches signs nothing', () => {
    const watcher = accountFromXpub(accountXpub(account));
    expect(() => accountSecrets(watcher)).toThrow('key-watch-only');
  });

  it.each([
    ['nothing', ''],
    ['a private key', account.privateExtendedKey],
    ['a key of another depth', account.deriveChild(0).publicExtendedKey],
    ['a wrong character', `${accountXpub(account).slice(0, -1)}1`],
    ['a key cut short', accountXpub(account).slice(0, -5)],
  ])('is not read from %s', (_, text) => {
    expect(refusal(() => accountFromXpub(text))).toBe('codec:account-key');
  });
});

describe('words', () => {
  it('are twelve for sixteen bytes', () => {
    expect(wordsFromEntropy(new Uint8Array(16))).toBe(ABANDON);
    expect(() => wordsFromEntropy(new Uint8Array(15))).toThrow('128 to 256 bits');
  });

  it('are read in any case and spacing', () => {
    const written = `  ${ABANDON.toUpperCase().replaceAll(' ', '\n\t ')}\r\n`;
    expect(entropyFromWords(written)).toEqual(new Uint8Array(16));
    expect(seedFromWords(written)).toEqual(seedFromWords(ABANDON));
  });

  it.each([
    ['words-count', 'abandon '.repeat(11)],
    ['words-count', ''],
    ['words-unknown', `${'abandon '.repeat(11)}abaut`],
    ['words-checksum', 'abandon '.repeat(12)],
    ['words-checksum', `about ${'abandon '.repeat(11)}`],
  ])('are refused as %s', (code, text) => {
    expect(refusal(() => entropyFromWords(text))).toBe(`codec:${code}`);
  });

  it('that are wrong are not repeated in the message', () => {
    expect(() => entropyFromWords(`${'abandon '.repeat(11)}secret2`)).toThrow(/word 12 is not/);
    expect(() => entropyFromWords(`${'abandon '.repeat(11)}secret2`)).not.toThrow(/secret2/);
  });
});
