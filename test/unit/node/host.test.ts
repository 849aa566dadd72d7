/** What the host does between a node and its ports when one of them misbehaves. */

import { describe, expect, it } from 'vitest';
import { openMemoryStore } from '../../../src/adapters/storage/memory.ts';
import { overlayStore } from '../../../src/adapters/storage/overlay.ts';
import type { NodeSnapshot } from '../../../src/node/api.ts';
import { Host } from '../../../src/node/host.ts';
import type {
  Effect,
  Input,
  Miner,
  PeerLink,
  Transport,
  TransportEvents,
} from '../../../src/node/ports.ts';
import { miningJob } from '../../support/mining-jobs.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';
import { createVirtualMiner } from '../../support/virtual-miner.ts';

const NOBODY: Transport = {
  start: () => {},
  seek: () => {},
  dial: () => {},
  signal: () => {},
  stop: () => {},
};

function hostOf(
  step: (input: Input) => Effect[],
  transport: Transport = NOBODY,
  miner: Miner = createVirtualMiner(),
) {
  const store = openMemoryStore();
  const host = new Host({
    node: { step, snapshot: () => ({}) as NodeSnapshot },
    store,
    overlay: overlayStore,
    transport,
    miner,
    verifier: { verify: () => {} },
    clock: createVirtualClock(),
    self: 'aa'.repeat(32),
  });
  return { host, store };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));
const put = (key: string): Effect => ({
  type: 'write',
  batch: 1,
  writes: [{ put: ['meta', key, Uint8Array.of(1)] }],
});

describe('the host', () => {
  it('goes on writing after a fault of the node, which is seen', async () => {
    const faults: unknown[] = [];
    const listeners = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    process.once('uncaughtException', (fault) => void faults.push(fault));
    let asked = 0;
    const { host, store } = hostOf((input) => {
      if (input.type === 'written' && asked === 1) throw new Error('a fault of the node');
      if (input.type !== 'tick') return [];
      asked += 1;
      return [put(asked === 1 ? 'first' : 'second')];
    });
    host.feed({ type: 'tick' });
    for (let round = 0; faults.length === 0 && round < 100; round += 1) await settle();
    host.feed({ type: 'tick' });
    await settle();
    await settle();
    for (const listener of listeners) process.on('uncaughtException', listener);
    expect(String(faults[0])).toContain('a fault of the node');
    expect(await store.get('meta', 'second')).toEqual(Uint8Array.of(1));
  });

  it('handles what a port says during an effect after the step that caused it', () => {
    const order: string[] = [];
    const { host } = hostOf((input) => {
      order.push(`in ${input.type}`);
      if (input.type === 'found') host.feed({ type: 'meeting', state: OFF });
      order.push(`out ${input.type}`);
      return [];
    });
    host.feed({ type: 'found', peer: 'somebody' });
    expect(order).toEqual(['in found', 'out found', 'in meeting', 'out meeting']);
  });

  it('tells of the hashes done before it tells of the block that they found', () => {
    const told: unknown[] = [];
    const miner = createVirtualMiner();
    const step = (input: Input): Effect[] => {
      if (input.type === 'hash-rate') told.push(input.rate.hashes);
      if (input.type === 'mined') told.push('mined');
      return input.type === 'found' ? [{ type: 'mine', job: EASY_JOB, ...EFFORT }] : [];
    };
    const { host } = hostOf(step, NOBODY, miner);
    host.feed({ type: 'found', peer: 'somebody' });
    expect(miner.search(10)).toBe(true);
    expect(told).toEqual([1, 'mined']);
  });

  it('tells that what was sent has left, also where nothing waited before', () => {
    let told = 0;
    let events: TransportEvents | undefined;
    const send: Effect = { type: 'send', link: 1, bytes: new Uint8Array(9), lane: 'bulk' };
    const step = (input: Input) => {
      if (input.type === 'backlog') told += 1;
      return input.type === 'found' ? [send] : [];
    };
    const { host } = hostOf(step, { ...NOBODY, start: (given) => (events = given) });
    host.start();
    events!.up(drained);
    for (const round of [1, 2, 3]) {
      host.feed({ type: 'found', peer: 'somebody' });
      host.feed({ type: 'tick' });
      host.feed({ type: 'tick' });
      expect(told).toBe(round);
    }
  });
});

const EFFORT = { threads: 1, duty: 100, gpu: 0 };
/** Any hash is good enough for it. */
const EASY_JOB = miningJob(1, new Uint8Array(32).fill(0xff));
const OFF = { status: 'off', population: 0 } as const;

/** A link on which nothing ever waits. */
const drained: PeerLink = {
  id: 1,
  peer: 'other',
  outbound: true,
  binding: new Uint8Array(64),
  backlog: 0,
  send: () => {},
  close: () => {},
};
