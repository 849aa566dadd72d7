import { afterEach, describe, expect, it } from 'vitest';
import {
  BorrowedWorker,
  borrowWorkers,
  type WorkerKind,
} from '../../../../src/adapters/workers/borrow.ts';
import { lendWorkers } from '../../../../src/adapters/workers/lend.ts';

/** A worker of the page, as far as a lender uses one. */
class FakeWorker extends EventTarget {
  readonly kind: WorkerKind;
  port: MessagePort | undefined;
  readonly orders: unknown[] = [];
  isTerminated = false;

  constructor(kind: WorkerKind) {
    super();
    this.kind = kind;
  }

  postMessage(_: unknown, ports: unknown): void {
    [this.port] = ports as MessagePort[];
    this.port!.onmessage = ({ data }) => void this.orders.push(data);
  }

  terminate(): void {
    this.isTerminated = true;
    this.port!.close();
  }
}

const desks: MessageChannel[] = [];
afterEach(() => {
  for (const { port1 } of desks.splice(0)) port1.close();
});

function open() {
  const desk = new MessageChannel();
  desks.push(desk);
  const started: FakeWorker[] = [];
  let refuses = false;
  const endAll = lendWorkers(desk.port1, (kind) => {
    if (refuses) throw new Error('no memory for a worker');
    const worker = new FakeWorker(kind);
    started.push(worker);
    return worker as unknown as Worker;
  });
  const borrow = borrowWorkers(desk.port2);
  return { borrow, started, endAll, refuse: () => (refuses = true) };
}

const heardBy = (worker: BorrowedWorker, type: string) =>
  new Promise<unknown>((resolve) =>
    worker.addEventListener(type, (event) => resolve((event as MessageEvent).data), { once: true }),
  );

describe('workers that a page lends', () => {
  it('are started by it, and hear and answer past it', async () => {
    const { borrow, started } = open();
    const worker = borrow('verifier');
    worker.postMessage('early');
    await expect.poll(() => started[0]?.orders).toEqual(['early']);
    expect(started[0]!.kind).toBe('verifier');
    const answer = heardBy(worker, 'message');
    started[0]!.port!.postMessage('a verdict');
    expect(await answer).toBe('a verdict');
  });

  it('are handed what is transferred', async () => {
    const { borrow, started } = open();
    const worker = borrow('verifier');
    const packed = Uint8Array.of(1, 2, 3);
    worker.postMessage({ packed }, [packed.buffer]);
    expect(packed.length).toBe(0);
    await expect.poll(() => started[0]?.orders).toEqual([{ packed: Uint8Array.of(1, 2, 3) }]);
  });

  it('end when they are terminated, each by itself', async () => {
    const { borrow, started } = open();
    const first = borrow('miner');
    borrow('miner');
    await expect.poll(() => started.length).toBe(2);
    first.terminate();
    first.terminate();
    await expect.poll(() => started.map(({ isTerminated }) => isTerminated)).toEqual([true, false]);
  });

  it('tell by an error that they crashed, and not of the crash of another', async () => {
    const { borrow, started } = open();
    const [first, second] = [borrow('miner'), borrow('gpu-miner')];
    let isSecondHurt = false;
    second.addEventListener('error', () => (isSecondHurt = true));
    await expect.poll(() => started.length).toBe(2);
    const crash = heardBy(first, 'error');
    started[0]!.dispatchEvent(new Event('error'));
    await crash;
    expect(isSecondHurt).toBe(false);
  });

  it('tell by an error that none could be started', async () => {
    const { borrow, refuse } = open();
    refuse();
    await heardBy(borrow('miner'), 'error');
  });

  it('end all together when their borrower is gone', async () => {
    const { borrow, started, endAll } = open();
    for (const kind of ['miner', 'gpu-miner', 'verifier'] as const) borrow(kind);
    await expect.poll(() => started.length).toBe(3);
    endAll();
    expect(started.every(({ isTerminated }) => isTerminated)).toBe(true);
  });
});
