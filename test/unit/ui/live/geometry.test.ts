import { describe, expect, it } from 'vitest';
import {
  cardCorner,
  COLUMN_GAP,
  edgePath,
  heightsInView,
  lanesInView,
  nextEdgePath,
  trackColumns,
  trackHeight,
  trackWidth,
} from '../../../../src/ui/live/geometry.ts';
import { layoutStrip } from '../../../../src/ui/live/layout.ts';
import { waitingCurve } from '../../../../src/ui/live/waiting-curve.ts';
import { FIXTURES, fixtureChain } from '../../../support/fixture-snapshots.ts';

const COLUMNS_MAX = 60_000;

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

  it('goes on from the newest block over the gap, wherever the belt has brought that to', () => {
    const newest = fork.cells.findLast(({ lane }) => lane === 0)!;
    // Each block since the belt was laid stands one column further right on it.
    for (const since of [0, 1, 5]) {
      const path = nextEdgePath(newest, fork.columns - since);
      const [from, to] = /^M(\S+) \S+H(\S+)$/.exec(path)!.slice(1).map(Number);
      const { x } = cardCorner(newest, fork.columns - since);
      expect([from, to]).toEqual([x, x + COLUMN_GAP]);
    }
  });

  it('shrinks to the lanes in view', () => {
    const width = trackWidth(trackColumns(fork));
    expect(lanesInView(fork, { left: 0, width })).toBe(3);
    expect(lanesInView(fork, { left: width - 350, width: 350 })).toBe(1);
    expect(lanesInView(fork, { left: 0, width: 350 })).toBe(1);
  });

  it('has a column for each height since genesis, drawn or not', () => {
    expect(trackColumns(layoutStrip(fixtureChain(100)))).toBe(101);
    expect(trackColumns(layoutStrip(fixtureChain(3)))).toBe(4);
    expect(trackColumns(layoutStrip([]))).toBe(0);
  });

  it('ends after 60,000 columns, where pixels would', () => {
    const layout = layoutStrip(fixtureChain(60_100));
    expect(trackColumns(layout)).toBe(COLUMNS_MAX);
    // Firefox ends at 17.8 million pixels.
    expect(trackWidth(trackColumns(layout))).toBeLessThan(17_000_000);
    expect(heightsInView(layout, { left: 0, width: 1_000 }).from).toBe(101);
  });

  it('knows the heights in view, wherever its user scrolled to', () => {
    const layout = layoutStrip(fixtureChain(5_000));
    const pitch = (trackWidth(11) - trackWidth(1)) / 10;
    const at = (left: number) => heightsInView(layout, { left, width: 5 * pitch - 1 });
    expect(at(0)).toEqual({ from: 0, to: 8 });
    expect(at(1_000 * pitch)).toEqual({ from: 996, to: 1_008 });
    expect(at(trackWidth(5_001) - 5 * pitch).to).toBe(5_000);
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
