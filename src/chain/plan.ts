/**
 * The way from the active tip to another block: down to the fork, then up, walked in runs.
 *
 * A run of blocks is applied to an overlay and enters `coins` as a whole. For an extension those
 * are the coin set itself. For a reorganisation they are one more overlay, which enters the coin
 * set only when the last block of the new branch has been validated: when one of them is bad,
 * forgetting the overlay *is* the return to the old tip.
 */

import type { InputCheck } from '../consensus/signature.ts';
import type { BlockIndex, Handle } from './block-index.ts';
import { CoinOverlay, type CoinSet } from './coins.ts';
import type { Undo } from './undo.ts';

export interface Plan {
  readonly fork: Handle;
  /** Handles from the tip down to just above the fork. */
  readonly leaving: readonly Handle[];
  /** Handles from just above the fork up to the target. */
  readonly path: readonly Handle[];
  readonly coins: CoinSet | CoinOverlay;
  /** A reorganisation's blocks that are joined, and not committed before all are. */
  readonly joinedBlocks: JoinedBlock[];
  left: number;
  joined: number;
  /** Blocks the next run may have: the one after them broke a rule, and is to be met alone. */
  runMaxBlocks: number;
}

export interface JoinedBlock {
  readonly handle: Handle;
  readonly undo: Undo;
  /** Where its signatures begin among those of its run. */
  readonly firstCheck: number;
}

/** Blocks that were applied to an overlay and have not entered the plan's coins. */
export interface Run {
  readonly overlay: CoinOverlay;
  readonly blocks: JoinedBlock[];
  /** Signatures of all its blocks that are still to be verified. */
  readonly checks: InputCheck[];
  sizeBytes: number;
}

/** The target must not be the tip. */
export function createPlan(
  index: BlockIndex,
  coins: CoinSet,
  ends: { readonly tip: Handle; readonly target: Handle },
): Plan {
  const fork = index.fork(ends.tip, ends.target);
  const leaving = descend(index, ends.tip, fork);
  return {
    fork,
    leaving,
    path: descend(index, ends.target, fork).reverse(),
    coins: leaving.length === 0 ? coins : new CoinOverlay(coins),
    joinedBlocks: [],
    left: 0,
    joined: 0,
    runMaxBlocks: Infinity,
  };
}

/** On the plan's coins, or on a run that is to enter them first. */
export function startRun(coins: CoinSet | CoinOverlay): Run {
  return { overlay: new CoinOverlay(coins), blocks: [], checks: [], sizeBytes: 0 };
}

function descend(index: BlockIndex, from: Handle, fork: Handle): Handle[] {
  const handles: Handle[] = [];
  for (let at = from; at !== fork; at = index.parent(at)) handles.push(at);
  return handles;
}
