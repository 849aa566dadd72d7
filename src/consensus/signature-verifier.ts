/**
 * Who answers whether a BIP340 signature is good.
 *
 * Noble's plain JavaScript always can. A host may install something faster, compiled libsecp256k1
 * for instance, which is trusted only after it agreed with noble on fixed questions, and only until
 * its first failure: that a verifier broke says nothing about the signature.
 */

import { schnorr } from '@noble/curves/secp256k1.js';
import { concatBytes, fromHex } from '../util/bytes.ts';

/** 64 bytes, 32 bytes, 32 bytes (x-only). Throws only when it could not find the answer. */
export type SchnorrVerify = (
  signature: Uint8Array,
  message: Uint8Array,
  publicKey: Uint8Array,
) => boolean;

const SIGNATURE_BYTES = 64;
const MESSAGE_BYTES = 32;
const KEY_BYTES = 32;

/** Row 1 of BIP340's vectors. */
const KEY = fromHex('dff1d77f2a671c5f36183726db2341be58feae1da2deced843240f7b502ba659');
const MESSAGE = fromHex('243f6a8885a308d313198a2e03707344a4093822299f31d0082efa98ec4e6c89');
const R = fromHex('6896bd60eeae296db48a229ff71dfe071bde413e6d43f917dc8dcf8c78de3341');
const S = fromHex('8906d11ac976abccb20b091292bff4ea897efcb639ea871cfa95f6de339e4b0a');
const ALL_ONES = new Uint8Array(32).fill(0xff);
const ZEROES = new Uint8Array(32);

/** One good signature, then each part of it altered, too large (r ≥ p, s ≥ n, x ≥ p), and zero. */
const QUESTIONS: readonly Parameters<SchnorrVerify>[] = [
  [concatBytes(R, S), MESSAGE, KEY],
  [concatBytes(R, S), flipBit(MESSAGE), KEY],
  [concatBytes(R, S), MESSAGE, flipBit(KEY)],
  ...[flipBit(R), ALL_ONES, ZEROES].map((r) => question(r, S)),
  ...[flipBit(S), ALL_ONES, ZEROES].map((s) => question(R, s)),
  [concatBytes(R, S), MESSAGE, ALL_ONES],
  [concatBytes(R, S), MESSAGE, ZEROES],
];

let installed: SchnorrVerify = verifyByNoble;

/** Takes the candidate into use unless it answers differently or fails; says whether it did. */
export function installVerifier(candidate: SchnorrVerify): boolean {
  const agrees = agreesWithNoble(candidate);
  if (agrees) installed = candidate;
  return agrees;
}

/**
 * BIP340, strict: false for keys off the curve, numbers out of range and wrong lengths, for which a
 * library alone might throw. Messages may have any length; only those of 32 bytes are fast.
 */
export function verifySignature(
  signature: Uint8Array,
  message: Uint8Array,
  publicKey: Uint8Array,
): boolean {
  if (signature.length !== SIGNATURE_BYTES || publicKey.length !== KEY_BYTES) return false;
  if (message.length !== MESSAGE_BYTES) return verifyByNoble(signature, message, publicKey);
  try {
    return installed(signature, message, publicKey);
  } catch {
    installed = verifyByNoble;
    return verifyByNoble(signature, message, publicKey);
  }
}

/**
 * Noble also refuses s = 0, which BIP340 does not: such a signature would need a hash that names
 * its own preimage (R = −eP, e = H(R, P, m)), so no one can show the difference.
 */
export function verifyByNoble(
  signature: Uint8Array,
  message: Uint8Array,
  publicKey: Uint8Array,
): boolean {
  return schnorr.verify(signature, message, publicKey);
}

function agreesWithNoble(candidate: SchnorrVerify): boolean {
  try {
    return QUESTIONS.every((asked) => candidate(...asked) === verifyByNoble(...asked));
  } catch {
    return false;
  }
}

function question(r: Uint8Array, s: Uint8Array): Parameters<SchnorrVerify> {
  return [concatBytes(r, s), MESSAGE, KEY];
}

function flipBit(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from(bytes, (byte, at) => (at === 20 ? byte ^ 1 : byte));
}
