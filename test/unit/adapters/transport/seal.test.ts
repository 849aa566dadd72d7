import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  createSeal,
  type Route,
  type SignalText,
} from '../../../../src/adapters/transport/seal.ts';

const TOPIC = 'a'.repeat(32);
const KEY = new Uint8Array(32).fill(7);
const ROUTE: Route = { from: '1'.repeat(32), to: '2'.repeat(32) };
const OFFER: SignalText = { kind: 'offer', text: 'v=0 …' };

const SENDERS_MAX = 1_024;

afterEach(() => void vi.useRealTimers());

describe('Seal', () => {
  it('opens what was sealed for the same room and route', async () => {
    const sealed = await createSeal(KEY, TOPIC).seal(OFFER, ROUTE);
    expect(sealed).toMatch(/^offer\.\d{13}\.[\w-]+$/);
    expect(await createSeal(KEY, TOPIC).unseal(sealed, ROUTE)).toEqual(OFFER);
  });

  it('never seals twice alike', async () => {
    const [first, second] = [createSeal(KEY, TOPIC), createSeal(KEY, TOPIC)];
    expect(await first.seal(OFFER, ROUTE)).not.toBe(await second.seal(OFFER, ROUTE));
  });

  const otherKey = KEY.slice();
  otherKey[31]! ^= 1;

  it.each<readonly [string, Uint8Array, string, Route]>([
    ['key', otherKey, TOPIC, ROUTE],
    ['topic', KEY, 'b'.repeat(32), ROUTE],
    ['sender', KEY, TOPIC, { ...ROUTE, from: '3'.repeat(32) }],
    ['addressee', KEY, TOPIC, { ...ROUTE, to: '3'.repeat(32) }],
  ])('another %s opens nothing, and that is counted', async (_name, key, topic, route) => {
    const sealed = await createSeal(KEY, TOPIC).seal(OFFER, ROUTE);
    const reader = createSeal(key, topic);
    expect(await reader.unseal(sealed, route)).toBeUndefined();
    expect(reader.refused).toBe(1);
  });

  it('an altered kind, sequence, nonce or text opens nothing', async () => {
    const sealed = await createSeal(KEY, TOPIC).seal(OFFER, ROUTE);
    const [kind, count, body] = sealed.split('.');
    const flip = (text: string, at: number) =>
      text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);
    const altered = [
      `answer.${count}.${body}`,
      `${kind}.2.${body}`,
      `${kind}.01.${body}`,
      `${kind}.0.${body}`,
      `${kind}.${count}.${flip(body!, 0)}`,
      `${kind}.${count}.${flip(body!, 20)}`,
      `${kind}.${count}.${body!.slice(0, 10)}`,
      `${kind}.${count}.`,
      `${sealed}!`,
      '',
      `offer.1.${'A'.repeat(32 * 1024)}`,
    ];
    const reader = createSeal(KEY, TOPIC);
    for (const text of altered) expect(await reader.unseal(text, ROUTE), text).toBeUndefined();
    expect(reader.refused).toBe(altered.length);
    expect(await reader.unseal(sealed, ROUTE)).toEqual(OFFER);
  });

  it('opens each sealed text once, and nothing older after it', async () => {
    const writer = createSeal(KEY, TOPIC);
    const reader = createSeal(KEY, TOPIC);
    const first = await writer.seal(OFFER, ROUTE);
    const second = await writer.seal(OFFER, ROUTE);
    expect(await reader.unseal(second, ROUTE)).toEqual(OFFER);
    expect(await reader.unseal(second, ROUTE)).toBeUndefined();
    expect(await reader.unseal(first, ROUTE)).toBeUndefined();
    expect(reader.refused).toBe(2);
  });

  it('opens what bears a node key once, though something later was said in its name', async () => {
    const route = { from: '1'.repeat(64), to: '2'.repeat(64) };
    vi.useFakeTimers({ toFake: ['Date'] });
    const reader = createSeal(KEY, TOPIC);
    // A clock that was an hour ahead and is right since the page was loaded anew, or a liar.
    vi.setSystemTime(Date.now() + 3_600_000);
    const later = await createSeal(KEY, TOPIC).seal(OFFER, route);
    vi.setSystemTime(Date.now() - 3_600_000);
    const now = await createSeal(KEY, TOPIC).seal(OFFER, route);
    expect(await reader.unseal(later, route)).toEqual(OFFER);
    expect(await reader.unseal(now, route)).toEqual(OFFER);
    for (const sealed of [now, later]) expect(await reader.unseal(sealed, route)).toBeUndefined();
  });

  it('remembers the latest senders, however many there are', async () => {
    const reader = createSeal(KEY, TOPIC);
    const routeOf = (index: number) => ({ ...ROUTE, from: index.toString(16).padStart(32, '0') });
    const sealedBy = (index: number) => createSeal(KEY, TOPIC).seal(OFFER, routeOf(index));
    const all = await Promise.all(
      Array.from({ length: SENDERS_MAX + 1 }, (_, index) => sealedBy(index)),
    );
    for (const [index, sealed] of all.entries()) await reader.unseal(sealed, routeOf(index));
    expect(reader.refused).toBe(0);
    const isRefused = async (index: number) =>
      (await reader.unseal(all[index]!, routeOf(index))) === undefined;
    expect(await isRefused(1)).toBe(true);
    expect(await isRefused(SENDERS_MAX)).toBe(true);
    expect(await isRefused(0)).toBe(false);
  });
});
