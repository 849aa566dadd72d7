import { describe, expect, it } from 'vitest';
import type { LabSnapshot } from '../../../src/lab/api.ts';
import type { PeerLink, TransportEvents } from '../../../src/node/ports.ts';
import { type ColonyWorld, createColonyWorld } from '../../support/colony-world.ts';

const NODES_MAX = 20;
const GUESTS_MAX = 4;
const TIME_LIMIT_MS = 60_000;

async function openWith(count: number, seed = 1): Promise<ColonyWorld> {
  const world = await createColonyWorld(seed);
  await world.during(world.laboratory.add(count));
  await world.pass(1_000);
  return world;
}

const generate = (world: ColonyWorld, ref: string, count: number) =>
  world.during(world.laboratory.call(ref, 'generate', count));

const selfTip = async (world: ColonyWorld) =>
  (await world.during(world.laboratory.call('self', 'getbestblockhash'))) as string;

const kinds = ({ events }: LabSnapshot) => events.map(({ kind }) => kind);
const linksOf = ({ links }: LabSnapshot, state: string) =>
  links.filter((link) => link.state === state).map(({ from, to }) => `${from} ${to}`);

const SILENT: TransportEvents = {
  found: () => {},
  missed: () => {},
  signal: () => {},
  up: () => {},
  message: () => {},
  down: () => {},
  meeting: () => {},
};

describe('virtual nodes', { timeout: TIME_LIMIT_MS }, () => {
  it('link with each other and with this page’s node, and follow its chain', async () => {
    const world = await createColonyWorld();
    await generate(world, 'self', 30);
    expect(await world.during(world.laboratory.add(5))).toEqual(
      [1, 2, 3, 4, 5].map((it) => `lab-${it}`),
    );
    await world.pass(3_000);
    const snapshot = world.laboratory.snapshot();
    expect(new Set(world.tips())).toEqual(new Set([await selfTip(world)]));
    expect(snapshot.nodes.map(({ state, height, peers }) => [state, height, peers])).toEqual(
      Array.from({ length: 5 }, () => ['running', 30, 5]),
    );
    expect(linksOf(snapshot, 'up')).toHaveLength(15);
    expect(new Set(snapshot.nodes.map(({ minerName }) => minerName)).size).toBe(5);
    expect(snapshot.events.at(-1)).toMatchObject({
      kind: 'agreed',
      facts: { height: 30, nodes: 6 },
    });
  });

  it('that are parted three and three diverge, and agree after healing', async () => {
    const seed = 3;
    const world = await openWith(5, seed);
    const { laboratory } = world;
    await generate(world, 'self', 3);
    await world.pass(1_000);
    laboratory.partition([
      ['self', 'lab-1', 'lab-2'],
      ['lab-3', 'lab-4', 'lab-5'],
    ]);
    await world.pass(1_000);
    expect(linksOf(laboratory.snapshot(), 'cut')).toHaveLength(9);
    await generate(world, 'lab-1', 2);
    await generate(world, 'lab-5', 4);
    await world.pass(2_000);
    const [first, second, third, fourth, fifth] = world.tips();
    expect(new Set([first, second])).toEqual(new Set([await selfTip(world)]));
    expect([new Set([third, fourth, fifth]).size, first === third]).toEqual([1, false]);
    laboratory.healAll();
    await world.pass(3_000);
    expect(new Set([...world.tips(), await selfTip(world)]), `seed ${seed}`).toEqual(
      new Set([fifth]),
    );
    expect(linksOf(laboratory.snapshot(), 'up')).toHaveLength(15);
    const told = kinds(laboratory.snapshot()).filter((kind) => kind !== 'node-added');
    expect(told.filter((kind) => kind === 'reorganisation')).toHaveLength(3);
    const order = ['cut', 'disagreed', 'healed', 'reorganisation', 'agreed'].map((kind) =>
      told.lastIndexOf(kind as 'cut'),
    );
    expect(order).toEqual(order.toSorted((left, right) => left - right));
  });

  it('are twenty at most', async () => {
    const { laboratory, pass } = await createColonyWorld();
    await expect(laboratory.add(NODES_MAX + 1)).rejects.toMatchObject({ code: 'full' });
    await expect(laboratory.add(0)).rejects.toMatchObject({ code: 'full' });
    const adding = laboratory.add(NODES_MAX);
    await expect(laboratory.add(1)).rejects.toMatchObject({ code: 'full' });
    // Those that are being started go with it.
    laboratory.close();
    await expect(adding).rejects.toMatchObject({ code: 'failed' });
    await pass(250);
    expect(laboratory.snapshot().nodes).toEqual([]);
  });

  it('go when they are removed, with their links and their cuts', async () => {
    const world = await openWith(2);
    world.laboratory.cut('lab-1', 'lab-2');
    world.laboratory.remove('lab-1');
    await world.pass(1_000);
    const snapshot = world.laboratory.snapshot();
    expect(snapshot.nodes.map(({ ref, peers }) => [ref, peers])).toEqual([['lab-2', 1]]);
    expect(linksOf(snapshot, 'cut')).toEqual([]);
    await expect(world.laboratory.call('lab-1', 'getblockcount')).rejects.toMatchObject({
      code: 'unknown-node',
    });
    expect(await world.during(world.laboratory.add(1))).toEqual(['lab-3']);
  });

  it('refuse commands as every node does', async () => {
    const world = await openWith(1);
    await expect(
      world.during(world.laboratory.call('lab-1', 'getblockhash', 99)),
    ).rejects.toMatchObject({ name: 'CommandError', code: -8 });
  });

  it('mine by their shares, in a sandbox once somebody says so', async () => {
    const world = await openWith(2);
    expect(world.workers).toEqual([]);
    world.laboratory.setShares({ 'lab-2': 100 });
    await world.pass(1_000);
    const { nodes, events } = world.laboratory.snapshot();
    expect(nodes.map(({ share }) => share)).toEqual([0, 100]);
    const finders = events.filter(({ kind }) => kind === 'block-found').map(({ node }) => node);
    expect(new Set(finders)).toEqual(new Set(['lab-2']));
    expect(nodes[0]!.height).toBeGreaterThan(0);
    world.laboratory.setShares({ 'lab-2': 0 });
    await world.pass(1_000);
    const { height } = world.laboratory.snapshot().nodes[1]!;
    await world.pass(1_000);
    expect(world.laboratory.snapshot().nodes[1]!.height).toBe(height);
  });

  it('pay each other, which is told', async () => {
    const world = await openWith(2);
    await generate(world, 'lab-1', 31);
    const address = await world.during(world.laboratory.call('lab-2', 'getnewaddress'));
    await world.pass(2_000);
    await world.during(world.laboratory.call('lab-1', 'sendtoaddress', address, 5));
    await world.pass(3_000);
    const { events, nodes } = world.laboratory.snapshot();
    expect(nodes.map(({ mempool }) => mempool)).toEqual([1, 1]);
    const payments = events.filter(({ kind }) => kind === 'payment');
    expect(payments.map(({ node, facts }) => [node, facts['kind']]).toSorted()).toEqual([
      ['lab-1', 'sent'],
      ['lab-2', 'received'],
    ]);
  });
});

describe('a link', { timeout: TIME_LIMIT_MS }, () => {
  it('of this page’s node is cut and healed as any other', async () => {
    const world = await openWith(1);
    world.laboratory.cut('self', 'lab-1');
    await world.pass(500);
    await generate(world, 'self', 2);
    await world.pass(1_000);
    expect(world.laboratory.snapshot().nodes[0]!.height).toBe(0);
    world.laboratory.heal('self', 'lab-1');
    await world.pass(1_500);
    expect(world.laboratory.snapshot().nodes[0]!.height).toBe(2);
    const facts = { from: 'self', to: 'lab-1' };
    expect(
      world.laboratory.snapshot().events.filter(({ kind }) => /cut|healed/.test(kind)),
    ).toEqual([
      expect.objectContaining({ kind: 'cut', facts }),
      expect.objectContaining({ kind: 'healed', facts }),
    ]);
  });

  it('with the room is cut for all tabs at once', async () => {
    const world = await createColonyWorld();
    const tab = world.otherTab('tab');
    const ups: PeerLink[] = [];
    const downs: string[] = [];
    const events = { ...SILENT, up: (link: PeerLink) => void ups.push(link) };
    tab.start({ ...events, down: (_, reason) => void downs.push(reason) }, 'c'.repeat(64));
    tab.dial('self');
    await world.pass(100);
    world.laboratory.cut('self', 'room');
    await world.pass(100);
    expect([ups.length > 0, downs.length]).toEqual([true, ups.length]);
    expect(linksOf(world.laboratory.snapshot(), 'cut')).toEqual(['self room']);
    world.laboratory.healAll();
    tab.dial('self');
    await world.pass(100);
    expect(ups.length).toBe(downs.length + 1);
  });

  it('is slow in bad weather', async () => {
    const world = await openWith(1);
    world.laboratory.setWeather({ latencyMs: 400, lossPercent: 0 });
    await world.during(world.laboratory.call('self', 'generate', 1));
    await world.pass(350);
    expect(world.laboratory.snapshot().nodes[0]!.height).toBe(0);
    await world.pass(1_500);
    expect(world.laboratory.snapshot().nodes[0]!.height).toBe(1);
    expect(world.laboratory.snapshot().weather).toEqual({ latencyMs: 400, lossPercent: 0 });
  });
});

describe('a guest', { timeout: TIME_LIMIT_MS }, () => {
  it('holds links to nodes, and nobody finds it', async () => {
    const world = await openWith(2);
    const guest = await world.during(world.laboratory.join());
    const links: PeerLink[] = [];
    guest.transport.start({ ...SILENT, up: (link) => void links.push(link) }, 'd'.repeat(64));
    await world.pass(1_000);
    expect(links).toEqual([]);
    for (const ref of ['self', 'lab-1']) guest.transport.dial(guest.idOf(ref)!);
    await world.pass(200);
    expect(links).toHaveLength(2);
    links[0]!.send(new Uint8Array(100), 'prompt');
    await world.pass(500);
    expect(world.laboratory.snapshot().events.at(-1)).toMatchObject({
      kind: 'refused',
      node: 'self',
      facts: { code: 'frame-magic' },
    });
    expect(guest.idOf('lab-9')).toBeUndefined();
    world.laboratory.cut(guest.ref, 'lab-1');
    await world.pass(500);
    expect(linksOf(world.laboratory.snapshot(), 'cut')).toEqual([`lab-1 ${guest.ref}`]);
    guest.leave();
    await world.pass(500);
    expect(linksOf(world.laboratory.snapshot(), 'up').join()).not.toContain('guest');
  });

  it('is one of four at most', async () => {
    const world = await createColonyWorld();
    const guests = [];
    for (let count = 0; count < GUESTS_MAX; count += 1) {
      guests.push(await world.during(world.laboratory.join()));
    }
    await expect(world.during(world.laboratory.join())).rejects.toMatchObject({ code: 'full' });
    guests[0]!.leave();
    await expect(world.during(world.laboratory.join())).resolves.toMatchObject({ ref: 'guest-5' });
  });
});

describe('a laboratory', { timeout: TIME_LIMIT_MS }, () => {
  it('that is closed leaves nothing: no node, no cut, no link of this page’s', async () => {
    const world = await openWith(3);
    const { laboratory } = world;
    laboratory.cut('self', 'room');
    laboratory.cut('lab-1', 'lab-2');
    laboratory.setWeather({ latencyMs: 100, lossPercent: 10 });
    laboratory.close();
    await world.pass(500);
    expect(laboratory.snapshot()).toEqual({
      nodes: [],
      links: [],
      weather: { latencyMs: 0, lossPercent: 0 },
      events: [],
      hashesPerSecond: 0,
    });
    expect(await world.during(laboratory.call('self', 'getpeerinfo'))).toEqual([]);
    expect(await world.during(laboratory.add(1))).toEqual(['lab-1']);
    await world.pass(1_000);
    expect(laboratory.snapshot().nodes[0]).toMatchObject({ state: 'running', peers: 1 });
  });

  it('whose Worker stops says so, and goes on with another', async () => {
    const world = await openWith(2);
    const { laboratory } = world;
    const call = laboratory.call('lab-1', 'getblockcount');
    const adding = laboratory.add(1);
    world.lose();
    await expect(adding).rejects.toMatchObject({ code: 'stopped' });
    await call.catch(() => {});
    expect(laboratory.snapshot().events.at(-1)).toMatchObject({
      kind: 'stopped',
      facts: { nodes: 2 },
    });
    expect(laboratory.snapshot().nodes.map(({ state }) => state)).toEqual(['failed', 'failed']);
    await expect(laboratory.call('lab-1', 'getblockcount')).rejects.toMatchObject({
      code: 'unknown-node',
    });
    expect(await world.during(laboratory.call('self', 'getpeerinfo'))).toEqual([]);
    expect(await world.during(laboratory.add(1))).toEqual(['lab-1']);
    expect(laboratory.snapshot().nodes).toMatchObject([{ ref: 'lab-1', state: 'running' }]);
  });

  it('whose Worker stopped has room for as many nodes as before', async () => {
    const world = await openWith(NODES_MAX);
    world.lose();
    expect(await world.during(world.laboratory.add(NODES_MAX))).toHaveLength(NODES_MAX);
  });

  it('whose Worker stopped begins again without the cuts between its nodes', async () => {
    const world = await openWith(1);
    const { laboratory } = world;
    laboratory.cut('self', 'lab-1');
    laboratory.cut('self', 'room');
    world.lose();
    await world.during(laboratory.add(1));
    await world.pass(1_000);
    expect(linksOf(laboratory.snapshot(), 'up')).toEqual(['self lab-1']);
    expect(linksOf(laboratory.snapshot(), 'cut')).toEqual(['self room']);
  });

  it('whose Worker does not start can be tried again', async () => {
    const world = await createColonyWorld();
    world.setBroken(true);
    await expect(world.laboratory.add(1)).rejects.toMatchObject({ code: 'failed' });
    world.setBroken(false);
    expect(await world.during(world.laboratory.add(1))).toEqual(['lab-1']);
  });

  it('in which nothing happens tells of bytes and rates once a second', async () => {
    const world = await openWith(2);
    await world.pass(3_000);
    let count = 0;
    world.laboratory.subscribe(() => (count += 1));
    await world.pass(3_000);
    expect(count).toBe(1 + 3);
  });

  it('tells its listeners, until they have heard enough', async () => {
    const world = await createColonyWorld();
    const seen: number[] = [];
    const end = world.laboratory.subscribe(({ nodes }) => void seen.push(nodes.length));
    expect(seen).toEqual([0]);
    await world.during(world.laboratory.add(1));
    expect(seen.at(-1)).toBe(1);
    end();
    const { length } = seen;
    await world.pass(1_000);
    expect(seen).toHaveLength(length);
  });
});
