/** The forger of a page: with workers for the work that it really does, and the device's clock. */

import { createClock } from '../adapters/clock.ts';
import { createMinerPool } from '../adapters/miner/pool.ts';
import { POOL_PREFIX_BYTES } from '../adapters/miner/search-space.ts';
import type { Room } from '../node/room.ts';
import { MINING_WORKERS_MAX } from '../util/limits.ts';
import type { Forger, Laboratory } from './api.ts';
import type { IdentityQuestion } from './forge-identity.ts';
import { createForger } from './forger.ts';

export function openForger(
  laboratory: Pick<Laboratory, 'call' | 'join' | 'snapshot'>,
  room: Room,
): Forger {
  return createForger({
    laboratory,
    room,
    makeMiner: () =>
      createMinerPool({
        makeWorker: makeGrinder,
        // The forger leaves the graphics card alone.
        makeGpuWorker: makeGrinder,
        clock: createClock(),
        prefix: randomBytes(POOL_PREFIX_BYTES),
      }),
    threads: Math.max(1, Math.min(MINING_WORKERS_MAX, navigator.hardwareConcurrency >> 1)),
    ask: createAsk(),
    random: randomBytes,
    now: () => Date.now(),
    wait: (durationMs) => new Promise((resolve) => setTimeout(resolve, durationMs)),
  });
}

interface Waiting {
  readonly resolve: (answer: Uint8Array) => void;
  readonly reject: (error: Error) => void;
}

/** The worker answers question by question, in order; one that fails is replaced. */
function createAsk(): (question: IdentityQuestion) => Promise<Uint8Array> {
  let worker: Worker | undefined;
  let waiting: Waiting[] = [];
  const fail = () => {
    const failed = waiting;
    worker?.terminate();
    worker = undefined;
    waiting = [];
    for (const { reject } of failed) reject(new Error('failed'));
  };
  return (question) => {
    worker ??= makeSigner((answer) => waiting.shift()?.resolve(answer), fail);
    worker.postMessage(question);
    return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
  };
}

function makeSigner(answered: (answer: Uint8Array) => void, failed: () => void): Worker {
  const worker = new Worker(new URL('forge-keys.worker.ts', import.meta.url), {
    type: 'module',
    name: 'forger-keys',
  });
  worker.addEventListener('message', ({ data }: MessageEvent<Uint8Array>) => answered(data));
  worker.addEventListener('error', failed);
  return worker;
}

function makeGrinder(): Worker {
  return new Worker(new URL('../adapters/miner/grind.worker.ts', import.meta.url), {
    type: 'module',
    name: 'forger',
  });
}

function randomBytes(sizeBytes: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(sizeBytes));
}
