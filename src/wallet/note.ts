/**
 * What stands on the chain to be read: a note, or the SHA-256 of a file. Four letters in front of
 * the data tell the two from any other memo, and from each other.
 */

import type { Transaction } from '../consensus/types.ts';
import { concatBytes, equalBytes } from '../util/bytes.ts';
import { MEMO_MAX_BYTES } from '../util/limits.ts';

export type Note =
  | { readonly kind: 'text'; readonly data: Uint8Array }
  /** 32 bytes. */
  | { readonly kind: 'file'; readonly data: Uint8Array };

export const FILE_HASH_BYTES = 32;
const PREFIX_BYTES = 4;
const TEXT_PREFIX = new TextEncoder().encode('tabn');
const FILE_PREFIX = new TextEncoder().encode('tabf');
const OP_RETURN = 0x6a;
const OP_PUSHDATA1 = 0x4c;

/** The memo that a note in UTF-8 is written as. */
export function textMemo(text: Uint8Array): Uint8Array {
  return concatBytes(TEXT_PREFIX, text);
}

/** The memo that the SHA-256 of a file is written as. */
export function fileMemo(hash: Uint8Array): Uint8Array {
  return concatBytes(FILE_PREFIX, hash);
}

/** Undefined for a memo that is neither. */
export function readNote(memo: Uint8Array): Note | undefined {
  const prefix = memo.subarray(0, PREFIX_BYTES);
  const data = memo.subarray(PREFIX_BYTES);
  if (equalBytes(prefix, TEXT_PREFIX)) return { kind: 'text', data };
  const isFile = equalBytes(prefix, FILE_PREFIX) && data.length === FILE_HASH_BYTES;
  return isFile ? { kind: 'file', data } : undefined;
}

/** The notes among the outputs; what is no single push behind OP_RETURN is none. */
export function notesOf({ outputs }: Transaction): Note[] {
  return outputs.flatMap(({ scriptPubKey }) => {
    const memo = scriptPubKey[0] === OP_RETURN ? pushedData(scriptPubKey) : undefined;
    return (memo && readNote(memo)) ?? [];
  });
}

/** What the one push of a memo's script holds, in its shortest form. */
function pushedData(script: Uint8Array): Uint8Array | undefined {
  const isLong = script[1] === OP_PUSHDATA1;
  const data = script.subarray(isLong ? 3 : 2);
  const length = isLong ? script[2] : script[1];
  const isWhole = data.length === length && data.length <= MEMO_MAX_BYTES;
  return isWhole && isLong === data.length >= OP_PUSHDATA1 ? data : undefined;
}
