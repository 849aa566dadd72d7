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
import { outpointKey } from '../consensus/encoding.ts';
import { wtxid } from '../consensus/hash.ts';
import { checkSignatures, signatureChecks } from '../consensus/signature.ts';
import type { Block, Coin, Hash, OutPoint, Transaction } from '../consensus/types.ts';
import { MEMPOOL_EXPIRY_MS } from '../util/limits.ts';
import { admit, type Candidate, checkAlone, coinOf } from './admission.ts';
import type { Chunk } from './clusters.ts';
import { type Entry, withDescendants } from './entries.ts';
import type { Feerate } from './feerate.ts';
import { removeForBlock, takeBack } from './following.ts';
import { refusal } from './policy.ts';
import { RefusedTransactions } from './refused.ts';
import { DEFAULT_ROOM, type MempoolRoom, Seats } from './seats.ts';
import {
  judged,
  type Orphaned,
  refuse,
  type Refused,
  type Removal,
  type Sound,
  type Verdict,
} from './verdict.ts';

/** What became of the active chain, as `advance` tells it. */
export interface Movement {
  /** Newest first. */
  readonly disconnected: readonly Block[];
  /** Oldest first. */
  readonly connected: readonly Block[];
}

const NOBODY: readonly Removal[] = [];

export class Mempool {
  private readonly seats: Seats;
  private readonly refused = new RefusedTransactions();

  constructor(chain: Chain, room: MempoolRoom = DEFAULT_ROOM) {
    this.seats = new Seats(chain, room);
  }

  get chain(): Chain {
    return this.seats.chain;
  }

  get room(): MempoolRoom {
    return this.seats.room;
  }

  /** Transactions. */
  get size(): number {
    return this.seats.entries.size;
  }

  get sizeVbytes(): number {
    return this.seats.entries.sizeVbytes;
  }

  /** Of all together, in ticks. */
  get fees(): number {
    return this.seats.entries.fees;
  }

  /** Grows whenever one enters or leaves. */
  get changes(): number {
    return this.seats.changes;
  }

  /** Best first: what `selectTransactions` takes from. */
  get chunks(): readonly Chunk[] {
    return this.seats.clusters.best;
  }

  get(wtxid: Hash): Entry | undefined {
    return this.seats.entries.get(wtxid);
  }

  withTxid(txid: Hash): Entry | undefined {
    return this.seats.entries.withTxid(txid);
  }

  /** In order of entry, parents before children: what is written down for the next start. */
  values(): IterableIterator<Entry> {
    return this.seats.entries.values();
  }

  chunkOf(entry: Entry): Chunk {
    return this.seats.clusters.chunkOf(entry);
  }

  /** Who spends a coin already. */
  spender(prevout: OutPoint): Entry | undefined {
    return this.seats.entries.spender(outpointKey(prevout));
  }

  /** A coin of the chain or of one who waits, whether or not another who waits spends it. */
  coin(prevout: OutPoint): Coin | undefined {
    return coinOf(this.seats, prevout);
  }

  /** Whether there is no use in fetching it: it waits here, or was refused on this tip. */
  knows(wtxid: Hash): boolean {
    return this.seats.entries.get(wtxid) !== undefined || this.refused.has(wtxid);
  }

  /** What a newcomer must pay beside the least that is relayed. */
  feeFloor(now: number): Feerate {
    return this.seats.floor.at(now);
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
    const candidate = this.verify(transaction, now);
    const verdict = 'kind' in candidate ? candidate : this.seat(dated(candidate, time), now);
    const isNews = verdict.kind === 'refused' && verdict.code !== 'txn-already-in-mempool';
    if (isNews) this.refused.add(wtxid(transaction));
    return verdict;
  }

  /** The chain has moved. */
  moved({ disconnected, connected }: Movement, now: number): readonly Removal[] {
    this.refused.clear();
    if (this.size === 0 && disconnected.length === 0) return NOBODY;
    const removed = connected.flatMap((block) => removeForBlock(this.seats, block));
    if (disconnected.length === 0) return removed;
    return [...removed, ...takeBack(this.seats, disconnected, now)];
  }

  /** The chain has moved in a way that nobody can tell block by block, as by a restart. */
  recheck(now: number): readonly Removal[] {
    this.refused.clear();
    return takeBack(this.seats, [], now);
  }

  /** What has waited for too long leaves, with all that spend of it. */
  expire(now: number): readonly Removal[] {
    const old = [...this.values()].filter(({ time }) => now - time >= MEMPOOL_EXPIRY_MS);
    return this.seats.remove(withDescendants(old), 'expired');
  }

  private consider(transaction: Transaction, now: number): Candidate | Orphaned | Refused {
    const moment = { floor: this.feeFloor(now), time: now };
    return judged(() => {
      checkAlone(transaction);
      const answer = admit(this.seats, transaction, moment);
      return 'missing' in answer ? { kind: 'orphan', ...answer } : answer;
    });
  }

  private verify(transaction: Transaction, now: number): Candidate | Orphaned | Refused {
    const candidate = this.consider(transaction, now);
    if ('kind' in candidate) return candidate;
    const { coins } = candidate;
    const refused = judged(() => checkSignatures(transaction, coins, this.chain.signatures));
    return refused ?? candidate;
  }

  /** One that may enter does, and those leave for whom there is no room any more. */
  private seat({ entry, replaced }: Candidate, now: number): Verdict {
    const removed = this.seats.remove(replaced, 'replaced');
    this.seats.enter(entry);
    removed.push(...this.seats.trim(now));
    if (this.get(entry.wtxid) !== undefined) return { kind: 'accepted', entry, removed };
    const others = removed.filter((removal) => removal.entry.wtxid !== entry.wtxid);
    return refuse(refusal('mempool-full', 'all that wait pay more'), others);
  }
}

/** Nobody waits since a time to come, whatever the disk says. */
function dated(candidate: Candidate, time: number): Candidate {
  const { entry } = candidate;
  return time < entry.time ? { ...candidate, entry: { ...entry, time } } : candidate;
}
