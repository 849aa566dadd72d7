/**
 * Where everybody stands: on an ellipse, or, when the room has split, each part on one of its own,
 * side by side, so that a split is seen without reading. The size is that of the page in pixels,
 * so that text keeps its size on every screen.
 */

import {
  type Lettering,
  letteringAt,
  onRings,
  type Point,
  type Size,
} from '../components/node-places.ts';

export interface StageLayout extends Lettering {
  /** By part, then by node, as they were given. */
  readonly places: readonly (readonly Point[])[];
}

interface Frame extends Point, Size {}

/** Smaller parts than this many would stand in slivers: then all stay on one ellipse. */
const PARTS_MAX = 3;
const SIDE_MARGIN = 52;
const TOP_MARGIN = 34;
/** Room for the two lines below a node. */
const BOTTOM_MARGIN = 66;
const SPREAD_MAX = 620;
const PART_MIN = 110;
/** Wider frames have their parts side by side, others one below the other. */
const SIDE_BY_SIDE_MIN = 560;

/** `counts` are the nodes of each part. */
export function layoutStage(counts: readonly number[], size: Size): StageLayout {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const isSplit = counts.length > 1 && counts.length <= PARTS_MAX;
  const places = isSplit
    ? framesOf(counts, size).map((frame, at) => ringIn(counts[at]!, frame))
    : cutUp(ringIn(total, { x: 0, y: 0, ...size }), counts);
  return { places, ...letteringAt(places.flat()) };
}

/** Parts of the whole: room for one node and its name, and of the rest as much as each needs. */
function framesOf(counts: readonly number[], { width, height }: Size): Frame[] {
  const isWide = width >= SIDE_BY_SIDE_MIN;
  const extent = isWide ? width : height;
  const nodes = counts.reduce((sum, count) => sum + count, 0);
  const rest = Math.max(0, extent - counts.length * PART_MIN);
  let start = 0;
  return counts.map((count) => {
    const from = start;
    const size = Math.min(PART_MIN, extent / counts.length) + (rest * count) / nodes;
    start += size;
    return isWide ? { x: from, y: 0, width: size, height } : { x: 0, y: from, width, height: size };
  });
}

function ringIn(count: number, { x, y, width, height }: Frame): Point[] {
  const side = Math.max(Math.min(SIDE_MARGIN, width / 2), (width - SPREAD_MAX) / 2);
  const top = Math.min(TOP_MARGIN, height / 3);
  const bottom = Math.min(BOTTOM_MARGIN, height / 2);
  const [half, tall] = [(width - 2 * side) / 2, Math.max(0, height - top - bottom) / 2];
  return onRings(count, ring).map((unit) => ({
    x: x + side + half * (1 + unit.x),
    y: y + top + tall * (1 + unit.y),
  }));
}

/** The first at the left, then clockwise: this tab keeps its place while others come and go. */
function ring(count: number, radius: number): Point[] {
  if (count === 1) return [{ x: 0, y: 0 }];
  return Array.from({ length: count }, (_, at) => {
    const angle = Math.PI + (at / count) * 2 * Math.PI;
    return { x: radius * Math.cos(angle), y: radius * Math.sin(angle) };
  });
}

function cutUp(points: readonly Point[], counts: readonly number[]): Point[][] {
  let from = 0;
  return counts.map((count) => points.slice(from, (from += count)));
}
