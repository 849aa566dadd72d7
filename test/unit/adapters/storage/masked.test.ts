import { describe, expect, it } from 'vitest';
import { arePadsUsed, maskedStore, PAD_BYTES } from '../../../../src/adapters/storage/masked.ts';
import { openMemoryStore } from '../../../../src/adapters/storage/memory.ts';
import type { Store } from '../../../../src/node/ports.ts';
import { toHex } from '../../../../src/util/bytes.ts';
import { MemoryPads } from '../../../support/memory-pads.ts';

const SECRET = Uint8Array.of(1, ...new TextEncoder().encode('legal winner thank year'));
const SEALED = Uint8Array.of(1, ...new Uint8Array(200).fill(9));

const put = (value: Uint8Array) => [{ put: ['wallet', 'key', value] as const }];
const holds = (bytes: Uint8Array | undefined, part: Uint8Array) =>
  toHex(bytes!).includes(toHex(part));

/** Remembers every value that was ever written, as LevelDB does. */
function rememberingStore(): { store: Store; written: Uint8Array[] } {
  const store = openMemoryStore();
  const written: Uint8Array[] = [];
  const write: Store['write'] = async (writes, durability) => {
    for (const each of writes) if ('put' in each) written.push(each.put[2]);
    return store.write(writes, durability);
  };
  return { store: { ...store, write }, written };
}

describe('a key under a pad', () => {
  it('reads as it was written, and stands nowhere in the store below', async () => {
    const { store: below } = rememberingStore();
    const store = maskedStore(below, new MemoryPads());
    await store.write([...put(SECRET), { put: ['wallet', 'ledger/head', SECRET] }]);
    expect(await store.get('wallet', 'key')).toEqual(SECRET);
    expect(await store.entries('wallet')).toEqual([
      ['key', SECRET],
      ['ledger/head', SECRET],
    ]);
    expect(holds(await below.get('wallet', 'key'), SECRET.subarray(1, 9))).toBe(false);
    expect(await below.get('wallet', 'ledger/head')).toEqual(SECRET);
  });

  it('cannot be read any more once another was written over it', async () => {
    const { store: below, written } = rememberingStore();
    const pads = new MemoryPads();
    const store = maskedStore(below, pads);
    await store.write(put(SECRET));
    await store.write(put(SEALED));
    expect(await store.get('wallet', 'key')).toEqual(SEALED);
    expect(pads.read(0).every((byte) => byte === 0)).toBe(true);
    const [old] = written;
    for (const pad of pads.pads) {
      const guess = old!.subarray(1).map((byte, at) => byte ^ pad[at]!);
      expect(holds(guess, SECRET.subarray(1, 9))).toBe(false);
    }
  });

  it('survives an end between any two steps of being replaced', async () => {
    const { store: below } = rememberingStore();
    const pads = new MemoryPads();
    await maskedStore(below, pads).write(put(SECRET));
    // The new pad is there and the new record is not.
    pads.write(1, new Uint8Array(PAD_BYTES).fill(5));
    expect(await maskedStore(below, pads).get('wallet', 'key')).toEqual(SECRET);
    await maskedStore(below, pads).write(put(SEALED));
    // The old pad is still there.
    pads.write(0, new Uint8Array(PAD_BYTES).fill(7));
    expect(await maskedStore(below, pads).get('wallet', 'key')).toEqual(SEALED);
  });

  it('leaves a trace in the file of pads, wherever it went', async () => {
    const { store: below } = rememberingStore();
    const pads = new MemoryPads();
    const store = maskedStore(below, pads);
    expect(arePadsUsed(pads)).toBe(false);
    await store.write(put(SECRET));
    expect(arePadsUsed(pads)).toBe(true);
    await store.write(put(SEALED));
    expect(arePadsUsed(pads)).toBe(true);
  });

  it('is still read where it was stored without one', async () => {
    const { store: below } = rememberingStore();
    await below.write(put(SECRET));
    const store = maskedStore(below, new MemoryPads());
    expect(await store.get('wallet', 'key')).toEqual(SECRET);
    await store.write(put(SEALED));
    expect(await store.get('wallet', 'key')).toEqual(SEALED);
  });

  it('is stored without one where there is no room for it', async () => {
    const { store: below } = rememberingStore();
    const pads = new MemoryPads();
    pads.isFull = true;
    const store = maskedStore(below, pads);
    await store.write(put(SECRET));
    expect(await store.get('wallet', 'key')).toEqual(SECRET);
  });

  it('keeps its old pad where the new record was not taken', async () => {
    const { store: below } = rememberingStore();
    const pads = new MemoryPads();
    await maskedStore(below, pads).write(put(SECRET));
    const broken = { ...below, write: () => Promise.reject(new Error('quota')) };
    await expect(maskedStore(broken, pads).write(put(SEALED))).rejects.toThrow('quota');
    expect(await maskedStore(below, pads).get('wallet', 'key')).toEqual(SECRET);
  });

  it('is stored without one once its file has gone, before the page can be closed', async () => {
    const { store: below, written } = rememberingStore();
    const pads = new MemoryPads();
    await maskedStore(below, pads).write(put(SECRET));
    const store = maskedStore(below, pads);
    await store.entries('wallet');
    await store.look();
    expect(written).toHaveLength(1);

    pads.isGone = true;
    await store.look();
    await store.look();
    expect(written).toHaveLength(2);
    expect(await maskedStore(below, new MemoryPads()).get('wallet', 'key')).toEqual(SECRET);
    // Nothing is masked any more by a pad that the next page will not find.
    await store.write(put(SEALED));
    expect(await maskedStore(below, new MemoryPads()).get('wallet', 'key')).toEqual(SEALED);
  });

  it('is not put over one that is being written while the file is looked for', async () => {
    const { store: below } = rememberingStore();
    const pads = new MemoryPads();
    const store = maskedStore(below, pads);
    await store.write(put(SECRET));
    pads.isGone = true;
    await Promise.all([store.write(put(SEALED)), store.look()]);
    expect(await below.get('wallet', 'key')).toEqual(SEALED);
  });
});
