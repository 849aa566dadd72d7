import { describe, expect, it } from 'vitest';
import { Cuts, farOf, pairsBetween } from '../../../src/lab/cuts.ts';

describe('groups', () => {
  it('are parted by every pair of two who are in different ones', () => {
    expect(pairsBetween([['self', 'lab-1'], ['lab-2'], ['lab-3']])).toEqual([
      ['self', 'lab-2'],
      ['lab-1', 'lab-2'],
      ['self', 'lab-3'],
      ['lab-1', 'lab-3'],
      ['lab-2', 'lab-3'],
    ]);
    expect(pairsBetween([['self', 'lab-1']])).toEqual([]);
  });

  it('that share a node do not part it from itself', () => {
    expect(pairsBetween([['self'], ['self', 'lab-1']])).toEqual([['self', 'lab-1']]);
  });
});

describe('a cut', () => {
  it('is the same whichever of the two is named first', () => {
    const cuts = new Cuts();
    cuts.add(['self', 'lab-1']);
    cuts.add(['lab-1', 'self']);
    cuts.add(['lab-1', 'lab-2']);
    expect(cuts.pairs).toHaveLength(2);
    cuts.delete(['lab-2', 'lab-1']);
    expect([cuts.has(['self', 'lab-1']), cuts.has(['lab-1', 'lab-2'])]).toEqual([true, false]);
  });

  it('is forgotten with a node that is removed', () => {
    const cuts = new Cuts();
    cuts.add(['self', 'lab-1']);
    cuts.add(['self', 'room']);
    cuts.forget('lab-1');
    expect(cuts.pairs).toEqual([['self', 'room']]);
  });

  it.each([
    ['self', 'room', 'room'],
    ['0a1b2c3d', 'self', '0a1b2c3d'],
    ['self', 'lab-20', undefined],
    ['guest-1', 'self', undefined],
    ['lab-1', '0a1b2c3d', undefined],
  ])('between %s and %s leads out of the page to %s', (from, to, far) => {
    expect(farOf([from, to])).toBe(far);
  });
});
