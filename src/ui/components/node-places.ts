/** What the maps of nodes share: rings to stand on, and how much may be written beside each. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Lettering {
  /** How much may be written beside a node before it runs into the next one. */
  readonly labels: 'full' | 'short' | 'none';
  readonly nodeRadius: number;
}

export const ONE_RING_MAX = 12;
const INNER_RING = 0.52;
const INNER_SHARE = 1 / 3;
const FULL_LABEL_WIDTH = 104;
const SHORT_LABEL_WIDTH = 56;
const LABEL_HEIGHT = 64;
const NODE_RADIUS = 20;
const SMALL_RADIUS = 14;

/** On a circle of radius 1; from thirteen on, on two. `ring` places so many on one of a radius. */
export function onRings(count: number, ring: (count: number, radius: number) => Point[]): Point[] {
  const inner = count > ONE_RING_MAX ? Math.floor(count * INNER_SHARE) : 0;
  return [...ring(count - inner, 1), ...ring(inner, INNER_RING)];
}

export function letteringAt(points: readonly Point[]): Lettering {
  const labels = labelsFor(nearestDistance(points));
  return { labels, nodeRadius: labels === 'none' ? SMALL_RADIUS : NODE_RADIUS };
}

/** Between two nodes side by side; above each other there is room for text. */
function nearestDistance(points: readonly Point[]): number {
  let nearest = Infinity;
  for (const [at, left] of points.entries()) {
    for (const right of points.slice(at + 1)) {
      const isAbove = Math.abs(left.y - right.y) > LABEL_HEIGHT;
      if (!isAbove) nearest = Math.min(nearest, Math.hypot(left.x - right.x, left.y - right.y));
    }
  }
  return nearest;
}

function labelsFor(distance: number): Lettering['labels'] {
  if (distance >= FULL_LABEL_WIDTH) return 'full';
  return distance >= SHORT_LABEL_WIDTH ? 'short' : 'none';
}

/** A part of the way from one point to the other. */
export function between(from: Point, to: Point, share: number): Point {
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}
