/**
 * Where the peers stand on the map: on an ellipse around this tab; from thirteen on, on two. The
 * size is that of the page in pixels, so that text keeps its size on every screen.
 */

import {
  type Lettering,
  letteringAt,
  ONE_RING_MAX,
  onRings,
  type Point,
  type Size,
} from '../components/node-places.ts';

export interface MapLayout extends Lettering {
  readonly centre: Point;
  readonly places: readonly Point[];
}

/** Room for a node and for its name, which stands above or below it. */
const SIDE_MARGIN = 72;
const MARGIN = 68;
/** Links longer than this across are hard to follow. */
const SPREAD_MAX = 880;

export function layoutMap(count: number, { width, height }: Size): MapLayout {
  const unit = [...onRings(count, ring), { x: 0, y: 0 }];
  const side = Math.max(SIDE_MARGIN, (width - SPREAD_MAX) / 2);
  const xs = fitted(
    unit.map(({ x }) => x),
    side,
    width - side,
  );
  const ys = fitted(
    unit.map(({ y }) => y),
    MARGIN,
    height - MARGIN,
  );
  const points = unit.map((_, at) => ({ x: xs[at]!, y: ys[at]! }));
  return { centre: points[count]!, places: points.slice(0, count), ...letteringAt(points) };
}

/** From the right of the top on, so that few peers stand beside each other and not in a column. */
function ring(count: number, radius: number): Point[] {
  if (count === 1) return [{ x: radius, y: 0 }];
  return Array.from({ length: count }, (_, at) => {
    const angle = ((at + 0.5) / count) * 2 * Math.PI - Math.PI / 2;
    return { x: radius * Math.cos(angle), y: radius * Math.sin(angle) };
  });
}

/** Stretched over all the room there is; what does not differ stands in the middle. */
function fitted(values: readonly number[], low: number, high: number): number[] {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const span = most - least;
  if (span < 1e-9) return values.map(() => (low + high) / 2);
  return values.map((value) => low + ((value - least) / span) * Math.max(1, high - low));
}

/**
 * Of the line to one of `count` peers: each power of ten of traffic above a kilobyte makes it
 * thicker, and more so where there are few.
 */
export function linkWidth(sizeBytes: number, count: number): number {
  const powers = Math.max(0, Math.log10(Math.max(1, sizeBytes) / 1000));
  return Math.min(7, 1 + powers * (count > ONE_RING_MAX ? 0.4 : 1.2));
}
