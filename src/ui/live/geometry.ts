/**
 * The strip in pixels. Positions count leftwards from the right edge, where the newest block is.
 * Cards stand on a belt: when a block is added they keep their places, and it glides on.
 */

import { STRIP_COLUMNS_MAX } from '../../util/limits.ts';
import type { Cell, Edge, StripLayout } from './layout.ts';

export const CARD_WIDTH = 172;
export const CARD_HEIGHT = 148;
export const COLUMN_GAP = 36;
export const LANE_GAP = 16;
/** The block that is looked for, which stands at the right end of the track. */
export const NEXT_WIDTH = 248;
/** With its gap: what the strip of a phone leaves out, where that block stands below. */
export const HEAD_WIDTH = NEXT_WIDTH + COLUMN_GAP;

export const COLUMN_PITCH = CARD_WIDTH + COLUMN_GAP;
const LANE_PITCH = CARD_HEIGHT + LANE_GAP;
const CORNER = 10;

/** More blocks than this at once, as while a chain is fetched, are not worth following. */
const GLIDES_COLUMNS = 3;

/** Whether the strip goes from one newest height to another at once. */
export function leaps(from: number, to: number): boolean {
  return Math.abs(to - from) > GLIDES_COLUMNS;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export function trackWidth(columns: number): number {
  return columns * COLUMN_PITCH + NEXT_WIDTH;
}

/** One for each height since genesis, drawn or not: the strip scrolls back through all of them. */
export function trackColumns({ lowest, columns }: StripLayout): number {
  return Math.min(lowest + columns, STRIP_COLUMNS_MAX);
}

export function trackHeight(lanes: number): number {
  return lanes * LANE_PITCH - LANE_GAP;
}

/** The card's top right corner; x is at most 0. */
export function cardCorner(cell: Cell, columns: number): Point {
  const after = columns - 1 - cell.column;
  return { x: -(NEXT_WIDTH + COLUMN_GAP + after * COLUMN_PITCH), y: cell.lane * LANE_PITCH };
}

function round(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function line(from: Point, to: Point): string {
  return `M${round(from.x)} ${round(from.y)}H${round(to.x)}`;
}

/**
 * Along the lane; to another lane through the gap before the child, where no card stands. It leaves
 * from the line to the sibling that went on in the parent's lane, which is always there.
 */
export function edgePath({ parent, child }: Edge, columns: number): string {
  const from = cardCorner(parent, columns);
  const to = cardCorner(child, columns);
  const start = { x: from.x, y: from.y + CARD_HEIGHT / 2 };
  const end = { x: to.x - CARD_WIDTH, y: to.y + CARD_HEIGHT / 2 };
  if (start.y === end.y) return line(start, end);
  const x = end.x - COLUMN_GAP / 2;
  const side = Math.sign(end.y - start.y) * CORNER;
  const [turn, corner] = [round(end.y - side), round(end.y)];
  const bend = `Q${round(x)} ${corner} ${round(x + CORNER)} ${corner}`;
  return `M${round(x)} ${round(start.y)}V${turn}${bend}H${round(end.x)}`;
}

/** What the viewport shows of the track, in pixels from the track's left edge. */
export interface View {
  readonly left: number;
  readonly width: number;
}

/** Lanes that have a card in view: a fork that was scrolled past leaves no hole behind. */
export function lanesInView(layout: StripLayout, { left, width }: View): number {
  const origin = trackWidth(trackColumns(layout));
  return layout.cells.reduce((most, cell) => {
    const right = origin + cardCorner(cell, layout.columns).x;
    const visible = right > left && right - CARD_WIDTH < left + width;
    return visible ? Math.max(most, cell.lane + 1) : most;
  }, 1);
}

/** From the first to the last height in view, and some more on either side. */
export interface Heights {
  readonly from: number;
  readonly to: number;
}

/** What is beyond the view on either side, so that it is there when it comes into view. */
const OVERSCAN_COLUMNS = 4;

export function heightsInView(layout: StripLayout, { left, width }: View): Heights {
  const highest = layout.lowest + layout.columns - 1;
  const first = highest + 1 - trackColumns(layout);
  const at = (x: number) => first + Math.floor(x / COLUMN_PITCH);
  return {
    from: Math.max(first, at(left) - OVERSCAN_COLUMNS),
    to: Math.min(highest, at(left + width) + OVERSCAN_COLUMNS),
  };
}

/** Where the seconds between two neighbours are written: above the middle of their line. */
export function intervalPoint({ child }: Edge, columns: number): Point {
  const to = cardCorner(child, columns);
  return { x: to.x - CARD_WIDTH - COLUMN_GAP / 2, y: to.y + CARD_HEIGHT / 2 - 7 };
}

/** From the newest block over the gap behind it, to where the belt brings the next one. */
export function nextEdgePath(last: Cell, columns: number): string {
  const from = cardCorner(last, columns);
  const y = from.y + CARD_HEIGHT / 2;
  return line({ x: from.x, y }, { x: from.x + COLUMN_GAP, y });
}
