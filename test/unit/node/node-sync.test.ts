import { afterEach, describe, expect, it } from 'vitest';
import { openMemoryStore } from '../../../src/adapters/storage/memory.ts';
import type { Store } from '../../../src/node/ports.ts';
import { createWorld, type WorldTab } from '../../support/node-world.ts';

const tabs: WorldTab[] = [];

afterEach(() => {
  for (const tab of tabs.splice(0)) tab.close();
});

/** A store that counts its transactions. */
function countedStore(): { store: Store; count: () => number } {
  const store = openMemoryStore();
  let transactions = 0;
  const write: Store['write'] = (writes, durability) => {
    transactions += 1;
    return store.write(writes, durability);
  };
  return { store: { ...store, write }, count: () => transactions };
}

describe('a node that catches up', () => {
  it('gathers blocks for the disk, and at the tip keeps each at once', async () => {
    const world = createWorld();
    const giver = await world.open('giver');
    const made = giver.host.call('generate', 600);
    await world.pass(2_000);
    await made;
    const { store, count } = countedStore();
    const taker = await world.open('taker', { store });
    tabs.push(giver, taker);
    const before = count();
    await world.pass(2_000);
    const info = await taker.host.call('getblockchaininfo');
    expect(info).toMatchObject({ blocks: 600, storedblocks: 600 });
    const whileSyncing = count() - before;
    expect(whileSyncing).toBeLessThan(20);
    for (let block = 0; block < 5; block += 1) {
      void giver.host.call('generate', 1);
      await world.pass(200);
    }
    expect(count() - before - whileSyncing).toBeGreaterThanOrEqual(5);
  });

  it('tells when its browser did not run it', async () => {
    const world = createWorld();
    const tab = await world.open('sleeper');
    tabs.push(tab);
    await world.pass(3_000);
    expect(tab.node.snapshot().notices).toEqual([]);
    tab.node.step({ type: 'tick' }, world.now() + 3_600_000);
    const [notice] = tab.node.snapshot().notices;
    expect(notice?.kind).toBe('suspended');
    expect(notice?.facts['seconds']).toBeGreaterThan(3_590);
  });
});
