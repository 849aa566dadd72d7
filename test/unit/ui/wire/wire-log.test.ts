import { describe, expect, it } from 'vitest';
import type { PeerRow } from '../../../../src/node/api.ts';
import { EMPTY_LOG, heard, named, type WireEvent } from '../../../../src/ui/wire/wire-log.ts';

const event = (id: number): WireEvent => ({
  id,
  at: id,
  link: 1,
  kind: 'received',
  sizeBytes: 0,
  bytes: new Uint8Array(),
});
const events = (count: number) => Array.from({ length: count }, (_, at) => event(at + 1));
const peer = (id: number, name = 'Fox') => ({ id, key: 'ab', name }) as PeerRow;

describe('the log of the wire', () => {
  it('keeps the newest 5,000 events', () => {
    const log = heard(EMPTY_LOG, { events: events(4_999), next: 5_000, missed: 0 });
    const more = [event(5_000), event(5_001), event(5_002)];
    const full = heard(log, { events: more, next: 5_003, missed: 2 });
    expect(full.events).toHaveLength(5_000);
    expect(full.events[0]!.id).toBe(3);
    expect(full.events.at(-1)!.id).toBe(5_002);
    expect(full).toMatchObject({ fresh: 3, next: 5_003, missed: 2 });
  });

  it('stays the same row of events while nothing passes', () => {
    const log = heard(EMPTY_LOG, { events: events(2), next: 3, missed: 0 });
    const idle = heard(log, { events: [], next: 3, missed: 0 });
    expect(idle.events).toBe(log.events);
    expect(idle.fresh).toBe(0);
  });
});

describe('names of links', () => {
  it('remain after the link is gone, and change when the peer says its name', () => {
    const first = named(new Map(), [peer(1, ''), peer(2)]);
    const second = named(first, [peer(1, 'Otter')]);
    expect(second.get(1)?.name).toBe('Otter');
    expect(second.get(2)?.name).toBe('Fox');
    expect(named(second, [peer(1, 'Otter')])).toBe(second);
  });

  it('are kept for 256 links', () => {
    let names = named(new Map(), []);
    for (let id = 0; id < 300; id += 1) names = named(names, [peer(id)]);
    expect(names.size).toBe(256);
    expect(names.has(43)).toBe(false);
    expect(names.has(299)).toBe(true);
  });
});
