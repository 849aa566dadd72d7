/**
 * Signatures known to be good, so that a transaction verified on its way into the mempool costs
 * nothing when a block brings it, nor when a reorganisation brings it again.
 *
 * The key is (wtxid, input). That is enough: the wtxid fixes the signature and the outpoints, an
 * outpoint's txid fixes the coin's amount and script, and so all that was signed and by whom. Bad
 * signatures are not kept: others could fill the cache with them for nothing.
 */

import { SIGNATURES_KNOWN_MAX } from '../util/limits.ts';
import type { Hash } from './types.ts';

/** One input of one transaction. */
export interface SignaturePlace {
  readonly wtxid: Hash;
  readonly inputIndex: number;
}

export class SignatureCache {
  /**
   * Two generations: when the young one is half of all, the old one goes. Dropping single entries
   * from the front of one Set costs 20 µs each in V8, which steps over those dropped before.
   */
  private young = new Set<string>();
  private old: ReadonlySet<string> = new Set();

  get size(): number {
    return this.young.size + this.old.size;
  }

  has(place: SignaturePlace): boolean {
    const key = keyOf(place);
    return this.young.has(key) || this.old.has(key);
  }

  /** This very signature was verified. */
  add(place: SignaturePlace): void {
    if (this.has(place)) return;
    if (this.young.size >= SIGNATURES_KNOWN_MAX / 2) {
      this.old = this.young;
      this.young = new Set();
    }
    this.young.add(keyOf(place));
  }
}

function keyOf({ wtxid, inputIndex }: SignaturePlace): string {
  return `${wtxid}:${inputIndex}`;
}
