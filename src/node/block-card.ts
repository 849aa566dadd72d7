/** One block in short, as the page draws it: where it stands, whose it is, and what is in it. */

import { type Handle, GENESIS, Status } from '../chain/block-index.ts';
import type { Chain } from '../chain/chain.ts';
import { parseCoinbaseScript } from '../consensus/coinbase.ts';
import { blockWeight } from '../consensus/encoding.ts';
import { blockWork } from '../consensus/pow.ts';
import type { Block } from '../consensus/types.ts';
import type { BlockCard } from './api.ts';

/** What a card says of a body. */
export interface BodyFacts {
  readonly miner: string;
  readonly transactions: number;
  readonly weight: number;
}

export const NO_FACTS: BodyFacts = { miner: '', transactions: 0, weight: 0 };

export function describeBody(block: Block, handle: Handle): BodyFacts {
  const { scriptSig } = block.transactions[0]!.inputs[0]!;
  const miner = handle === GENESIS ? '' : parseCoinbaseScript(scriptSig).tag;
  return { miner, transactions: block.transactions.length, weight: blockWeight(block) };
}

interface CardFacts {
  readonly facts: BodyFacts;
  /** Of the heaviest branch through it. */
  readonly branchWork: bigint;
}

export function cardOf(
  chain: Chain,
  handle: Handle,
  { facts, branchWork: work }: CardFacts,
): BlockCard {
  const { index } = chain;
  const state = stateOf(chain, handle, work);
  const { previousHash, time } = index.header(handle);
  return {
    hash: index.hash(handle),
    previousHash,
    height: index.height(handle),
    time,
    state,
    own: index.has(handle, Status.own),
    ...facts,
    lostBy: state === 'stale' ? lostBy(chain, handle, work) : 0,
  };
}

/** For each block the work of the heaviest branch through it; children come after parents. */
export function branchWork(
  { index }: Chain,
  handles: readonly Handle[],
): ReadonlyMap<Handle, bigint> {
  const works = new Map<Handle, bigint>();
  for (const handle of handles.toReversed()) {
    const work = bigger(works.get(handle) ?? 0n, index.chainWork(handle));
    works.set(handle, work);
    const parent = index.parent(handle);
    works.set(parent, bigger(works.get(parent) ?? 0n, work));
  }
  return works;
}

function stateOf(chain: Chain, handle: Handle, work: bigint): BlockCard['state'] {
  const { index, tip } = chain;
  if (chain.isActive(handle)) return 'active';
  const cannotBeOurs = (index.status(handle) & (Status.failed | Status.aside)) !== 0;
  if (cannotBeOurs) return 'invalid';
  return work > index.chainWork(tip) ? 'pending' : 'stale';
}

/** In blocks of the loser's own work, to one decimal. */
function lostBy({ index, tip }: Chain, handle: Handle, work: bigint): number {
  const deficit = index.chainWork(tip) - work;
  return Number((deficit * 10n) / blockWork(index.bits(handle))) / 10;
}

function bigger(left: bigint, right: bigint): bigint {
  return left > right ? left : right;
}
