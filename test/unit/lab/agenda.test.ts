import { describe, expect, it } from 'vitest';
import { createAgenda } from '../../../src/lab/agenda.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

describe('an agenda', () => {
  it('is in order of time, and of saying where times are equal', () => {
    const clock = createVirtualClock();
    const later = createAgenda(clock);
    const said: string[] = [];
    const say = (text: string, delayMs: number) => later(() => said.push(text), delayMs);
    say('third', 20);
    say('first', 0);
    say('fourth', 20);
    say('second', 5);
    expect(said).toEqual([]);
    clock.advance(0);
    expect(said).toEqual(['first']);
    clock.advance(20);
    expect(said).toEqual(['first', 'second', 'third', 'fourth']);
  });

  it('puts what is said now behind what is due and has not happened yet', () => {
    const late = createLate();
    const later = createAgenda(late.clock);
    const said: string[] = [];
    later(() => said.push('due'), 10);
    late.pass(50);
    later(() => said.push('new'), 0);
    late.ring();
    expect(said).toEqual(['due', 'new']);
  });

  it('has turns of 64 events, and lets others in between', () => {
    const late = createLate();
    const later = createAgenda(late.clock);
    let count = 0;
    for (let event = 0; event < 100; event += 1) later(() => (count += 1), 0);
    late.ring();
    expect(count).toBe(64);
    late.ring();
    expect(count).toBe(100);
  });

  it('ends a turn after eight milliseconds', () => {
    const late = createLate();
    const later = createAgenda(late.clock);
    let count = 0;
    const work = () => {
      count += 1;
      late.pass(5);
    };
    for (let event = 0; event < 6; event += 1) later(work, 0);
    late.ring();
    expect(count).toBe(2);
  });

  it('goes on after a fault', () => {
    const late = createLate();
    const later = createAgenda(late.clock);
    let isReached = false;
    later(() => {
      throw new Error('a fault');
    }, 0);
    later(() => (isReached = true), 0);
    expect(() => late.ring()).toThrow('a fault');
    late.ring();
    expect(isReached).toBe(true);
  });

  it('is not held up by a clock that is set back', () => {
    const late = createLate();
    const later = createAgenda(late.clock);
    const said: string[] = [];
    later(() => said.push('soon'), 10);
    late.pass(-3_600_000);
    later(() => said.push('now'), 0);
    late.ring();
    expect(said).toEqual(['now']);
    late.pass(10);
    late.ring();
    expect(said).toEqual(['now', 'soon']);
  });
});

/** A clock whose alarm rings when told. */
function createLate() {
  let now = 1_000_000;
  let wake = () => {};
  return {
    clock: { now: () => now, wakeAt: (_: number, next: () => void) => void (wake = next) },
    pass: (durationMs: number) => void (now += durationMs),
    ring: () => wake(),
  };
}
