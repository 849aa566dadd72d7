import { describe, expect, it } from 'vitest';
import { pulsesOf } from '../../../../src/ui/network/pulses.ts';
import type { WireEvent } from '../../../../src/ui/wire/wire-log.ts';

const LOOK_MS = 300;

function message(id: number, at: number, kind: WireEvent['kind'] = 'received'): WireEvent {
  const bytes = Uint8Array.of(0, 0, 0, 0, 4, 0, 0, 0, 0);
  return { id, at, link: id % 3, kind, sizeBytes: 9, bytes };
}

describe('dots on the map', () => {
  it('stand for messages, as far apart as these were, and for nothing else', () => {
    const events = [message(1, 1_000, 'opened'), message(2, 1_000), message(3, 1_120, 'sent')];
    expect(pulsesOf(events, LOOK_MS)).toEqual([
      { id: 2, link: 2, isOutward: false, group: 'pulse', delayMs: 0 },
      { id: 3, link: 0, isOutward: true, group: 'pulse', delayMs: 120 },
    ]);
  });

  it('never wait beyond the next look, also when the clock was set back', () => {
    const events = [message(1, 5_000), message(2, 9_000), message(3, 10)];
    expect(pulsesOf(events, LOOK_MS).map(({ delayMs }) => delayMs)).toEqual([0, LOOK_MS, 0]);
  });

  it('are at most forty a second, spread over all that passed', () => {
    const flood = Array.from({ length: 1_000 }, (_, at) => message(at, at));
    const pulses = pulsesOf(flood, LOOK_MS);
    expect(pulses).toHaveLength(12);
    expect(pulses[0]!.id).toBe(0);
    expect(pulses.at(-1)!.id).toBeGreaterThan(900);
    expect(pulsesOf(flood, 1_000)).toHaveLength(40);
  });
});
