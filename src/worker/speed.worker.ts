/**
 * A worker that measures one kernel the way a mining worker uses it: in the same batches, on a job
 * whose target no hash meets. It tells completed hashes and wall time, and others divide them.
 */

import type { Report } from '../adapters/miner/batches.ts';
import { createGpuGrinder } from '../adapters/miner/gpu/gpu-grinder.ts';
import { openGpu } from '../adapters/miner/gpu/open-gpu.ts';
import { createGrinder } from '../adapters/miner/grinder.ts';
import { findsKnownBlock, KERNELS } from '../adapters/miner/kernel/choose.ts';
import type { Kernel } from '../adapters/miner/kernel/kernel.ts';
import { WORKER_PREFIX_BYTES } from '../adapters/miner/search-space.ts';
import type { MiningJob } from '../node/ports.ts';
import type {
  FromSpeedWorker,
  SpeedKernel,
  ToSpeedWorker,
} from '../ui/mine/benchmark/speed-messages.ts';

/** Hashes for so long and resolves to how many. */
type Contender = (durationMs: number) => Promise<number>;

/** Long enough for a compiler to have made its best of a kernel, and a card to be up to speed. */
const WARM_UP_MS = 600;
/** Any job will do; a target of zero is never met. */
const JOB: MiningJob = {
  id: 1,
  version: 0x2000_0000,
  previousHash: new Uint8Array(32),
  time: 1_700_000_000,
  bits: 0x0300_0001,
  target: new Uint8Array(32),
  coinbasePrefix: new Uint8Array(60),
  coinbaseSuffix: new Uint8Array(90),
  merkleBranch: [],
};
const WORK = { type: 'work', job: JOB, prefix: new Uint8Array(WORKER_PREFIX_BYTES) } as const;
const STOP = { type: 'stop' } as const;

let contender: Contender | undefined;

globalThis.onmessage = ({ data }: MessageEvent<ToSpeedWorker>) => {
  const answer = data.type === 'prepare' ? prepare(data.kernel) : measure(data.durationMs);
  answer.then(post, (error: unknown) => post({ type: 'unable', reason: reasonOf(error) }));
};

function post(message: FromSpeedWorker): void {
  globalThis.postMessage(message);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function prepare(name: SpeedKernel): Promise<FromSpeedWorker> {
  contender = name === 'gpu' ? await createCard() : createThread(name);
  await contender(WARM_UP_MS);
  return { type: 'ready' };
}

async function measure(durationMs: number): Promise<FromSpeedWorker> {
  const startedAt = performance.now();
  const hashes = await contender!(durationMs);
  return { type: 'measured', hashes, elapsedMs: performance.now() - startedAt };
}

/** Throws, with words, where this browser has no such kernel. */
function createThread(name: Kernel['name']): Contender {
  const kernel = makeKernel(name);
  if (!findsKnownBlock(kernel)) throw new Error('it calculates wrong here');
  const counter = createCounter();
  const grinder = createGrinder({ kernel, now: () => performance.now(), post: counter.count });
  return async (durationMs) => {
    const endAt = performance.now() + durationMs;
    grinder.take(WORK);
    while (performance.now() < endAt) grinder.step();
    grinder.take(STOP);
    return counter.take();
  };
}

function makeKernel(name: Kernel['name']): Kernel {
  for (const make of KERNELS) {
    const kernel = attempt(make);
    if (kernel?.name === name) return kernel;
  }
  throw new Error('this browser does not offer it');
}

function attempt(make: () => Kernel): Kernel | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}

async function createCard(): Promise<Contender> {
  const opened = await openGpu(navigator.gpu);
  if (!opened.ok) throw new Error(opened.reason);
  const counter = createCounter();
  const grinder = createGpuGrinder({
    kernel: opened.kernel,
    now: () => performance.now(),
    rest: () => Promise.resolve(),
    post: counter.count,
  });
  return async (durationMs) => {
    grinder.take(WORK);
    const isOver = grinder.run();
    await Promise.race([isOver, passed(durationMs)]);
    grinder.take(STOP);
    await isOver;
    return counter.take();
  };
}

function createCounter() {
  let hashes = 0;
  return {
    count(report: Report): void {
      if (report.type === 'progress') hashes += report.hashes;
    },
    take(): number {
      const taken = hashes;
      hashes = 0;
      return taken;
    },
  };
}

function passed(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}
