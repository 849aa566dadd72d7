/**
 * The newest heights of the tree as the page draws them: every branch, by height, then by arrival.
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
    const works = branchWork(this.chain, this.handles);
    return this.handles
      .map((handle) => {
        const facts = this.factsOf(handle) ?? NO_FACTS;
        return cardOf(this.chain, handle, { facts, branchWork: works.get(handle)! });
      })
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
}
