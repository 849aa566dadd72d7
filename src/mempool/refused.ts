/**
 * Transactions that were refused since the last block, so that they are not asked for again. By
 * wtxid only: a txid would let anybody with a spoilt witness keep the true one out.
 */

import type { Hash } from '../consensus/types.ts';
import { REFUSED_KNOWN_MAX } from '../util/limits.ts';

export class RefusedTransactions {
  /** Two generations, as in SignatureCache: the old one goes when the young one is half of all. */
  private young = new Set<Hash>();
  private old: ReadonlySet<Hash> = new Set();

  get size(): number {
    return this.young.size + this.old.size;
  }

  has(wtxid: Hash): boolean {
    return this.young.has(wtxid) || this.old.has(wtxid);
  }

  add(wtxid: Hash): void {
    if (this.has(wtxid)) return;
    if (this.young.size >= REFUSED_KNOWN_MAX / 2) {
      this.old = this.young;
      this.young = new Set();
    }
    this.young.add(wtxid);
  }

  /** Another tip, other coins: each may be judged anew. */
  clear(): void {
    this.young = new Set();
    this.old = new Set();
  }
}
