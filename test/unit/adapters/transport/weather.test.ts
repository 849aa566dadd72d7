import { describe, expect, it } from 'vitest';
import { boundWeather, travelMs } from '../../../../src/adapters/transport/weather.ts';
import { Random } from '../../../../src/util/random.ts';

const never = () => 0.99;
const always = () => 0;

function fractions(seed: number): () => number {
  const random = new Random(seed);
  return () => random.u32() / 2 ** 32;
}

describe('a message under way', () => {
  it('takes the latency, and nothing more in fine weather', () => {
    expect(travelMs({ latencyMs: 0, lossPercent: 0 }, always)).toBe(0);
    expect(travelMs({ latencyMs: 250, lossPercent: 0 }, always)).toBe(250);
    expect(travelMs({ latencyMs: 250, lossPercent: 50 }, never)).toBe(250);
  });

  it('is sent again four times at most, each time after twice as long', () => {
    const waits = 400 + 800 + 1_600 + 3_200;
    expect(travelMs({ latencyMs: 0, lossPercent: 50 }, always)).toBe(waits);
    const slow = 600 + 1_200 + 2_400 + 4_800;
    expect(travelMs({ latencyMs: 100, lossPercent: 50 }, always)).toBe(slow + 100);
  });

  it.each([10, 30, 50])('is lost in %d percent of all cases', (lossPercent) => {
    const seed = 7;
    const random = fractions(seed);
    const times = Array.from({ length: 10_000 }, () =>
      travelMs({ latencyMs: 0, lossPercent }, random),
    );
    const lost = times.filter((time) => time > 0).length / 100;
    expect(Math.abs(lost - lossPercent), `seed ${seed}`).toBeLessThan(1.5);
  });
});

describe('the weather', () => {
  it('has two seconds of latency and half of all messages lost at most', () => {
    const worst = { latencyMs: 2_000, lossPercent: 50 };
    expect(boundWeather({ latencyMs: 1e9, lossPercent: 100 })).toEqual(worst);
    expect(boundWeather(worst)).toEqual(worst);
    expect(boundWeather({ latencyMs: -5, lossPercent: Number.NaN })).toEqual({
      latencyMs: 0,
      lossPercent: 0,
    });
  });
});
