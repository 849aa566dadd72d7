import { describe, expect, it } from 'vitest';
import type { NodeSnapshot } from '../../../src/node/api.ts';
import { type Store, StoreError } from '../../../src/node/ports.ts';
import { openMemoryStore } from '../../../src/adapters/storage/memory.ts';
import { createWorld, type World, type WorldTab } from '../../support/node-world.ts';

interface ChainInfo {
  readonly blocks: number;
  readonly headers: number;
  readonly bestblockhash: string;
}

const infoOf = async ({ host }: WorldTab) => (await host.call('getblockchaininfo')) as ChainInfo;
const heightOf = async (tab: WorldTab) => (await infoOf(tab)).blocks;
const tipOf = async (tab: WorldTab) => (await infoOf(tab)).bestblockhash;
const shown = ({ host }: WorldTab): Promise<NodeSnapshot> => host.snapshot();

/** Makes blocks on command; time has to pass for a long order. */
async function generate(world: World, tab: WorldTab, count: number): Promise<string[]> {
  const hashes = tab.host.call('generate', count) as Promise<string[]>;
  await world.pass(50 * Math.ceil(count / 50) + 100);
  return hashes;
}

/** Searches until the tab has found a block. */
async function mine(world: World, tab: WorldTab): Promise<void> {
  await tab.host.call('setmining', { threads: 1 });
  for (let tries = 0; !tab.miner.search(1 << 21); tries += 1) {
    expect(tries, 'a block of 2^20 hashes is found sooner').toBeLessThan(20);
    await world.pass(1_000);
  }
  await tab.host.call('setmining', { threads: 0 });
  await world.pass(100);
}

describe('a node alone', () => {
  it('begins at genesis, alone and not mining', async () => {
    const world = createWorld();
    const alice = await world.open('Alice');
    const snapshot = await shown(alice);
    expect(snapshot).toMatchObject({
      height: 0,
      tip: world.room.params.genesisHash,
      health: { kind: 'alone' },
      mining: { state: 'off', threads: 0 },
      storage: { state: 'disk' },
      networkActive: true,
    });
    expect(snapshot.strip).toHaveLength(1);
  });

  it('makes a long run of blocks on command while it goes on answering', async () => {
    const world = createWorld();
    const alice = await world.open('Alice');
    const order = alice.host.call('generate', 1_000) as Promise<string[]>;
    expect(await heightOf(alice)).toBeLessThan(1_000);
    await world.pass(2_000);
    const hashes = await order;
    expect(hashes).toHaveLength(1_000);
    expect(await alice.host.call('getblockhash', 1_000)).toBe(hashes[999]);
  });

  it('stamps generated blocks T apart, and refuses when the present is reached', async () => {
    const world = createWorld();
    const alice = await world.open('Alice');
    const timeOf = async (hash: string) =>
      ((await alice.host.call('getblock', hash)) as { time: number }).time;
    const [first, second] = await generate(world, alice, 2);
    expect((await timeOf(second!)) - (await timeOf(first!))).toBe(10);
    // A chain can be made up to the present, and a little beyond by the median of eleven.
    const young = createWorld({ kind: 'sandbox', ageSeconds: 200 });
    const bob = await young.open('Bob');
    const refused = expect(bob.host.call('generate', 2_000)).rejects.toThrow('the present');
    await young.pass(200);
    await refused;
    expect(await heightOf(bob)).toBe(26);
  });

  it('mines with real work, tells of it, and pays itself the subsidy', async () => {
    const world = createWorld({ kind: 'main' });
    const alice = await world.open('Alice');
    await mine(world, alice);
    expect(await heightOf(alice)).toBe(1);
    const snapshot = await shown(alice);
    expect(snapshot.notices.map(({ kind }) => kind)).toEqual(['block-found']);
    expect(snapshot.mining).toMatchObject({ blocksFound: 1, blocksActive: 1 });
    expect(snapshot.strip.at(-1)).toMatchObject({ height: 1, miner: 'Alice', own: true });
    const block = (await alice.host.call('getblock', await tipOf(alice), 2)) as {
      tx: ReadonlyArray<{ vout: ReadonlyArray<{ value: number }> }>;
    };
    expect(block.tx[0]!.vout[0]!.value).toBe(50);
  });
});

describe('several nodes', () => {
  it('a newcomer fetches the chain, and each is shown as in step', async () => {
    const world = createWorld();
    const alice = await world.open('Alice');
    await generate(world, alice, 300);
    const bob = await world.open('Bob');
    await world.pass(2_000);
    expect(await tipOf(bob)).toBe(await tipOf(alice));
    await world.pass(2_000);
    for (const tab of [alice, bob]) {
      const snapshot = await shown(tab);
      expect(snapshot.health).toEqual({ kind: 'in-step', peers: 1, height: 300 });
      expect(snapshot.peers[0]).toMatchObject({ relation: 'in-step', height: 300 });
    }
    expect((await shown(alice)).peers[0]!.name).toBe('Bob');
  });

  it('a block mined by one reaches all, and its miner is named', async () => {
    const world = createWorld({ kind: 'main' });
    const tabs = [await world.open('Alice'), await world.open('Bob'), await world.open('Carol')];
    await world.pass(1_000);
    await mine(world, tabs[1]!);
    await world.pass(500);
    const tips = await Promise.all(tabs.map(tipOf));
    expect(new Set(tips).size).toBe(1);
    expect((await shown(tabs[2]!)).strip.at(-1)).toMatchObject({ miner: 'Bob', own: false });
  });

  it('halves that were cut agree on more work when they heal, and the loser is told', async () => {
    const world = createWorld();
    const alice = await world.open('Alice');
    const bob = await world.open('Bob');
    await world.pass(1_000);
    for (const { host } of [alice, bob]) await host.call('setnetworkactive', false);
    await world.pass(200);
    expect((await shown(alice)).health).toEqual({ kind: 'network-off' });
    const lost = await generate(world, alice, 3);
    await generate(world, bob, 5);
    expect(await tipOf(alice)).not.toBe(await tipOf(bob));
    for (const { host } of [alice, bob]) await host.call('setnetworkactive', true);
    await world.pass(3_000);
    expect(await tipOf(alice)).toBe(await tipOf(bob));
    const snapshot = await shown(alice);
    expect(snapshot.height).toBe(5);
    const stale = snapshot.strip.filter(({ state }) => state === 'stale').map(({ hash }) => hash);
    expect(stale).toEqual(lost);
    const kinds = snapshot.notices.map(({ kind }) => kind);
    expect(kinds).toContain('reorganisation');
    expect(kinds).toContain('block-lost');
    expect((await shown(bob)).notices.map(({ kind }) => kind)).not.toContain('reorganisation');
  });

  it('progress is told in headers and blocks, and stays to be seen', async () => {
    const world = createWorld();
    const alice = await world.open('Alice');
    await generate(world, alice, 2_500);
    const bob = await world.open('Bob');
    const seen: Array<NonNullable<NodeSnapshot['sync']>> = [];
    for (let round = 0; round < 60; round += 1) {
      await world.pass(50);
      const { sync } = await shown(bob);
      if (sync !== undefined) seen.push(sync);
    }
    expect(seen.map(({ headersTotal }) => headersTotal)).toContain(2_500);
    const done = seen.map(({ blocksDone }) => blocksDone);
    expect(done).toEqual(done.toSorted((left, right) => left - right));
    expect(done.at(-1)).toBe(2_500);
    await world.pass(2_000);
    expect((await shown(bob)).sync).toBeUndefined();
  });

  it('mining waits while a chain is being fetched', async () => {
    const world = createWorld();
    const alice = await world.open('Alice');
    await generate(world, alice, 4_000);
    const bob = await world.open('Bob');
    await bob.host.call('setmining', { threads: 2 });
    await world.pass(50);
    expect((await shown(bob)).mining).toMatchObject({ state: 'waiting', waitingFor: 'syncing' });
    await world.pass(6_000);
    expect((await shown(bob)).mining).toMatchObject({ state: 'mining', threads: 2 });
  });

  it('a clock that is far off stops mining with a reason', async () => {
    const world = createWorld();
    const alice = await world.open('Alice');
    const bob = await world.open('Bob', { clockAheadMs: 100_000 });
    await bob.host.call('setmining', { threads: 1 });
    await world.pass(2_000);
    expect((await shown(bob)).mining).toMatchObject({ waitingFor: 'clock-off' });
    expect((await shown(alice)).peers).toHaveLength(1);
  });
});

describe('what is kept', () => {
  it('a node that comes back has tip and own blocks before anybody answers', async () => {
    const world = createWorld();
    const first = await world.open('Alice');
    await generate(world, first, 120);
    const tip = await tipOf(first);
    first.close();
    const again = await world.open('Alice', { store: first.store });
    expect(await tipOf(again)).toBe(tip);
    await world.pass(2_000);
    const card = (await shown(again)).strip.at(-1)!;
    expect(card).toMatchObject({ height: 120, own: true, miner: 'Alice', state: 'active' });
    expect(await again.host.call('getblock', tip, 0)).toMatch(/^[0-9a-f]{400,}$/);
  });

  it('old blocks are served from disk to a newcomer', async () => {
    const world = createWorld();
    const first = await world.open('Alice');
    await generate(world, first, 500);
    first.close();
    const again = await world.open('Alice', { store: first.store });
    const bob = await world.open('Bob');
    await world.pass(4_000);
    expect(await heightOf(bob)).toBe(500);
    expect(await tipOf(bob)).toBe(await tipOf(again));
  });

  it('a damaged block near the tip is noticed at the start, and fetched again', async () => {
    const world = createWorld();
    const alice = await world.open('Alice');
    const bob = await world.open('Bob');
    const hashes = await generate(world, alice, 30);
    await world.pass(2_000);
    alice.close();
    const segments = await alice.store.entries('bodies');
    const [key, record] = segments.at(-1)!;
    await alice.store.write([{ put: ['bodies', key, record.map((byte) => byte ^ 0x55)] }]);
    const again = await world.open('Alice', { store: alice.store });
    expect((await shown(again)).storage.repaired).toMatch(/damaged/);
    await world.pass(3_000);
    expect(await tipOf(again)).toBe(await tipOf(bob));
    expect(await again.host.call('getblock', hashes[29], 0)).toMatch(/^[0-9a-f]+$/);
  });

  it('the height on disk is told, and follows the tip', async () => {
    const world = createWorld();
    const alice = await world.open('Alice');
    expect(await alice.host.call('getblockchaininfo')).toMatchObject({ storedblocks: 0 });
    await generate(world, alice, 300);
    await world.pass(200);
    expect(await alice.host.call('getblockchaininfo')).toMatchObject({ storedblocks: 300 });
  });

  it('a full disk is told once, and what it did not take is still served', async () => {
    const world = createWorld();
    const memory = openMemoryStore();
    let isFull = false;
    const store = {
      ...memory,
      write: async (writes: Parameters<typeof memory.write>[0]) => {
        if (isFull) throw new StoreError('quota', 'no room');
        await memory.write(writes);
      },
    };
    const alice = await world.open('Alice', { store });
    await generate(world, alice, 50);
    isFull = true;
    await generate(world, alice, 500);
    const snapshot = await shown(alice);
    expect(snapshot.storage).toMatchObject({ state: 'full', failure: 'quota' });
    expect(snapshot.notices.filter(({ kind }) => kind === 'storage')).toHaveLength(1);
    const bob = await world.open('Bob');
    await world.pass(5_000);
    expect(await tipOf(bob)).toBe(await tipOf(alice));
    bob.close();
    alice.close();
    const again = await world.open('Alice', { store: memory });
    expect(await heightOf(again)).toBe(50);
  });
});

describe('a clock that is set back by an hour', () => {
  it('neither puts off the ticks nor the next look', async () => {
    const world = createWorld();
    const alice = await world.open('Alice');
    await world.open('Bob');
    await world.pass(1_000);
    const back = world.now() - 3_600_000;
    const wakeOf = (effects: ReturnType<typeof alice.node.step>) =>
      effects.flatMap((effect) => (effect.type === 'wake' ? effect.at : []));
    const heard = alice.node.step({ type: 'found', peer: 'Bob-2' }, back);
    expect(wakeOf(heard)[0]).toBeLessThanOrEqual(back + 1_000);
    const ticked = alice.node.step({ type: 'tick' }, back + 500);
    // As after a sleep: all peers are asked for news.
    expect(ticked.map(({ type }) => type)).toContain('send');
    expect(wakeOf(ticked)[0]).toBeLessThanOrEqual(back + 1_500);
  });
});

describe('commands', () => {
  it('set a branch aside and take it back, coins included', async () => {
    const world = createWorld();
    const alice = await world.open('Alice');
    const hashes = await generate(world, alice, 20);
    const before = await alice.host.call('gettxoutsetinfo');
    expect(before).toMatchObject({ height: 20, txouts: 20, total_amount: 1_000 });
    await alice.host.call('invalidateblock', hashes[14]);
    await world.pass(200);
    expect(await alice.host.call('gettxoutsetinfo')).toMatchObject({
      height: 14,
      bestblock: hashes[13],
      txouts: 14,
      total_amount: 700,
    });
    await alice.host.call('reconsiderblock', hashes[14]);
    await world.pass(200);
    expect(await alice.host.call('gettxoutsetinfo')).toEqual(before);
    const { genesisHash } = world.room.params;
    await expect(alice.host.call('invalidateblock', genesisHash)).rejects.toThrow('genesis');
  });

  it('show genesis, though it is stored nowhere', async () => {
    const { host } = await createWorld().open('Alice');
    const hash = await host.call('getblockhash', 0);
    expect(await host.call('getblock', hash)).toMatchObject({ hash, height: 0, nTx: 1 });
  });

  it('tell the difficulty of a sandbox as Bitcoin tells that of its regtest', async () => {
    const { host } = await createWorld().open('Alice');
    expect(await host.call('getmininginfo')).toMatchObject({ difficulty: 4.6565423739069247e-10 });
  });

  it('answer how a node mines after they changed it', async () => {
    const { host } = await createWorld().open('Alice');
    expect(await host.call('setmining', { threads: 2 })).toMatchObject({
      threads: 2,
      duty: 100,
      state: 'mining',
    });
    expect(await host.call('setmining', { duty: 10, pause: 'on-battery' })).toMatchObject({
      threads: 2,
      duty: 10,
      state: 'waiting',
      waitingfor: 'on-battery',
    });
    const resumed = await host.call('setmining', { pause: false, gpu: 'low' });
    expect(resumed).toMatchObject({ threads: 2, duty: 10, state: 'mining' });
    expect(await host.call('setmining', 0)).toMatchObject({ threads: 0, state: 'mining' });
    expect(await host.call('setmining', { gpu: 0 })).toMatchObject({ state: 'off' });
  });

  it('refuse what they do not know or cannot do, with Bitcoin’s codes', async () => {
    const world = createWorld({ kind: 'main' });
    const { host } = await world.open('Alice');
    const codeOf = (method: string, ...parameters: unknown[]) =>
      host.call(method, ...parameters).then(
        () => 0,
        (error: { code: number }) => error.code,
      );
    expect(await codeOf('nosuchmethod')).toBe(-32601);
    expect(await codeOf('toString')).toBe(-32601);
    expect(await codeOf('generate', 1)).toBe(-1);
    expect(await codeOf('getblockhash', 1)).toBe(-8);
    expect(await codeOf('getblockhash', 'one')).toBe(-3);
    expect(await codeOf('getblock', '00'.repeat(32))).toBe(-5);
    expect(await codeOf('getblock', 'ff')).toBe(-8);
    expect(await codeOf('setmining', { threads: -1 })).toBe(-8);
    expect(await codeOf('setmining', { threads: 5 })).toBe(-8);
    expect(await codeOf('setmining', { duty: 9 })).toBe(-8);
    expect(await codeOf('setmining', { duty: 101 })).toBe(-8);
    expect(await codeOf('setmining', { duty: '50' })).toBe(-3);
    expect(await codeOf('setmining', { gpu: 101 })).toBe(-8);
    expect(await codeOf('setmining', { pause: 'lunch' })).toBe(-8);
    expect(await codeOf('setmining', { thread: 1 })).toBe(-8);
    expect(await codeOf('setmining', {})).toBe(-8);
    expect(await codeOf('setmining')).toBe(-3);
    expect(await codeOf('setnetworkactive', 'perhaps')).toBe(-3);
    expect(await codeOf('getblockcount', 1)).toBe(-1);
    const sandbox = await createWorld().open('Bob');
    await expect(sandbox.host.call('generate', 100_001)).rejects.toThrow('from 1 to 100000');
  });

  it('wait for the disk up to 256, and the next is refused', async () => {
    const world = createWorld();
    const first = await world.open('Alice');
    await generate(world, first, 50);
    const tip = await tipOf(first);
    first.close();
    let isStuck = true;
    // A start that cannot read what it was would not come this far.
    const get: Store['get'] = (table, key) =>
      isStuck && table !== 'meta' ? new Promise(() => {}) : first.store.get(table, key);
    const { host } = await world.open('Alice', { store: { ...first.store, get } });
    for (let count = 0; count < 256; count += 1) void host.call('getblock', tip);
    await expect(host.call('getblockcount')).rejects.toThrow('256 commands wait already');
    isStuck = false;
    const other = await world.open('Alice', { store: first.store });
    expect(await other.host.call('getblock', tip)).toMatchObject({ height: 50 });
  });
});
