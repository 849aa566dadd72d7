/**
 * A block that is being put together from what its short names say: each place is empty until a
 * transaction of that name fills it. A name is no proof. Whether the right ones came together is
 * for the merkle root and the witness commitment to say, once none is missing.
 */

import { wtxid } from '../consensus/hash.ts';
import type { Block, Header, Transaction } from '../consensus/types.ts';
import { assert } from '../util/assert.ts';
import { type CompactBlock, shortId, shortIdKey } from './compact-block.ts';
import type { SipKey } from './siphash.ts';

export class Draft {
  /** Two transactions have one name, so that nothing can be put in their places. */
  readonly isAmbiguous: boolean;
  private readonly header: Header;
  private readonly key: SipKey;
  private readonly places: (Transaction | undefined)[];
  /** Empty places by the name that belongs there. */
  private readonly empty = new Map<number, number>();

  constructor({ header, nonce, shortIds, prefilled }: CompactBlock) {
    this.header = header;
    this.key = shortIdKey(header, nonce);
    this.places = Array.from({ length: shortIds.length + prefilled.length });
    for (const { index, transaction } of prefilled) this.places[index] = transaction;
    const ids = shortIds.values();
    for (const [at, transaction] of this.places.entries()) {
      if (transaction === undefined) this.empty.set(ids.next().value!, at);
    }
    this.isAmbiguous = this.empty.size < shortIds.length;
  }

  /** Places that are still empty, in rising order. */
  get missing(): readonly number[] {
    return [...this.empty.values()];
  }

  get isWhole(): boolean {
    return this.empty.size === 0;
  }

  /** Puts the candidates that fit in their places; of two that fit one place the first. */
  take(candidates: Iterable<Transaction>): void {
    if (this.isWhole) return;
    for (const transaction of candidates) {
      this.put(transaction);
      if (this.isWhole) return;
    }
  }

  /** Whether these are all that are missing, in their order; only then are they taken. */
  complete(transactions: readonly Transaction[]): boolean {
    const names = transactions.map((transaction) => shortId(this.key, wtxid(transaction)));
    const wanted = [...this.empty.keys()];
    if (names.length !== wanted.length) return false;
    if (!names.every((name, at) => name === wanted[at])) return false;
    for (const transaction of transactions) this.put(transaction);
    return true;
  }

  /** The block, once none is missing; whether it is the right one is not known yet. */
  get block(): Block {
    assert(this.isWhole, 'every place is filled');
    return { header: this.header, transactions: this.places as Transaction[] };
  }

  private put(transaction: Transaction): void {
    const name = shortId(this.key, wtxid(transaction));
    const at = this.empty.get(name);
    if (at === undefined) return;
    this.places[at] = transaction;
    this.empty.delete(name);
  }
}
