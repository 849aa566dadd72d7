import { describe, expect, it } from 'vitest';
import { createMemoryDisk, openMemoryStore } from '../../../../src/adapters/storage/memory.ts';
import { overlayStore } from '../../../../src/adapters/storage/overlay.ts';

const one = Uint8Array.of(1);
const two = Uint8Array.of(2);

describe('a store in memory', () => {
  it('has a disk of its own unless it is given one', async () => {
    const [left, right] = [openMemoryStore(), openMemoryStore()];
    await left.write([{ put: ['meta', 'a', one] }]);
    expect(await right.get('meta', 'a')).toBeUndefined();
    await right.write([{ put: ['meta', 'a', two] }]);
    expect(await left.get('meta', 'a')).toEqual(one);
  });

  it('leaves its disk to the next one', async () => {
    const disk = createMemoryDisk();
    const first = openMemoryStore(disk);
    await first.write([{ put: ['meta', 'a', one] }]);
    first.close();
    expect(await openMemoryStore(disk).get('meta', 'a')).toEqual(one);
    expect(disk.epoch).toBe(2);
  });
});

describe('a store in memory over another', () => {
  async function stack() {
    const below = openMemoryStore();
    await below.write([
      { put: ['headers', 1, one] },
      { put: ['headers', 2, one] },
      { put: ['headers', 'x', one] },
    ]);
    return { below, store: overlayStore(below) };
  }

  it('shows what lies below until it is written over', async () => {
    const { below, store } = await stack();
    expect(await store.get('headers', 1)).toEqual(one);
    await store.write([{ put: ['headers', 1, two] }, { put: ['headers', 0, two] }]);
    expect(await store.entries('headers')).toEqual([
      [0, two],
      [1, two],
      [2, one],
      ['x', one],
    ]);
    expect(await below.get('headers', 1)).toEqual(one);
    expect(await below.get('headers', 0)).toBeUndefined();
  });

  it('hides what was removed, and shows it again when it is put again', async () => {
    const { below, store } = await stack();
    await store.write([{ remove: ['headers', 2] }, { remove: ['headers', 'x'] }]);
    expect(await store.get('headers', 2)).toBeUndefined();
    expect(await store.entries('headers')).toEqual([[1, one]]);
    expect(await below.entries('headers')).toHaveLength(3);
    await store.write([{ put: ['headers', 2, two] }]);
    expect(await store.get('headers', 2)).toEqual(two);
    await store.write([{ remove: ['headers', 2] }]);
    expect(await store.get('headers', 2)).toBeUndefined();
  });
});
