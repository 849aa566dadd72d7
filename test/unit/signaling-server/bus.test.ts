import { describe, expect, it } from 'vitest';
import { Bus } from '../../../signaling-server/bus.ts';

const TOPIC = 'a'.repeat(32);
const OTHER_TOPIC = 'b'.repeat(32);
const idOf = (index: number) => index.toString(16).padStart(32, '0');

/** A small generator, so that a failure can be repeated by its seed. */
function randomFrom(seed: number): (bound: number) => number {
  let state = seed >>> 0;
  return (bound) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}

function busWith(count: number, topic = TOPIC): Bus {
  const bus = new Bus(randomFrom(1));
  for (let index = 0; index < count; index++) bus.join(idOf(index), topic);
  return bus;
}

function peersOf(bus: Bus, id: string): readonly string[] {
  const [delivery] = bus.sample(id);
  return delivery?.message.type === 'sample' ? delivery.message.peers : [];
}

describe('Bus', () => {
  it('tells the newcomer, and only the newcomer, who is there', () => {
    const bus = busWith(2);
    const deliveries = bus.join(idOf(2), TOPIC);
    expect(deliveries).toHaveLength(1);
    const { to, message } = deliveries[0]!;
    expect(to).toBe(idOf(2));
    expect(message).toMatchObject({ type: 'joined', id: idOf(2), population: 3 });
    expect(message.type === 'joined' && [...message.peers].sort()).toEqual([idOf(0), idOf(1)]);
  });

  it('samples at most 16 others, never the asker, each once', () => {
    const bus = busWith(100);
    for (let round = 0; round < 50; round++) {
      const peers = peersOf(bus, idOf(50));
      expect(new Set(peers).size).toBe(16);
      expect(peers).not.toContain(idOf(50));
    }
  });

  it('samples all others alike', () => {
    const seed = Date.now() & 0xffff;
    const bus = new Bus(randomFrom(seed));
    for (let index = 0; index < 41; index++) bus.join(idOf(index), TOPIC);
    const counts = new Map<string, number>();
    for (let round = 0; round < 2_000; round++) {
      for (const peer of peersOf(bus, idOf(7))) counts.set(peer, (counts.get(peer) ?? 0) + 1);
    }
    // 2,000 samples of 16 out of 40: 800 each, with a standard deviation of 22.
    expect(counts.size, `seed ${seed}`).toBe(40);
    for (const count of counts.values())
      expect(Math.abs(count - 800), `seed ${seed}`).toBeLessThan(150);
  });

  it('keeps the sample right while members leave in any order', () => {
    const bus = busWith(10);
    for (const index of [0, 9, 4, 5]) bus.leave(idOf(index));
    const left = [1, 2, 3, 6, 7, 8].map(idOf);
    for (const id of left) {
      expect([...peersOf(bus, id)].sort()).toEqual(left.filter((other) => other !== id));
    }
  });

  it('writes the sender of a relay itself', () => {
    const bus = busWith(2);
    expect(bus.relay(idOf(0), idOf(1), 'x')).toEqual([
      { to: idOf(1), message: { type: 'relay', from: idOf(0), payload: 'x' } },
    ]);
  });

  it('answers "gone" for the absent, the left, and those of another topic', () => {
    const bus = busWith(2);
    bus.join(idOf(5), OTHER_TOPIC);
    bus.leave(idOf(1));
    for (const index of [1, 5, 77]) {
      expect(bus.relay(idOf(0), idOf(index), 'x')).toEqual([
        { to: idOf(0), message: { type: 'gone', id: idOf(index) } },
      ]);
    }
  });

  it('tells populations only when they changed, to all members', () => {
    const bus = busWith(3);
    expect(bus.populations().map(({ to }) => to)).toEqual([0, 1, 2].map(idOf));
    expect(bus.populations()).toEqual([]);
    bus.leave(idOf(0));
    expect(bus.populations().map(({ message }) => message)).toEqual([
      { type: 'population', population: 2 },
      { type: 'population', population: 2 },
    ]);
  });

  it('does not tell a crowd of every single newcomer', () => {
    const bus = busWith(320);
    bus.populations();
    for (let index = 0; index < 19; index++) {
      bus.join(idOf(1_000 + index), TOPIC);
      expect(bus.populations()).toEqual([]);
    }
    bus.join(idOf(2_000), TOPIC);
    expect(bus.populations()).toHaveLength(340);
  });

  it('forgets a topic with its last member', () => {
    const bus = busWith(2);
    bus.leave(idOf(0));
    bus.leave(idOf(0));
    expect(bus.topics).toBe(1);
    bus.leave(idOf(1));
    expect(bus.topics).toBe(0);
    expect(bus.populations()).toEqual([]);
    expect(bus.sample(idOf(1))).toEqual([]);
  });
});
