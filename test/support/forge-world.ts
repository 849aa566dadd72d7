/**
 * A laboratory for forgers in one process: whole nodes of a sandbox over a hub, one of which counts
 * as this tab's own, a miner that searches when time passes, and a clock that passes when told.
 */

import type { Laboratory, NodeRef, VirtualNode } from '../../src/lab/api.ts';
import { createAssistant } from '../../src/lab/forge-assistant.ts';
import { createForger } from '../../src/lab/forger.ts';
import { createVirtualMiner } from './virtual-miner.ts';
import { createWorld, type World, type WorldTab } from './node-world.ts';

const PASS_MS = 50;
const HASHES_PER_PASS = 20_000;
const PASSES_MAX = 2_000;

export interface ForgeWorld {
  readonly world: World;
  readonly tabs: ReadonlyMap<NodeRef, WorldTab>;
  readonly laboratory: Pick<Laboratory, 'call' | 'join' | 'snapshot'>;
  readonly forger: ReturnType<typeof createForger>;
  /** Lets time pass until the promise is settled. */
  during<Value>(promise: Promise<Value>): Promise<Value>;
}

/** The refs of the nodes in the order in which they are opened; 'self' must be one. */
export async function createForgeWorld(refs: readonly NodeRef[]): Promise<ForgeWorld> {
  const world = createWorld();
  const tabs = new Map<NodeRef, WorldTab>();
  for (const ref of refs) tabs.set(ref, await world.open(ref));
  const idOf = (ref: NodeRef) => (tabs.has(ref) ? `${ref}-${refs.indexOf(ref) + 1}` : undefined);
  const searches = new Set<() => void>();
  const sleepers: { readonly at: number; readonly wake: () => void }[] = [];
  let guests = 0;
  // Nodes have the keys of small numbers.
  let bytes = 100;

  const laboratory: ForgeWorld['laboratory'] = {
    call: (ref, method, ...parameters) => tabs.get(ref)!.host.call(method, ...parameters),
    snapshot: () => ({
      nodes: refs.filter((ref) => ref.startsWith('lab-')).map(virtualNode),
      links: [],
      weather: { latencyMs: 0, lossPercent: 0 },
      events: [],
      hashesPerSecond: 0,
    }),
    join: async () => {
      guests += 1;
      const transport = world.hub.transport(`guest-${guests}`);
      return { ref: `guest-${guests}`, transport, idOf, leave: () => transport.stop() };
    },
  };

  const assistant = createAssistant();
  const forger = createForger({
    laboratory,
    room: world.room,
    makeMiner: () => {
      const miner = createVirtualMiner();
      searches.add(() => void miner.search(HASHES_PER_PASS));
      return miner;
    },
    threads: 1,
    assistant: {
      open: async (secret) => assistant.open(secret),
      sign: async (message) => assistant.sign(message),
      tamper: async (block, edit) => assistant.tamper(block, edit),
    },
    random: (sizeBytes) => new Uint8Array(sizeBytes).fill((bytes += 1)),
    now: () => world.now(),
    wait: (durationMs) =>
      new Promise(
        (wake) => void sleepers.push({ at: world.now() + durationMs, wake: () => wake() }),
      ),
  });

  async function during<Value>(promise: Promise<Value>): Promise<Value> {
    const open = new Set([promise]);
    const end = () => void open.clear();
    promise.then(end, end);
    for (let pass = 0; open.size > 0 && pass < PASSES_MAX; pass += 1) {
      for (const search of searches) search();
      await world.pass(PASS_MS);
      const due = sleepers.filter(({ at }) => at <= world.now());
      for (const sleeper of due) sleepers.splice(sleepers.indexOf(sleeper), 1);
      for (const { wake } of due) wake();
    }
    return promise;
  }

  return { world, tabs, laboratory, forger, during };
}

function virtualNode(ref: NodeRef): VirtualNode {
  return {
    ref,
    state: 'running',
    nodeKey: '',
    minerName: ref,
    height: 0,
    tip: '',
    chainWork: '',
    peers: 0,
    mempool: 0,
    spendable: 0,
    immature: 0,
    share: 0,
  };
}
