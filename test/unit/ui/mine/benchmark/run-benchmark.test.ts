import { describe, expect, it } from 'vitest';
import {
  type BenchmarkProgress,
  runBenchmark,
} from '../../../../../src/ui/mine/benchmark/run-benchmark.ts';
import type {
  FromSpeedWorker,
  SpeedKernel,
  SpeedWorker,
  ToSpeedWorker,
} from '../../../../../src/ui/mine/benchmark/speed-messages.ts';

/** Hashes per ms of each kernel; 0 for one that this device does not have. */
const SPEEDS: Readonly<Record<SpeedKernel, number>> = { plain: 1, scalar: 5, simd: 9, gpu: 0 };

class FakeSpeedWorker extends EventTarget implements SpeedWorker {
  isTerminated = false;
  readonly messages: ToSpeedWorker[] = [];
  #kernel: SpeedKernel = 'plain';

  postMessage(message: ToSpeedWorker): void {
    this.messages.push(message);
    queueMicrotask(() => this.say(this.answerTo(message)));
  }

  terminate(): void {
    this.isTerminated = true;
  }

  protected say(data: FromSpeedWorker): void {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }

  protected answerTo(message: ToSpeedWorker): FromSpeedWorker {
    if (message.type === 'prepare') {
      this.#kernel = message.kernel;
      if (SPEEDS[message.kernel] === 0) return { type: 'unable', reason: 'there is none' };
      return { type: 'ready' };
    }
    const elapsedMs = message.durationMs + 3;
    return { type: 'measured', hashes: SPEEDS[this.#kernel] * elapsedMs, elapsedMs };
  }
}

class CrashingWorker extends FakeSpeedWorker {
  override postMessage(): void {
    queueMicrotask(() => this.dispatchEvent(new Event('error')));
  }
}

function create(makeOne: () => FakeSpeedWorker = () => new FakeSpeedWorker()) {
  const workers: FakeSpeedWorker[] = [];
  const told: BenchmarkProgress[] = [];
  const ending = new AbortController();
  const makeWorker = () => {
    const worker = makeOne();
    workers.push(worker);
    return worker;
  };
  const run = (kernels: readonly SpeedKernel[], threads: number) =>
    runBenchmark({
      makeWorker,
      threads,
      kernels,
      signal: ending.signal,
      tell: (progress) => void told.push(progress),
    });
  return { workers, told, ending, run };
}

describe('the benchmark', () => {
  it('measures each kernel on one thread and on all, in hashes over wall time', async () => {
    const { run, workers } = create();
    expect(await run(['plain', 'scalar', 'simd'], 4)).toEqual([
      { kernel: 'plain', one: 1_000, all: 4_000 },
      { kernel: 'scalar', one: 5_000, all: 20_000 },
      { kernel: 'simd', one: 9_000, all: 36_000 },
    ]);
    expect(workers).toHaveLength(15);
    expect(workers.every(({ isTerminated }) => isTerminated)).toBe(true);
  });

  it('lets all threads get ready before any of them hashes', async () => {
    const { run, workers } = create();
    await run(['simd'], 2);
    const [, second, third] = workers;
    expect(second!.messages.map(({ type }) => type)).toEqual(['prepare', 'measure']);
    expect(third!.messages.map(({ type }) => type)).toEqual(['prepare', 'measure']);
  });

  it('has one column on a device with one core', async () => {
    const { run, told } = create();
    expect(await run(['simd'], 1)).toEqual([{ kernel: 'simd', one: 9_000 }]);
    expect(told).toHaveLength(1);
  });

  it('says why a kernel is not there, and goes on with the others', async () => {
    const { run } = create();
    expect(await run(['gpu', 'plain'], 2)).toEqual([
      { kernel: 'gpu', reason: 'there is none' },
      { kernel: 'plain', one: 1_000, all: 2_000 },
    ]);
  });

  it('says it of workers that do not start, and does not try them twice', async () => {
    const { run, workers } = create(() => new CrashingWorker());
    const rows = await run(['plain'], 4);
    expect(rows).toEqual([{ kernel: 'plain', reason: 'its worker did not start' }]);
    expect(workers).toHaveLength(1);
  });

  it('tells what it measures and how far it is', async () => {
    const { run, told } = create();
    await run(['plain', 'simd'], 2);
    expect(told.map(({ step, done, total }) => [step.kernel, step.threads, done, total])).toEqual([
      ['plain', 1, 0, 4],
      ['plain', 2, 1, 4],
      ['simd', 1, 2, 4],
      ['simd', 2, 3, 4],
    ]);
    expect(told[2]!.rows).toEqual([{ kernel: 'plain', one: 1_000, all: 2_000 }]);
  });

  it('ends when it is told to, and leaves no worker behind', async () => {
    const { run, workers, ending } = create();
    const running = run(['plain', 'simd'], 2);
    ending.abort();
    await expect(running).rejects.toThrow('abort');
    expect(workers.every(({ isTerminated }) => isTerminated)).toBe(true);
    await expect(run(['plain'], 1)).rejects.toThrow('abort');
  });
});
