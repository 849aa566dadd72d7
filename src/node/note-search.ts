/**
 * A walk down the active chain in search of one transaction, from the newest block or from where an
 * earlier walk ended. It asks the disk for a few dozen blocks at a time and keeps none of them:
 * each is looked at in the step that brought it, and the highest hit is remembered.
 */

import type { Handle } from '../chain/block-index.ts';
import type { Body } from '../chain/bodies.ts';
import type { Chain } from '../chain/chain.ts';
import type { Block, Transaction } from '../consensus/types.ts';
import { NOTE_SEARCH_AHEAD_MAX, NOTE_SEARCH_MAX_BLOCKS } from '../util/limits.ts';

export interface NoteSource {
  readonly chain: Chain;
  readBody(handle: Handle, answer: (body: Body | undefined) => void): void;
}

export interface Hit {
  readonly handle: Handle;
  readonly block: Block;
  /** The transaction's place in the block. */
  readonly index: number;
}

/** Nothing so far: the height to go on at, or null when genesis was reached. */
export interface Miss {
  readonly next: number | null;
  /** Blocks on the way whose bodies are not here. */
  readonly unread: number;
}

export interface Wanted {
  /** The height to begin at. */
  readonly from: number;
  readonly isWanted: (transaction: Transaction) => boolean;
}

export function searchNotes(
  source: NoteSource,
  { from, isWanted }: Wanted,
  answer: (result: Hit | Miss) => void,
): void {
  const { chain } = source;
  const first = chain.activeAt(from);
  // Genesis carries no payments.
  const lowest = Math.max(1, from - NOTE_SEARCH_MAX_BLOCKS + 1);
  let unread = 0;
  const walk = (top: number): void => {
    // A reorganisation below the first block: what was passed by is another chain's.
    if (!chain.isActive(first)) return answer({ next: chain.height, unread: 0 });
    if (top < lowest) return answer({ next: lowest === 1 ? null : lowest - 1, unread });
    const bottom = Math.max(lowest, top - NOTE_SEARCH_AHEAD_MAX + 1);
    let left = top - bottom + 1;
    let hit: Hit | undefined;
    for (let height = top; height >= bottom; height -= 1) {
      const handle = chain.activeAt(height);
      source.readBody(handle, (body) => {
        if (body === undefined) unread += 1;
        else hit = higher(chain, hit, findIn(handle, body.block, isWanted));
        left -= 1;
        if (left > 0) return;
        if (hit !== undefined && chain.isActive(hit.handle)) answer(hit);
        else walk(bottom - 1);
      });
    }
    return undefined;
  };
  walk(from);
}

function findIn(handle: Handle, block: Block, isWanted: Wanted['isWanted']): Hit | undefined {
  const index = block.transactions.findIndex(isWanted);
  return index < 0 ? undefined : { handle, block, index };
}

/** The disk answers record by record, not from the newest block down. */
function higher({ index }: Chain, one: Hit | undefined, other: Hit | undefined): Hit | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return index.height(one.handle) > index.height(other.handle) ? one : other;
}
