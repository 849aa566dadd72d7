/**
 * Which history is ours: the valid branch with most work, first seen winning ties.
 *
 * Headers form a tree; bodies arrive in any order; a block can be connected once every body below
 * it is here. What comes in is judged here, as far as it can be without the coins; `advance` then
 * moves the tip in small steps (active-chain.ts) and says what it needs.
 *
 * Cost: O(1) per header, O(bytes) per body. Bodies and undo data that are not in memory are handed
 * back through `supplyBody` and `supplyUndo`.
 */

import { checkBlock, checkHeader } from '../consensus/check.ts';
import { checkBlockContext, checkHeaderContext, type HeaderContext } from '../consensus/context.ts';
import { encodeHeader } from '../consensus/encoding.ts';
import { hashFromBytes, headerHash, sha256d } from '../consensus/hash.ts';
import type { ConsensusParams } from '../consensus/params.ts';
import { RuleError } from '../consensus/rule-error.ts';
import { SignatureCache } from '../consensus/signature-cache.ts';
import type { Block, Header } from '../consensus/types.ts';
import { assert } from '../util/assert.ts';
import { equalBytes } from '../util/bytes.ts';
import {
  BODIES_MAX_BLOCKS,
  BODIES_MAX_BYTES,
  UNDO_MAX_BLOCKS,
  UNDO_MAX_BYTES,
} from '../util/limits.ts';
import { ActiveChain, type Advance, type Need } from './active-chain.ts';
import { type Bodies, type Body, Recent } from './bodies.ts';
import { BlockIndex, GENESIS, type Handle, NO_HANDLE, Status } from './block-index.ts';
import { Branches } from './branches.ts';
import { CoinSet } from './coins.ts';
import { type Changes, Dirty } from './dirty.ts';
import { decodeUndo, type Undo } from './undo.ts';

export type { Advance, Need };

const HEADER_BYTES = 80;

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

  /** What the mempool verified need not be verified again. */
  readonly signatures = new SignatureCache();

  private readonly branches: Branches;
  private readonly active: ActiveChain;

  constructor(params: ConsensusParams, genesis: Block, restored?: RestoredChain) {
    this.params = params;
    this.index = restored?.index ?? new BlockIndex(genesis.header, headerHash(genesis.header));
    this.coins = restored?.coins ?? new CoinSet();
    this.branches = new Branches(this.index, this.dirty);
    assert(this.index.hash(GENESIS) === params.genesisHash, 'a chain starts at its own genesis');
    const { index, coins, dirty, bodies, undo, branches, signatures } = this;
    const parts = { params, index, coins, dirty, bodies, undo, branches, signatures };
    this.active = new ActiveChain(parts, restored?.tip ?? GENESIS);
    if (restored === undefined) this.dirty.header(GENESIS);
    else this.relink();
  }

  get tip(): Handle {
    return this.active.tip;
  }

  get height(): number {
    return this.active.height;
  }

  /** The header with most work, whether or not its body is here; never one that cannot be ours. */
  get bestHeader(): Handle {
    return this.branches.bestHeader;
  }

  /** NO_HANDLE above the tip. */
  activeAt(height: number): Handle {
    return this.active.at(height);
  }

  isActive(handle: Handle): boolean {
    return this.active.has(handle);
  }

  /**
   * Validates a header against its ancestors and enters it in the tree; a known one is returned.
   * Throws RuleError: orphan when the parent is unknown, early when it must be tried again later.
   */
  acceptHeader(header: Header, nowSeconds: number): Handle {
    const bytes = encodeHeader(header);
    const hash = sha256d(bytes);
    const known = this.index.findBytes(hash);
    if (known !== NO_HANDLE) return this.refuseFailed(known);
    checkHeader(header, hashFromBytes(hash), this.params);
    const parent = this.index.find(header.previousHash);
    if (parent === NO_HANDLE) {
      throw new RuleError('prev-blk-not-found', 'orphan', `parent ${header.previousHash} unknown`);
    }
    this.refuseFailed(parent);
    checkHeaderContext(header, this.headerContext(parent), this.params, nowSeconds);
    const handle = this.index.addBytes(bytes, hash, parent);
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
    return this.active.advance();
  }

  /** Answers a batch that `advance` handed out: the lowest index of a bad signature, if any is. */
  verified(batch: number, firstBad: number | undefined): void {
    this.active.verified(batch, firstBad);
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

  /**
   * Forgets that a body was kept, because the disk lost it; it can be accepted again. Without the
   * body of a block that must be taken back the coins below it are out of reach, but for a restart.
   */
  loseBody(handle: Handle): void {
    this.index.clearStatus(handle, Status.body);
    this.dirty.header(handle);
    if (this.active.isLeaving(handle)) return this.restart();
    this.active.abandon();
    if (!this.isActive(handle)) this.relink();
    return undefined;
  }

  /**
   * Goes back to genesis with an empty coin set; `advance` then rebuilds from the bodies kept. What
   * was refused is judged anew: wrong coins may have been the reason.
   */
  restart(): void {
    this.coins.clear();
    this.dirty.restarted();
    this.active.reset(GENESIS);
    this.branches.forgive();
    this.relink();
  }

  /** The user's veto on a block and all above it: `advance` moves the tip elsewhere. */
  invalidate(handle: Handle): void {
    assert(handle !== GENESIS, 'without genesis there is no chain');
    this.active.abandon();
    this.branches.setAside(handle);
    this.relink();
  }

  /** Takes every veto back that this block stands under, and those on blocks above it. */
  reconsider(handle: Handle): void {
    this.active.abandon();
    this.branches.takeBack(handle);
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
}
