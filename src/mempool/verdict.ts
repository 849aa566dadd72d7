/** What is said to who brings a transaction, and of those that had to leave for it. */

import type { Hash } from '../consensus/types.ts';
import { RuleError } from '../consensus/rule-error.ts';
import type { InputCheck } from '../consensus/signature.ts';
import type { Entry, NewEntry } from './entries.ts';

export type Verdict = Accepted | Orphaned | Refused;

export interface Accepted {
  readonly kind: 'accepted';
  readonly entry: NewEntry;
  readonly removed: readonly Removal[];
}

/** It spends outputs of transactions that are not known here. Nobody's fault. */
export interface Orphaned {
  readonly kind: 'orphan';
  /** The txids of those. */
  readonly missing: ReadonlySet<Hash>;
}

export interface Refused {
  readonly kind: 'refused';
  /** Bitcoin's word where it has one, in kebab-case. */
  readonly code: string;
  readonly detail: string;
  /**
   * 'consensus' where the transaction cannot stand in any block, so whoever sent it has not checked
   * it: only that costs a peer its link. 'policy' where others may see it differently.
   */
  readonly fault: 'consensus' | 'policy';
  /** One that was let in, replaced others, and turned out the least of a full mempool itself. */
  readonly removed: readonly Removal[];
}

/** All is well but for these signatures, which nobody has verified yet. */
export interface Sound {
  readonly kind: 'sound';
  readonly checks: readonly InputCheck[];
}

/** Bitcoin's reasons (kernel/mempool_removal_reason.h). */
export type RemovalReason =
  | 'block'
  | 'conflict'
  | 'replaced'
  | 'evicted'
  | 'expired'
  | 'reorganised';

export interface Removal {
  readonly entry: Entry;
  readonly reason: RemovalReason;
}

export function refuse(error: RuleError, removed: readonly Removal[] = []): Refused {
  const { code, blame, message } = error;
  const fault = blame === 'invalid' ? 'consensus' : 'policy';
  return { kind: 'refused', code, detail: message, fault, removed };
}

/** Runs a judgement that throws RuleError where it refuses. */
export function judged<Answer>(judge: () => Answer): Answer | Refused {
  try {
    return judge();
  } catch (error) {
    if (error instanceof RuleError) return refuse(error);
    throw error;
  }
}
