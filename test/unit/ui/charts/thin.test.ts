import { describe, expect, it } from 'vitest';
import { thin } from '../../../../src/ui/charts/thin.ts';

const ROWS = 100_000;
const PIXELS = 500;
const x = Array.from({ length: ROWS }, (_, at) => at);
const wave = x.map((at) => Math.sin(at / 700) + ((at * 7_919) % 101) / 50);
const holes = x.map((at) => (at % 1_000 < 10 ? null : at % 13));

describe('rows that are drawn', () => {
  it('are all of them where they have room', () => {
    expect(thin([4, 5, 9], [[1, 2, 3]], 2)).toEqual([0, 1, 2]);
    expect(thin([], [[]], 300)).toEqual([]);
  });

  it('are a few for each pixel, rising, the first and the last among them', () => {
    const rows = thin(x, [wave, holes], PIXELS);
    expect(rows.length).toBeLessThanOrEqual(PIXELS * 8);
    expect(rows[0]).toBe(0);
    expect(rows.at(-1)).toBe(ROWS - 1);
    expect(rows.every((row, at) => at === 0 || row > rows[at - 1]!)).toBe(true);
  });

  it('hold the lowest and the highest of every pixel, for every series', () => {
    const rows = new Set(thin(x, [wave, holes], PIXELS));
    for (let pixel = 0; pixel < PIXELS; pixel += 37) {
      const inside = x.filter((at) => Math.floor((at / (ROWS - 1)) * PIXELS) === pixel);
      for (const values of [wave, holes]) {
        const known = inside.map((at) => values[at]!).filter((value) => value !== null);
        const kept = inside.filter((at) => rows.has(at)).map((at) => values[at]!);
        expect(kept, `pixel ${pixel}`).toContain(Math.max(...known));
        expect(kept, `pixel ${pixel}`).toContain(Math.min(...known));
      }
    }
  });

  it('leave gaps where nothing is known', () => {
    const rows = thin(x, [holes], PIXELS);
    expect(rows.filter((row) => holes[row] === null).length).toBeGreaterThanOrEqual(90);
  });

  it('are chosen also where all stand at one place', () => {
    const rows = thin(
      Array.from({ length: 900 }, () => 7),
      [wave.slice(0, 900)],
      100,
    );
    expect(rows.length).toBeLessThan(10);
  });
});
