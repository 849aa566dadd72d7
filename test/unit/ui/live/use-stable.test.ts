import { describe, expect, it } from 'vitest';
import { isSameStrip } from '../../../../src/ui/live/use-stable.ts';
import { fixtureChain } from '../../../support/fixture-snapshots.ts';

describe('a strip that came again', () => {
  const strip = fixtureChain(100);
  const changed = (changes: object) => [...strip.slice(0, -1), { ...strip.at(-1)!, ...changes }];

  it('is the same while it says the same', () => {
    expect(isSameStrip(strip, structuredClone(strip))).toBe(true);
  });

  it.each([
    ['a block more', fixtureChain(101, 25)],
    ['another block', fixtureChain(101)],
    ['a block that lost', changed({ state: 'stale', lostBy: 1 })],
    ['a branch that lost by more', changed({ lostBy: 3 })],
    ['a body that came', changed({ miner: 'Somebody', transactions: 7 })],
    ['a block that turned out to be ours', changed({ own: !strip.at(-1)!.own })],
  ])('is another with %s', (_, other) => {
    expect(isSameStrip(strip, other)).toBe(false);
  });
});
