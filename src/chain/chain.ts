/**
 * Which history is ours: the valid branch with most work, first seen winning ties.
 *
 * Headers form a tree; bodies arrive in any order; a block can be connected once every body below
 * it is here. `advance` walks towards the best such block in small steps. An extension commits run
 * by run; a reorganisation takes effect only when its last block has been validated (plan.ts).
 *
 * Cost: O(1) per header, O(inputs + outputs) per block connected; a reorganisation holds the coins
 * it touches and one block at a time. Bodies and undo data that are not in memory are named in
 * `need` and handed back through `supplyBody` and `supplyUndo`.
 */

import { checkBlock, checkHeader } from '../consensus/check.ts';
import { connectBlock, disconnectBlock } from '../consensus/connect.ts';
import { checkBlockContext, checkHeaderContext, type HeaderContext } from '../consensus/context.ts';
import { headerHash } from '../consensus/hash.ts';
import type { ConsensusParams } from '../consensus/params.ts';
import { RuleError } from '../consensus/rule-error.ts';
import type { Block, Header } from '../consensus/types.ts';
import { assert } from '../util/assert.ts';
import { equalBytes } from '../util/bytes.ts';
import {
  ADVANCE_BUDGET_BYTES,
  BODIES_MAX_BLOCKS,
  BODIES_MAX_BYTES,
  UNDO_MAX_BLOCKS,
  UNDO_MAX_BYTES,
} from '../util/limits.ts';
import { type Bodies, type Body, Recent } from './bodies.ts';
import { BlockIndex, GENESIS, type Handle, NO_HANDLE, Status } from './block-index.ts';
import { Branches } from './branches.ts';
import { type CoinDelta, CoinOverlay, CoinSet } from './coins.ts';
import { type Changes, Dirty } from './dirty.ts';
import { createPlan, type Plan, type Run, startRun } from './plan.ts';
import { decodeUndo, encodeUndo, type Undo } from './undo.ts';

/** What a block costs beside its bytes when the work of a step is measured in bytes. */
const BLOCK_COST_BYTES = 200;
const HEADER_BYTES = 80;
/** Records asked from the disk at once: several often stand in one of its segments. */
const NEEDS_AT_ONCE = 16;
const NONE: readonly Handle[] = [];

/** A body that the index does not have (`Status.body`) can only come from the network. */
export interface Need {
  readonly kind: 'body' | 'undo';
  readonly handle: Handle;
}

export interface Advance {
  /**
   * 'more': call again; 'idle': the tip is the best there is; 'need': read these first; 'refused':
   * a block broke a rule, call again for the next best.
   */
  readonly kind: 'idle' | 'more' | 'need' | 'refused';
  readonly connected: readonly Handle[];
  /** Newest first. */
  readonly disconnected: readonly Handle[];
  readonly need?: readonly Need[];
  readonly refused?: { readonly handle: Handle; readonly error: RuleError };
}

export interface RestoredChain {
  readonly index: BlockIndex;
  readonly coins: CoinSet;
  readonly tip: Handle;
}

export class Chain {
  readonly params: ConsensusParams;
  readonly index: BlockIndex;
  readonly coins: CoinSet;
  readonly dirty = new Dirty();
  readonly bodies: Bodies = new Recent<Body>({
    maxBlocks: BODIES_MAX_BLOCKS,
    maxBytes: BODIES_MAX_BYTES,
  });
  readonly undo = new Recent<Undo>({ maxBlocks: UNDO_MAX_BLOCKS, maxBytes: UNDO_MAX_BYTES });

  private readonly branches: Branches;
  /** Handles by height, from genesis to the tip. */
  private readonly active: Handle[] = [];
  private plan: Plan | undefined;

  constructor(params: ConsensusParams, genesis: Block, restored?: RestoredChain) {
    this.params = params;
    this.index = restored?.index ?? new BlockIndex(genesis.header, headerHash(genesis.header));
    this.coins = restored?.coins ?? new CoinSet();
    this.branches = new Branches(this.index, this.dirty);
    assert(this.index.hash(GENESIS) === params.genesisHash, 'a chain starts at its own genesis');
    this.setActive(restored?.tip ?? GENESIS);
    if (restored === undefined) this.dirty.header(GENESIS);
    else this.relink();
  }

  get tip(): Handle {
    return this.active.at(-1)!;
  }

  get height(): number {
    return this.active.length - 1;
  }

  /** The header with most work, whether or not its body is here; never one that cannot be ours. */
  get bestHeader(): Handle {
    return this.branches.bestHeader;
  }

  activeAt(height: number): Handle {
    return this.active[height] ?? NO_HANDLE;
  }

  isActive(handle: Handle): boolean {
    return this.active[this.index.height(handle)] === handle;
  }

  /**
   * Validates a header against its ancestors and enters it in the tree; a known one is returned.
   * Throws RuleError: orphan when the parent is unknown, early when it must be tried again later.
   */
  acceptHeader(header: Header, nowSeconds: number): Handle {
    const hash = headerHash(header);
    const known = this.index.find(hash);
    if (known !== NO_HANDLE) return this.refuseFailed(known);
    checkHeader(header, hash, this.params);
    const parent = this.index.find(header.previousHash);
    if (parent === NO_HANDLE) {
      throw new RuleError('prev-blk-not-found', 'orphan', `parent ${header.previousHash} unknown`);
    }
    this.refuseFailed(parent);
    checkHeaderContext(header, this.headerContext(parent), this.params, nowSeconds);
    const handle = this.index.add(header, hash);
    this.dirty.header(handle);
    this.branches.headerEntered(handle);
    return handle;
  }

  /** The facts about a parent that its child's header is judged by. */
  headerContext(parent: Handle): HeaderContext {
    const { index } = this;
    const grandparent = index.parent(parent);
    return {
      parentHeight: index.height(parent),
      parentBits: index.bits(parent),
      parentTime: index.time(parent),
      grandparentTime: grandparent === NO_HANDLE ? undefined : index.time(grandparent),
      medianTimePast: index.medianTimePast(parent),
    };
  }

  /**
   * Checks a body against its known header and keeps it. Returns false when it was here already.
   * Throws RuleError; only blame 'invalid' marks the header, 'mutated' leaves it open for the
   * truth.
   */
  acceptBody(handle: Handle, body: Body): boolean {
    if (this.index.has(handle, Status.body)) return false;
    this.refuseFailed(handle);
    try {
      this.checkBody(handle, body);
    } catch (error) {
      if (error instanceof RuleError && error.blame === 'invalid') this.branches.fail(handle);
      throw error;
    }
    this.index.setStatus(handle, Status.body);
    this.bodies.pin(handle, body);
    this.dirty.body(handle);
    if (!this.isActive(handle)) this.branches.bodyEntered(handle);
    return true;
  }

  /** Takes one bounded stretch of the way to the best linked block. */
  advance(): Advance {
    this.plan ??= this.choosePlan();
    if (this.plan === undefined) return { kind: 'idle', connected: NONE, disconnected: NONE };
    const { left, leaving } = this.plan;
    return left < leaving.length ? this.leave(this.plan) : this.join(this.plan);
  }

  /**
   * Hands back what `need` asked for. Returns false, and counts the body as lost, when what the
   * disk held is not this block's.
   */
  supplyBody(handle: Handle, body: Body): boolean {
    try {
      this.checkBody(handle, body);
    } catch (error) {
      if (!(error instanceof RuleError)) throw error;
      this.loseBody(handle);
      return false;
    }
    this.bodies.keep(handle, body);
    return true;
  }

  /** Returns false, and starts again from genesis, when these are not that block's undo data. */
  supplyUndo(handle: Handle, bytes: Uint8Array): boolean {
    const isGood = decodeUndo(this.index.hash(handle), { bytes }) !== undefined;
    if (isGood) this.undo.keep(handle, { bytes });
    else this.restart();
    return isGood;
  }

  /** The store has these changes now: memory need no longer be their only place. */
  release(changes: Pick<Changes, 'bodies' | 'undo'>): void {
    for (const handle of changes.bodies) this.bodies.release(handle);
    for (const handle of changes.undo.keys()) this.undo.release(handle);
  }

  /** Forgets that a body was kept, because the disk lost it; it can be accepted again. */
  loseBody(handle: Handle): void {
    this.plan = undefined;
    this.index.clearStatus(handle, Status.body);
    this.dirty.header(handle);
    if (!this.isActive(handle)) this.relink();
  }

  /**
   * Goes back to genesis with an empty coin set; `advance` then rebuilds from the bodies kept. What
   * was refused is judged anew: wrong coins may have been the reason.
   */
  restart(): void {
    this.plan = undefined;
    this.coins.clear();
    this.dirty.restarted();
    this.setActive(GENESIS);
    for (let at = GENESIS + 1; at < this.index.size; at += 1) {
      if (!this.index.has(at, Status.failed)) continue;
      this.index.clearStatus(at, Status.failed);
      this.dirty.header(at);
    }
    this.relink();
  }

  markOwn(handle: Handle): void {
    this.index.setStatus(handle, Status.own);
    this.dirty.header(handle);
  }

  private refuseFailed(handle: Handle): Handle {
    if (this.index.has(handle, Status.failed)) {
      throw new RuleError(
        'bad-prevblk',
        'invalid',
        'it is, or stands on, a block that broke a rule',
      );
    }
    return handle;
  }

  private checkBody(handle: Handle, { block, bytes }: Body): void {
    const header = bytes.subarray(0, HEADER_BYTES);
    if (!equalBytes(header, this.index.headerBytes(handle))) {
      throw new RuleError('bad-blk-header', 'mutated', 'the body of another block');
    }
    checkBlock(block, this.params);
    const medianTimePast = this.index.medianTimePast(this.index.parent(handle));
    checkBlockContext(block, this.index.height(handle), medianTimePast, this.params);
  }

  private relink(): void {
    this.branches.relink((handle) => this.isActive(handle));
  }

  private setActive(tip: Handle): void {
    this.active.length = this.index.height(tip) + 1;
    for (let at = tip; at !== NO_HANDLE; at = this.index.parent(at)) {
      this.active[this.index.height(at)] = at;
    }
  }

  private choosePlan(): Plan | undefined {
    const target = this.branches.choose(this.tip);
    if (target === this.tip) return undefined;
    return createPlan(this.index, this.coins, { tip: this.tip, target });
  }

  /** Takes blocks of the old branch back, on the plan's overlay. */
  private leave(plan: Plan): Advance {
    assert(plan.coins instanceof CoinOverlay, 'the coin set itself changes at the end alone');
    for (let spentBytes = 0; spentBytes <= ADVANCE_BUDGET_BYTES; plan.left += 1) {
      const handle = plan.leaving[plan.left];
      if (handle === undefined) break;
      const [body, undo] = [this.bodies.get(handle), this.undo.get(handle)];
      if (body === undefined || undo === undefined) return this.needLeaving(plan);
      const spent = decodeUndo(this.index.hash(handle), undo);
      assert(spent !== undefined, 'undo data was checked when it came from the disk');
      disconnectBlock(body.block, spent, plan.coins);
      spentBytes += BLOCK_COST_BYTES + body.bytes.length;
    }
    return { kind: 'more', connected: NONE, disconnected: NONE };
  }

  /** Connects a run of blocks of the new branch. */
  private join(plan: Plan): Advance {
    const run = startRun(plan);
    while (run.sizeBytes <= ADVANCE_BUDGET_BYTES && run.undo.size < plan.runMaxBlocks) {
      const handle = plan.path[plan.joined + run.undo.size];
      if (handle === undefined) break;
      const body = this.bodies.get(handle);
      if (body === undefined && run.undo.size === 0) return this.needBodies(plan);
      if (body === undefined) break;
      const error = this.connect(handle, body, run);
      if (error !== undefined) return this.refuse(plan, run, { handle, error });
    }
    return this.finishRun(plan, run);
  }

  private connect(handle: Handle, { block, bytes }: Body, run: Run): RuleError | undefined {
    try {
      const { spent } = connectBlock(block, this.index.height(handle), run.overlay, this.params);
      run.undo.set(handle, encodeUndo(this.index.hash(handle), spent));
      run.sizeBytes += BLOCK_COST_BYTES + bytes.length;
      return undefined;
    } catch (error) {
      if (error instanceof RuleError) return error;
      throw error;
    }
  }

  private finishRun(plan: Plan, run: Run): Advance {
    const delta = run.overlay.merge();
    plan.joined += run.undo.size;
    plan.runMaxBlocks = Infinity;
    const isDone = plan.joined === plan.path.length;
    if (isDone) this.plan = undefined;
    if (!(plan.coins instanceof CoinOverlay)) return this.commit(NONE, run.undo, delta);
    for (const [handle, undo] of run.undo) plan.undo.set(handle, undo);
    if (!isDone) return { kind: 'more', connected: NONE, disconnected: NONE };
    this.active.length = this.index.height(plan.fork) + 1;
    return this.commit(plan.leaving, plan.undo, plan.coins.merge());
  }

  /** The coin set has moved: so do the tip and what goes to the disk. */
  private commit(
    disconnected: readonly Handle[],
    joined: ReadonlyMap<Handle, Undo>,
    delta: CoinDelta,
  ): Advance {
    for (const [handle, undo] of joined) {
      this.active.push(handle);
      this.index.setStatus(handle, Status.connected);
      this.undo.pin(handle, undo);
      this.dirty.connected(handle, undo);
    }
    this.dirty.moved(delta);
    return { kind: 'more', connected: [...joined.keys()], disconnected };
  }

  /**
   * The overlay is half changed, so the run is given up; the blocks before the bad one are walked
   * again without it, and it then stands at the start of a run of its own.
   */
  private refuse(plan: Plan, run: Run, refused: { handle: Handle; error: RuleError }): Advance {
    if (run.undo.size > 0) {
      plan.runMaxBlocks = run.undo.size;
      return { kind: 'more', connected: NONE, disconnected: NONE };
    }
    this.plan = undefined;
    this.branches.fail(refused.handle);
    return { kind: 'refused', connected: NONE, disconnected: NONE, refused };
  }

  private needBodies(plan: Plan): Advance {
    const need = plan.path
      .slice(plan.joined, plan.joined + NEEDS_AT_ONCE)
      .filter((handle) => !this.bodies.has(handle))
      .map((handle) => ({ kind: 'body', handle }) as const);
    return { kind: 'need', connected: NONE, disconnected: NONE, need };
  }

  private needLeaving(plan: Plan): Advance {
    const need: Need[] = [];
    for (const handle of plan.leaving.slice(plan.left, plan.left + NEEDS_AT_ONCE)) {
      if (!this.bodies.has(handle)) need.push({ kind: 'body', handle });
      if (!this.undo.has(handle)) need.push({ kind: 'undo', handle });
    }
    return { kind: 'need', connected: NONE, disconnected: NONE, need };
  }
}
