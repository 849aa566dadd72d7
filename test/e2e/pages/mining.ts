/** Kernels, graphics card and pool of workers in a page of their own, driven by tests. */

import { createClock } from '../../../src/adapters/clock.ts';
import { createGpuKernel } from '../../../src/adapters/miner/gpu/gpu-kernel.ts';
import { KERNELS } from '../../../src/adapters/miner/kernel/choose.ts';
import type {
  KernelHit,
  KernelName,
  ScanResult,
} from '../../../src/adapters/miner/kernel/kernel.ts';
import { createMinerPool } from '../../../src/adapters/miner/pool.ts';
import type { HashRate, MiningEffort } from '../../../src/node/ports.ts';
import { fromHex } from '../../../src/util/bytes.ts';
import { miningJob } from '../../support/mining-jobs.ts';
import { type StressPage, stressPage } from './mining-stress.ts';

/** Bytes are hex. */
export interface Range {
  readonly header: string;
  readonly target: string;
  readonly first: number;
  readonly count: number;
}

export type TestedKernel = KernelName | 'gpu' | 'gpu-rolling';

export interface MiningPage extends StressPage {
  /** All hits, as a miner that does not stop at the first would see them. */
  scan(name: TestedKernel, ranges: readonly Range[]): Promise<KernelHit[][]>;
  /** What a scan comes to whose device is destroyed under it, and what one behind it. */
  scanWithoutDevice(range: Range): Promise<string[]>;
  openPool(): void;
  work(target: string, effort: Partial<MiningEffort>): void;
  readonly rate: HashRate;
  readonly found: number;
  destroyDevices(): void;
}

interface Scanner {
  load(header: Uint8Array, target: Uint8Array): void;
  scan(first: number, count: number): ScanResult | Promise<ScanResult>;
}

async function openDevice(): Promise<GPUDevice> {
  const adapter = await navigator.gpu.requestAdapter();
  return adapter!.requestDevice();
}

async function openScanner(name: TestedKernel): Promise<Scanner> {
  if (name === 'gpu') return createGpuKernel(await openDevice(), 1);
  if (name === 'gpu-rolling') return createGpuKernel(await openDevice(), 2);
  return KERNELS.map((make) => make()).find((kernel) => kernel.name === name)!;
}

async function scanAll(kernel: Scanner, { header, target, first, count }: Range) {
  kernel.load(fromHex(header), fromHex(target));
  const hits: KernelHit[] = [];
  for (let done = 0; done < count;) {
    const result = await kernel.scan((first + done) >>> 0, count - done);
    hits.push(...result.hits);
    done += result.nonces;
  }
  return hits;
}

const NO_EFFORT = { threads: 0, duty: 100, gpu: 0 };

let pool: ReturnType<typeof createMinerPool> | undefined;
const gpuFault = new BroadcastChannel('gpu-fault');
let jobs = 0;
let found = 0;

const page: MiningPage = {
  async scan(name, ranges) {
    const kernel = await openScanner(name);
    const hits: KernelHit[][] = [];
    for (const range of ranges) hits.push(await scanAll(kernel, range));
    return hits;
  },
  async scanWithoutDevice(range) {
    const device = await openDevice();
    const kernel = await createGpuKernel(device, 1);
    kernel.load(fromHex(range.header), fromHex(range.target));
    const ends: string[] = [];
    const scan = () =>
      kernel.scan(range.first, range.count).then(
        () => ends.push('done'),
        () => ends.push('failed'),
      );
    const running = scan();
    device.destroy();
    await running;
    await scan();
    return [...ends, (await device.lost).reason];
  },
  openPool() {
    pool = createMinerPool({
      makeWorker: () => {
        throw new Error('no thread is wanted here');
      },
      makeGpuWorker: () =>
        new Worker(new URL('./gpu.worker.ts', import.meta.url), { type: 'module' }),
      clock: createClock(),
      prefix: crypto.getRandomValues(new Uint8Array(4)),
    });
  },
  work(target, effort) {
    jobs += 1;
    const job = miningJob(jobs, fromHex(target));
    pool!.work(job, { ...NO_EFFORT, ...effort }, () => void (found += 1));
  },
  get rate() {
    return pool!.rate;
  },
  get found() {
    return found;
  },
  destroyDevices: () => gpuFault.postMessage('destroy'),
  ...stressPage,
};

Object.assign(globalThis, { mining: page });
