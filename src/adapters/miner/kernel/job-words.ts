/** A job as the words of double-sha256.ts: of each header its first state, then what they share. */

import { TAIL_WORDS } from './double-sha256.ts';
import { ROLLED_BIT, versionOf, withHit } from './kernel.ts';
import { BLOCK_BYTES, midstate, readWords } from './sha256.ts';

/** The header, and with more versions the same header with other rolled bits. */
export function withVersions(header: Uint8Array, versions: number): Uint8Array[] {
  const version = versionOf(header);
  return Array.from({ length: versions }, (_, rolled) =>
    withHit(header, { version: version ^ (rolled * ROLLED_BIT), nonce: 0 }),
  );
}

export function jobWords(headers: readonly Uint8Array[], target: Uint8Array): number[] {
  const states = headers.map((header) => Array.from(midstate(header)));
  const tail = readWords(headers[0]!, BLOCK_BYTES, TAIL_WORDS);
  return [...states.flat(), ...tail, ...readWords(target, 0, 1)];
}
