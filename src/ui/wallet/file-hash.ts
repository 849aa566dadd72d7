/**
 * The SHA-256 of a file, piece by piece as the browser reads it: nothing of the file leaves the
 * page, and a film takes no more memory than a letter. WebCrypto hashes only what is held whole.
 */

import { sha256 } from '@noble/hashes/sha2.js';
import { toHex } from '../../util/bytes.ts';

export interface Hashing {
  /** From 0 to 1. */
  readonly tell: (share: number) => void;
  readonly signal: AbortSignal;
}

/** In hex. Rejects where the file cannot be read, or when it is called off. */
export async function hashFile(file: Blob, { tell, signal }: Hashing): Promise<string> {
  const hash = sha256.create();
  const reader = file.stream().getReader();
  let doneBytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (signal.aborted) await reader.cancel();
    signal.throwIfAborted();
    if (done) break;
    hash.update(value);
    doneBytes += value.length;
    tell(doneBytes / file.size);
  }
  return toHex(hash.digest());
}
