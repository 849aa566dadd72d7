/**
 * A laboratory in one process: a colony of whole nodes, a node that stands for the page's own, and
 * a time that passes when told. Whatever is random is drawn from one seed.
 */

import { createSharedMiner } from '../../src/adapters/miner/shared-miner.ts';
import { joinTransports } from '../../src/adapters/transport/joined.ts';
import { createHub } from '../../src/adapters/transport/memory.ts';
import { createVault } from '../../src/adapters/vault.ts';
import { createVerifier } from '../../src/adapters/verifier/create-verifier.ts';
import { verifySignature } from '../../src/consensus/signature-verifier.ts';
import { type Laboratory, LaboratoryError } from '../../src/lab/api.ts';
import type { RemoteColony } from '../../src/lab/colony-port.ts';
import { createColony } from '../../src/lab/colony.ts';
import { PageLaboratory } from '../../src/lab/laboratory.ts';
import { startVirtualNode, type RunningNode } from '../../src/lab/virtual-node.ts';
import { keyOfHello } from '../../src/net/hello-key.ts';
import type { NodeSnapshot } from '../../src/node/api.ts';
import type { Transport, Verifier } from '../../src/node/ports.ts';
import { createRoom } from '../../src/node/room.ts';
import { Random } from '../../src/util/random.ts';
import { readFile } from 'node:fs/promises';
import { FakeGrindWorker } from './grind-workers.ts';
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts';
import { createVirtualMiner } from './virtual-miner.ts';

// Each of many links is greeted by two signatures.
await createVerifier((url) => readFile(url));

const START_MS = 1_700_000_000_000;
const AGE_SECONDS = 1_000_000;
const STEP_MS = 25;
const REPORT_MS = 250;
/** What one step brings about is over after so many turns of the event loop. */
const ROUNDS = 3;
const SANDBOX_BITS = 0x207fffff;

const inlineVerifier: Verifier = {
  verify: (checks, done) => {
    const firstBad = checks.findIndex(
      ({ signature, message, publicKey }) => !verifySignature(signature, message, publicKey),
    );
    setImmediate(() => done(firstBad < 0 ? { ok: true } : { ok: false, firstBad }));
  },
};

export interface ColonyWorld {
  readonly laboratory: Laboratory;
  /** The page's own node. */
  readonly self: RunningNode;
  /** The room outside of the page, as somebody in another tab has it. */
  readonly otherTab: (id: string) => Transport;
  /** Workers that mine, in the order in which they were started. */
  readonly workers: readonly FakeGrindWorker[];
  /** What the virtual nodes live in stops by a fault, now; or does not start at all. */
  lose(): void;
  setBroken(isBroken: boolean): void;
  /** Lets time pass for all. */
  pass(durationMs: number): Promise<void>;
  /** Lets time pass until it is settled. */
  during<Value>(promise: Promise<Value>): Promise<Value>;
  tips(): string[];
}

export async function createColonyWorld(seed = 1): Promise<ColonyWorld> {
  const random = new Random(new Uint8Array(4).fill(seed));
  const randomBytes = (length: number) => random.bytes(length);
  const room = createRoom(
    {
      kind: 'sandbox',
      targetSpacingSeconds: 10,
      genesisBits: SANDBOX_BITS,
      halvingInterval: 210_000,
      genesisTime: START_MS / 1000 - AGE_SECONDS,
    },
    new Uint8Array(16).fill(seed),
  );
  const clocks: VirtualClock[] = [];
  const workers: FakeGrindWorker[] = [];
  const listeners = new Set<(snapshot: NodeSnapshot) => void>();
  const hub = createHub();
  let now = START_MS;
  let tell: (() => void) | undefined;
  let lose = () => {};
  let isBroken = false;

  function makeClock(): VirtualClock {
    const clock = createVirtualClock(now);
    clocks.push(clock);
    return clock;
  }

  const common = { room, link: 'https://tabchain.example', randomBytes, makeClock };
  const doers = { verifier: inlineVerifier, vault: createVault() };
  const joined = joinTransports(hub.transport('self'), (bytes) => keyOfHello(bytes, room.magic));
  const self = await startVirtualNode({
    ...common,
    ...doers,
    slot: 0,
    transport: joined,
    miner: createVirtualMiner(),
    clock: makeClock(),
    takenNames: new Set(),
  });

  function openColony(lost: () => void) {
    if (isBroken) return Promise.reject(new LaboratoryError('failed', 'it does not start'));
    const makeWorker = () => {
      const worker = new FakeGrindWorker();
      workers.push(worker);
      return worker;
    };
    const miner = createSharedMiner({
      makeWorker,
      clock: makeClock(),
      prefix: randomBytes(4),
      duty: 100,
    });
    const fractions = () => random.u32() / 2 ** 32;
    const colony = createColony({ ...common, ...doers, miner, random: fractions });
    const remote: RemoteColony = {
      ...colony,
      listen: (listener) => void (tell = () => listener(colony.report())),
      join: async () => colony.join(),
    };
    joined.attach(colony.self);
    lose = lost;
    const end = () => {
      tell = undefined;
      colony.end();
    };
    return Promise.resolve({ colony: remote, selfPort: new MessageChannel().port1, end });
  }

  const laboratory = new PageLaboratory({
    openColony,
    switches: { ...joined, attach: () => {}, links: async () => joined.links() },
    callSelf: (method, ...parameters) => self.host.call(method, ...parameters),
    watchSelf(listener) {
      listeners.add(listener);
      void self.host.snapshot().then(listener);
      return () => void listeners.delete(listener);
    },
    now: () => now,
  });

  async function settle(): Promise<void> {
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const clock of clocks) clock.advance(0);
      hub.flush();
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  async function report(): Promise<void> {
    const news = self.news();
    if (news) for (const listener of listeners) listener(news);
    tell?.();
    await settle();
  }

  async function step(): Promise<void> {
    now += STEP_MS;
    for (const clock of clocks) clock.advance(STEP_MS);
    for (const worker of workers) worker.step();
    await settle();
    if (now % REPORT_MS === 0) await report();
  }

  async function pass(durationMs: number): Promise<void> {
    for (const end = now + durationMs; now < end;) await step();
  }

  async function during<Value>(promise: Promise<Value>): Promise<Value> {
    const state = { isOver: false };
    const finish = () => void (state.isOver = true);
    promise.then(finish, finish);
    while (!state.isOver) await step();
    return promise;
  }

  return {
    laboratory,
    self,
    otherTab: (id) => hub.transport(id),
    workers,
    lose: () => lose(),
    setBroken: (next) => void (isBroken = next),
    pass,
    during,
    tips: () => laboratory.snapshot().nodes.map(({ tip }) => tip),
  };
}
