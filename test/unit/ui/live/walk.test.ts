import { describe, expect, it } from 'vitest';
import { layoutStrip } from '../../../../src/ui/live/layout.ts';
import { directionOf, neighbour } from '../../../../src/ui/live/walk.ts';
import { FIXTURES } from '../../../support/fixture-snapshots.ts';

describe('moving over the strip', () => {
  const { cells } = layoutStrip(FIXTURES.fork.strip);
  const at = (height: number, lane: number) =>
    cells.find((cell) => cell.card.height === height && cell.lane === lane)!;
  const from = (height: number, lane: number, key: string) => {
    const next = neighbour(cells, at(height, lane), directionOf(key)!);
    return next && [next.card.height, next.lane];
  };

  it('goes along the branch', () => {
    expect(from(4999, 0, 'ArrowLeft')).toEqual([4998, 0]);
    expect(from(4998, 1, 'ArrowRight')).toEqual([4999, 1]);
  });

  it('goes on in the nearest lane where the branch ends', () => {
    expect(from(4999, 1, 'ArrowRight')).toEqual([5000, 0]);
    expect(from(4998, 2, 'ArrowRight')).toEqual([4999, 1]);
  });

  it('crosses between branches of one height', () => {
    expect(from(4998, 0, 'ArrowDown')).toEqual([4998, 1]);
    expect(from(4998, 2, 'ArrowUp')).toEqual([4998, 1]);
    expect(from(5000, 0, 'ArrowDown')).toBeUndefined();
  });

  it('jumps to both ends and stops there', () => {
    expect(from(4999, 1, 'Home')).toEqual([4977, 0]);
    expect(from(4990, 0, 'End')).toEqual([5000, 0]);
    expect(from(5000, 0, 'ArrowRight')).toBeUndefined();
  });

  it('leaves other keys alone', () => {
    expect(directionOf('Tab')).toBeUndefined();
    expect(directionOf('constructor')).toBeUndefined();
  });
});
