/**
 * What can be said of a transaction alone, without the chain and the coins (PROTOCOL 2).
 *
 * A room allows a small subset of Bitcoin's forms: an output pays to a Taproot key or carries a
 * little data, an input carries one signature. Every failure is final: these bytes never become
 * valid.
 */

import { AMOUNT_MAX, outpointKey, transactionStrippedBytes } from './encoding.ts';
import { RuleError } from './rule-error.ts';
import { isHashType, SIGHASH_SINGLE } from './sighash.ts';
import { hashTypeOf, isPayToTaproot } from './signature.ts';
import { type OutPoint, type Transaction, type TransactionInput, ZERO_HASH } from './types.ts';
import type { TransactionOutput } from './types.ts';

const TRANSACTION_VERSION = 2;
/** BIP54: 64 bytes could be read as two hashes inside a merkle tree (CVE-2017-12842). */
const STRIPPED_MIN_BYTES = 65;
const SIGNATURE_BYTES = 64;
const OP_RETURN = 0x6a;
/** OP_RETURN, a length of at most two bytes, and 80 bytes of data. */
const DATA_SCRIPT_MAX_BYTES = 83;
const OP_PUSHDATA1 = 0x4c;
const OP_PUSHDATA4 = 0x4e;
const OP_16 = 0x60;
const COINBASE_VOUT = 0xffff_ffff;
const COINBASE_SEQUENCE = 0xffff_fffe;
const COINBASE_SCRIPT_MIN_BYTES = 2;
const COINBASE_SCRIPT_MAX_BYTES = 100;
/** Final, locktime honoured, replaceable: all switch the relative locktimes of BIP68 off. */
const SEQUENCES = new Set([0xffff_ffff, 0xffff_fffe, 0xffff_fffd]);

function invalid(code: string, detail: string): RuleError {
  return new RuleError(code, 'invalid', detail);
}

/** Whether it claims to be one: a single input that spends nothing. */
export function isCoinbase({ inputs }: Transaction): boolean {
  return inputs.length === 1 && isNullPrevout(inputs[0]!.prevout);
}

/** A transaction other than the coinbase. Throws RuleError. */
export function checkTransaction(transaction: Transaction): void {
  checkEnvelope(transaction);
  checkDistinctInputs(transaction.inputs);
  for (const [index, input] of transaction.inputs.entries()) {
    checkInput(input);
    checkHashType(hashTypeOf(input.witness[0]!), input, index < transaction.outputs.length);
  }
  outputsTotal(transaction);
}

/** The coinbase, but for what depends on its height and on the commitment. Throws RuleError. */
export function checkCoinbase(transaction: Transaction): void {
  checkEnvelope(transaction);
  const { scriptSig, sequence } = transaction.inputs[0]!;
  const length = scriptSig.length;
  if (length < COINBASE_SCRIPT_MIN_BYTES || length > COINBASE_SCRIPT_MAX_BYTES) {
    throw invalid('bad-cb-length', `a coinbase script of ${length} bytes`);
  }
  // BIP54: an enforced locktime makes coinbases unique without a look at the coins.
  if (sequence !== COINBASE_SEQUENCE) {
    throw invalid('bad-cb-sequence', 'the coinbase does not leave its locktime in force');
  }
  outputsTotal(transaction);
}

/** The sum of the outputs, each of them checked. Throws RuleError. */
export function outputsTotal({ outputs }: Transaction): number {
  let total = 0;
  for (const output of outputs) {
    checkAmount(output.value);
    checkOutputForm(output);
    total += output.value;
    if (total > AMOUNT_MAX) {
      throw invalid('bad-txns-txouttotal-toolarge', 'outputs of more coins than can exist');
    }
  }
  return total;
}

function checkEnvelope(transaction: Transaction): void {
  const { inputs, outputs, version } = transaction;
  if (version !== TRANSACTION_VERSION) throw invalid('bad-txns-version', `version ${version}`);
  if (inputs.length === 0) throw invalid('bad-txns-vin-empty', 'no input');
  if (outputs.length === 0) throw invalid('bad-txns-vout-empty', 'no output');
  const sizeBytes = transactionStrippedBytes(transaction);
  if (sizeBytes < STRIPPED_MIN_BYTES) {
    throw invalid('bad-txns-undersize', `${sizeBytes} bytes could pass for a merkle node`);
  }
}

/** CVE-2018-17144: an input named twice would be spent twice. */
function checkDistinctInputs(inputs: readonly TransactionInput[]): void {
  const keys = new Set(inputs.map((input) => outpointKey(input.prevout)));
  if (keys.size !== inputs.length) throw invalid('bad-txns-inputs-duplicate', 'an input twice');
}

function checkInput({ prevout, scriptSig, sequence, witness }: TransactionInput): void {
  if (isNullPrevout(prevout)) throw invalid('bad-txns-prevout-null', 'spends nothing');
  if (scriptSig.length > 0) throw invalid('bad-txns-scriptsig', 'a script where none is read');
  if (!SEQUENCES.has(sequence)) throw invalid('bad-txns-sequence', `sequence ${sequence}`);
  // One item: script paths and the annex would be more.
  if (witness.length !== 1) throw invalid('bad-txns-witness-items', `${witness.length} items`);
  const length = witness[0]!.length;
  if (length !== SIGNATURE_BYTES && length !== SIGNATURE_BYTES + 1) {
    throw invalid('bad-txns-witness-size', `a signature of ${length} bytes`);
  }
}

/** BIP341: DEFAULT is never written out, and SINGLE signs the output beside its input. */
function checkHashType(hashType: number, { witness }: TransactionInput, hasOutput: boolean): void {
  const isWrittenOut = witness[0]!.length > SIGNATURE_BYTES;
  if (!isHashType(hashType) || (isWrittenOut && hashType === 0)) {
    throw invalid('bad-txns-hash-type', `hash type ${hashType}`);
  }
  if ((hashType & 3) === SIGHASH_SINGLE && !hasOutput) {
    throw invalid('bad-txns-hash-type-single', 'SINGLE without an output beside the input');
  }
}

function checkAmount(value: number): void {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw invalid('bad-txns-vout-negative', `an amount of ${value}`);
  }
  if (value > AMOUNT_MAX) throw invalid('bad-txns-vout-toolarge', `an amount of ${value}`);
}

function checkOutputForm({ value, scriptPubKey }: TransactionOutput): void {
  if (scriptPubKey[0] === OP_RETURN) return checkDataOutput(value, scriptPubKey);
  if (!isPayToTaproot(scriptPubKey)) throw invalid('bad-txns-vout-form', 'neither key nor data');
  if (value === 0) throw invalid('bad-txns-vout-zero', 'an output that pays nothing to a key');
}

function checkDataOutput(value: number, script: Uint8Array): void {
  if (value !== 0) throw invalid('bad-txns-data-value', 'a data output would burn coins');
  if (script.length > DATA_SCRIPT_MAX_BYTES) {
    throw invalid('bad-txns-data-size', `a data output of ${script.length} bytes`);
  }
  if (!isPushOnly(script.subarray(1))) throw invalid('bad-txns-data-form', 'more than pushes');
}

/** Whether a script only pushes data, each push complete (Bitcoin's IsPushOnly). */
export function isPushOnly(script: Uint8Array): boolean {
  let at = 0;
  while (at < script.length) {
    const opcode = script[at]!;
    if (opcode > OP_16) return false;
    at += 1 + pushedBytes(script, at);
  }
  return at === script.length;
}

/** Bytes after the opcode that its push takes, its length field included. */
function pushedBytes(script: Uint8Array, at: number): number {
  const opcode = script[at]!;
  if (opcode < OP_PUSHDATA1) return opcode;
  if (opcode > OP_PUSHDATA4) return 0;
  const lengthBytes = 1 << (opcode - OP_PUSHDATA1);
  let length = 0;
  for (let index = lengthBytes; index > 0; index -= 1) {
    length = length * 256 + (script[at + index] ?? 0);
  }
  return lengthBytes + length;
}

function isNullPrevout({ txid, vout }: OutPoint): boolean {
  return vout === COINBASE_VOUT && txid === ZERO_HASH;
}
