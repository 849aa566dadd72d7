import { describe, expect, it } from 'vitest';
import { Candidates } from '../../../src/net/candidates.ts';

const KNOWN_MAX = 256;
const KEY = 'a'.repeat(64);

describe('a tab that may be dialled', () => {
  it('rests longer after each failed dial, and nobody is given up', () => {
    const tabs = new Candidates();
    let now = 0;
    const rests: number[] = [];
    for (let failure = 0; failure < 8; failure++) {
      expect(tabs.mayDial('x', now)).toBe(true);
      tabs.failed('x', 'dial-timeout', now);
      const restStart = now;
      while (!tabs.mayDial('x', now)) now += 500;
      rests.push(now - restStart);
    }
    const growing = [4_000, 8_000, 16_000, 32_000, 64_000];
    expect(rests).toEqual([...growing, 128_000, 128_000, 128_000]);
  });

  it('is dialled again soon after a link that lasted', () => {
    const tabs = new Candidates();
    tabs.parted('x', 0, 0);
    tabs.parted('x', 30_000, 50_000);
    expect(tabs.mayDial('x', 51_999)).toBe(false);
    expect(tabs.mayDial('x', 52_000)).toBe(true);
  });

  it('counts a link that was dropped at once as a failure', () => {
    const tabs = new Candidates();
    for (let count = 0; count < 5; count++) tabs.parted('x', 100, 0);
    expect(tabs.failuresOf('x')).toBe(5);
    expect(tabs.mayDial('x', 63_999)).toBe(false);
  });

  it('does not rest for hours because a clock was set back', () => {
    const tabs = new Candidates();
    tabs.failed('x', 'dial-timeout', 10_000_000);
    expect(tabs.mayDial('x', 1_000_000)).toBe(true);
  });

  it('is forgotten when the meeting place calls its id gone, and not when that is a key', () => {
    const tabs = new Candidates();
    tabs.meet('x', 1);
    tabs.failed('x', 'gone', 1);
    expect(tabs.found).toEqual([]);
    tabs.failed(KEY, 'gone', 1);
    expect(tabs.mayDial(KEY, 2)).toBe(false);
  });

  it('gets a new chance after joining anew', () => {
    const tabs = new Candidates();
    tabs.meet('x', 1);
    for (let count = 0; count < 5; count++) tabs.parted('x', 0, 1);
    tabs.forgetFound();
    expect(tabs.mayDial('x', 2)).toBe(true);
  });

  it('is one of 256, and the one not met for longest is forgotten', () => {
    const tabs = new Candidates();
    for (let index = 0; index < KNOWN_MAX; index++) tabs.parted(`tab ${index}`, 0, 0);
    tabs.meet('tab 0', 1);
    tabs.parted('one more', 0, 1);
    expect(tabs.mayDial('tab 0', 1)).toBe(false);
    expect(tabs.mayDial('tab 1', 1)).toBe(true);
  });
});

describe('networks that let nothing through', () => {
  it('are told from tabs that have not been tried, or failed otherwise', () => {
    const tabs = new Candidates();
    expect(tabs.blocked).toBe(0);
    tabs.meet('x', 1);
    tabs.meet('y', 1);
    tabs.failed('x', 'ice-connection-failure', 1);
    expect(tabs.blocked).toBe(0);
    tabs.failed('y', 'dial-timeout', 1);
    expect(tabs.blocked).toBe(2);
    tabs.failed('y', 'replaced', 1);
    expect(tabs.blocked).toBe(2);
    tabs.failed('y', 'linked', 1);
    expect(tabs.blocked).toBe(0);
  });
});
