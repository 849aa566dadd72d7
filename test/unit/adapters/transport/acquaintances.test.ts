import { describe, expect, it } from 'vitest';
import { Acquaintances } from '../../../../src/adapters/transport/acquaintances.ts';

const KNOWN_MAX = 256;

describe('Acquaintances', () => {
  it('lets a tab rest longer after each failed dial, and gives nobody up', () => {
    const tabs = new Acquaintances();
    let now = 0;
    const rests: number[] = [];
    for (let failure = 0; failure < 8; failure++) {
      expect(tabs.meet(['x'], now)).toEqual(['x']);
      tabs.parted('x', 0, now);
      const restStart = now;
      while (tabs.meet(['x'], now).length === 0) now += 500;
      rests.push(now - restStart);
    }
    const growing = [4_000, 8_000, 16_000, 32_000, 64_000];
    expect(rests).toEqual([...growing, 128_000, 128_000, 128_000]);
  });

  it('finds a tab again soon after a link that lasted', () => {
    const tabs = new Acquaintances();
    tabs.parted('x', 0, 0);
    tabs.parted('x', 30_000, 50_000);
    expect(tabs.meet(['x'], 51_999)).toEqual([]);
    expect(tabs.meet(['x'], 52_000)).toEqual(['x']);
  });

  it('counts a link that was dropped at once as a failure', () => {
    const tabs = new Acquaintances();
    for (let count = 0; count < 5; count++) tabs.parted('x', 100, 0);
    expect(tabs.meet(['x'], 63_999)).toEqual([]);
    expect(tabs.meet(['x'], 64_000)).toEqual(['x']);
  });

  it('gives everybody a new chance after joining anew', () => {
    const tabs = new Acquaintances();
    for (let count = 0; count < 5; count++) tabs.parted('x', 0, 0);
    tabs.clear();
    expect(tabs.meet(['x'], 0)).toEqual(['x']);
  });

  it('remembers 256 tabs, and forgets the one not met for longest', () => {
    const tabs = new Acquaintances();
    for (let index = 0; index < KNOWN_MAX; index++) tabs.parted(`tab ${index}`, 0, 0);
    tabs.meet(['tab 0'], 0);
    tabs.parted('one more', 0, 0);
    expect(tabs.meet(['tab 0'], 0)).toEqual([]);
    expect(tabs.meet(['tab 1'], 0)).toEqual(['tab 1']);
  });
});
