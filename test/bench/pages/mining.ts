/** What a browser's own compiler makes of the kernels, and how soon a worker takes up a new job. */

import { KERNELS } from '../../../src/adapters/miner/kernel/choose.ts';
import type { Kernel, KernelName } from '../../../src/adapters/miner/kernel/kernel.ts';
import type { Order, Report } from '../../../src/adapters/miner/batches.ts';
import type { MiningJob } from '../../../src/node/ports.ts';
import { type StressPage, stressPage } from '../../e2e/pages/mining-stress.ts';

export interface MiningPage extends StressPage {
  /** Hashes with one kernel on the page's own thread for so long; returns how many. */
  work(name: KernelName, durationMs: number): number;
  /** Milliseconds from giving a worker a new tip to its first hash on it, so many times. */
  retarget(times: number): Promise<number[]>;
}

const WARM_UP_MS = 1_500;
const SCAN_NONCES = 20_000;
/** Long enough that the worker is in the middle of a batch, at a different place each time. */
const SETTLE_MS = 40;

const kernels = new Map<KernelName, Kernel>();

function work(name: KernelName, durationMs: number): number {
  const kernel = kernels.get(name) ?? open(name);
  const startedAt = performance.now();
  let nonces = 0;
  for (; performance.now() - startedAt < durationMs; nonces += SCAN_NONCES) {
    kernel.scan(nonces, SCAN_NONCES);
  }
  return nonces * kernel.versions;
}

function open(name: KernelName): Kernel {
  const kernel = KERNELS.map((make) => make()).find((one) => one.name === name)!;
  kernel.load(new Uint8Array(80), new Uint8Array(32));
  kernels.set(name, kernel);
  return kernel;
}

async function retarget(times: number): Promise<number[]> {
  // In one expression: only so does Vite see that this is a worker to build.
  const worker = new Worker(
    new URL('../../../src/adapters/miner/grind.worker.ts', import.meta.url),
    { type: 'module' },
  );
  const send = (order: Order) => worker.postMessage(order);
  const prefix = new Uint8Array(6);
  // At the first the worker grinds for ever, at the second its first hash is a hit.
  const hopeless = { type: 'work', job: jobOf(new Uint8Array(32)), prefix } as const;
  const certain = { type: 'work', job: jobOf(new Uint8Array(32).fill(0xff)), prefix } as const;
  const nextHit = () =>
    new Promise<void>((resolve, reject) => {
      worker.onerror = () => reject(new Error('the mining worker failed'));
      worker.onmessage = ({ data }: MessageEvent<Report>) => {
        if (data.type === 'hit') resolve();
      };
    });
  send(hopeless);
  await wait(WARM_UP_MS);
  const waits: number[] = [];
  while (waits.length < times) {
    await wait(SETTLE_MS + (waits.length % 10));
    const hit = nextHit();
    const startedAt = performance.now();
    send(certain);
    await hit;
    waits.push(performance.now() - startedAt);
    send(hopeless);
  }
  worker.terminate();
  return waits;
}

function jobOf(target: Uint8Array): MiningJob {
  return {
    id: 1,
    version: 0x2000_0000,
    previousHash: new Uint8Array(32),
    time: 1_700_000_000,
    bits: 0x1e00ffff,
    target,
    coinbasePrefix: new Uint8Array(60),
    coinbaseSuffix: new Uint8Array(90),
    merkleBranch: [new Uint8Array(32), new Uint8Array(32), new Uint8Array(32)],
  };
}

function wait(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}

Object.assign(globalThis, {
  miningPage: { work, retarget, ...stressPage } satisfies MiningPage,
});
