import { describe, expect, it } from 'vitest';
import { paceWhileHidden } from '../../../src/ui/hidden-pace.ts';

describe('a page', () => {
  it('that is seen shows all that it hears', () => {
    const { pace, shown } = createWorld({ isHidden: false });
    for (const at of [1, 2, 3]) pace.heard({ at });
    expect(shown).toEqual([1, 2, 3]);
  });

  it('that is hidden shows the newest once a second, and the last one without being asked', () => {
    const { pace, shown, pass } = createWorld({ isHidden: true });
    for (let at = 0; at < 25; at += 1) {
      pace.heard({ at });
      pass(100);
    }
    expect(shown).toEqual([0, 9, 19]);
    pass(2_000);
    expect(shown).toEqual([0, 9, 19, 24]);
  });

  it('shows at once what it held when it is looked at', () => {
    const page = { isHidden: true };
    const { pace, shown, pass } = createWorld(page);
    pace.heard({ at: 1 });
    pace.heard({ at: 2 });
    expect(shown).toEqual([1]);
    page.isHidden = false;
    pace.looked();
    expect(shown).toEqual([1, 2]);
    pass(5_000);
    expect(shown).toEqual([1, 2]);
  });
});

function createWorld(page: { isHidden: boolean }) {
  let nowMs = 0;
  let timers: { readonly at: number; readonly work: () => void }[] = [];
  const shown: number[] = [];
  const pace = paceWhileHidden<{ readonly at: number }>(({ at }) => shown.push(at), {
    isHidden: () => page.isHidden,
    now: () => nowMs,
    later: (work, delayMs) => void timers.push({ at: nowMs + delayMs, work }),
  });
  const pass = (durationMs: number) => {
    nowMs += durationMs;
    const due = timers.filter(({ at }) => at <= nowMs);
    timers = timers.filter(({ at }) => at > nowMs);
    for (const { work } of due) work();
  };
  return { pace, shown, pass };
}
