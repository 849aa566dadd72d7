/**
 * What a signature signs: BIP341's message for key path spending, every hash type, without annex.
 *
 * The message commits to the amounts and scripts of all coins spent, so a signer cannot be lied to
 * about fees. The five hashes over the whole transaction are computed once per transaction.
 */

import { assert } from '../util/assert.ts';
import { concatBytes } from '../util/bytes.ts';
import { Writer } from '../util/codec.ts';
import { writeOutput } from './encoding.ts';
import { hashToBytes, sha256, taggedHash } from './hash.ts';
import type { Transaction, TransactionInput, TransactionOutput } from './types.ts';

/** BIP341: ALL by default, or one of ALL, NONE, SINGLE, each alone or with ANYONECANPAY. */
export const SIGHASH_DEFAULT = 0;
export const SIGHASH_ALL = 1;
export const SIGHASH_NONE = 2;
export const SIGHASH_SINGLE = 3;
export const SIGHASH_ANYONECANPAY = 0x80;

const OUTPUT_MASK = 3;
const EPOCH = Uint8Array.of(0);
const HASH_TYPES = new Set([0, 1, 2, 3, 0x81, 0x82, 0x83]);

export function isHashType(hashType: number): boolean {
  return HASH_TYPES.has(hashType);
}

/** One signature's question: which input, under which hash type. */
export interface SighashRequest {
  readonly inputIndex: number;
  readonly hashType: number;
}

/**
 * The sighashes of one transaction; `spent` are the outputs its inputs spend, in input order. Only
 * what was checked before comes here: an invalid hash type or SINGLE without its output is our
 * fault.
 */
export class SighashContext {
  private readonly transaction: Transaction;
  private readonly spent: readonly TransactionOutput[];
  private readonly inputHashes: Uint8Array;
  private readonly outputsHash: Uint8Array;

  constructor(transaction: Transaction, spent: readonly TransactionOutput[]) {
    assert(spent.length === transaction.inputs.length, 'one spent output for each input');
    this.transaction = transaction;
    this.spent = spent;
    this.inputHashes = concatBytes(
      hashEach(transaction.inputs, writePrevout),
      hashEach(spent, (writer, { value }) => writer.u64(value)),
      hashEach(spent, (writer, { scriptPubKey }) => writer.varBytes(scriptPubKey)),
      hashEach(transaction.inputs, (writer, { sequence }) => writer.u32(sequence)),
    );
    this.outputsHash = hashEach(transaction.outputs, writeOutput);
  }

  /** The 32 bytes to sign. */
  sighash(request: SighashRequest): Uint8Array {
    return taggedHash('TapSighash', EPOCH, this.message(request));
  }

  /** BIP341's SigMsg with extension flag 0. */
  message({ inputIndex, hashType }: SighashRequest): Uint8Array {
    assert(isHashType(hashType), 'a hash type of BIP341');
    const { version, locktime } = this.transaction;
    const anyoneCanPay = (hashType & SIGHASH_ANYONECANPAY) !== 0;
    const outputType = hashType === SIGHASH_DEFAULT ? SIGHASH_ALL : hashType & OUTPUT_MASK;
    const writer = new Writer();
    writer.u8(hashType);
    writer.i32(version);
    writer.u32(locktime);
    if (!anyoneCanPay) writer.bytes(this.inputHashes);
    if (outputType === SIGHASH_ALL) writer.bytes(this.outputsHash);
    writer.u8(0);
    if (anyoneCanPay) this.writeInput(writer, inputIndex);
    else writer.u32(inputIndex);
    if (outputType === SIGHASH_SINGLE) writer.bytes(this.singleOutputHash(inputIndex));
    return writer.finish();
  }

  private writeInput(writer: Writer, inputIndex: number): void {
    const input = this.transaction.inputs[inputIndex]!;
    writePrevout(writer, input);
    writeOutput(writer, this.spent[inputIndex]!);
    writer.u32(input.sequence);
  }

  private singleOutputHash(inputIndex: number): Uint8Array {
    const output = this.transaction.outputs[inputIndex];
    assert(output !== undefined, 'SINGLE has an output at the place of its input');
    return hashEach([output], writeOutput);
  }
}

function writePrevout(writer: Writer, { prevout }: TransactionInput): void {
  writer.bytes(hashToBytes(prevout.txid));
  writer.u32(prevout.vout);
}

/** One for all: five such hashes for each transaction, most of them of a few bytes. */
const scratch = new Writer();

function hashEach<Item>(
  items: readonly Item[],
  write: (writer: Writer, item: Item) => void,
): Uint8Array {
  scratch.clear();
  for (const item of items) write(scratch, item);
  return sha256(scratch.written());
}
