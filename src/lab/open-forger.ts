/** The forger of a page: with workers for the work that it really does, and the device's clock. */

import { wrap } from 'comlink';
import { createClock } from '../adapters/clock.ts';
import { createMinerPool } from '../adapters/miner/pool.ts';
import { POOL_PREFIX_BYTES } from '../adapters/miner/search-space.ts';
import type { Room } from '../node/room.ts';
import { MINING_WORKERS_MAX } from '../util/limits.ts';
import type { Forger, Laboratory } from './api.ts';
import type { Assistant } from './forge-assistant.ts';
import { createForger } from './forger.ts';
import { keepAssistant, type StartedAssistant } from './kept-assistant.ts';

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
    assistant: keepAssistant(startAssistant),
    random: randomBytes,
    now: () => Date.now(),
    wait: (durationMs) => new Promise((resolve) => setTimeout(resolve, durationMs)),
  });
}

function startAssistant(failed: () => void): StartedAssistant {
  const worker = new Worker(new URL('forge.worker.ts', import.meta.url), {
    type: 'module',
    name: 'forger',
  });
  worker.addEventListener('error', failed);
  return { assistant: wrap<Assistant>(worker), end: () => worker.terminate() };
}

function makeGrinder(): Worker {
  return new Worker(new URL('../adapters/miner/grind.worker.ts', import.meta.url), {
    type: 'module',
    name: 'forger-miner',
  });
}

function randomBytes(sizeBytes: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(sizeBytes));
}
