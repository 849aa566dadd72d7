/**
 * A walk down the active chain in search of one transaction, from the newest block or from where an
 * earlier walk ended. It asks the disk for a few dozen blocks at a time and keeps none of them:
 * each is looked at in the step that brought it, and the highest hit is remembered.
 */

import type { Handle } from '../chain/block-index.ts';
import type { Body } from '../chain/bodies.ts';
import type { Chain } from '../chain/chain.ts';
import type { Block, Transaction } from '../consensus/types.ts';
import {
  NOTE_SEARCH_AHEAD_MAX,
  NOTE_SEARCH_MAX_BLOCKS,
  NOTE_SEARCH_MAX_BYTES,
} from '../util/limits.ts';

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

/** Genesis carries no payments. */
const LOWEST = 1;

export function searchNotes(
  source: NoteSource,
  { from, isWanted }: Wanted,
  answer: (result: Hit | Miss) => void,
): void {
  const { chain } = source;
  const first = chain.activeAt(from);
  let unread = 0;
  const left = { blocks: NOTE_SEARCH_MAX_BLOCKS, sizeBytes: NOTE_SEARCH_MAX_BYTES };
  const walk = (top: number): void => {
    // A reorganisation below the first block: what was passed by is another chain's.
    if (!chain.isActive(first)) return answer({ next: chain.height, unread: 0 });
    const handles = stretchFrom(chain, top, left);
    if (handles.length === 0) return answer({ next: top < LOWEST ? null : top, unread });
    let waiting = handles.length;
    let hit: Hit | undefined;
    for (const handle of handles) {
      source.readBody(handle, (body) => {
        if (body === undefined) unread += 1;
        else hit = higher(chain, hit, findIn(handle, body.block, isWanted));
        waiting -= 1;
        if (waiting > 0) return;
        if (hit !== undefined && chain.isActive(hit.handle)) answer(hit);
        else walk(top - handles.length);
      });
    }
    return undefined;
  };
  walk(from);
}

/** The blocks to ask for at once, from `top` down, as far as what is left to a command reaches. */
function stretchFrom(
  chain: Chain,
  top: number,
  left: { blocks: number; sizeBytes: number },
): Handle[] {
  const handles: Handle[] = [];
  for (let height = top; height >= LOWEST && handles.length < NOTE_SEARCH_AHEAD_MAX; height -= 1) {
    if (left.blocks === 0 || left.sizeBytes <= 0) break;
    const handle = chain.activeAt(height);
    left.blocks -= 1;
    left.sizeBytes -= sizeOf(chain, handle);
    handles.push(handle);
  }
  return handles;
}

function sizeOf({ bodies, index }: Chain, handle: Handle): number {
  return bodies.get(handle)?.bytes.length ?? index.bodyPlace(handle).length;
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
