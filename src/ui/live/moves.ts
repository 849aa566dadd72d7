/**
 * What moved between two drawings of the strip, so that it can be seen to move: a block that came,
 * and in a reorganisation, one after the other from the fork on, those that left the chain and
 * those that took their place.
 */

import { leaps } from './geometry.ts';
import { type Cell, newestHeight, type StripLayout } from './layout.ts';

/** 'arrives' at the head; in a reorganisation 'joins' or 'rises' to the chain, or 'leaves' it. */
export type MoveKind = 'arrives' | 'joins' | 'leaves' | 'rises';

export interface Move {
  readonly kind: MoveKind;
  /** Its turn: 0 is next to the fork. */
  readonly order: number;
}

/** A reorganisation, as far as it can be seen on the strip. */
export interface Change {
  /** The highest block that both branches have. */
  readonly forkHeight: number;
  readonly left: number;
  readonly joined: number;
  /** This tab's own among those that left. */
  readonly ownLeft: number;
}

export interface Moves {
  /** By hash. */
  readonly moves: ReadonlyMap<string, Move>;
  readonly change?: Change;
}

export const NO_MOVES: Moves = { moves: new Map() };

/** Later ones go together with this one: the whole is over in half a second. */
const LAST_ORDER = 6;

const isActive = ({ card }: Cell) => card.state === 'active';

export function planMoves(before: StripLayout, after: StripLayout): Moves {
  if (before.cells.length === 0) return NO_MOVES;
  const known = new Map(before.cells.map((cell) => [cell.card.hash, cell]));
  const left = after.cells.filter((cell) => {
    const old = known.get(cell.card.hash);
    return old !== undefined && isActive(old) && cell.card.state === 'stale';
  });
  if (left.length === 0) return { moves: arrivals(before, after, known) };
  const forkHeight = Math.min(...left.map(({ card }) => card.height)) - 1;
  const joined = after.cells.filter((cell) => {
    const old = known.get(cell.card.hash);
    return isActive(cell) && cell.card.height > forkHeight && (!old || !isActive(old));
  });
  const turn = ({ card }: Cell) => Math.min(LAST_ORDER, card.height - forkHeight - 1);
  return {
    moves: new Map<string, Move>([
      ...left.map((cell) => [cell.card.hash, { kind: 'leaves', order: turn(cell) }] as const),
      ...joined.map((cell) => {
        const kind = known.has(cell.card.hash) ? 'rises' : 'joins';
        return [cell.card.hash, { kind, order: turn(cell) }] as const;
      }),
    ]),
    change: {
      forkHeight,
      left: left.length,
      joined: joined.length,
      ownLeft: left.filter(({ card }) => card.own).length,
    },
  };
}

/**
 * What was scrolled back to does not arrive: it was there all the time. Nor does what comes in
 * throngs, while a chain is fetched: it would be gone before it had faded in.
 */
function arrivals(
  before: StripLayout,
  after: StripLayout,
  known: ReadonlyMap<string, Cell>,
): ReadonlyMap<string, Move> {
  const newest = newestHeight(before);
  if (leaps(newest, newestHeight(after))) return new Map();
  const isNew = ({ card }: Cell) => !known.has(card.hash) && card.height > newest;
  return new Map(
    after.cells.filter(isNew).map(({ card }) => {
      const order = Math.min(LAST_ORDER, card.height - newest - 1);
      return [card.hash, { kind: 'arrives', order }];
    }),
  );
}
