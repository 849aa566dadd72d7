/**
 * Judges the loose transactions that peers bring. Everything but the signatures is judged here and
 * at once; the signatures go to the verifier, so that nobody's payment keeps the node from its
 * work.
 */

import { wtxid } from '../consensus/hash.ts';
import { badSignature, type InputCheck } from '../consensus/signature.ts';
import type { SignatureCache } from '../consensus/signature-cache.ts';
import type { Hash, Transaction } from '../consensus/types.ts';
import { refuse, type Verdict } from '../mempool/verdict.ts';
import { assert } from '../util/assert.ts';
import type { Pool } from './pool.ts';
import type { Effect } from './ports.ts';

export interface LooseJudgeWays {
  readonly pool: Pool;
  readonly signatures: SignatureCache;
  readonly emit: (effect: Effect) => void;
  readonly judged: (wtxid: Hash, verdict: Verdict, now: number) => void;
}

interface Case {
  readonly transaction: Transaction;
  readonly checks: readonly InputCheck[];
}

export class LooseJudge {
  private readonly ways: LooseJudgeWays;
  private readonly cases = new Map<number, Case>();
  /** Counts downwards: the batches of blocks have the numbers above zero. */
  private lastBatch = 0;

  constructor(ways: LooseJudgeWays) {
    this.ways = ways;
  }

  /** The network has few with us at a time, so what waits here is bounded there. */
  judge(transaction: Transaction, now: number): void {
    const { emit, pool } = this.ways;
    const finding = pool.mempool.examine(transaction, now);
    if (finding.kind !== 'sound') return this.tell(transaction, finding, now);
    const { checks } = finding;
    if (checks.length === 0) return this.admit(transaction, now);
    this.lastBatch -= 1;
    this.cases.set(this.lastBatch, { transaction, checks });
    return emit({ type: 'verify', batch: this.lastBatch, checks });
  }

  /** The verifier's answer to a batch of ours. */
  verified(batch: number, firstBad: number | undefined, now: number): void {
    const closed = this.cases.get(batch);
    assert(closed !== undefined, 'a batch that was asked for');
    this.cases.delete(batch);
    const { transaction, checks } = closed;
    if (firstBad !== undefined) {
      return this.tell(transaction, refuse(badSignature(checks[firstBad]!)), now);
    }
    for (const check of checks) this.ways.signatures.add(check);
    return this.admit(transaction, now);
  }

  private admit(transaction: Transaction, now: number): void {
    this.tell(transaction, this.ways.pool.accept(transaction, now, false), now);
  }

  private tell(transaction: Transaction, verdict: Verdict, now: number): void {
    this.ways.judged(wtxid(transaction), verdict, now);
  }
}
