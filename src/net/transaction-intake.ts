/**
 * Transactions on their way to the judge. A signature that nobody has verified costs more than all
 * other checks together, and whoever brings one decides about our time: so each peer has fifty a
 * second, and what it brings beyond them waits in a queue of its own, which delays nobody else.
 *
 * The judge may answer at once or much later. Few are with it at a time, and the peers take turns.
 */

import { transactionBytes } from '../consensus/encoding.ts';
import { txid, wtxid } from '../consensus/hash.ts';
import type { SignatureCache } from '../consensus/signature-cache.ts';
import type { Hash, Transaction } from '../consensus/types.ts';
import { TRANSACTIONS_JUDGED_MAX, TRANSACTIONS_WAITING_MAX_BYTES } from '../util/limits.ts';
import { refill } from './bucket.ts';
import type { LinkId } from './link.ts';
import type { Peer } from './peer.ts';
import { SIGNATURE_RATE } from './peer-transactions.ts';

/** Takes a transaction; its verdict comes to `Transactions.judged`, at once or later. */
export type TransactionJudge = (transaction: Transaction, from: Peer, now: number) => void;

/** One that is with the judge. */
export interface Case {
  readonly transaction: Transaction;
  readonly peer: Peer;
  /** Signatures that were not known to be good. */
  readonly unproven: number;
}

export interface IntakeOptions {
  readonly peers: ReadonlyMap<LinkId, Peer>;
  readonly signatures: Pick<SignatureCache, 'has'>;
  readonly judge: TransactionJudge;
  /** True for one that needs no verdict any more. */
  readonly isSettled: (wtxid: Hash) => boolean;
}

export class TransactionIntake {
  private readonly options: IntakeOptions;
  private readonly cases = new Map<Hash, Case>();
  private isRunning = false;

  constructor(options: IntakeOptions) {
    this.options = options;
  }

  /** Transactions with the judge. */
  get size(): number {
    return this.cases.size;
  }

  /** All that are with the judge or wait for it. */
  *transactions(): Iterable<Transaction> {
    for (const { transaction } of this.cases.values()) yield transaction;
    for (const { transactions } of this.options.peers.values()) yield* transactions.waiting;
  }

  isJudging(wtxid: Hash): boolean {
    return this.cases.has(wtxid);
  }

  /** Whether a transaction of this txid is with the judge, or waits among those of a peer. */
  isComing(id: Hash, { transactions }: Peer): boolean {
    const cases = Array.from(this.cases.values(), ({ transaction }) => transaction);
    return [...cases, ...transactions.waiting].some((transaction) => txid(transaction) === id);
  }

  /** False when the peer's queue holds too many bytes already, and it is not taken. */
  add({ transactions }: Peer, transaction: Transaction): boolean {
    const sizeBytes = transactionBytes(transaction);
    if (transactions.waitingBytes + sizeBytes > TRANSACTIONS_WAITING_MAX_BYTES) return false;
    transactions.waiting.push(transaction);
    transactions.waitingBytes += sizeBytes;
    return true;
  }

  /** Hands to the judge what budgets allow, one of each peer in turn. */
  run(now: number): void {
    // A judge that answers at once comes back here: what it let in is seen by the loop under way.
    if (this.isRunning) return;
    this.isRunning = true;
    for (let isMoving = true; isMoving;) {
      isMoving = false;
      for (const peer of this.options.peers.values()) {
        if (this.beginNext(peer, now)) isMoving = true;
      }
    }
    this.isRunning = false;
  }

  /** Ends a case; undefined when there is none. */
  close(wtxid: Hash): Case | undefined {
    const closed = this.cases.get(wtxid);
    this.cases.delete(wtxid);
    return closed;
  }

  private beginNext(peer: Peer, now: number): boolean {
    const { waiting, signatures } = peer.transactions;
    if (waiting.length === 0 || this.cases.size >= TRANSACTIONS_JUDGED_MAX) return false;
    refill(signatures, SIGNATURE_RATE, now);
    if (signatures.tokens <= 0) return false;
    const transaction = waiting.shift()!;
    peer.transactions.waitingBytes -= transactionBytes(transaction);
    this.begin(peer, transaction, now);
    return true;
  }

  private begin(peer: Peer, transaction: Transaction, now: number): void {
    const id = wtxid(transaction);
    if (this.cases.has(id) || this.options.isSettled(id)) return;
    const unproven = this.countUnproven(transaction);
    peer.transactions.signatures.tokens -= unproven;
    this.cases.set(id, { transaction, peer, unproven });
    this.options.judge(transaction, peer, now);
  }

  private countUnproven(transaction: Transaction): number {
    const id = wtxid(transaction);
    const { signatures } = this.options;
    return transaction.inputs.filter((_, inputIndex) => !signatures.has({ wtxid: id, inputIndex }))
      .length;
  }
}
