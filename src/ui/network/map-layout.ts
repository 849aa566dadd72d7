/**
 * Where the peers stand on the map: on an ellipse around this tab; from thirteen on, on two. The
 * size is that of the page in pixels, so that text keeps its size on every screen.
 */

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface MapLayout {
  readonly centre: Point;
  readonly places: readonly Point[];
  /** How much may be written beside a node before it runs into the next one. */
  readonly labels: 'full' | 'short' | 'none';
  readonly nodeRadius: number;
}

export interface MapSize {
  readonly width: number;
  readonly height: number;
}

const ONE_RING_MAX = 12;
/** Room for a node and for its name, which stands above or below it. */
const SIDE_MARGIN = 72;
const MARGIN = 68;
/** Links longer than this across are hard to follow. */
const SPREAD_MAX = 880;
const INNER_RING = 0.52;
const INNER_SHARE = 1 / 3;
const FULL_LABEL_WIDTH = 104;
const SHORT_LABEL_WIDTH = 56;
const LABEL_HEIGHT = 64;
const NODE_RADIUS = 20;
const SMALL_RADIUS = 14;

export function layoutMap(count: number, { width, height }: MapSize): MapLayout {
  const inner = count > ONE_RING_MAX ? Math.floor(count * INNER_SHARE) : 0;
  const unit = [...ring(count - inner, 1), ...ring(inner, INNER_RING), { x: 0, y: 0 }];
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
  const labels = labelsFor(nearestDistance(points));
  const nodeRadius = labels === 'none' ? SMALL_RADIUS : NODE_RADIUS;
  return { centre: points[count]!, places: points.slice(0, count), labels, nodeRadius };
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

function labelsFor(distance: number): MapLayout['labels'] {
  if (distance >= FULL_LABEL_WIDTH) return 'full';
  return distance >= SHORT_LABEL_WIDTH ? 'short' : 'none';
}

/**
 * Of the line to one of `count` peers: each power of ten of traffic above a kilobyte makes it
 * thicker, and more so where there are few.
 */
export function linkWidth(sizeBytes: number, count: number): number {
  const powers = Math.max(0, Math.log10(Math.max(1, sizeBytes) / 1000));
  return Math.min(7, 1 + powers * (count > ONE_RING_MAX ? 0.4 : 1.2));
}

/** A part of the way from one point to the other. */
export function between(from: Point, to: Point, share: number): Point {
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}
