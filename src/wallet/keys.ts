/**
 * From twelve words to the keys of a wallet: BIP39, BIP32, BIP86.
 *
 * An account is one extended key at m/86'/1'/0'. With its private half it signs; without it, it
 * still names every address, which is what a locked wallet and a watch-only one live on.
 */

import { HDKey } from '@scure/bip32';
import { entropyToMnemonic, mnemonicToEntropy, mnemonicToSeedSync } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { assert } from '../util/assert.ts';
import { CodecError } from '../util/codec-error.ts';
import { payToTaproot, tweakPublicKey, tweakSecretKey } from './taproot.ts';
import { WalletError } from './wallet-error.ts';

/** 128 bits: twelve words. */
export const ENTROPY_BYTES = 16;
/** Of BIP44: 1 is every network that is not Bitcoin's main one. */
export const COIN_TYPE = 1;
const PURPOSE = 86;
const ACCOUNT_DEPTH = 3;
const WORD_COUNTS = new Set([12, 15, 18, 21, 24]);
const WORDS = new Set(wordlist);

/** An extended key at the depth of an account. */
export type AccountKey = HDKey;

/** The two chains of BIP44: 0 is shown to payers, 1 takes our own change. */
export type KeyChain = 0 | 1;
export const RECEIVE = 0;
export const CHANGE = 1;

/** Where under the account a key stands. */
export interface KeyPlace {
  readonly chain: KeyChain;
  readonly index: number;
}

/** Whoever can name the wallet's scripts; deriving one costs some milliseconds. */
export interface ScriptSource {
  /** The script that pays to the key at this place, 34 bytes. */
  script(place: KeyPlace): Uint8Array;
}

/** Sixteen bytes of the host's best randomness become twelve words; 20 to 32 bytes become more. */
export function wordsFromEntropy(entropy: Uint8Array): string {
  assert(WORD_COUNTS.has((entropy.length * 3) / 4), 'entropy of 128 to 256 bits');
  return entropyToMnemonic(entropy, wordlist);
}

/** What the words were made from. Throws CodecError `words-count`, `-unknown` or `-checksum`. */
export function entropyFromWords(text: string): Uint8Array {
  const words = normalizeWords(text);
  if (!WORD_COUNTS.has(words.length)) throw new CodecError('words-count', `${words.length} words`);
  const unknown = words.findIndex((word) => !WORDS.has(word));
  // The place of the word, never the word: messages may be logged.
  if (unknown >= 0) throw new CodecError('words-unknown', `word ${unknown + 1} is not in the list`);
  try {
    return mnemonicToEntropy(words.join(' '), wordlist);
  } catch {
    throw new CodecError('words-checksum', 'these words do not belong together');
  }
}

/** The 64 bytes of BIP39; `text` was accepted by `entropyFromWords`. Takes 2,048 hashes. */
export function seedFromWords(text: string, passphrase = ''): Uint8Array {
  return mnemonicToSeedSync(normalizeWords(text).join(' '), passphrase);
}

/** m/86'/coinType'/account' of a BIP39 seed. */
export function deriveAccount(seed: Uint8Array, coinType = COIN_TYPE, account = 0): AccountKey {
  return HDKey.fromMasterSeed(seed).derive(`m/${PURPOSE}'/${coinType}'/${account}'`);
}

/** What can be shown to a watcher: the account without its secrets, as xpub text. */
export function accountXpub(account: AccountKey): string {
  return account.publicExtendedKey;
}

/** Reads an account's xpub. Throws CodecError `account-key` for anything else, xprv included. */
export function accountFromXpub(xpub: string): AccountKey {
  const account = parseExtendedKey(xpub);
  if (account === undefined || account.privateKey !== null || account.depth !== ACCOUNT_DEPTH) {
    throw new CodecError('account-key', 'not the public key of an account');
  }
  return account;
}

/** The x-only key before BIP341's tweak. */
export function internalKey(account: AccountKey, { chain, index }: KeyPlace): Uint8Array {
  return account.deriveChild(chain).deriveChild(index).publicKey!.slice(1);
}

/** Names the scripts of an account, holding the two parents so that each costs one derivation. */
export function accountScripts(account: AccountKey): ScriptSource {
  const parents = [account.deriveChild(RECEIVE), account.deriveChild(CHANGE)] as const;
  return {
    script: ({ chain, index }) =>
      payToTaproot(tweakPublicKey(parents[chain].deriveChild(index).publicKey!.slice(1))),
  };
}

/**
 * Gives the secret that signs for the script at a place, the two parents held likewise. Throws
 * WalletError for an account without secrets.
 */
export function accountSecrets(account: AccountKey): (place: KeyPlace) => Uint8Array {
  if (account.privateKey === null) throw new WalletError('key-watch-only', 'no secret to sign by');
  const parents = [account.deriveChild(RECEIVE), account.deriveChild(CHANGE)] as const;
  return ({ chain, index }) => tweakSecretKey(parents[chain].deriveChild(index).privateKey!);
}

/** Case, and how the words were spaced when they were copied, do not matter. */
function normalizeWords(text: string): string[] {
  return text.normalize('NFKD').trim().toLowerCase().split(/\s+/u);
}

function parseExtendedKey(text: string): HDKey | undefined {
  try {
    return HDKey.fromExtendedKey(text);
  } catch {
    return undefined;
  }
}
