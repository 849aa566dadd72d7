/**
 * What this node relays and mines, which is less than what the rules allow. Others may choose
 * otherwise and are not at fault: every refusal here has blame 'resource'.
 */

import { transactionWeight } from '../consensus/encoding.ts';
import { RuleError } from '../consensus/rule-error.ts';
import { isPayToTaproot } from '../consensus/signature.ts';
import type { Transaction } from '../consensus/types.ts';
import { LOOSE_TRANSACTION_MAX_WEIGHT } from '../util/limits.ts';
import { compareFeerates, type Feerate } from './feerate.ts';

/** Ticks per virtual byte below which nothing is relayed. */
export const MIN_RELAY_FEERATE = 1;
/** Ticks per virtual byte by which one who takes another's place must pay more. */
export const INCREMENTAL_FEERATE = 1;
/** An output worth less costs more to spend than it brings (Bitcoin's, for P2TR at 3 per vB). */
export const DUST_MIN_VALUE = 330;

/** BIP141: a quarter of the weight, rounded up. */
export function virtualSize(weight: number): number {
  return Math.ceil(weight / 4);
}

export function refusal(code: string, detail: string): RuleError {
  return new RuleError(code, 'resource', detail);
}

/** Before anything is read of it: all later checks cost in proportion. Throws RuleError. */
export function checkWeight(transaction: Transaction): void {
  const weight = transactionWeight(transaction);
  if (weight > LOOSE_TRANSACTION_MAX_WEIGHT) {
    throw refusal('tx-size', `weight ${weight} above ${LOOSE_TRANSACTION_MAX_WEIGHT}`);
  }
}

/** Every output that pays is worth spending. Throws RuleError. */
export function checkDust({ outputs }: Transaction): void {
  for (const [vout, { value, scriptPubKey }] of outputs.entries()) {
    if (value < DUST_MIN_VALUE && isPayToTaproot(scriptPubKey)) {
      throw refusal('dust', `output ${vout} of ${value}, below ${DUST_MIN_VALUE}`);
    }
  }
}

/** It pays its way, and what a full mempool asks for. Throws RuleError. */
export function checkFee(paid: Feerate, floor: Feerate): void {
  const least = MIN_RELAY_FEERATE * paid.sizeVbytes;
  if (paid.fee < least) {
    throw refusal('min-relay-fee-not-met', `a fee of ${paid.fee}, below ${least}`);
  }
  if (compareFeerates(paid, floor) < 0) {
    const { fee, sizeVbytes } = floor;
    throw refusal('mempool-min-fee-not-met', `below ${fee} for ${sizeVbytes} vB`);
  }
}
