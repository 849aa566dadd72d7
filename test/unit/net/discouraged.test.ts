import { describe, expect, it } from 'vitest';
import { Discouraged } from '../../../src/net/discouraged.ts';

const TEN_MINUTES_MS = 600_000;

describe('Discouraged', () => {
  it('holds a name for ten minutes and not a moment longer', () => {
    const discouraged = new Discouraged();
    discouraged.add('foe', 1_000);
    expect(discouraged.has('foe', 1_000 + TEN_MINUTES_MS - 1)).toBe(true);
    expect(discouraged.has('foe', 1_000 + TEN_MINUTES_MS)).toBe(false);
    expect(discouraged.has('friend', 1_000)).toBe(false);
  });

  it('begins anew with each broken rule', () => {
    const discouraged = new Discouraged();
    discouraged.add('foe', 0);
    discouraged.add('foe', 500_000);
    expect(discouraged.has('foe', TEN_MINUTES_MS + 1)).toBe(true);
  });

  it('remembers a thousand names and forgets the oldest for the next', () => {
    const discouraged = new Discouraged();
    for (let name = 0; name <= 1_000; name += 1) discouraged.add(`foe ${name}`, 0);
    expect(discouraged.size).toBe(1_000);
    expect(discouraged.has('foe 0', 1)).toBe(false);
    expect(discouraged.has('foe 1', 1)).toBe(true);
    expect(discouraged.has('foe 1000', 1)).toBe(true);
  });

  it('frees what has ended when something new comes', () => {
    const discouraged = new Discouraged();
    for (let name = 0; name < 10; name += 1) discouraged.add(`foe ${name}`, 0);
    discouraged.add('another', TEN_MINUTES_MS);
    expect(discouraged.size).toBe(1);
  });
});
