/**
 * Transactions that wait for a block: all of them valid on the present tip, none of them a double
 * spend of another, in the order in which a miner would take them.
 *
 * A newcomer is judged without its signatures (admission.ts), then its signatures are verified
 * unless the cache knows them, then it enters, and if there is no room the least wanted leave.
 * Whoever must not wait for signatures asks `examine` for them, has them verified elsewhere, tells
 * the chain's cache, and calls `accept`, which then costs no more than a lookup.
 *
 * The chain moves first and the mempool follows: `moved` comes right after every `advance` that
 * changed the tip. Times are in ms since 1970.
 */

import type { Chain } from '../chain/chain.ts';
import { outpointKey, transactionBytes } from '../consensus/encoding.ts';
import { txid, wtxid } from '../consensus/hash.ts';
import { checkSignatures, signatureChecks } from '../consensus/signature.ts';
import type { Block, Coin, Hash, OutPoint, Transaction } from '../consensus/types.ts';
import {
  MEMPOOL_EXPIRY_MS,
  MEMPOOL_MAX_TRANSACTIONS,
  MEMPOOL_MAX_VBYTES,
  RETURNED_MAX_BYTES,
} from '../util/limits.ts';
import {
  admit,
  type Candidate,
  checkAlone,
  coinOf,
  isStillSound,
  type Missing,
} from './admission.ts';
import { type Chunk, Clusters } from './clusters.ts';
import { Entries, type Entry, withDescendants } from './entries.ts';
import { FeeFloor, NO_FLOOR } from './fee-floor.ts';
import type { Feerate } from './feerate.ts';
import { refusal } from './policy.ts';
import { RefusedTransactions } from './refused.ts';
import {
  judged,
  type Orphaned,
  refuse,
  type Refused,
  type Removal,
  type RemovalReason,
  type Sound,
  type Verdict,
} from './verdict.ts';

/** How much may wait. */
export interface MempoolRoom {
  readonly maxTransactions: number;
  readonly maxVbytes: number;
}

/** What became of the active chain, as `advance` tells it. */
export interface Movement {
  /** Newest first. */
  readonly disconnected: readonly Block[];
  /** Oldest first. */
  readonly connected: readonly Block[];
}

const ROOM: MempoolRoom = {
  maxTransactions: MEMPOOL_MAX_TRANSACTIONS,
  maxVbytes: MEMPOOL_MAX_VBYTES,
};
const NOBODY: readonly Removal[] = [];

export class Mempool {
  readonly chain: Chain;
  readonly room: MempoolRoom;
  private readonly entries = new Entries();
  private readonly clusters = new Clusters();
  private readonly floor = new FeeFloor();
  private readonly refused = new RefusedTransactions();
  private changeCount = 0;

  constructor(chain: Chain, room: MempoolRoom = ROOM) {
    this.chain = chain;
    this.room = room;
  }

  /** Transactions. */
  get size(): number {
    return this.entries.size;
  }

  get sizeVbytes(): number {
    return this.entries.sizeVbytes;
  }

  /** Of all together, in ticks. */
  get fees(): number {
    return this.entries.fees;
  }

  /** Grows whenever one enters or leaves. */
  get changes(): number {
    return this.changeCount;
  }

  /** Best first: what `selectTransactions` takes from. */
  get chunks(): readonly Chunk[] {
    return this.clusters.best;
  }

  get(wtxid: Hash): Entry | undefined {
    return this.entries.get(wtxid);
  }

  withTxid(txid: Hash): Entry | undefined {
    return this.entries.withTxid(txid);
  }

  /** In order of entry, parents before children: what is written down for the next start. */
  values(): IterableIterator<Entry> {
    return this.entries.values();
  }

  chunkOf(entry: Entry): Chunk {
    return this.clusters.chunkOf(entry);
  }

  /** Who spends a coin already. */
  spender(prevout: OutPoint): Entry | undefined {
    return this.entries.spender(outpointKey(prevout));
  }

  /** A coin of the chain or of one who waits, whether or not another who waits spends it. */
  coin(prevout: OutPoint): Coin | undefined {
    return coinOf(this.pool, prevout);
  }

  /** Whether there is no use in fetching it: it waits here, or was refused on this tip. */
  knows(wtxid: Hash): boolean {
    return this.entries.get(wtxid) !== undefined || this.refused.has(wtxid);
  }

  /** What a newcomer must pay beside the least that is relayed. */
  feeFloor(now: number): Feerate {
    return this.floor.at(now);
  }

  /** All but the signatures, and which of them are still to be verified. */
  examine(transaction: Transaction, now: number): Sound | Orphaned | Refused {
    const candidate = this.consider(transaction, now);
    if ('kind' in candidate) return candidate;
    const checks = signatureChecks(transaction, candidate.coins, this.chain.signatures);
    return { kind: 'sound', checks };
  }

  /** What `accept` would say, but for the room a full mempool has; nothing changes. */
  test(transaction: Transaction, now: number): Verdict {
    const candidate = this.verify(transaction, now);
    if ('kind' in candidate) return candidate;
    return { kind: 'accepted', entry: candidate.entry, removed: NOBODY };
  }

  /** `time` is when it first came, for one that is read from the disk. */
  accept(transaction: Transaction, now: number, time = now): Verdict {
    const candidate = this.verify(transaction, now, time);
    const verdict = 'kind' in candidate ? candidate : this.seat(candidate, now);
    const isNews = verdict.kind === 'refused' && verdict.code !== 'txn-already-in-mempool';
    if (isNews) this.refused.add(wtxid(transaction));
    return verdict;
  }

  /** The chain has moved. */
  moved({ disconnected, connected }: Movement, now: number): readonly Removal[] {
    this.refused.clear();
    if (this.size === 0 && disconnected.length === 0) return NOBODY;
    const removed = connected.flatMap((block) => this.removeForBlock(block));
    if (disconnected.length > 0) removed.push(...this.takeBack(disconnected, now));
    return removed;
  }

  /** What has waited for too long leaves, with all that spend of it. */
  expire(now: number): readonly Removal[] {
    const old = [...this.entries.values()].filter(({ time }) => now - time >= MEMPOOL_EXPIRY_MS);
    return this.remove(withDescendants(old), 'expired');
  }

  private get pool() {
    const { chain, entries, clusters } = this;
    return { chain, entries, clusters };
  }

  private consider(
    transaction: Transaction,
    now: number,
    time = now,
  ): Candidate | Orphaned | Refused {
    const floor = this.floor.at(now);
    const candidate = judged(() => {
      checkAlone(transaction);
      return admit(this.pool, transaction, { floor, time });
    });
    return isMissing(candidate) ? { kind: 'orphan', missing: candidate.missing } : candidate;
  }

  private verify(
    transaction: Transaction,
    now: number,
    time = now,
  ): Candidate | Orphaned | Refused {
    const candidate = this.consider(transaction, now, time);
    if ('kind' in candidate) return candidate;
    const { coins } = candidate;
    const verdict = judged(() => checkSignatures(transaction, coins, this.chain.signatures));
    return verdict ?? candidate;
  }

  /** One that may enter does, and those leave for whom there is no room any more. */
  private seat({ entry, replaced }: Candidate, now: number): Verdict {
    const removed = [...this.remove(replaced, 'replaced')];
    this.enter(entry);
    removed.push(...this.trim(now));
    if (this.entries.get(entry.wtxid) !== undefined) return { kind: 'accepted', entry, removed };
    const others = removed.filter((removal) => removal.entry.wtxid !== entry.wtxid);
    return refuse(refusal('mempool-full', 'all that wait pay more'), others);
  }

  private enter(made: Candidate['entry']): void {
    this.clusters.add(this.entries.add(made));
    this.changeCount += 1;
  }

  private remove(entries: ReadonlySet<Entry>, reason: RemovalReason): Removal[] {
    if (entries.size === 0) return [];
    for (const entry of entries) this.entries.remove(entry);
    this.clusters.remove(entries);
    this.changeCount += 1;
    return Array.from(entries, (entry) => ({ entry, reason }));
  }

  private trim(now: number): Removal[] {
    const { maxTransactions, maxVbytes } = this.room;
    const removed: Removal[] = [];
    while (this.size > maxTransactions || this.sizeVbytes > maxVbytes) {
      const worst = this.clusters.worst!;
      this.floor.raise(worst, now);
      removed.push(...this.remove(new Set(worst.entries), 'evicted'));
    }
    return removed;
  }

  /** Confirmed ones leave, whatever their witness; rivals of confirmed ones leave for good. */
  private removeForBlock({ transactions }: Block): Removal[] {
    const confirmed = new Set<Entry>();
    const rivals = new Set<Entry>();
    for (const transaction of transactions) {
      const entry = this.entries.withTxid(txid(transaction));
      if (entry !== undefined) confirmed.add(entry);
      else for (const rival of this.rivalsOf(transaction)) rivals.add(rival);
    }
    const removed = this.remove(confirmed, 'block');
    return [...removed, ...this.remove(withDescendants(rivals), 'conflict')];
  }

  private rivalsOf({ inputs }: Transaction): Entry[] {
    return inputs.flatMap(({ prevout }) => this.spender(prevout) ?? []);
  }

  /**
   * After a reorganisation. What lost its coins, its maturity or its turn steps out; transactions
   * of the lost blocks come back, parents first; then those that stepped out try again behind them.
   * Nobody's signature is verified: all were, here or in a block.
   */
  private takeBack(disconnected: readonly Block[], now: number): Removal[] {
    const unsound = [...this.entries.values()].filter((entry) => !isStillSound(this.pool, entry));
    const stepped = [...withDescendants(unsound)].sort((one, two) => one.sequence - two.sequence);
    this.remove(new Set(stepped), 'reorganised');
    for (const transaction of returned(disconnected)) this.readmit(transaction, now);
    const lost = stepped.filter(({ transaction, time }) => !this.readmit(transaction, time));
    const removed = lost.map((entry): Removal => ({ entry, reason: 'reorganised' }));
    return [...removed, ...this.trim(now)];
  }

  /** No floor: there will be a trim. It can have no rivals, as all come from one chain. */
  private readmit(transaction: Transaction, time: number): boolean {
    const candidate = judged(() => admit(this.pool, transaction, { floor: NO_FLOOR, time }));
    if ('kind' in candidate || isMissing(candidate) || candidate.replaced.size > 0) return false;
    this.enter(candidate.entry);
    return true;
  }
}

function isMissing(answer: object): answer is Missing {
  return 'missing' in answer && !('kind' in answer);
}

/** The transactions of blocks (newest first) from the lowest up, while they are few enough. */
function returned(disconnected: readonly Block[]): Transaction[] {
  const transactions: Transaction[] = [];
  let sizeBytes = 0;
  for (const block of disconnected.toReversed()) {
    for (const transaction of block.transactions.slice(1)) {
      sizeBytes += transactionBytes(transaction);
      if (sizeBytes > RETURNED_MAX_BYTES) return transactions;
      transactions.push(transaction);
    }
  }
  return transactions;
}
