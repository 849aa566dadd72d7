/** The bytes of a whole block as fields, each with the transaction that it stands in. */

import { takeHeader, takeTransaction } from '../explorer/annotate.ts';
import { type Field, Tape } from '../explorer/tape.ts';

export interface BlockField extends Field {
  /** Counted from 0; absent in the header and the count after it. */
  readonly transaction?: number;
}

/** Of the bytes that a node keeps, which are a block. Throws CodecError otherwise. */
export function annotateBlock(bytes: Uint8Array): BlockField[] {
  const tape = new Tape(bytes);
  takeHeader(tape);
  const count = tape.count('count');
  const fields: BlockField[] = [...tape.fields];
  for (let transaction = 0; transaction < count; transaction += 1) {
    takeTransaction(tape);
    for (const field of tape.fields.slice(fields.length)) fields.push({ ...field, transaction });
  }
  return fields;
}

/** The number of the field that a byte belongs to; the fields tile the bytes. */
export function fieldAt(fields: readonly BlockField[], offset: number): number {
  let [low, high] = [0, fields.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (fields[middle]!.to <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
