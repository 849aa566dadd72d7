/**
 * The one record that must never be lost: what the words were made from, open or sealed under a
 * passphrase, with the account's public key beside it, so that a locked wallet can show its coins.
 * It is also the backup file.
 *
 * It is never replaced because it cannot be read: damage is an error with a code, and whoever opens
 * the wallet keeps the record and says so.
 */

import { assert } from '../util/assert.ts';
import { CodecError, type Reader, Writer } from '../util/codec.ts';
import { KEY_RECORD_MAX_BYTES, VAULT_ROUNDS_MAX, VAULT_ROUNDS_MIN } from '../util/limits.ts';
import { type AccountKey, accountFromXpub, accountXpub } from './keys.ts';
import { deriveAccount, seedFromWords, wordsFromEntropy } from './keys.ts';
import { sealRecord, unsealRecord } from './record.ts';

/** A secret under a passphrase: PBKDF2-SHA256 gives the key, AES-256-GCM seals. */
export interface SealedSecret {
  readonly rounds: number;
  /** 16 random bytes. */
  readonly salt: Uint8Array;
  /** 12 random bytes. */
  readonly nonce: Uint8Array;
  readonly ciphertext: Uint8Array;
}

export type KeySecret =
  /** Whoever reads this device can spend. */
  | { readonly kind: 'open'; readonly entropy: Uint8Array }
  | { readonly kind: 'sealed'; readonly sealed: SealedSecret }
  /** Watches, and cannot spend. */
  | { readonly kind: 'none' };

export interface KeyRecord {
  /** Of the account, as `accountXpub` gives it. */
  readonly xpub: string;
  /** Ms since 1970: which of two records is older. */
  readonly createdAt: number;
  readonly secret: KeySecret;
}

export const SALT_BYTES = 16;
export const NONCE_BYTES = 12;
const PLACE = 'tabchain wallet key';
const KINDS = ['none', 'open', 'sealed'] as const;
const ENTROPY_BYTES = new Set([16, 20, 24, 28, 32]);
const XPUB_MAX_BYTES = 120;
const CIPHERTEXT_MAX_BYTES = 64;

export function encodeKeyRecord({ createdAt, secret, xpub }: KeyRecord): Uint8Array {
  const writer = new Writer();
  writer.varBytes(new TextEncoder().encode(xpub));
  writer.u64(createdAt);
  writer.u8(KINDS.indexOf(secret.kind));
  if (secret.kind === 'open') writer.varBytes(secret.entropy);
  if (secret.kind === 'sealed') writeSealed(writer, secret.sealed);
  return sealRecord(PLACE, writer.finish());
}

/** Throws CodecError for every record but one that `encodeKeyRecord` wrote. */
export function decodeKeyRecord(bytes: Uint8Array): KeyRecord {
  if (bytes.length > KEY_RECORD_MAX_BYTES) {
    throw new CodecError('wallet-record-damaged', `${bytes.length} bytes`);
  }
  const reader = unsealRecord(PLACE, bytes);
  const xpub = new TextDecoder().decode(reader.varBytes(XPUB_MAX_BYTES));
  accountFromXpub(xpub);
  const createdAt = Number(reader.u64());
  const secret = readSecret(reader);
  reader.expectEnd();
  return { xpub, createdAt, secret };
}

/**
 * The account that these 16 to 32 bytes open, if it is the record's. Throws CodecError
 * `wallet-key-mismatch` where it is not: then the record was put together from two wallets.
 */
export function openAccount({ xpub }: KeyRecord, entropy: Uint8Array): AccountKey {
  const account = deriveAccount(seedFromWords(wordsFromEntropy(entropy)));
  if (accountXpub(account) !== xpub) {
    throw new CodecError('wallet-key-mismatch', 'the words open another account');
  }
  return account;
}

/** A record of new keys, or of words that were entered. */
export function newKeyRecord(entropy: Uint8Array, createdAt: number): KeyRecord {
  assert(ENTROPY_BYTES.has(entropy.length), 'entropy of 128 to 256 bits');
  const account = deriveAccount(seedFromWords(wordsFromEntropy(entropy)));
  return { xpub: accountXpub(account), createdAt, secret: { kind: 'open', entropy } };
}

function writeSealed(writer: Writer, { ciphertext, nonce, rounds, salt }: SealedSecret): void {
  assert(salt.length === SALT_BYTES && nonce.length === NONCE_BYTES, 'a salt and a nonce');
  writer.u32(rounds);
  writer.bytes(salt);
  writer.bytes(nonce);
  writer.varBytes(ciphertext);
}

function readSecret(reader: Reader): KeySecret {
  const kind = KINDS[reader.u8()];
  if (kind === 'none') return { kind };
  if (kind === 'sealed') return { kind, sealed: readSealed(reader) };
  if (kind !== 'open') throw new CodecError('wallet-record-secret', 'an unknown kind of secret');
  const entropy = reader.copyVarBytes(32);
  if (!ENTROPY_BYTES.has(entropy.length)) {
    throw new CodecError('wallet-record-secret', `entropy of ${entropy.length} bytes`);
  }
  return { kind, entropy };
}

function readSealed(reader: Reader): SealedSecret {
  const rounds = reader.u32();
  // Fewer would be easier to guess than we promise; more could keep the worker busy for a day.
  if (rounds < VAULT_ROUNDS_MIN || rounds > VAULT_ROUNDS_MAX) {
    throw new CodecError('wallet-record-rounds', `${rounds} rounds`);
  }
  const [salt, nonce] = [reader.copyBytes(SALT_BYTES), reader.copyBytes(NONCE_BYTES)];
  return { rounds, salt, nonce, ciphertext: reader.copyVarBytes(CIPHERTEXT_MAX_BYTES) };
}
