/**
 * Blocks on command, in sandbox rooms: real blocks with real, easy proof of work, each stamped its
 * parent's time plus the target spacing, so that the difficulty stays where it is. A long order is
 * worked off in slices, so that the node answers its peers meanwhile.
 */

import { NO_HANDLE } from '../chain/block-index.ts';
import type { Chain } from '../chain/chain.ts';
import { encodeBlock } from '../consensus/encoding.ts';
import { headerHash } from '../consensus/hash.ts';
import { expandCompact, hashToTarget } from '../consensus/pow.ts';
import type { Block, Hash } from '../consensus/types.ts';
import type { Body } from '../chain/bodies.ts';
import type { CommandOutcome } from './ports.ts';
import { blockOf, type BlockTemplate } from './template.ts';

export interface Order {
  readonly command: number;
  readonly count: number;
  readonly hashes: Hash[];
}

export interface GeneratorWays {
  /** A template on the present tip. */
  template(timeSeconds: number): BlockTemplate;
  /** Enters a block of our own; false while its signatures are with the verifier. */
  submit(body: Body, nowSeconds: number): boolean;
  reply(command: number, outcome: CommandOutcome): void;
}

/** One slice: about 20 ms. */
const SLICE_BLOCKS = 100;
const SLICE_HASHES = 4_000;
const RPC_MISC_ERROR = -1;
const EXTRA_NONCE = new Uint8Array(8);
const NONCES = 2 ** 32;

export class Generator {
  private readonly chain: Chain;
  private readonly ways: GeneratorWays;
  private readonly orders: Order[] = [];
  /** The block being searched, which may outlast a slice. */
  private search: { readonly template: BlockTemplate; nonce: number } | undefined;

  constructor(chain: Chain, ways: GeneratorWays) {
    this.chain = chain;
    this.ways = ways;
  }

  get isBusy(): boolean {
    return this.orders.length > 0;
  }

  order(command: number, count: number): void {
    this.orders.push({ command, count, hashes: [] });
  }

  /** Makes blocks until the slice is used up or every order is done. */
  run(nowSeconds: number): void {
    let hashes = SLICE_HASHES;
    for (let blocks = 0; blocks < SLICE_BLOCKS && hashes > 0; blocks += 1) {
      const order = this.orders[0];
      if (order === undefined) return;
      hashes -= this.work(order, nowSeconds, hashes);
      if (order.hashes.length === order.count) this.end({ ok: true, result: order.hashes });
    }
  }

  /** Searches one block with at most `most` hashes; returns how many it took. */
  private work(order: Order, nowSeconds: number, most: number): number {
    const search = this.currentSearch(nowSeconds);
    if (search === undefined) {
      const message =
        'The chain has reached the present: the next block can be made in a few seconds';
      this.end({ ok: false, code: RPC_MISC_ERROR, message });
      return 0;
    }
    const { block, tries } = searchBlock(search, most);
    if (block === undefined) return tries;
    const hash = headerHash(block.header);
    // Made before, and set aside since: the search goes on to one that can become the tip.
    if (this.chain.index.find(hash) !== NO_HANDLE) return tries;
    this.search = undefined;
    const isTip = this.ways.submit({ block, bytes: encodeBlock(block) }, nowSeconds);
    order.hashes.push(hash);
    // Before it is the tip nothing can be built on it, so the slice ends.
    return isTip ? tries : most;
  }

  private currentSearch(nowSeconds: number): typeof this.search {
    const { params, index } = this.chain;
    const due = index.time(this.chain.tip) + params.targetSpacingSeconds;
    // Others would refuse it until then, and stamped earlier it would be harder than its rivals. A
    // search that outlasts a slice is asked again: the clock may have been set back meanwhile.
    if (due > nowSeconds + params.futureLimitSeconds) return undefined;
    const tip = index.hash(this.chain.tip);
    if (this.search?.template.previousHash === tip) return this.search;
    const template = this.ways.template(due);
    this.search = { template, nonce: 0 };
    return this.search;
  }

  private end(outcome: CommandOutcome): void {
    const order = this.orders.shift()!;
    this.ways.reply(order.command, outcome);
  }
}

function searchBlock(
  search: { readonly template: BlockTemplate; nonce: number },
  most: number,
): { readonly block?: Block; readonly tries: number } {
  const { template } = search;
  const { target } = expandCompact(template.bits);
  const hit = { extraNonce: EXTRA_NONCE, version: template.version };
  const block = blockOf(template, { ...hit, nonce: 0 });
  for (let tries = 1; tries <= most; tries += 1) {
    const header = { ...block.header, nonce: search.nonce };
    search.nonce = (search.nonce + 1) % NONCES;
    if (hashToTarget(headerHash(header)) <= target) return { block: { ...block, header }, tries };
  }
  return { tries: most };
}
