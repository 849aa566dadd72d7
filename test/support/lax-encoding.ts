/**
 * Transactions as bytes without any check, for what no honest encoder writes: amounts below zero
 * and beyond 64 bits, empty lists, markers without witnesses.
 */

import { hashToBytes } from '../../src/consensus/hash.ts';
import type { Transaction } from '../../src/consensus/types.ts';
import { concatBytes } from '../../src/util/bytes.ts';
import { Writer } from '../../src/util/codec.ts';

export interface LaxForm {
  /** The segwit form even where no input has a witness, or never. */
  readonly segwit?: boolean;
}

export function encodeLax(transaction: Transaction, form: LaxForm = {}): Uint8Array {
  const { inputs, outputs } = transaction;
  const segwit = form.segwit ?? inputs.some(({ witness }) => witness.length > 0);
  const writer = new Writer();
  writer.i32(transaction.version);
  if (segwit) writer.bytes(Uint8Array.of(0, 1));
  writer.compactSize(inputs.length);
  for (const { prevout, scriptSig, sequence } of inputs) {
    writer.bytes(hashToBytes(prevout.txid));
    writer.u32(prevout.vout);
    writer.varBytes(scriptSig);
    writer.u32(sequence);
  }
  writer.compactSize(outputs.length);
  for (const { value, scriptPubKey } of outputs) {
    writer.u64(BigInt.asUintN(64, BigInt(value)));
    writer.varBytes(scriptPubKey);
  }
  for (const { witness } of segwit ? inputs : []) {
    writer.compactSize(witness.length);
    for (const item of witness) writer.varBytes(item);
  }
  writer.u32(transaction.locktime);
  return writer.finish();
}

/** A block's bytes with one more transaction at its end, whatever its header commits to. */
export function appendTransaction(block: Uint8Array, transaction: Uint8Array): Uint8Array {
  const count = Uint8Array.of(block[80]! + 1);
  return concatBytes(block.subarray(0, 80), count, block.subarray(81), transaction);
}
