/**
 * The transactions that wait, and who spends whom: by wtxid, by txid, by the outpoint they spend,
 * and linked to their parents and children among each other.
 *
 * No two of them spend one outpoint, and a parent always entered before its child.
 */

import { outpointKey } from '../consensus/encoding.ts';
import type { Hash, Transaction } from '../consensus/types.ts';
import { assert } from '../util/assert.ts';
import type { Feerate } from './feerate.ts';

/** A transaction that waits for a block. */
export interface Entry extends Feerate {
  readonly transaction: Transaction;
  readonly txid: Hash;
  readonly wtxid: Hash;
  readonly weight: number;
  /** When it was first accepted, in ms since 1970. */
  readonly time: number;
  /** Of the tip on which it was accepted. */
  readonly height: number;
  /** Grows with each entry: parents have smaller ones than their children. */
  readonly sequence: number;
  /** Those among the waiting whose outputs it spends, and who spend its own. */
  readonly parents: ReadonlySet<Entry>;
  readonly children: ReadonlySet<Entry>;
}

/** All but what the place among the others decides. */
export type NewEntry = Omit<Entry, 'sequence' | 'parents' | 'children'>;

interface Linked extends Entry {
  readonly parents: Set<Linked>;
  readonly children: Set<Linked>;
}

export class Entries {
  private readonly byWtxid = new Map<Hash, Linked>();
  private readonly byTxid = new Map<Hash, Linked>();
  private readonly spenders = new Map<string, Linked>();
  private sequence = 0;
  private totalSizeVbytes = 0;
  private totalFees = 0;

  get size(): number {
    return this.byWtxid.size;
  }

  get sizeVbytes(): number {
    return this.totalSizeVbytes;
  }

  /** In ticks. */
  get fees(): number {
    return this.totalFees;
  }

  get(wtxid: Hash): Entry | undefined {
    return this.byWtxid.get(wtxid);
  }

  withTxid(txid: Hash): Entry | undefined {
    return this.byTxid.get(txid);
  }

  /** Who spends this outpoint (by `outpointKey`). */
  spender(key: string): Entry | undefined {
    return this.spenders.get(key);
  }

  /** In order of entry, parents before children. */
  values(): IterableIterator<Entry> {
    return this.byWtxid.values();
  }

  add(made: NewEntry): Entry {
    const parents = new Set<Linked>();
    for (const { prevout } of made.transaction.inputs) {
      const parent = this.byTxid.get(prevout.txid);
      if (parent !== undefined) parents.add(parent);
    }
    this.sequence += 1;
    const entry: Linked = { ...made, sequence: this.sequence, parents, children: new Set() };
    for (const parent of parents) parent.children.add(entry);
    this.register(entry);
    return entry;
  }

  remove({ wtxid }: Entry): void {
    const entry = this.byWtxid.get(wtxid);
    assert(entry !== undefined, 'what leaves was here');
    for (const parent of entry.parents) parent.children.delete(entry);
    for (const child of entry.children) child.parents.delete(entry);
    this.byWtxid.delete(wtxid);
    this.byTxid.delete(entry.txid);
    for (const { prevout } of entry.transaction.inputs) this.spenders.delete(outpointKey(prevout));
    this.totalSizeVbytes -= entry.sizeVbytes;
    this.totalFees -= entry.fee;
  }

  private register(entry: Linked): void {
    assert(!this.byTxid.has(entry.txid), 'a transaction waits once');
    this.byWtxid.set(entry.wtxid, entry);
    this.byTxid.set(entry.txid, entry);
    for (const { prevout } of entry.transaction.inputs) {
      const key = outpointKey(prevout);
      assert(!this.spenders.has(key), 'an outpoint is spent once');
      this.spenders.set(key, entry);
    }
    this.totalSizeVbytes += entry.sizeVbytes;
    this.totalFees += entry.fee;
  }
}

/** The entries themselves and all that spend of them, however far. */
export function withDescendants(entries: Iterable<Entry>): Set<Entry> {
  return closure(entries, ({ children }) => children);
}

/** The entries themselves and all they descend from. */
export function withAncestors(entries: Iterable<Entry>): Set<Entry> {
  return closure(entries, ({ parents }) => parents);
}

/** All that are linked to these entries in any way, but for those in `except` and beyond them. */
export function connected(
  entries: Iterable<Entry>,
  except: ReadonlySet<Entry> = new Set(),
): Set<Entry> {
  return closure(entries, ({ parents, children }) =>
    [...parents, ...children].filter((entry) => !except.has(entry)),
  );
}

/** A set can be walked while it grows. */
function closure(entries: Iterable<Entry>, next: (entry: Entry) => Iterable<Entry>): Set<Entry> {
  const found = new Set(entries);
  for (const entry of found) for (const other of next(entry)) found.add(other);
  return found;
}
