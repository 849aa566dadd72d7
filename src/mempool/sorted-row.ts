/**
 * A row that stays sorted while single items come and go by the thousand.
 *
 * It is kept in short pieces, since putting one pointer into the middle of an array of 10,000 moves
 * 5,000 others: that was two thirds of the cost of letting a transaction in.
 */

import { assert } from '../util/assert.ts';

const PIECE_MAX = 128;

export class SortedRow<Item> {
  private readonly pieces: Item[][] = [];
  /** Below zero where the left one comes first; zero for the same item alone. */
  private readonly compare: (left: Item, right: Item) => number;
  private flat: readonly Item[] | undefined;

  constructor(compare: (left: Item, right: Item) => number) {
    this.compare = compare;
  }

  /** First to last; made once between two changes. */
  get all(): readonly Item[] {
    this.flat ??= this.pieces.flat();
    return this.flat;
  }

  get last(): Item | undefined {
    return this.pieces.at(-1)?.at(-1);
  }

  add(item: Item): void {
    this.flat = undefined;
    const at = Math.min(this.pieceOf(item), Math.max(0, this.pieces.length - 1));
    const piece = this.pieces[at];
    if (piece === undefined) this.pieces.push([item]);
    else piece.splice(this.placeIn(piece, item), 0, item);
    if (piece !== undefined && piece.length > PIECE_MAX) {
      this.pieces.splice(at + 1, 0, piece.splice(PIECE_MAX / 2));
    }
  }

  remove(item: Item): void {
    this.flat = undefined;
    const at = this.pieceOf(item);
    const piece = this.pieces[at];
    const place = piece === undefined ? 0 : this.placeIn(piece, item);
    assert(piece?.[place] === item, 'an item stands where its order says');
    piece.splice(place, 1);
    if (piece.length === 0) this.pieces.splice(at, 1);
  }

  /** The first piece that does not end before the item. */
  private pieceOf(item: Item): number {
    return countBefore(this.pieces, (piece) => this.compare(piece.at(-1)!, item) < 0);
  }

  private placeIn(piece: readonly Item[], item: Item): number {
    return countBefore(piece, (other) => this.compare(other, item) < 0);
  }
}

/** How many items at the beginning are before, where those that are stand before all others. */
function countBefore<Item>(items: readonly Item[], isBefore: (item: Item) => boolean): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(items[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low;
}
