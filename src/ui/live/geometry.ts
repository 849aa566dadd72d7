/**
 * The strip in pixels. Positions count leftwards from the right edge, where the newest block is:
 * when a block is added every card keeps its element and glides one column to the left.
 */

import type { Cell, Edge, StripLayout } from './layout.ts';

export const CARD_WIDTH = 142;
export const CARD_HEIGHT = 118;
export const COLUMN_GAP = 34;
export const LANE_GAP = 14;
export const NEXT_WIDTH = 180;

const COLUMN_PITCH = CARD_WIDTH + COLUMN_GAP;
const LANE_PITCH = CARD_HEIGHT + LANE_GAP;
const CORNER = 10;

export interface Point {
  readonly x: number;
  readonly y: number;
}

export function trackWidth(columns: number): number {
  return columns * COLUMN_PITCH + NEXT_WIDTH;
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
  const origin = trackWidth(layout.columns);
  return layout.cells.reduce((most, cell) => {
    const right = origin + cardCorner(cell, layout.columns).x;
    const visible = right > left && right - CARD_WIDTH < left + width;
    return visible ? Math.max(most, cell.lane + 1) : most;
  }, 1);
}

/** Where the seconds between two neighbours are written: above the middle of their line. */
export function intervalPoint({ child }: Edge, columns: number): Point {
  const to = cardCorner(child, columns);
  return { x: to.x - CARD_WIDTH - COLUMN_GAP / 2, y: to.y + CARD_HEIGHT / 2 - 7 };
}

/** From the newest block to the one that is being looked for. */
export function nextEdgePath(last: Cell, columns: number): string {
  const from = cardCorner(last, columns);
  const y = from.y + CARD_HEIGHT / 2;
  return line({ x: from.x, y }, { x: -NEXT_WIDTH, y });
}
