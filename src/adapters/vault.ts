/**
 * Secrets under a passphrase: PBKDF2-SHA256 stretches it, AES-256-GCM seals. Both are the browser's
 * own (WebCrypto), which knows no quicker way for us than for a thief.
 *
 * GCM cannot tell a wrong passphrase from changed bytes: both are `passphrase-wrong`. BIP39's
 * stretching of words is here as well: the same 2,048 hashes take half a second in JavaScript.
 */

import type { OpenedSecret, Vault, VaultJob, VaultOutcome } from '../node/ports.ts';
import { VAULT_ROUNDS_MIN } from '../util/limits.ts';
import { NONCE_BYTES, SALT_BYTES, type SealedSecret } from '../wallet/key-record.ts';
import { ENTROPY_BYTES, wordsFromEntropy } from '../wallet/keys.ts';

const KEY_BITS = 256;
/** BIP39. */
const SEED_BITS = 512;
const SEED_ROUNDS = 2_048;

export class VaultError extends Error {
  readonly code: 'passphrase-empty' | 'passphrase-wrong';

  constructor(code: VaultError['code']) {
    super(code);
    this.name = 'VaultError';
    this.code = code;
  }
}

export function createVault(): Vault {
  return { work: (job, done) => void answer(job, done) };
}

async function answer(job: VaultJob, done: (outcome: VaultOutcome) => void): Promise<void> {
  const outcome = carryOut(job).catch((error: unknown): VaultOutcome => {
    // Whatever else went wrong is no wrong passphrase, and nothing was changed by it.
    const code = error instanceof VaultError ? error.code : 'vault-failed';
    return { kind: 'refused', code };
  });
  done(await outcome);
}

/** Rejects with a VaultError. Fewer rounds than `VAULT_ROUNDS_MIN` are for tests alone. */
export async function sealSecret(
  secret: Uint8Array,
  passphrase: string,
  rounds = VAULT_ROUNDS_MIN,
): Promise<SealedSecret> {
  const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const key = await stretch(passphrase, { rounds, salt });
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce }, key, own(secret));
  return { rounds, salt, nonce, ciphertext: new Uint8Array(sealed) };
}

/** Rejects with a VaultError. */
export async function openSecret(sealed: SealedSecret, passphrase: string): Promise<Uint8Array> {
  const key = await stretch(passphrase, sealed);
  const cipher = { name: 'AES-GCM', iv: own(sealed.nonce) };
  const opening = crypto.subtle.decrypt(cipher, key, own(sealed.ciphertext));
  return opening.then(
    (secret) => new Uint8Array(secret),
    () => {
      throw new VaultError('passphrase-wrong');
    },
  );
}

/** With the 64 bytes that BIP39 makes of the words of this entropy. */
export async function stretchEntropy(entropy: Uint8Array): Promise<OpenedSecret> {
  const text = encode(wordsFromEntropy(entropy));
  const key = await crypto.subtle.importKey('raw', text, 'PBKDF2', false, ['deriveBits']);
  const salt = encode('mnemonic');
  const parameters = { name: 'PBKDF2', hash: 'SHA-512', salt, iterations: SEED_ROUNDS };
  const seed = await crypto.subtle.deriveBits(parameters, key, SEED_BITS);
  return { entropy, seed: new Uint8Array(seed) };
}

async function carryOut(job: VaultJob): Promise<VaultOutcome> {
  if (job.kind === 'seal') {
    return { kind: 'sealed', sealed: await sealSecret(job.entropy, job.passphrase) };
  }
  if (job.kind === 'create') {
    const entropy = crypto.getRandomValues(new Uint8Array(ENTROPY_BYTES));
    const sealed = await sealSecret(entropy, job.passphrase);
    return { kind: 'created', sealed, ...(await stretchEntropy(entropy)) };
  }
  const entropy = job.kind === 'open' ? await openSecret(job.sealed, job.passphrase) : job.entropy;
  return { kind: 'opened', ...(await stretchEntropy(entropy)) };
}

async function stretch(
  passphrase: string,
  { rounds, salt }: Pick<SealedSecret, 'rounds' | 'salt'>,
): Promise<CryptoKey> {
  // Keyboards compose accents in different ways.
  const text = encode(passphrase.normalize('NFKC'));
  if (text.length === 0) throw new VaultError('passphrase-empty');
  const from = await crypto.subtle.importKey('raw', text, 'PBKDF2', false, ['deriveKey']);
  const parameters = { name: 'PBKDF2', hash: 'SHA-256', salt: own(salt), iterations: rounds };
  const kind = { name: 'AES-GCM', length: KEY_BITS };
  return crypto.subtle.deriveKey(parameters, from, kind, false, ['encrypt', 'decrypt']);
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return own(new TextEncoder().encode(text));
}

/** WebCrypto takes no memory that may be shared. */
function own(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}
