/**
 * Loose transactions between peers: told by wtxid, fetched once, judged elsewhere, told on.
 *
 * Nothing is fetched before our chain and a peer's are level: without the coins every transaction
 * looks like an orphan. What is refused is remembered by wtxid alone and until the next block, as
 * anybody can spoil a witness without changing the txid. A refusal by policy is nobody's fault; one
 * by a rule costs the link of who brought it: no honest node passes on what it has not checked.
 */

import { transactionWeight } from '../consensus/encoding.ts';
import { txid, wtxid } from '../consensus/hash.ts';
import type { SignatureCache } from '../consensus/signature-cache.ts';
import type { Block, Hash, Transaction } from '../consensus/types.ts';
import type { Mempool } from '../mempool/mempool.ts';
import { Orphans } from '../mempool/orphans.ts';
import { RefusedTransactions } from '../mempool/refused.ts';
import type { Verdict } from '../mempool/verdict.ts';
import { CLUSTER_MAX_TRANSACTIONS, LOOSE_TRANSACTION_MAX_WEIGHT } from '../util/limits.ts';
import type { Random } from '../util/random.ts';
import type { LinkId } from './link.ts';
import { type InventoryItem, InventoryType } from './messages.ts';
import type { Peer } from './peer.ts';
import { noteKnown } from './peer-transactions.ts';
import { type Case, TransactionIntake, type TransactionJudge } from './transaction-intake.ts';
import { type Need, TransactionRequests } from './transaction-requests.ts';
import { TransactionServe } from './transaction-serve.ts';
import { Trickle } from './transaction-trickle.ts';
import type { Voice } from './voice.ts';

export type WaitingTransactions = Pick<Mempool, 'chunks' | 'get' | 'knows' | 'values' | 'withTxid'>;

export interface TransactionsOptions {
  readonly mempool: WaitingTransactions;
  readonly judge: TransactionJudge;
  readonly signatures: Pick<SignatureCache, 'has'>;
  readonly peers: ReadonlyMap<LinkId, Peer>;
  readonly voice: Voice;
  readonly random: Random;
  /** Whether our chain and the peer's are level, as far as either has said. */
  readonly isLevel: (peer: Peer) => boolean;
  /** It sent what breaks a rule. */
  readonly punish: (peer: Peer, code: string, now: number) => void;
}

type Refusal = Extract<Verdict, { kind: 'refused' }>;

export class Transactions {
  private readonly options: TransactionsOptions;
  private readonly trickle: Trickle;
  private readonly requests: TransactionRequests;
  private readonly intake: TransactionIntake;
  private readonly serving: TransactionServe;
  private readonly orphans = new Orphans();
  /** Of no use on this tip: refused, or in its block. */
  private readonly useless = new RefusedTransactions();

  constructor(options: TransactionsOptions) {
    const { mempool, voice, random, peers, signatures, judge } = options;
    this.options = options;
    this.trickle = new Trickle(mempool, voice, random);
    this.requests = new TransactionRequests(peers);
    const isSettled = (id: Hash) => this.isSettled(id);
    this.intake = new TransactionIntake({ peers, signatures, judge, isSettled });
    this.serving = new TransactionServe(mempool, voice);
  }

  /** Transactions with the judge, and those whose parents are awaited. */
  get counts() {
    return { judging: this.intake.size, orphans: this.orphans.size };
  }

  /** When some peer is to be told next, in ms; Infinity while there is nothing to tell. */
  get nextTellAt(): number {
    let next = Infinity;
    for (const { transactions } of this.peers) next = Math.min(next, transactions.tellAt);
    return next;
  }

  /** What a new block may hold, the likeliest first. */
  *candidates(): Iterable<Transaction> {
    for (const { entries } of this.options.mempool.chunks) {
      for (const { transaction } of entries) yield transaction;
    }
    yield* this.intake.transactions();
    yield* this.orphans.transactions();
  }

  /** A peer is ready: it is told of all that waits here, as time goes by. */
  greet(peer: Peer, now: number): void {
    for (const entry of this.options.mempool.values()) this.trickle.add(peer, entry.wtxid, now);
  }

  /** One waits in the mempool now: everybody is told, and what waited for it is judged. */
  added(id: Hash, now: number): void {
    const entry = this.options.mempool.get(id);
    if (entry === undefined) return;
    this.requests.settle(id);
    this.requests.settle(entry.txid);
    for (const peer of this.peers) if (peer.phase === 'ready') this.trickle.add(peer, id, now);
    this.judgeAgain(this.orphans.take(entry.txid), now);
  }

  /** Tells whoever is to be told by now. */
  tell(now: number): void {
    for (const peer of this.peers) this.trickle.tell(peer, now);
  }

  /** An inv. What is no wtxid says nothing: blocks are announced by headers. */
  announced(peer: Peer, items: readonly InventoryItem[], now: number): void {
    for (const item of items) {
      if (item.type !== InventoryType.wtx) continue;
      noteKnown(peer.transactions, item.hash);
      if (!this.isSettled(item.hash)) this.requests.announced(peer, item);
    }
    this.ask(peer, now);
  }

  /** What nobody asked for is not looked at; it may be a late answer, so it costs nothing. */
  arrived(peer: Peer, transaction: Transaction, now: number): void {
    const names = [wtxid(transaction), txid(transaction)] as const;
    if (!this.requests.arrived(peer, names)) return;
    const [id] = names;
    noteKnown(peer.transactions, id);
    if (this.isSettled(id)) this.forget(transaction);
    else if (transactionWeight(transaction) > LOOSE_TRANSACTION_MAX_WEIGHT) this.drop(transaction);
    else if (!this.orphans.has(id)) this.intake.add(peer, transaction);
    this.intake.run(now);
    this.ask(peer, now);
  }

  /** The judge's word. Of one that is not with it, nothing is heard. */
  judged(id: Hash, verdict: Verdict, now: number): void {
    const closed = this.intake.close(id);
    if (closed === undefined) return;
    if (verdict.kind === 'accepted') {
      closed.peer.transactionAt = now;
      this.added(id, now);
    } else if (verdict.kind === 'orphan') this.park(closed, verdict.missing, now);
    else this.refuse(closed, verdict, now);
    this.intake.run(now);
  }

  /** Another tip, other coins. `blocks` are those that came. */
  moved(blocks: readonly Block[], now: number): void {
    this.useless.clear();
    for (const block of blocks) {
      for (const transaction of block.transactions) this.confirmed(transaction);
      this.judgeAgain(this.orphans.takeForBlock(block), now);
    }
  }

  want(peer: Peer, items: readonly InventoryItem[]): void {
    if (items.length > 0) this.serving.want(peer, items);
  }

  notFound(peer: Peer, items: readonly InventoryItem[], now: number): void {
    for (const { hash } of items) this.requests.notFound(peer, hash);
    this.askAll(now);
  }

  /** Its link has room again, perhaps. */
  pump(peer: Peer): void {
    this.serving.pump(peer);
  }

  /** To be called about once a second. */
  tick(now: number): void {
    this.orphans.expire(now);
    this.requests.expire(now);
    for (const peer of this.peers) this.serving.pump(peer);
    this.intake.run(now);
    this.askAll(now);
  }

  /** After a sleep, or when the clock was set. */
  forgive(now: number): void {
    this.requests.forgive(now);
    for (const peer of this.peers) this.trickle.restart(peer, now);
  }

  peerLost(peer: Peer): void {
    this.requests.peerLost(peer);
    // It cannot answer for them any more; others who have them will say so.
    peer.transactions.waiting.length = 0;
    peer.transactions.waitingBytes = 0;
  }

  private get peers(): Iterable<Peer> {
    return this.options.peers.values();
  }

  private ask(peer: Peer, now: number): void {
    if (peer.transactions.announced.size === 0 || !this.options.isLevel(peer)) return;
    const items = this.requests.take(peer, (item) => this.need(item, peer), now);
    if (items.length > 0) this.options.voice.tell(peer, { name: 'getdata', items });
  }

  private askAll(now: number): void {
    for (const peer of this.peers) this.ask(peer, now);
  }

  private need({ type, hash }: InventoryItem, peer: Peer): Need {
    if (type !== InventoryType.wtx) return this.needParent(hash, peer);
    if (this.isSettled(hash)) return 'never';
    return this.intake.isJudging(hash) || this.orphans.has(hash) ? 'later' : 'now';
  }

  /** By its txid; its wtxid may have been announced and be under way. */
  private needParent(id: Hash, peer: Peer): Need {
    if (this.options.mempool.withTxid(id) !== undefined) return 'never';
    return this.intake.isComing(id, peer) ? 'later' : 'now';
  }

  /** Whether it is here for good, or of no use. */
  private isSettled(id: Hash): boolean {
    return this.options.mempool.knows(id) || this.useless.has(id);
  }

  /** One without some of its parents waits for them, and who brought it is asked for them. */
  private park(closed: Case, missing: ReadonlySet<Hash>, now: number): void {
    const { peer, transaction } = closed;
    giveBack(closed);
    this.requests.release(wtxid(transaction));
    this.requests.release(txid(transaction));
    // More than a cluster has room for will never be let in together.
    if (missing.size >= CLUSTER_MAX_TRANSACTIONS) return this.drop(transaction);
    if (this.options.peers.get(peer.link) !== peer) return undefined;
    this.orphans.add({ transaction, peer: String(peer.link) }, missing, now);
    for (const hash of missing) {
      this.requests.announced(peer, { type: InventoryType.witnessTransaction, hash });
    }
    return this.ask(peer, now);
  }

  private refuse(closed: Case, { fault, code }: Refusal, now: number): void {
    this.drop(closed.transaction);
    if (fault === 'policy') giveBack(closed);
    else this.options.punish(closed.peer, code, now);
  }

  /** Each on the account of who brought it; who is gone cannot answer for it. */
  private judgeAgain(orphans: ReturnType<Orphans['take']>, now: number): void {
    for (const { transaction, peer } of orphans) {
      const owner = this.options.peers.get(Number(peer));
      if (owner !== undefined) this.intake.add(owner, transaction);
    }
    if (orphans.length > 0) this.intake.run(now);
  }

  private drop(transaction: Transaction): void {
    this.useless.add(wtxid(transaction));
    this.forget(transaction);
  }

  /** The same txid under another witness may be sound, so it is looked for still. */
  private forget(transaction: Transaction): void {
    this.requests.settle(wtxid(transaction));
    this.requests.release(txid(transaction));
  }

  private confirmed(transaction: Transaction): void {
    this.drop(transaction);
    this.requests.settle(txid(transaction));
  }
}

/** Whatever was said, no signature was verified for it. */
function giveBack({ peer, unproven }: Case): void {
  peer.transactions.signatures.tokens += unproven;
}
