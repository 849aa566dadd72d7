/**
 * Difficulty: relative ASERT with grace (PROTOCOL 3).
 *
 * Each block moves its parent's target by 2^(deviation / half-life), where the deviation is how far
 * the parent's own gap was from the target spacing. Anchoring to the parent instead of to genesis
 * keeps a room that slept overnight from minting thousands of blocks at its old pace when it wakes.
 * A gap counts for the block after it only up to `grace`; what is longer eases the very block that
 * ends it, up to a cap, or the first block after hashrate collapses would take hours. Each second
 * of a gap is thus credited once.
 *
 * The kernel is aserti3 as specified for aserti3-2d, integers only, so every node agrees to the
 * bit.
 */

import type { ConsensusParams } from './params.ts';
import { bitsFromTarget, expandCompact } from './pow.ts';

/** Exponents are fixed-point numbers with 16 bits of fraction. */
export const EXPONENT_ONE = 65_536n;
/** Any target moved left by this much is beyond every limit. */
const SHIFT_MAX = 512n;

/** What the rule needs to know of a block and the two before it; times in seconds. */
export interface DifficultyFacts {
  readonly parentBits: number;
  readonly parentTime: number;
  /** Undefined where the parent is genesis. */
  readonly grandparentTime: number | undefined;
  readonly time: number;
}

type DifficultyParams = Pick<
  ConsensusParams,
  'powLimit' | 'targetSpacingSeconds' | 'halfLifeSeconds' | 'graceSeconds' | 'easeCapSeconds'
>;

/** The only bits a block with this parent and time may claim. */
export function expectedBits(params: DifficultyParams, facts: DifficultyFacts): number {
  const deviation = parentGap(params, facts) - params.targetSpacingSeconds + ease(params, facts);
  // BigInt division truncates toward zero, as the published vectors of aserti3-2d demand.
  const exponent = (BigInt(deviation) * EXPONENT_ONE) / BigInt(params.halfLifeSeconds);
  const { target } = expandCompact(facts.parentBits);
  return bitsFromTarget(aserti3(target, exponent, params.powLimit));
}

/** The gap before the parent, whose credit is due now; negative where its time went back. */
function parentGap(params: DifficultyParams, { parentTime, grandparentTime }: DifficultyFacts) {
  if (grandparentTime === undefined) return params.targetSpacingSeconds;
  return Math.min(parentTime - grandparentTime, params.graceSeconds);
}

/** What this block's own gap has beyond the grace. */
function ease(params: DifficultyParams, { parentTime, time }: DifficultyFacts): number {
  return Math.max(0, Math.min(time - parentTime, params.easeCapSeconds) - params.graceSeconds);
}

/**
 * target · 2^(exponent / 65536) by a cubic fit of 2^x on [0, 1); at least 1, at most `powLimit`.
 */
export function aserti3(target: bigint, exponent: bigint, powLimit: bigint): bigint {
  const shifts = exponent >> 16n;
  if (shifts > SHIFT_MAX) return powLimit;
  const f = exponent - (shifts << 16n);
  const cubic = 195766423245049n * f + 971821376n * f * f + 5127n * f * f * f;
  const factor = ((cubic + (1n << 47n)) >> 48n) + EXPONENT_ONE;
  const net = shifts - 16n;
  const moved = net < 0n ? (target * factor) >> -net : (target * factor) << net;
  if (moved === 0n) return 1n;
  return moved > powLimit ? powLimit : moved;
}
