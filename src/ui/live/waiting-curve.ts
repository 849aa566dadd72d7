/**
 * How long blocks let people wait. At a steady hash rate the waiting times are exponential: short
 * waits are common, long ones rare, and no wait makes the next block "due".
 */

/** The curve spans this many aimed times between blocks; 2 % of waits are longer. */
const SPAN_SPACINGS = 4;
const SAMPLES = 32;

export interface CurvePoint {
  readonly x: number;
  readonly y: number;
}

/** A point on the curve in a box of the given size; y grows downwards. */
function pointAt(spacings: number, width: number, height: number): CurvePoint {
  return {
    x: (spacings / SPAN_SPACINGS) * width,
    y: height * (1 - Math.exp(-spacings)),
  };
}

function bounded(waitedSeconds: number, targetSpacingSeconds: number): number {
  return Math.min(SPAN_SPACINGS, Math.max(0, waitedSeconds / targetSpacingSeconds));
}

export interface Curve {
  /** The whole curve. */
  readonly outline: string;
  /** The part of it that has gone by. */
  readonly passed: string;
  readonly now: CurvePoint;
}

interface Box {
  readonly width: number;
  readonly height: number;
}

export function waitingCurve(waited: number, spacing: number, { width, height }: Box): Curve {
  const until = bounded(waited, spacing);
  const path = (end: number) =>
    Array.from({ length: SAMPLES + 1 }, (_, index) => {
      const { x, y } = pointAt((index / SAMPLES) * end, width, height);
      return `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`;
    }).join('');
  const now = pointAt(until, width, height);
  return {
    outline: path(SPAN_SPACINGS),
    passed: `${path(until)}V${height}H0Z`,
    now,
  };
}
