/**
 * Key path spends of BIP341: a witness of exactly one BIP340 signature over the transaction.
 *
 * The key in a P2TR output is used as it stands; that nobody knows its discrete logarithm, or that
 * it is no point of the curve at all, only means that the coin cannot be spent.
 */

import { schnorr } from '@noble/curves/secp256k1.js';
import { assert } from '../util/assert.ts';
import { RuleError } from './rule-error.ts';
import { SIGHASH_DEFAULT, SighashContext } from './sighash.ts';
import type { Transaction, TransactionOutput } from './types.ts';

const SIGNATURE_BYTES = 64;
const KEY_BYTES = 32;
const P2TR_BYTES = 34;
const OP_1 = 0x51;
const PUSH_32 = 0x20;

/**
 * BIP340, strict: false for keys off the curve, numbers out of range and wrong lengths, for which
 * the library alone would throw. Messages may have any length.
 */
export function verifySignature(
  signature: Uint8Array,
  message: Uint8Array,
  publicKey: Uint8Array,
): boolean {
  if (signature.length !== SIGNATURE_BYTES || publicKey.length !== KEY_BYTES) return false;
  return schnorr.verify(signature, message, publicKey);
}

export function isPayToTaproot(script: Uint8Array): boolean {
  return script.length === P2TR_BYTES && script[0] === OP_1 && script[1] === PUSH_32;
}

/** The hash type a signature of 64 or 65 bytes asks for; 64 bytes mean DEFAULT. */
export function hashTypeOf(signature: Uint8Array): number {
  return signature[SIGNATURE_BYTES] ?? SIGHASH_DEFAULT;
}

/**
 * Every input is signed by the key its coin pays to. The shape of the witnesses was checked before
 * (checkTransaction); `spent` are the coins in input order. Throws RuleError.
 */
export function checkSignatures(
  transaction: Transaction,
  spent: readonly TransactionOutput[],
): void {
  const context = new SighashContext(transaction, spent);
  for (const [inputIndex, { witness }] of transaction.inputs.entries()) {
    const script = spent[inputIndex]!.scriptPubKey;
    assert(isPayToTaproot(script), 'every coin is P2TR');
    const signature = witness[0]!;
    const message = context.sighash({ inputIndex, hashType: hashTypeOf(signature) });
    const bare = signature.subarray(0, SIGNATURE_BYTES);
    if (!verifySignature(bare, message, script.subarray(2))) {
      throw new RuleError('bad-txns-signature', 'invalid', `the signature of input ${inputIndex}`);
    }
  }
}
