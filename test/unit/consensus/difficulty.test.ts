import { describe, expect, it } from 'vitest';
import { aserti3, expectedBits } from '../../../src/consensus/difficulty.ts';
import { bitsFromTarget, expandCompact } from '../../../src/consensus/pow.ts';
import { vectors } from '../../support/vectors.ts';

interface AsertRun {
  readonly run: number;
  readonly description: string;
  readonly anchor_height: string;
  readonly anchor_parent_time: string;
  readonly anchor_nBits: string;
  readonly start_height: string;
  readonly rows: [number, number, string][];
}

const published = vectors<{ runs: AsertRun[] }>('aserti3-2d.json');
const derived = vectors<{ rows: [number, string, number, number, string][] }>(
  'room_asert_derived.json',
);

const hex = (bits: number) => bits.toString(16).padStart(8, '0');
const MAIN_LIMIT = expandCompact(0x1e0fffff).target;

/** PROTOCOL 3 with T = spacing. */
function roomRule(spacing: number) {
  const window = Math.max(120, 12 * spacing);
  return {
    powLimit: MAIN_LIMIT,
    targetSpacingSeconds: spacing,
    halfLifeSeconds: window,
    graceSeconds: window,
    easeCapSeconds: 5 * window,
  };
}

describe('the aserti3 kernel', () => {
  it.each(published.runs)('reproduces $description', (run) => {
    const limit = expandCompact(0x1d00ffff).target;
    const anchor = expandCompact(Number(run.anchor_nBits)).target;
    for (const [row, [tabled, time, bits]] of run.rows.entries()) {
      // The heights of run 10 are too large for JSON numbers, so they are counted from the start.
      const isExact = Number.isSafeInteger(tabled);
      const height = isExact ? BigInt(tabled) : BigInt(run.start_height) + BigInt(row);
      const elapsed = BigInt(time) - BigInt(run.anchor_parent_time);
      const blocks = height - BigInt(run.anchor_height) + 1n;
      const exponent = ((elapsed - 600n * blocks) * 65536n) / 172800n;
      const next = bitsFromTarget(aserti3(anchor, exponent, limit));
      expect(`${height}: ${hex(next)}`).toBe(`${height}: ${bits.slice(2)}`);
    }
  });

  it('ends at the limits, however far the exponent lies outside', () => {
    expect(aserti3(5n, 1n << 60n, MAIN_LIMIT)).toBe(MAIN_LIMIT);
    expect(aserti3(MAIN_LIMIT, -(1n << 30n), MAIN_LIMIT)).toBe(1n);
  });
});

describe('the rule of rooms', () => {
  it('gives the derived vectors', () => {
    expect(derived.rows.length).toBeGreaterThan(100);
    for (const [spacing, parentBits, parentGap, gap, expected] of derived.rows) {
      const facts = {
        parentBits: Number.parseInt(parentBits, 16),
        grandparentTime: 1_700_000_000,
        parentTime: 1_700_000_000 + parentGap,
        time: 1_700_000_000 + parentGap + gap,
      };
      const row = [
        spacing,
        parentBits,
        parentGap,
        gap,
        hex(expectedBits(roomRule(spacing), facts)),
      ];
      expect(row).toEqual([spacing, parentBits, parentGap, gap, expected]);
    }
  });

  it('starts from genesis as if its gap had been right', () => {
    const facts = { parentBits: 0x1e00ffff, parentTime: 1000, grandparentTime: undefined };
    expect(expectedBits(roomRule(10), { ...facts, time: 1010 })).toBe(0x1e00ffff);
    expect(expectedBits(roomRule(10), { ...facts, time: 1120 })).toBe(0x1e00ffff);
    expect(expectedBits(roomRule(10), { ...facts, time: 1240 })).toBe(0x1e01fffe);
  });

  it('lets a night of sleep ease one block by the cap and no more', () => {
    const facts = { parentBits: 0x1d00ffff, parentTime: 1000, grandparentTime: 990 };
    const capped = expectedBits(roomRule(10), { ...facts, time: 1000 + 600 });
    expect(expectedBits(roomRule(10), { ...facts, time: 1000 + 12 * 3600 })).toBe(capped);
  });
});
