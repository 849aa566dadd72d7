/**
 * Secrets behind a passphrase: PBKDF2-SHA256 to a key, AES-256-GCM over the secret, both by the
 * browser (WebCrypto), off this thread.
 *
 * A sealed secret is version, iterations, salt, nonce, then the ciphertext with its tag; what
 * stands before the ciphertext is authenticated with it. GCM cannot tell a wrong passphrase from
 * changed bytes, so both open to nothing. BIP39's stretching of words is here as well: the same
 * 2,048 hashes take half a second in JavaScript.
 */

import { entropyToMnemonic } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import type { Vault } from '../node/ports.ts';
import { concatBytes } from '../util/bytes.ts';
import { Reader, Writer } from '../util/codec.ts';
import { VAULT_ITERATIONS_MAX, VAULT_MAX_BYTES } from '../util/limits.ts';

/** OWASP's figure of 2023 for PBKDF2-HMAC-SHA256. */
const ITERATIONS = 600_000;
const VERSION = 1;
const SALT_BYTES = 16;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = 1 + 4 + SALT_BYTES + NONCE_BYTES;
const SEED_BYTES = 64;
/** BIP39. */
const SEED_ITERATIONS = 2_048;

interface Lock {
  readonly iterations: number;
  readonly salt: Uint8Array;
  readonly nonce: Uint8Array;
}

export function createVault(): Vault {
  return { seal, open, stretch: (words) => stretchWords(words) };
}

/** The 64 bytes of BIP39 for words that are known to be good, without its extra passphrase. */
export async function stretchWords(words: string): Promise<Uint8Array> {
  const bits = await crypto.subtle.deriveBits(
    {
      name: 'PBKDF2',
      hash: 'SHA-512',
      salt: encode('mnemonic'),
      iterations: SEED_ITERATIONS,
    },
    await importPassphrase(words.normalize('NFKD'), 'deriveBits'),
    8 * SEED_BYTES,
  );
  return new Uint8Array(bits);
}

export function stretchEntropy(entropy: Uint8Array): Promise<Uint8Array> {
  return stretchWords(entropyToMnemonic(entropy, wordlist));
}

async function seal(passphrase: string, secret: Uint8Array): Promise<Uint8Array> {
  const lock = {
    iterations: ITERATIONS,
    salt: crypto.getRandomValues(new Uint8Array(SALT_BYTES)),
    nonce: crypto.getRandomValues(new Uint8Array(NONCE_BYTES)),
  };
  const header = encodeLock(lock);
  const key = await deriveKey(passphrase, lock, 'encrypt');
  const sealed = await crypto.subtle.encrypt(cipher(lock.nonce, header), key, own(secret));
  return concatBytes(header, new Uint8Array(sealed));
}

async function open(passphrase: string, sealed: Uint8Array): Promise<Uint8Array | undefined> {
  const lock = readLock(sealed);
  if (lock === undefined) return undefined;
  const header = own(sealed.subarray(0, HEADER_BYTES));
  const key = await deriveKey(passphrase, lock, 'decrypt');
  try {
    const opened = await crypto.subtle.decrypt(
      cipher(lock.nonce, header),
      key,
      own(sealed.subarray(HEADER_BYTES)),
    );
    return new Uint8Array(opened);
  } catch {
    return undefined;
  }
}

/** A file may claim anything: fewer iterations are none of ours, more would never end. */
function readLock(sealed: Uint8Array): Lock | undefined {
  const isSized = sealed.length >= HEADER_BYTES + TAG_BYTES && sealed.length <= VAULT_MAX_BYTES;
  if (!isSized) return undefined;
  const reader = new Reader(sealed);
  const version = reader.u8();
  const iterations = reader.u32();
  const isOurs = version === VERSION && iterations >= ITERATIONS;
  if (!isOurs || iterations > VAULT_ITERATIONS_MAX) return undefined;
  return { iterations, salt: reader.bytes(SALT_BYTES), nonce: reader.bytes(NONCE_BYTES) };
}

function encodeLock({ iterations, salt, nonce }: Lock): Uint8Array<ArrayBuffer> {
  const writer = new Writer(HEADER_BYTES);
  writer.u8(VERSION);
  writer.u32(iterations);
  writer.bytes(salt);
  writer.bytes(nonce);
  return own(writer.finish());
}

async function deriveKey(
  passphrase: string,
  { iterations, salt }: Lock,
  usage: 'encrypt' | 'decrypt',
): Promise<CryptoKey> {
  return crypto.subtle.deriveKey(
    { name: 'PBKDF2', hash: 'SHA-256', salt: own(salt), iterations },
    await importPassphrase(passphrase.normalize('NFKC'), 'deriveKey'),
    { name: 'AES-GCM', length: 256 },
    false,
    [usage],
  );
}

function importPassphrase(text: string, usage: 'deriveKey' | 'deriveBits'): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', encode(text), 'PBKDF2', false, [usage]);
}

function cipher(nonce: Uint8Array, header: Uint8Array<ArrayBuffer>): AesGcmParams {
  return { name: 'AES-GCM', iv: own(nonce), additionalData: header };
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return own(new TextEncoder().encode(text));
}

/** WebCrypto takes no memory that may be shared. */
function own(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}
