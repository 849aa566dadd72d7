import { describe, expect, it } from 'vitest';
import { catchUpChance } from '../../../../src/ui/lab/chances.ts';

describe('the chance to catch up', () => {
  it('is that of Bitcoin’s paper', () => {
    expect(catchUpChance(10, 1)).toBeCloseTo(1 / 9, 10);
    expect(catchUpChance(30, 6)).toBeCloseTo((3 / 7) ** 6, 10);
  });

  it('is certain from one half on, however far it is behind', () => {
    expect(catchUpChance(50, 100)).toBe(1);
    expect(catchUpChance(90, 6)).toBe(1);
  });

  it('is certain for who is not behind', () => {
    expect(catchUpChance(10, 0)).toBe(1);
  });
});
