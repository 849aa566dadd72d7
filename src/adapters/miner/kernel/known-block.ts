/** The first block of Bitcoin, mined on 3 January 2009 with bits 1d00ffff: everybody knows it. */

import { fromHex } from '../../../util/bytes.ts';
import { type KernelHit, ROLLED_BIT, withHit } from './kernel.ts';

const HEADER = fromHex(
  `01000000${'00'.repeat(32)}3ba3edfd7a7b12b27ac72c3e67768f617fc81bc3888a51323a9fb8aa4b1e5e4a` +
    '29ab5f49ffff001d1dac2b7c',
);
const VERSION = 1;
export const KNOWN_TARGET = fromHex(`00000000ffff${'00'.repeat(26)}`);
export const KNOWN_NONCE = 2_083_236_893;

/** The headers to load so that each of a kernel's versions has to find the block. */
export function knownHeaders(versions: number): Uint8Array[] {
  return Array.from({ length: versions }, (_, version) =>
    withHit(HEADER, { version: VERSION ^ (version * ROLLED_BIT), nonce: 0 }),
  );
}

/** True for the block and nothing else. */
export function isKnownBlock(hits: readonly KernelHit[]): boolean {
  return hits.length === 1 && hits[0]!.nonce === KNOWN_NONCE && hits[0]!.version === VERSION;
}
