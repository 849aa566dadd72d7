/**
 * Key path spends of BIP341: a witness of exactly one BIP340 signature over the transaction.
 *
 * The key in a P2TR output is used as it stands; that nobody knows its discrete logarithm, or that
 * it is no point of the curve at all, only means that the coin cannot be spent.
 */

import { assert } from '../util/assert.ts';
import { wtxid } from './hash.ts';
import { RuleError } from './rule-error.ts';
import { SIGHASH_DEFAULT, SighashContext } from './sighash.ts';
import type { SignatureCache, SignaturePlace } from './signature-cache.ts';
import { verifySignature } from './signature-verifier.ts';
import type { Transaction, TransactionOutput } from './types.ts';

const SIGNATURE_BYTES = 64;
const P2TR_BYTES = 34;
const OP_1 = 0x51;
const PUSH_32 = 0x20;

/** A question for any BIP340 verifier. */
export interface SignatureCheck {
  /** 64 bytes. */
  readonly signature: Uint8Array;
  /** 32 bytes. */
  readonly message: Uint8Array;
  /** 32 bytes, x-only. */
  readonly publicKey: Uint8Array;
}

/** The question that one input asks. */
export interface InputCheck extends SignatureCheck, SignaturePlace {}

export function isPayToTaproot(script: Uint8Array): boolean {
  return script.length === P2TR_BYTES && script[0] === OP_1 && script[1] === PUSH_32;
}

/** The hash type a signature of 64 or 65 bytes asks for; 64 bytes mean DEFAULT. */
export function hashTypeOf(signature: Uint8Array): number {
  return signature[SIGNATURE_BYTES] ?? SIGHASH_DEFAULT;
}

/**
 * What must be verified of a transaction: one check for each input that `known` does not hold. The
 * shape of the witnesses was checked before (checkTransaction); `spent` are the coins in input
 * order.
 */
export function signatureChecks(
  transaction: Transaction,
  spent: readonly TransactionOutput[],
  known?: SignatureCache,
): InputCheck[] {
  const id = wtxid(transaction);
  const places = transaction.inputs.map((_, inputIndex) => ({ wtxid: id, inputIndex }));
  const open = places.filter((place) => known?.has(place) !== true);
  if (open.length === 0) return [];
  const context = new SighashContext(transaction, spent);
  return open.map(({ inputIndex }) => {
    const script = spent[inputIndex]!.scriptPubKey;
    assert(isPayToTaproot(script), 'every coin is P2TR');
    const witness = transaction.inputs[inputIndex]!.witness[0]!;
    const message = context.sighash({ inputIndex, hashType: hashTypeOf(witness) });
    const signature = witness.subarray(0, SIGNATURE_BYTES);
    return { wtxid: id, inputIndex, signature, message, publicKey: script.subarray(2) };
  });
}

/**
 * Every input is signed by the key its coin pays to, verified here and now; what is found good is
 * added to `known`. Stops at the first bad one, since each costs more than all other checks
 * together. Throws RuleError.
 */
export function checkSignatures(
  transaction: Transaction,
  spent: readonly TransactionOutput[],
  known?: SignatureCache,
): void {
  for (const check of signatureChecks(transaction, spent, known)) {
    if (!verifySignature(check.signature, check.message, check.publicKey))
      throw badSignature(check);
    known?.add(check);
  }
}

/** The verdict on a signature that a verifier found bad. */
export function badSignature({ wtxid: id, inputIndex }: SignaturePlace): RuleError {
  return new RuleError('bad-txns-signature', 'invalid', `input ${inputIndex} of ${id}`);
}
