import { describe, expect, it } from 'vitest';
import { Shares } from '../../../src/lab/shares.ts';

function sharesOf(shares: Shares, ...refs: string[]): number[] {
  return refs.map((ref) => shares.of(ref));
}

function create(refs: readonly string[], all = 100): Shares {
  const shares = new Shares(all);
  shares.join(refs);
  return shares;
}

describe('shares', () => {
  it('are equal for all until somebody decides', () => {
    const shares = create(['a', 'b']);
    expect(sharesOf(shares, 'a', 'b')).toEqual([50, 50]);
    shares.join(['c']);
    expect(sharesOf(shares, 'a', 'b', 'c')).toEqual([33, 33, 33]);
    shares.leave('a');
    expect(sharesOf(shares, 'a', 'b', 'c')).toEqual([0, 50, 50]);
  });

  it('are nothing at first where none is to mine', () => {
    const shares = create(['a', 'b'], 0);
    expect(sharesOf(shares, 'a', 'b')).toEqual([0, 0]);
    shares.set({ a: 30 });
    expect(sharesOf(shares, 'a', 'b')).toEqual([30, 0]);
  });

  it('that are given leave the others theirs, while there is enough', () => {
    const shares = create(['a', 'b', 'c', 'd']);
    shares.set({ a: 10, b: 0 });
    expect(sharesOf(shares, 'a', 'b', 'c', 'd')).toEqual([10, 0, 25, 25]);
  });

  it('beyond all there is are taken from the others in proportion', () => {
    const shares = create(['a', 'b', 'c']);
    shares.set({ a: 10, b: 30, c: 60 });
    shares.set({ c: 80 });
    expect(sharesOf(shares, 'a', 'b', 'c')).toEqual([5, 15, 80]);
  });

  it('that are given beyond 100 shrink together', () => {
    const shares = create(['a', 'b', 'c']);
    shares.set({ a: 100, b: 100, unknown: 50 });
    expect(sharesOf(shares, 'a', 'b', 'c', 'unknown')).toEqual([50, 50, 0, 0]);
  });

  it('of newcomers are what is left once somebody has decided', () => {
    const shares = create(['a', 'b']);
    shares.set({ a: 51, b: 9 });
    shares.join(['c', 'd']);
    expect(sharesOf(shares, 'a', 'b', 'c', 'd')).toEqual([51, 9, 20, 20]);
    shares.set({ a: 60, b: 0 });
    shares.join(['e']);
    expect(shares.of('e')).toBe(0);
  });

  it.each([
    [-5, 0],
    [1e9, 100],
    [33.4, 33],
    [Number.NaN, 0],
  ])('of %d are %d', (wanted, share) => {
    const shares = create(['a']);
    shares.set({ a: wanted });
    expect(shares.of('a')).toBe(share);
  });
});
