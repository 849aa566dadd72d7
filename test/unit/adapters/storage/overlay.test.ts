import { describe, expect, it } from 'vitest';
import { createMemoryDisk, openMemoryStore } from '../../../../src/adapters/storage/memory.ts';
import { overlayStore } from '../../../../src/adapters/storage/overlay.ts';
import type { Store } from '../../../../src/node/ports.ts';

const bytes = (...values: number[]) => Uint8Array.from(values);

async function fullDisk(): Promise<{ below: Store; above: Store }> {
  const below = openMemoryStore(createMemoryDisk());
  await below.write([
    { put: ['headers', 0, bytes(1)] },
    { put: ['headers', 1, bytes(2)] },
    { put: ['meta', 'state', bytes(3)] },
  ]);
  return { below, above: overlayStore(below) };
}

describe('a store laid over another', () => {
  it('finds what is below, and what it was given itself first', async () => {
    const { above } = await fullDisk();
    await above.write([{ put: ['headers', 1, bytes(9)] }]);
    expect(await above.get('headers', 0)).toEqual(bytes(1));
    expect(await above.get('headers', 1)).toEqual(bytes(9));
    expect(await above.get('headers', 2)).toBeUndefined();
  });

  it('never touches the store below', async () => {
    const { below, above } = await fullDisk();
    await above.write([{ put: ['headers', 1, bytes(9)] }, { remove: ['headers', 0] }]);
    expect(await below.get('headers', 0)).toEqual(bytes(1));
    expect(await below.get('headers', 1)).toEqual(bytes(2));
  });

  it('hides what it removed, until it is put again', async () => {
    const { above } = await fullDisk();
    await above.write([{ remove: ['headers', 0] }]);
    expect(await above.get('headers', 0)).toBeUndefined();
    expect(await above.entries('headers')).toEqual([[1, bytes(2)]]);
    await above.write([{ put: ['headers', 0, bytes(7)] }]);
    expect(await above.get('headers', 0)).toEqual(bytes(7));
  });

  it('lists both together in key order, numbers before strings', async () => {
    const { above } = await fullDisk();
    await above.write([{ put: ['meta', 'a', bytes(5)] }, { put: ['meta', 10, bytes(6)] }]);
    await above.write([{ put: ['meta', 9, bytes(4)] }]);
    const keys = (await above.entries('meta')).map(([key]) => key);
    expect(keys).toEqual([9, 10, 'a', 'state']);
  });
});
