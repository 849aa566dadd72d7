/**
 * How a full-block test is written down: what is offered to a chain with a past, and the exact word
 * that it is refused with; or a story of several blocks, each with its word and the tip after it.
 */

import { encodeBlock } from '../../src/consensus/encoding.ts';
import type { Block, Transaction } from '../../src/consensus/types.ts';
import type { Recipe } from '../support/block-lab.ts';
import type { ChainWorld } from '../support/chain-world.ts';

export interface Offer {
  readonly block: Block;
  readonly bytes: Uint8Array;
  /** The block as its miner made it, under the same hash; it must still be accepted. */
  readonly truth?: Block;
  /** The clock at the offer; the block's own time unless given. */
  readonly nowSeconds?: number;
}

/** `expected` is 'code/blame' or 'codec:code'. A build may extend the chain before it offers. */
export type Refusal = readonly [name: string, expected: string, build: (past: ChainWorld) => Offer];

export type Acceptance = readonly [name: string, build: (past: ChainWorld) => Block];

export interface Step {
  readonly block: Block;
  /** Also 'accepted'. */
  readonly expected: string;
  /** The tip after it. */
  readonly tip: Block;
  readonly nowSeconds?: number;
  readonly headerOnly?: boolean;
}

export type Story = readonly [name: string, build: (past: ChainWorld) => readonly Step[]];

/** A block whose miner broke the rule himself. */
export function made(recipe: (past: ChainWorld) => Recipe): (past: ChainWorld) => Offer {
  return (past) => {
    const block = past.lab.make(recipe(past));
    return { block, bytes: encodeBlock(block) };
  };
}

/** Another body under the header of a good block, which is `recipe`'s. */
export function tampered(
  recipe: (past: ChainWorld) => Recipe,
  change: (transactions: readonly Transaction[], past: ChainWorld) => readonly Transaction[],
): (past: ChainWorld) => Offer {
  return (past) => {
    const truth = past.lab.make(recipe(past));
    const block = { ...truth, transactions: change(truth.transactions, past) };
    return { block, bytes: encodeBlock(block), truth };
  };
}

/** A good block in bytes that are not its own. */
export function misspelt(change: (bytes: Uint8Array) => Uint8Array): (past: ChainWorld) => Offer {
  return (past) => {
    const truth = past.lab.make();
    return { block: truth, bytes: change(encodeBlock(truth)), truth };
  };
}
