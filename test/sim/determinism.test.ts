import { describe, expect, it } from 'vitest';
import { Random } from '../../src/util/random.ts';
import { planFaults, STORM } from './faults.ts';
import { Simulation } from './simulation.ts';
import { openStream } from './streams.ts';
import { Timeline } from './timeline.ts';

const TIMEOUT_MS = 60_000;

async function traceOf(seed: number): Promise<string> {
  const options = { seed, nodes: 8, seconds: 200, profile: 'storm' } as const;
  return (await new Simulation(options).run()).trace;
}

describe('a seed', () => {
  it(
    'gives the same run again, event by event, and another seed another',
    async () => {
      const trace = await traceOf(11);
      expect(trace).toMatch(/^[0-9a-f]{64}$/);
      expect(await traceOf(11)).toBe(trace);
      expect(await traceOf(12)).not.toBe(trace);
    },
    TIMEOUT_MS,
  );

  it('has streams that know nothing of each other', () => {
    const streams = (['network', 'faults', 'mining'] as const).map((name) => openStream(5, name));
    const words = streams.map((stream) => stream.u32());
    expect(new Set(words).size).toBe(3);
    expect(openStream(5, 'faults').u32()).toBe(words[1]);
  });

  it('plans all faults before anything happens, and ends them all in time', () => {
    const plan = { rates: STORM, tabs: 8, fromMs: 5_000, untilMs: 600_000 };
    const faults = planFaults(openStream(3, 'faults'), plan);
    expect(planFaults(openStream(3, 'faults'), plan)).toEqual(faults);
    expect(faults.length).toBeGreaterThan(40);
    for (const { atMs, forMs } of faults) {
      expect(atMs).toBeGreaterThanOrEqual(5_000);
      expect(atMs + forMs).toBeLessThanOrEqual(600_000);
    }
  });
});

describe('the timeline', () => {
  function drain(timeline: Timeline, endMs: number): void {
    for (let run = timeline.next(endMs); run; run = timeline.next(endMs)) void run();
  }

  it('lets things happen in the order of their times, and none that was cancelled', () => {
    const timeline = new Timeline(new Random(1));
    const random = new Random(2);
    const times: number[] = [];
    for (let count = 0; count < 2_000; count += 1) {
      const appointment = timeline.at(random.below(500), () => void times.push(timeline.now));
      if (count % 3 === 0) timeline.cancel(appointment);
    }
    drain(timeline, 1_000);
    expect(times).toHaveLength(1_333);
    expect(times).toEqual(times.toSorted((left, right) => left - right));
    expect(timeline.now).toBe(1_000);
  });

  it('shuffles what falls on one instant, by the seed', () => {
    const orderOf = (seed: number): number[] => {
      const timeline = new Timeline(new Random(seed));
      const order: number[] = [];
      for (let at = 0; at < 20; at += 1) timeline.at(7, () => void order.push(at));
      drain(timeline, 10);
      return order;
    };
    const order = orderOf(1);
    expect(order.toSorted((left, right) => left - right)).toEqual([...Array(20).keys()]);
    expect(orderOf(1)).toEqual(order);
    expect(orderOf(2)).not.toEqual(order);
  });
});
