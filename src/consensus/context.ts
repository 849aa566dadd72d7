/** What a header and a block owe to their ancestors: difficulty, time, height, finality. */

import { coinbasePrefix, heightPush } from './coinbase.ts';
import { expectedBits } from './difficulty.ts';
import type { ConsensusParams } from './params.ts';
import { RuleError } from './rule-error.ts';
import type { Block, Header, Transaction } from './types.ts';

/** Below it a locktime is a height, from it on a time (BIP113 compares it with the median). */
const LOCKTIME_THRESHOLD = 500_000_000;
const SEQUENCE_FINAL = 0xffff_ffff;

/** The facts about a parent that its child's header is judged by; times in seconds. */
export interface HeaderContext {
  readonly parentHeight: number;
  readonly parentBits: number;
  readonly parentTime: number;
  /** Undefined where the parent is genesis. */
  readonly grandparentTime: number | undefined;
  /** Median of the times of the parent and the ten before it. */
  readonly medianTimePast: number;
}

/** Exact difficulty and a plausible time. Throws RuleError; too new a time has blame 'early'. */
export function checkHeaderContext(
  header: Header,
  context: HeaderContext,
  params: ConsensusParams,
  nowSeconds: number,
): void {
  const bits = expectedBits(params, { ...context, time: header.time });
  if (header.bits !== bits) {
    const claimed = header.bits.toString(16);
    throw new RuleError('bad-diffbits', 'invalid', `${claimed} where ${bits.toString(16)} is due`);
  }
  if (header.time <= context.medianTimePast) {
    throw new RuleError('time-too-old', 'invalid', 'not after the median of the last eleven');
  }
  // A miner could otherwise drag the median's slack through the difficulty rule (timewarp, BIP54).
  if (header.time < context.parentTime - params.maxBackSeconds) {
    throw new RuleError('time-too-far-back', 'invalid', 'too long before its parent');
  }
  // Clocks differ and time passes: this one may be fine in a moment, and nobody lied.
  if (header.time > nowSeconds + params.futureLimitSeconds) {
    throw new RuleError('time-too-new', 'early', 'too far ahead of our clock');
  }
}

/** The earliest time that a miner may put into a child of this parent. */
export function earliestTime(context: HeaderContext, params: ConsensusParams): number {
  return Math.max(context.medianTimePast + 1, context.parentTime - params.maxBackSeconds);
}

/** The coinbase names its height and room, and every transaction is final. Throws RuleError. */
export function checkBlockContext(
  block: Block,
  height: number,
  medianTimePast: number,
  params: ConsensusParams,
): void {
  checkCoinbaseContext(block.transactions[0]!, height, params);
  for (const transaction of block.transactions) {
    if (!isFinal(transaction, height, medianTimePast)) {
      throw new RuleError('bad-txns-nonfinal', 'invalid', 'a transaction before its locktime');
    }
  }
}

/** BIP113: whether a transaction may stand in a block of this height and median time past. */
export function isFinal(
  { inputs, locktime }: Transaction,
  height: number,
  medianTimePast: number,
): boolean {
  const limit = locktime < LOCKTIME_THRESHOLD ? height : medianTimePast;
  return locktime < limit || inputs.every((input) => input.sequence === SEQUENCE_FINAL);
}

function checkCoinbaseContext(
  { inputs, locktime }: Transaction,
  height: number,
  params: ConsensusParams,
): void {
  const script = inputs[0]!.scriptSig;
  // BIP34: no two coinbases, and so no two transactions, are ever the same.
  if (!startsWith(script, heightPush(height))) {
    throw new RuleError('bad-cb-height', 'invalid', `the coinbase does not start with ${height}`);
  }
  if (!startsWith(script, coinbasePrefix(height, params.genesisPush))) {
    throw new RuleError('bad-cb-genesis', 'invalid', 'the coinbase was made for another room');
  }
  if (locktime !== height - 1) {
    throw new RuleError('bad-cb-locktime', 'invalid', `locktime ${locktime}, not its height − 1`);
  }
}

function startsWith(script: Uint8Array, prefix: Uint8Array): boolean {
  return prefix.every((byte, at) => script[at] === byte);
}
