/** The tap: closed until somebody asks, bounded while it is open, closed again when nobody does. */

import { describe, expect, it } from 'vitest';
import type { Effect, Input } from '../../../src/node/ports.ts';
import { Wiretap } from '../../../src/node/wiretap.ts';
import { createWorld, type WorldTab } from '../../support/node-world.ts';

const EVENTS_MAX = 2_000;
const MESSAGE_MAX_BYTES = 4 * 1024;
const START = 1_000_000;
const TICK: Input = { type: 'tick' };

const message = (sizeBytes: number, link = 1): Input => ({
  type: 'message',
  link,
  bytes: new Uint8Array(sizeBytes).fill(7),
});
const send = (sizeBytes: number): Effect => ({
  type: 'send',
  link: 1,
  bytes: new Uint8Array(sizeBytes),
  lane: 'prompt',
});
const drop = (reason: string): Effect => ({ type: 'drop', link: 1, reason });

function openTap(): Wiretap {
  const tap = new Wiretap();
  tap.events(0, START);
  return tap;
}

describe('the tap', () => {
  it('keeps nothing before the first question', () => {
    const tap = new Wiretap();
    tap.see(message(10), [send(10)], START);
    expect(tap.events(0, START)).toEqual({ events: [], next: 1, missed: 0 });
  });

  it('tells what came in before what went out for it, and each event once', () => {
    const tap = openTap();
    tap.see(message(10), [send(20), drop('frame-magic')], START + 5);
    const first = tap.events(1, START + 6);
    expect(first.events).toMatchObject([
      { id: 1, at: START + 5, link: 1, kind: 'received', sizeBytes: 10 },
      { id: 2, kind: 'sent', sizeBytes: 20 },
      { id: 3, kind: 'closed', sizeBytes: 0, reason: 'frame-magic' },
    ]);
    tap.see(TICK, [send(30)], START + 7);
    const second = tap.events(first.next, START + 8);
    expect(second.events.map(({ id }) => id)).toEqual([4]);
    expect(second.missed).toBe(0);
  });

  it('closes a link once, for the first reason that is given', () => {
    const tap = openTap();
    tap.see(TICK, [drop('silent')], START);
    tap.see({ type: 'down', link: 1, reason: 'closed here' }, [], START);
    expect(tap.events(0, START).events).toMatchObject([{ kind: 'closed', reason: 'silent' }]);
  });

  it('keeps 2,000 events and 4 kB of each, and counts what it lost', () => {
    const tap = openTap();
    for (let count = 0; count < EVENTS_MAX + 5; count += 1) tap.see(message(1), [], START);
    tap.see(message(MESSAGE_MAX_BYTES + 1), [], START);
    const { events, missed, next } = tap.events(1, START);
    expect(events).toHaveLength(EVENTS_MAX);
    expect(missed).toBe(6);
    expect(next).toBe(EVENTS_MAX + 7);
    expect(events.at(-1)).toMatchObject({ sizeBytes: MESSAGE_MAX_BYTES + 1 });
    expect(events.at(-1)!.bytes).toHaveLength(MESSAGE_MAX_BYTES);
  });

  it('keeps bytes of its own, since a link may take the memory with it', () => {
    const tap = openTap();
    const effect = send(3);
    tap.see(TICK, [effect], START);
    if (effect.type === 'send') effect.bytes.fill(9);
    expect([...tap.events(0, START).events[0]!.bytes]).toEqual([0, 0, 0]);
  });

  it('closes by itself ten seconds after the last question', () => {
    const tap = openTap();
    tap.see(message(1), [], START + 10_000);
    expect(tap.events(0, START + 10_000).events).toHaveLength(1);
    tap.see(message(1), [], START + 20_001);
    const late = tap.events(0, START + 20_002);
    expect(late.events).toEqual([]);
    tap.see(message(1), [], START + 20_003);
    expect(tap.events(late.next, START + 20_003).events).toHaveLength(1);
  });
});

interface Details {
  readonly key: string;
  readonly budgets: Readonly<Record<string, { readonly left: number; readonly max: number }>>;
  readonly minute: { readonly pings: { readonly count: number } };
  readonly asked: { readonly blocks: readonly number[] };
}

const call = <Answer>({ host }: WorldTab, ...words: readonly [string, ...unknown[]]) =>
  host.call(...words) as Promise<Answer>;

describe('commands for the network', () => {
  it('tell each message between two tabs, and each link in full', async () => {
    const world = createWorld();
    const alice = await world.open('Alice');
    await call(alice, 'getmessages');
    const bob = await world.open('Bob');
    await world.pass(3_000);
    const { events } = await call<ReturnType<Wiretap['events']>>(alice, 'getmessages', 0);
    const kinds = events.map(({ kind }) => kind);
    expect(kinds[0]).toBe('opened');
    expect(kinds).toContain('received');
    expect(kinds).toContain('sent');
    // The tests' own numbers: hello is 1, verack is 3.
    const typesIn = events.filter(({ kind }) => kind === 'received').map(({ bytes }) => bytes[4]);
    expect(typesIn).toContain(1);
    expect(typesIn).toContain(3);

    const [details] = await call<readonly [Details]>(alice, 'getpeerdetails');
    expect(details.key).toBe(bob.node.snapshot().nodeKey);
    expect(details.minute.pings.count).toBeLessThan(10);
    for (const { left, max } of Object.values(details.budgets)) {
      expect(left).toBeGreaterThan(0);
      expect(left).toBeLessThanOrEqual(max);
    }
  });

  it('refuse a number that is none', async () => {
    const alice = await createWorld().open('Alice');
    await expect(call(alice, 'getmessages', -1)).rejects.toThrow('must not be negative');
    await expect(call(alice, 'getmessages', 'all')).rejects.toThrow('whole number');
  });
});
