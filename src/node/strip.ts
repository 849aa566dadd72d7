/**
 * The newest heights of the tree as the page draws them: every branch, by height, then by arrival.
 *
 * The index only grows, so each look takes in the headers that came since the last one and forgets
 * what has fallen below the window: O(1) per header. What a card says of a body (miner, number of
 * transactions, weight) is read once while the body is in memory, or asked from the disk.
 */

import { GENESIS, type Handle, Status } from '../chain/block-index.ts';
import type { Chain } from '../chain/chain.ts';
import { parseCoinbaseScript } from '../consensus/coinbase.ts';
import { blockWeight } from '../consensus/encoding.ts';
import { blockWork } from '../consensus/pow.ts';
import type { Block } from '../consensus/types.ts';
import { STRIP_BLOCKS_MAX, STRIP_HEIGHTS } from '../util/limits.ts';
import type { BlockCard } from './api.ts';

export interface BodyFacts {
  readonly miner: string;
  readonly transactions: number;
  readonly weight: number;
}

const NO_FACTS: BodyFacts = { miner: '', transactions: 0, weight: 0 };

export class Strip {
  private readonly chain: Chain;
  /** In order of arrival. */
  private handles: Handle[] = [];
  private seen = 0;
  private lowest = 0;
  private readonly facts = new Map<Handle, BodyFacts>();

  constructor(chain: Chain) {
    this.chain = chain;
  }

  /** Blocks whose body is kept but not in memory: the node asks the disk, once each. */
  get unread(): readonly Handle[] {
    this.look();
    const { index } = this.chain;
    return this.handles.filter((at) => index.has(at, Status.body) && !this.factsOf(at));
  }

  /** What cards say of bodies that are on disk only: asked once each. */
  readUnread(
    read: (handle: Handle, answer: (body: { readonly block: Block } | undefined) => void) => void,
  ): void {
    for (const handle of this.unread) {
      this.learn(handle, undefined);
      read(handle, (body) => this.learn(handle, body?.block));
    }
  }

  learn(handle: Handle, block: Block | undefined): void {
    this.facts.set(handle, block === undefined ? NO_FACTS : describeBody(block, handle));
  }

  cards(): readonly BlockCard[] {
    this.look();
    const branchWork = this.branchWork();
    return this.handles
      .map((handle) => this.card(handle, branchWork.get(handle)!))
      .toSorted((left, right) => left.height - right.height);
  }

  /** The name in the block's coinbase; empty where its body is not at hand. */
  minerOf(handle: Handle): string {
    return this.factsOf(handle)?.miner ?? '';
  }

  private look(): void {
    const { index, bestHeader } = this.chain;
    const lowest = Math.max(0, index.height(bestHeader) - STRIP_HEIGHTS + 1);
    // The best header turned out bad, and what was forgotten is wanted again.
    if (lowest < this.lowest) this.seen = 0;
    if (this.seen === 0) this.handles = [];
    if (lowest === this.lowest && this.seen === index.size) return;
    for (; this.seen < index.size; this.seen += 1) {
      if (index.height(this.seen) >= lowest) this.handles.push(this.seen);
    }
    this.handles = this.handles.filter((handle) => index.height(handle) >= lowest);
    this.handles.splice(0, this.handles.length - STRIP_BLOCKS_MAX);
    this.lowest = lowest;
    for (const handle of this.facts.keys()) {
      if (index.height(handle) < lowest) this.facts.delete(handle);
    }
  }

  private factsOf(handle: Handle): BodyFacts | undefined {
    const known = this.facts.get(handle);
    if (known !== undefined || handle === GENESIS) return known ?? NO_FACTS;
    const body = this.chain.bodies.get(handle);
    if (body === undefined) return undefined;
    this.learn(handle, body.block);
    return this.facts.get(handle);
  }

  private card(handle: Handle, branchWork: bigint): BlockCard {
    const { index } = this.chain;
    const state = this.stateOf(handle, branchWork);
    const { previousHash, time } = index.header(handle);
    return {
      hash: index.hash(handle),
      previousHash,
      height: index.height(handle),
      time,
      state,
      own: index.has(handle, Status.own),
      ...(this.factsOf(handle) ?? NO_FACTS),
      lostBy: state === 'stale' ? this.lostBy(handle, branchWork) : 0,
    };
  }

  private stateOf(handle: Handle, branchWork: bigint): BlockCard['state'] {
    const { index, tip } = this.chain;
    if (this.chain.isActive(handle)) return 'active';
    const cannotBeOurs = (index.status(handle) & (Status.failed | Status.aside)) !== 0;
    if (cannotBeOurs) return 'invalid';
    return branchWork > index.chainWork(tip) ? 'pending' : 'stale';
  }

  /**
   * For each block shown the work of the heaviest branch through it; children come after parents.
   */
  private branchWork(): ReadonlyMap<Handle, bigint> {
    const { index } = this.chain;
    const works = new Map<Handle, bigint>();
    for (const handle of this.handles.toReversed()) {
      const work = bigger(works.get(handle) ?? 0n, index.chainWork(handle));
      works.set(handle, work);
      const parent = index.parent(handle);
      works.set(parent, bigger(works.get(parent) ?? 0n, work));
    }
    return works;
  }

  /** In blocks of the loser's own work, to one decimal. */
  private lostBy(handle: Handle, branchWork: bigint): number {
    const { index, tip } = this.chain;
    const deficit = index.chainWork(tip) - branchWork;
    return Number((deficit * 10n) / blockWork(index.bits(handle))) / 10;
  }
}

function bigger(left: bigint, right: bigint): bigint {
  return left > right ? left : right;
}

function describeBody(block: Block, handle: Handle): BodyFacts {
  const { scriptSig } = block.transactions[0]!.inputs[0]!;
  const miner = handle === GENESIS ? '' : parseCoinbaseScript(scriptSig).tag;
  return { miner, transactions: block.transactions.length, weight: blockWeight(block) };
}
