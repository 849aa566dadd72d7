import { describe, expect, it } from 'vitest';
import { roomsRegistry } from '../../../../src/adapters/storage/rooms-registry.ts';

const KEY = 'tabchain.rooms';
const SLOTS_MAX = 64;

function memoryOf(initial?: string) {
  const texts = new Map<string, string>(initial === undefined ? [] : [[KEY, initial]]);
  const storage = {
    getItem: (key: string) => texts.get(key) ?? null,
    setItem: (key: string, text: string) => void texts.set(key, text),
  };
  return { storage, registry: roomsRegistry(() => storage) };
}

function room(number: number) {
  return {
    topic: number.toString(16).padStart(32, '0'),
    code: number.toString().padStart(56, 'a'),
  };
}

describe('the registry of rooms', () => {
  it('has the last used room first, with every slot that was used', () => {
    const { registry } = memoryOf();
    registry.touch(room(1), { slot: 2, nowMs: 1 });
    registry.touch(room(2), { slot: 0, nowMs: 2 });
    registry.touch(room(1), { slot: 0, nowMs: 3 });
    expect(registry.read()).toEqual([
      { ...room(1), usedMs: 3, slots: [0, 2] },
      { ...room(2), usedMs: 2, slots: [0] },
    ]);
  });

  it('forgets a room with its last slot', () => {
    const { registry } = memoryOf();
    registry.touch(room(1), { slot: 0, nowMs: 1 });
    registry.touch(room(1), { slot: 1, nowMs: 2 });
    registry.drop(room(1).topic, 0);
    expect(registry.read()).toEqual([{ ...room(1), usedMs: 2, slots: [1] }]);
    registry.drop(room(1).topic, 1);
    expect(registry.read()).toEqual([]);
  });

  it('remembers 64 rooms and forgets the one not used for longest', () => {
    const { registry } = memoryOf();
    for (let number = 0; number < 65; number += 1) {
      registry.touch(room(number), { slot: 0, nowMs: number });
    }
    const codes = registry.read().map(({ code }) => code);
    expect(codes).toHaveLength(64);
    expect(codes[0]).toBe(room(64).code);
    expect(codes).not.toContain(room(0).code);
  });

  it.each([
    ['no JSON', '{'],
    ['no list', '{"rooms":[]}'],
    ['a list of other things', '[null, 1, "x", {"topic":"aa"}]'],
    ['a code that is none', JSON.stringify([entry({ code: '"><img src=x>' })])],
    ['a topic that is none', JSON.stringify([entry({ topic: '../..' })])],
    ['a time that is none', JSON.stringify([entry({ usedMs: null })])],
    ['a slot that is none', JSON.stringify([entry({ slots: [SLOTS_MAX] })])],
    ['too many slots', JSON.stringify([entry({ slots: Array.from({ length: 65 }, () => 1) })])],
  ])('takes %s for nothing', (_, text) => {
    expect(memoryOf(text).registry.read()).toEqual([]);
  });

  it('does without storage that throws', () => {
    const registry = roomsRegistry(() => {
      throw new DOMException('denied', 'SecurityError');
    });
    registry.touch(room(1), { slot: 0, nowMs: 1 });
    registry.drop(room(1).topic, 0);
    expect(registry.read()).toEqual([]);
  });
});

function entry(change: Readonly<Record<string, unknown>>) {
  return { ...room(1), usedMs: 1, slots: [0], ...change };
}
