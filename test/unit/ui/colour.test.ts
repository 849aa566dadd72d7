import { describe, expect, it } from 'vitest';
import { HUES, SHAPES, minerMark } from '../../../src/ui/colour.ts';

describe("a miner's mark", () => {
  it('is the same for the same name', () => {
    expect(minerMark('Fox')).toEqual(minerMark('Fox'));
  });

  it('uses all hues and shapes about equally often', () => {
    const names = Array.from({ length: 4800 }, (_, index) => `Miner ${index}`);
    const uses = new Map<string, number>();
    for (const name of names) {
      const { hue, shape } = minerMark(name);
      uses.set(`${hue} ${shape}`, (uses.get(`${hue} ${shape}`) ?? 0) + 1);
    }
    expect(uses.size).toBe(HUES * SHAPES.length);
    expect(Math.max(...uses.values())).toBeLessThan(200);
  });

  it('exists for any text', () => {
    for (const name of ['', '\u202e', '\ud800', '𝕏'.repeat(1000)]) {
      expect(minerMark(name).hue).toBeGreaterThanOrEqual(0);
      expect(minerMark(name).hue).toBeLessThan(12);
    }
  });
});
