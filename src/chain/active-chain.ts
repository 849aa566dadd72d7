/**
 * The active branch, and how it moves: `advance` walks towards the best linked block in small
 * steps.
 *
 * An extension commits run by run. A reorganisation takes effect only when its last block has been
 * validated (plan.ts). A run with many signatures waits for somebody else to verify them, so that
 * no block, however full, keeps this thread from its other work: `advance` hands out the batch
 * once, and goes on after `verified`.
 *
 * Cost: O(inputs + outputs) per block connected; a reorganisation holds the coins it touches.
 * Bodies and undo data that are not in memory are named in `need`.
 */

import { applyBlock, blockChecks, disconnectBlock } from '../consensus/connect.ts';
import type { ConsensusParams } from '../consensus/params.ts';
import { RuleError } from '../consensus/rule-error.ts';
import type { SignatureCache } from '../consensus/signature-cache.ts';
import { verifySignature } from '../consensus/signature-verifier.ts';
import { badSignature, type InputCheck } from '../consensus/signature.ts';
import { assert } from '../util/assert.ts';
import {
  ADVANCE_BUDGET_BYTES,
  RUNS_UNVERIFIED_MAX,
  SIGNATURES_INLINE_MAX,
} from '../util/limits.ts';
import type { Bodies, Body, Recent } from './bodies.ts';
import { type BlockIndex, type Handle, NO_HANDLE, Status } from './block-index.ts';
import type { Branches } from './branches.ts';
import { type CoinDelta, CoinOverlay, type CoinSet } from './coins.ts';
import type { Dirty } from './dirty.ts';
import { createPlan, type JoinedBlock, type Plan, type Run, startRun } from './plan.ts';
import { decodeUndo, encodeUndo, type Undo } from './undo.ts';

/** What a block costs beside its bytes when the work of a step is measured in bytes. */
const BLOCK_COST_BYTES = 200;
/** Records asked from the disk at once: several often stand in one of its segments. */
const NEEDS_AT_ONCE = 16;
const NONE: readonly Handle[] = [];

/** A body that the index does not have (`Status.body`) can only come from the network. */
export interface Need {
  readonly kind: 'body' | 'undo';
  readonly handle: Handle;
}

export interface SignatureBatch {
  readonly id: number;
  readonly checks: readonly InputCheck[];
}

export interface Advance {
  /**
   * 'more': call again; 'idle': the tip is the best there is; 'need': supply these first; 'verify':
   * have this batch verified, tell `verified`, and meanwhile call again; 'wait': nothing to do
   * before that; 'refused': a block broke a rule, call again for the next best.
   */
  readonly kind: 'idle' | 'more' | 'need' | 'verify' | 'wait' | 'refused';
  readonly connected: readonly Handle[];
  /** Newest first. */
  readonly disconnected: readonly Handle[];
  readonly need?: readonly Need[];
  readonly batch?: SignatureBatch;
  readonly refused?: Refused;
}

export interface Refused {
  readonly handle: Handle;
  readonly error: RuleError;
}

/** What the parts of a chain share. */
export interface ChainParts {
  readonly params: ConsensusParams;
  readonly index: BlockIndex;
  readonly coins: CoinSet;
  readonly dirty: Dirty;
  readonly bodies: Bodies;
  readonly undo: Recent<Undo>;
  readonly branches: Branches;
  readonly signatures: SignatureCache;
}

/** A run whose signatures somebody verifies, or one that stands on such a run. */
interface Pending {
  readonly id: number;
  readonly run: Run;
  /** The lowest index of a bad signature, or the number of all; undefined before the answer. */
  firstBad: number | undefined;
}

export class ActiveChain {
  private readonly parts: ChainParts;
  /** By height, from genesis to the tip. */
  private readonly handles: Handle[] = [];
  private plan: Plan | undefined;
  /** Each stands on the one before it. */
  private readonly pending: Pending[] = [];
  private batches = 0;

  constructor(parts: ChainParts, tip: Handle) {
    this.parts = parts;
    this.reset(tip);
  }

  get tip(): Handle {
    return this.handles.at(-1)!;
  }

  get height(): number {
    return this.handles.length - 1;
  }

  at(height: number): Handle {
    return this.handles[height] ?? NO_HANDLE;
  }

  has(handle: Handle): boolean {
    return this.handles[this.parts.index.height(handle)] === handle;
  }

  /** Declares a tip, whose coins the coin set must hold. */
  reset(tip: Handle): void {
    const { index } = this.parts;
    this.abandon();
    this.handles.length = index.height(tip) + 1;
    for (let at = tip; at !== NO_HANDLE; at = index.parent(at)) {
      this.handles[index.height(at)] = at;
    }
  }

  /** Gives up whatever is under way; the tip and its coins stay as they are. */
  abandon(): void {
    this.plan = undefined;
    this.pending.length = 0;
  }

  /** Whether the way under way takes this block back. */
  isLeaving(handle: Handle): boolean {
    return this.plan?.leaving.includes(handle) ?? false;
  }

  /** Takes one bounded stretch of the way to the best linked block. */
  advance(): Advance {
    this.plan ??= this.choosePlan();
    const { plan } = this;
    if (plan === undefined) return step('idle');
    if (plan.left < plan.leaving.length) return this.leave(plan);
    const [oldest] = this.pending;
    if (oldest?.firstBad !== undefined) return this.judge(plan, oldest.run, oldest.firstBad);
    const mayJoin = this.pending.length < RUNS_UNVERIFIED_MAX && plan.runMaxBlocks > 0;
    return mayJoin ? this.join(plan) : step('wait');
  }

  /** The answer to a batch; `firstBad` is the lowest index of a bad signature, if there is one. */
  verified(batch: number, firstBad: number | undefined): void {
    const pending = this.pending.find(({ id }) => id === batch);
    if (pending !== undefined) pending.firstBad = firstBad ?? pending.run.checks.length;
  }

  private choosePlan(): Plan | undefined {
    const { index, coins, branches } = this.parts;
    // A tip that the user set aside gives way even to a branch with less work.
    let floor = this.tip;
    while (index.has(floor, Status.aside)) floor = index.parent(floor);
    const target = branches.choose(floor);
    return target === this.tip ? undefined : createPlan(index, coins, { tip: this.tip, target });
  }

  /** Takes blocks of the old branch back, on the plan's overlay. */
  private leave(plan: Plan): Advance {
    const { index, bodies, undo } = this.parts;
    assert(plan.coins instanceof CoinOverlay, 'the coin set itself changes at the end alone');
    for (let spentBytes = 0; spentBytes <= ADVANCE_BUDGET_BYTES; plan.left += 1) {
      const handle = plan.leaving[plan.left];
      if (handle === undefined) break;
      const [body, record] = [bodies.get(handle), undo.get(handle)];
      if (body === undefined || record === undefined) return this.needLeaving(plan);
      const spent = decodeUndo(index.hash(handle), record);
      assert(spent !== undefined, 'undo data was checked when it came from the disk');
      disconnectBlock(body.block, spent, plan.coins);
      spentBytes += BLOCK_COST_BYTES + body.bytes.length;
    }
    return step('more');
  }

  /** Applies a run of blocks of the new branch, on top of those that are being verified. */
  private join(plan: Plan): Advance {
    const run = startRun(this.pending.at(-1)?.run.overlay ?? plan.coins);
    const first = plan.joined + this.pending.reduce((sum, it) => sum + it.run.blocks.length, 0);
    while (run.sizeBytes <= ADVANCE_BUDGET_BYTES && run.blocks.length < plan.runMaxBlocks) {
      const handle = plan.path[first + run.blocks.length];
      if (handle === undefined) break;
      const body = this.parts.bodies.get(handle);
      if (body === undefined && run.blocks.length === 0) return this.needBodies(plan, first);
      if (body === undefined) break;
      const error = this.apply(handle, body, run);
      if (error !== undefined) return this.refuse(plan, run.blocks.length, { handle, error });
    }
    const isFirst = this.pending.length === 0;
    if (!isFirst && run.blocks.length === 0) return step('wait');
    return this.verify(plan, run, isFirst);
  }

  /** A handful of signatures here and now, more by somebody else. */
  private verify(plan: Plan, run: Run, isFirst: boolean): Advance {
    const isHandful = run.checks.length <= SIGNATURES_INLINE_MAX;
    const firstBad = isHandful ? findBad(run.checks) : undefined;
    if (isFirst && firstBad !== undefined) return this.judge(plan, run, firstBad);
    this.batches += 1;
    this.pending.push({ id: this.batches, run, firstBad });
    if (isHandful) return step('more');
    return { ...step('verify'), batch: { id: this.batches, checks: run.checks } };
  }

  /** All rules but the signatures, which gather in the run. */
  private apply(handle: Handle, { block, bytes }: Body, run: Run): RuleError | undefined {
    const { index, params, signatures } = this.parts;
    try {
      const { spent } = applyBlock(block, index.height(handle), run.overlay, params);
      const undo = encodeUndo(index.hash(handle), spent);
      run.blocks.push({ handle, undo, firstCheck: run.checks.length });
      run.checks.push(...blockChecks(block, spent, signatures));
      run.sizeBytes += BLOCK_COST_BYTES + bytes.length;
      return undefined;
    } catch (error) {
      if (error instanceof RuleError) return error;
      throw error;
    }
  }

  /** The oldest run; `firstBad` is the number of its signatures where none is bad. */
  private judge(plan: Plan, run: Run, firstBad: number): Advance {
    for (const check of run.checks.slice(0, firstBad)) this.parts.signatures.add(check);
    this.pending.shift();
    const bad = run.checks[firstBad];
    if (bad === undefined) return this.finishRun(plan, run);
    const at = run.blocks.findLastIndex(({ firstCheck }) => firstCheck <= firstBad);
    // What stands on it falls with it.
    this.pending.length = 0;
    return this.refuse(plan, at, { handle: run.blocks[at]!.handle, error: badSignature(bad) });
  }

  /**
   * The overlay holds the bad block too, so the run is given up; the `before` blocks below it are
   * walked again without it, and it then stands at the start of a run of its own. There it waits
   * until all below it is known to be good.
   */
  private refuse(plan: Plan, before: number, refused: Refused): Advance {
    plan.runMaxBlocks = before;
    if (before > 0) return step('more');
    if (this.pending.length > 0) return step('wait');
    this.abandon();
    this.parts.branches.fail(refused.handle);
    return { ...step('refused'), refused };
  }

  private finishRun(plan: Plan, run: Run): Advance {
    const delta = run.overlay.merge();
    this.pending[0]?.run.overlay.standOn(plan.coins);
    plan.joined += run.blocks.length;
    plan.runMaxBlocks = Infinity;
    const isDone = plan.joined === plan.path.length;
    if (isDone) this.plan = undefined;
    if (!(plan.coins instanceof CoinOverlay)) return this.commit(NONE, run.blocks, delta);
    plan.joinedBlocks.push(...run.blocks);
    if (!isDone) return step('more');
    this.handles.length = this.parts.index.height(plan.fork) + 1;
    return this.commit(plan.leaving, plan.joinedBlocks, plan.coins.merge());
  }

  /** The coin set has moved: so do the tip and what goes to the disk. */
  private commit(
    disconnected: readonly Handle[],
    joined: readonly JoinedBlock[],
    delta: CoinDelta,
  ): Advance {
    const { index, undo: kept, dirty } = this.parts;
    for (const { handle, undo } of joined) {
      this.handles.push(handle);
      index.setStatus(handle, Status.connected);
      kept.pin(handle, undo);
      dirty.connected(handle, undo);
    }
    dirty.moved(delta);
    return { kind: 'more', connected: joined.map(({ handle }) => handle), disconnected };
  }

  private needBodies(plan: Plan, first: number): Advance {
    const need = plan.path
      .slice(first, first + NEEDS_AT_ONCE)
      .filter((handle) => !this.parts.bodies.has(handle))
      .map((handle) => ({ kind: 'body', handle }) as const);
    return { ...step('need'), need };
  }

  private needLeaving(plan: Plan): Advance {
    const need: Need[] = [];
    for (const handle of plan.leaving.slice(plan.left, plan.left + NEEDS_AT_ONCE)) {
      if (!this.parts.bodies.has(handle)) need.push({ kind: 'body', handle });
      if (!this.parts.undo.has(handle)) need.push({ kind: 'undo', handle });
    }
    return { ...step('need'), need };
  }
}

function step(kind: Advance['kind']): Advance {
  return { kind, connected: NONE, disconnected: NONE };
}

/** The index of the first bad signature, or the number of all. */
function findBad(checks: readonly InputCheck[]): number {
  const isBad = ({ signature, message, publicKey }: InputCheck) =>
    !verifySignature(signature, message, publicKey);
  const at = checks.findIndex(isBad);
  return at < 0 ? checks.length : at;
}
