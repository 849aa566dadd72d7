/**
 * The ledger's place in the node: it walks after the active chain, a bounded stretch at a time, and
 * is written down as it goes. A new block, a chain caught up with and a rescan from genesis are all
 * the same walk, so there is one way to be right.
 *
 * What it says is never ahead of the blocks it has read, and the disk never holds it ahead of the
 * chain: its records are taken only when all of the chain's are on their way (the host writes in
 * order).
 */

import { GENESIS, type Handle, NO_HANDLE } from '../../chain/block-index.ts';
import type { Body } from '../../chain/bodies.ts';
import type { Chain } from '../../chain/chain.ts';
import type { Hash, Transaction } from '../../consensus/types.ts';
import type { Mempool } from '../../mempool/mempool.ts';
import type { Removal } from '../../mempool/verdict.ts';
import { CodecError, Reader, Writer } from '../../util/codec.ts';
import { WALLET_BLOCKS_AHEAD_MAX, WALLET_SLICE_BYTES } from '../../util/limits.ts';
import type { DropReason } from '../../wallet/entries.ts';
import { accountFromXpub, accountScripts, RECEIVE, type ScriptSource } from '../../wallet/keys.ts';
import {
  decodeLedger,
  encodeChanges,
  type LedgerOwner,
  scriptsOf,
  type StoredScripts,
} from '../../wallet/ledger-record.ts';
import { Ledger, type WalletTip } from '../../wallet/ledger.ts';
import { WatchedKeys } from '../../wallet/watched-keys.ts';
import type { StoreWrite } from '../ports.ts';

export interface BooksWays {
  readonly chain: Chain;
  readonly mempool: Mempool;
  /** The block, from memory at once or later from disk; undefined when it is nowhere. */
  readonly readBody: (handle: Handle, answer: (body: Body | undefined) => void) => void;
}

/** The wallet's records of the last start, by key. */
export type StoredRecords = ReadonlyMap<string, Uint8Array>;

interface Opened {
  readonly ledger: Ledger;
  readonly written: StoredScripts;
  /** Watched keys when the rescan under way began; undefined without one. */
  readonly rescanKeys?: number;
}

const LEDGER_PREFIX = 'ledger/';
const RESCAN_KEY = 'rescan';
/** So many blocks behind the tip, balances are of the past. */
const LAG_SHOWN = 100;
/** What an empty block costs beside its bytes. */
const BLOCK_COST_BYTES = 300;
const NOTHING_WRITTEN: StoredScripts = [0, 0];

export class Books {
  readonly ledger: Ledger;
  private readonly owner: LedgerOwner;
  private readonly ways: BooksWays;
  /** The block the ledger is at. */
  private at: Handle;
  /** Blocks from the disk that are not read yet; asked for and not here. */
  private readonly arrived = new Map<Handle, Body>();
  private readonly asked = new Set<Handle>();
  /** The disk has lost a block: no use in asking again before the next tick. */
  private isStalled = false;
  private written: StoredScripts;
  private rescanKeys: number | undefined;
  private isRescanWritten: boolean;
  private hasNews = true;
  /** On a long walk the books are written once a second. */
  private isDue = false;
  private changeCount = 0;

  constructor(owner: LedgerOwner, { ledger, written, rescanKeys }: Opened, ways: BooksWays) {
    this.owner = owner;
    this.ledger = ledger;
    this.ways = ways;
    this.written = written;
    this.rescanKeys = rescanKeys;
    this.isRescanWritten = rescanKeys !== undefined;
    this.at = ways.chain.index.find(ledger.tip.hash);
    if (this.at === NO_HANDLE) this.rescan();
    this.offerUnused();
  }

  /** Grows whenever there is something new to show. */
  get changes(): number {
    return this.changeCount;
  }

  /** Accounts for the whole active chain. */
  get isCurrent(): boolean {
    return this.at === this.ways.chain.tip && this.rescanKeys === undefined;
  }

  /** A search through many blocks is under way; absent otherwise. */
  get progress(): { readonly done: number; readonly total: number } | undefined {
    const [done, total] = [this.ledger.tip.height, this.ways.chain.height];
    return this.rescanKeys === undefined && total - done < LAG_SHOWN ? undefined : { done, total };
  }

  /** The script that rewards are paid to: one key for all, so that mining uses up none. */
  get rewardScript(): Uint8Array {
    return this.ledger.keys.scriptAt({ chain: RECEIVE, index: 0 });
  }

  /** The script to give away next: that of a key which no transaction has used. */
  get receiveScript(): Uint8Array {
    const { keys } = this.ledger;
    return keys.scriptAt({ chain: RECEIVE, index: keys.stored(RECEIVE).marks.handedOut });
  }

  /** Another one; where too many are unused already, the oldest of them again. */
  handOut(): Uint8Array {
    const { keys } = this.ledger;
    const before = keys.stored(RECEIVE).marks.handedOut;
    const place = keys.handOut();
    if (place.index !== before) this.noteChange();
    return keys.scriptAt(place);
  }

  /** Walks on towards the tip. True: there is more to do at once. */
  follow(): boolean {
    const { chain } = this.ways;
    if (this.at === chain.tip) return this.arriveAtTip();
    if (!chain.isActive(this.at)) this.leaveBranch();
    for (let left = WALLET_SLICE_BYTES; left > 0 && this.at !== chain.tip;) {
      const next = chain.activeAt(chain.index.height(this.at) + 1);
      const body = this.arrived.get(next) ?? chain.bodies.get(next);
      if (body === undefined) return this.readAhead();
      this.connect(next, body);
      left -= body.bytes.length + BLOCK_COST_BYTES;
    }
    return this.at !== chain.tip || this.rescanKeys !== undefined;
  }

  seen(transaction: Transaction, seenAt: number): void {
    const { ledger } = this;
    const before = ledger.sequences;
    ledger.transactionSeen(transaction, seenAt);
    if (ledger.sequences > before || ledger.entries.concerns(transaction)) this.noteChange();
  }

  removed(removals: readonly Removal[]): void {
    for (const { entry, reason } of removals) {
      if (reason !== 'block') this.dropped(entry.txid, reason);
    }
  }

  dropped(txid: Hash, reason: DropReason): void {
    if (this.ledger.entries.get(txid) === undefined) return;
    this.ledger.transactionDropped(txid, reason);
    this.noteChange();
  }

  /** Goes through every block again, as for words that were used elsewhere. */
  rescan(): void {
    const { index } = this.ways.chain;
    this.ledger.beginRescan({ height: 0, hash: index.hash(GENESIS) });
    this.at = GENESIS;
    this.rescanKeys = this.ledger.keys.count;
    this.arrived.clear();
    this.noteChange();
  }

  /**
   * What the disk does not know yet, once. To be asked when the chain's records are on their way.
   */
  takeWrites(): StoreWrite[] {
    if (!this.hasNews || !(this.isCurrent || this.isDue)) return [];
    this.hasNews = false;
    this.isDue = false;
    const records = encodeChanges(this.ledger, this.owner, this.written);
    this.written = scriptsOf(this.ledger);
    const puts = records.map(({ name, bytes }): StoreWrite => ({
      put: ['wallet', LEDGER_PREFIX + name, bytes],
    }));
    return [...this.rescanWrites(), ...puts];
  }

  /** A block that the disk did not have may have come by now. */
  tick(): void {
    this.isStalled = false;
    this.isDue = true;
  }

  private connect(handle: Handle, { block }: Body): void {
    this.ledger.blockConnected(block, this.ledger.tip.height + 1);
    this.arrived.delete(handle);
    this.at = handle;
    this.noteChange();
  }

  /** A page that is closed in the middle of a rescan goes on with it when it is opened again. */
  private rescanWrites(): StoreWrite[] {
    const wasWritten = this.isRescanWritten;
    this.isRescanWritten = this.rescanKeys !== undefined;
    if (this.rescanKeys !== undefined) {
      return [{ put: ['wallet', RESCAN_KEY, encodeCount(this.rescanKeys)] }];
    }
    return wasWritten ? [{ remove: ['wallet', RESCAN_KEY] }] : [];
  }

  private leaveBranch(): void {
    const { index, tip } = this.ways.chain;
    this.at = index.fork(this.at, tip);
    this.ledger.rewind(tipOf(this.ways.chain, this.at));
    this.arrived.clear();
    this.noteChange();
  }

  /** At the end of a rescan that found keys further out, the blocks are gone through once more. */
  private arriveAtTip(): boolean {
    if (this.rescanKeys === undefined) return false;
    if (this.ledger.keys.count > this.rescanKeys) this.rescan();
    else {
      this.rescanKeys = undefined;
      for (const { transaction, time } of this.ways.mempool.values()) this.seen(transaction, time);
      this.noteChange();
    }
    return !this.isCurrent;
  }

  /** Asks the disk for the blocks that come next: several often stand in one of its records. */
  private readAhead(): boolean {
    const { chain, readBody } = this.ways;
    if (this.asked.size > 0 || this.isStalled) return false;
    const first = chain.index.height(this.at) + 1;
    const last = Math.min(chain.height, first + WALLET_BLOCKS_AHEAD_MAX - 1);
    const handles: Handle[] = [];
    for (let height = first; height <= last; height += 1) handles.push(chain.activeAt(height));
    for (const handle of handles) this.asked.add(handle);
    for (const handle of handles) {
      readBody(handle, (body) => {
        this.asked.delete(handle);
        if (body === undefined) this.isStalled = true;
        else this.arrived.set(handle, body);
      });
    }
    return false;
  }

  private noteChange(): void {
    this.hasNews = true;
    this.changeCount += 1;
    this.offerUnused();
  }

  private offerUnused(): void {
    const { handedOut, seen } = this.ledger.keys.stored(RECEIVE).marks;
    if (handedOut <= seen) this.ledger.keys.handOut();
  }
}

/** Books for an account that is new here: from `tip` on, or from genesis where it may be old. */
export function newBooks(owner: LedgerOwner, ways: BooksWays, isNewAccount: boolean): Books {
  const { params, tip } = ways.chain;
  const keys = new WatchedKeys(sourceOf(owner));
  const begin = tipOf(ways.chain, isNewAccount ? tip : GENESIS);
  const ledger = new Ledger({ keys, tip: begin, coinbaseMaturity: params.coinbaseMaturity });
  const books = new Books(owner, { ledger, written: NOTHING_WRITTEN }, ways);
  if (!isNewAccount) books.rescan();
  return books;
}

/** Books as the last start left them; from the blocks anew where the records are damaged. */
export function openBooks(owner: LedgerOwner, ways: BooksWays, records: StoredRecords): Books {
  const { coinbaseMaturity } = ways.chain.params;
  const ours = new Map<string, Uint8Array>();
  for (const [key, value] of records) {
    if (key.startsWith(LEDGER_PREFIX)) ours.set(key.slice(LEDGER_PREFIX.length), value);
  }
  try {
    const ledger = decodeLedger(ours, { owner, source: sourceOf(owner), coinbaseMaturity });
    const rescanKeys = decodeCount(records.get(RESCAN_KEY));
    const opened = { ledger, written: scriptsOf(ledger) };
    return new Books(owner, rescanKeys === undefined ? opened : { ...opened, rescanKeys }, ways);
  } catch (error) {
    if (!(error instanceof CodecError)) throw error;
    return newBooks(owner, ways, false);
  }
}

/** The records of books that give way to others. */
export function removeBooks(records: Iterable<string>): StoreWrite[] {
  const keys = [...records].filter((key) => key.startsWith(LEDGER_PREFIX) || key === RESCAN_KEY);
  return keys.map((key) => ({ remove: ['wallet', key] }));
}

/** Addresses come from the public half alone, so no secret is held for them. */
function sourceOf({ xpub }: LedgerOwner): ScriptSource {
  return accountScripts(accountFromXpub(xpub));
}

function tipOf({ index }: Chain, handle: Handle): WalletTip {
  return { height: index.height(handle), hash: index.hash(handle) };
}

function encodeCount(count: number): Uint8Array {
  const writer = new Writer(4);
  writer.u32(count);
  return writer.finish();
}

function decodeCount(bytes: Uint8Array | undefined): number | undefined {
  return bytes === undefined ? undefined : new Reader(bytes).u32();
}
