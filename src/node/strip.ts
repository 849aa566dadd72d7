/**
 * The newest heights of the tree as the page draws them: every branch, by height, then by arrival.
 * While a long chain is fetched, of which all headers are here, they would stand still: then it is
 * the place up to which its bodies are here, so that one sees the chain being filled.
 *
 * The index only grows, so each look takes in the headers that came since the last one and forgets
 * what has fallen below the window: O(1) per header. What a card says of a body (miner, number of
 * transactions, weight) is read once while the body is in memory, or asked from the disk.
 */

import { GENESIS, type Handle, Status } from '../chain/block-index.ts';
import type { Chain } from '../chain/chain.ts';
import type { Block } from '../consensus/types.ts';
import { STRIP_BLOCKS_MAX, STRIP_HEIGHTS } from '../util/limits.ts';
import type { BlockCard } from './api.ts';
import { type BodyFacts, branchWork, cardOf, describeBody, NO_FACTS } from './block-card.ts';

/** Around the place that is being filled: as many as the widest screen shows. */
const FILLED_HEIGHTS = 5;
const AWAITED_HEIGHTS = 2;

export class Strip {
  private readonly chain: Chain;
  /** In order of arrival. */
  private handles: Handle[] = [];
  /** Of those, or of the place that is being filled. */
  private shown: readonly Handle[] = [];
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
    return this.shown.filter((at) => index.has(at, Status.body) && !this.factsOf(at));
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
    const works = this.works();
    return this.shown
      .map((handle) => {
        const facts = this.factsOf(handle) ?? NO_FACTS;
        return cardOf(this.chain, handle, { facts, branchWork: works.get(handle)! });
      })
      .toSorted((left, right) => left.height - right.height);
  }

  /** The best header's branch goes on above what is shown of it. */
  private works(): ReadonlyMap<Handle, bigint> {
    const { index, bestHeader } = this.chain;
    const best = index.chainWork(bestHeader);
    const works = new Map(branchWork(this.chain, this.shown));
    for (const handle of this.shown) {
      if (index.ancestor(bestHeader, index.height(handle)) === handle) works.set(handle, best);
    }
    return works;
  }

  /** The name in the block's coinbase; empty where its body is not at hand. */
  minerOf(handle: Handle): string {
    return this.factsOf(handle)?.miner ?? '';
  }

  private look(): void {
    this.takeIn();
    const front = this.front();
    this.shown = front ?? this.handles;
    if (front === undefined) return;
    const kept = new Set([GENESIS, ...front]);
    for (const handle of this.facts.keys()) if (!kept.has(handle)) this.facts.delete(handle);
  }

  /** Where the bodies end that lead to the best header; undefined when that is near. */
  private front(): readonly Handle[] | undefined {
    const { index, bestHeader, tip } = this.chain;
    const filled = index.height(index.fork(tip, bestHeader));
    if (index.height(bestHeader) - filled < STRIP_HEIGHTS) return undefined;
    const front = new Set<Handle>();
    const lowest = Math.max(0, filled - FILLED_HEIGHTS + 1);
    for (let height = lowest; height <= filled + AWAITED_HEIGHTS; height += 1) {
      front.add(index.ancestor(bestHeader, height));
      // The branch of our own that will be left.
      if (height <= this.chain.height) front.add(this.chain.activeAt(height));
    }
    return [...front];
  }

  private takeIn(): void {
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
      if (index.height(handle) < lowest && handle !== GENESIS) this.facts.delete(handle);
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
}
