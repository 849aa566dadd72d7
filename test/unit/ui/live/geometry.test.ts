import { describe, expect, it } from 'vitest';
import {
  cardCorner,
  edgePath,
  lanesInView,
  trackHeight,
  trackWidth,
} from '../../../../src/ui/live/geometry.ts';
import { layoutStrip } from '../../../../src/ui/live/layout.ts';
import { waitingCurve } from '../../../../src/ui/live/waiting-curve.ts';
import { FIXTURES, fixtureChain } from '../../../support/fixture-snapshots.ts';

describe('the geometry of the strip', () => {
  const fork = layoutStrip(FIXTURES.fork.strip);

  it('counts from the right edge: a longer chain does not move the newest block', () => {
    const newest = [3, 24].map((length) => {
      const layout = layoutStrip(fixtureChain(100, length));
      return cardCorner(layout.cells.at(-1)!, layout.columns).x;
    });
    expect(newest[0]).toBe(newest[1]);
  });

  it('keeps every card inside the track', () => {
    for (const cell of fork.cells) {
      const { x, y } = cardCorner(cell, fork.columns);
      expect(x).toBeLessThan(0);
      expect(-x).toBeLessThan(trackWidth(fork.columns));
      expect(y).toBeLessThan(trackHeight(fork.lanes));
    }
  });

  it('goes straight along a lane and around a corner to another one', () => {
    const straight = fork.edges.find(({ parent, child }) => parent.lane === child.lane)!;
    const around = fork.edges.find(({ parent, child }) => parent.lane !== child.lane)!;
    expect(edgePath(straight, fork.columns)).toMatch(/^M[\d. -]+H[\d.-]+$/);
    expect(edgePath(around, fork.columns)).toMatch(/^M[\d. -]+V[\d.-]+Q[\d. -]+H[\d.-]+$/);
  });

  it('shrinks to the lanes in view', () => {
    const width = trackWidth(fork.columns);
    expect(lanesInView(fork, { left: 0, width })).toBe(3);
    expect(lanesInView(fork, { left: width - 350, width: 350 })).toBe(1);
    expect(lanesInView(fork, { left: 0, width: 350 })).toBe(1);
  });
});

describe('the curve of waiting times', () => {
  const box = { width: 100, height: 30 };

  it('starts at the top and moves along as time passes', () => {
    expect(waitingCurve(0, 10, box).now).toEqual({ x: 0, y: 0 });
    expect(waitingCurve(10, 10, box).now.x).toBe(25);
    expect(waitingCurve(10, 10, box).now.y).toBeCloseTo(30 * (1 - 1 / Math.E));
  });

  it('stays inside its box however long the wait', () => {
    const { now } = waitingCurve(1e9, 10, box);
    expect(now.x).toBe(100);
    expect(now.y).toBeLessThan(30);
    expect(waitingCurve(-5, 10, box).now).toEqual({ x: 0, y: 0 });
  });
});
