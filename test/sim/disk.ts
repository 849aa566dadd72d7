/**
 * A disk that outlives its node, and how it survives. What is written is there for the next process
 * at once, and on the platter some seconds later. A killed process leaves whole batches: all that
 * were done, and of those under way the first few or none. A power failure may also take back what
 * was done last: a prefix of all batches is left, never a part of one.
 */

import {
  createMemoryDisk,
  type MemoryDisk,
  openMemoryStore,
} from '../../src/adapters/storage/memory.ts';
import { type Store, StoreError, type StoreWrite } from '../../src/node/ports.ts';
import type { Random } from '../../src/util/random.ts';
import { exponential } from './streams.ts';
import type { Timeline } from './timeline.ts';

export type Crash = 'process' | 'power';
export type Batch = readonly StoreWrite[];

interface Written {
  readonly atMs: number;
  readonly batch: Batch;
}

interface Session {
  readonly store: Store;
  /** Given to the disk and not done. */
  readonly waiting: Batch[];
  busyUntilMs: number;
  isClosed: boolean;
  /** Its process is gone. */
  isDead: boolean;
}

/** Mean time of one transaction. */
const LATENCY_MS = 4;
/** By then the operating system has brought to the platter what was written with relaxed care. */
const DURABLE_AFTER_MS = 20_000;

export class SimDisk {
  private readonly timeline: Timeline;
  private readonly random: Random;
  private readonly platter = createMemoryDisk();
  private seen: MemoryDisk = createMemoryDisk();
  private tail: Written[] = [];
  private session: Session | undefined;
  private atNextWrite: (() => void) | undefined;

  constructor(timeline: Timeline, random: Random) {
    this.timeline = timeline;
    this.random = random;
  }

  /** Takes the disk from whoever had it open. */
  open(): Store {
    const store = openMemoryStore(this.seen);
    const session: Session = { store, waiting: [], busyUntilMs: 0, isClosed: false, isDead: false };
    this.session = session;
    return {
      get: (table, key) => this.later(session, () => store.get(table, key)),
      entries: (table) => this.later(session, () => store.entries(table)),
      write: (writes, durability) => this.write(session, copy(writes), durability === 'strict'),
      close: () => {
        session.isClosed = true;
        store.close();
      },
    };
  }

  /** What the next process will find, with no time passing. */
  peek(): Store {
    return openMemoryStore(this.seen);
  }

  /** Calls once while a batch is under way, before it is done. */
  onNextWrite(call: () => void): void {
    this.atNextWrite = call;
  }

  /** The process that had it open is gone; nothing it asked for is answered any more. */
  crash(kind: Crash): void {
    const { session } = this;
    this.session = undefined;
    if (session === undefined) return;
    const done = session.waiting.splice(0, this.random.below(session.waiting.length + 1));
    for (const batch of done) this.apply(batch);
    session.isDead = true;
    if (kind === 'power') this.losePower();
  }

  /** Enters a batch whole; a bug that is planted to be found enters a part of one. */
  protected apply(batch: Batch): void {
    // Memory takes a batch before the call returns.
    void openMemoryStore(this.seen).write(batch);
    this.tail.push({ atMs: this.timeline.now, batch });
  }

  private async write(session: Session, batch: Batch, isStrict: boolean): Promise<void> {
    session.waiting.push(batch);
    if (this.atNextWrite !== undefined) this.timeline.after(0, this.atNextWrite);
    this.atNextWrite = undefined;
    await this.later(session, async () => {
      session.waiting.shift();
      await session.store.write(batch);
      this.tail.push({ atMs: this.timeline.now, batch });
      this.sync(isStrict ? Infinity : this.timeline.now - DURABLE_AFTER_MS);
    });
  }

  /** Answers in the order of the calls; never, when the process is gone by then. */
  private async later<Answer>(session: Session, act: () => Promise<Answer>): Promise<Answer> {
    if (session.isClosed) throw new StoreError('closed', 'the store was closed');
    const startMs = Math.max(session.busyUntilMs, this.timeline.now);
    session.busyUntilMs = startMs + exponential(this.random, LATENCY_MS);
    return new Promise((resolve) => {
      this.timeline.at(session.busyUntilMs, () => {
        if (session.isDead) return undefined;
        resolve(act());
        return settled();
      });
    });
  }

  private sync(untilMs: number): void {
    const isOld = ({ atMs }: Written) => atMs <= untilMs;
    if (this.tail[0] === undefined || !isOld(this.tail[0])) return;
    const store = openMemoryStore(this.platter);
    for (const { batch } of this.tail.filter(isOld)) void store.write(batch);
    this.tail = this.tail.filter((written) => !isOld(written));
  }

  private losePower(): void {
    const kept = this.tail.slice(0, this.random.below(this.tail.length + 1));
    this.tail = kept;
    this.sync(Infinity);
    const records = new Map(
      [...this.platter.records].map(([table, rows]) => [table, new Map(rows)]),
    );
    this.seen = { records, epoch: this.seen.epoch };
  }
}

/** All that promises have to do is done. */
export async function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** What a caller changes after the call is not written. */
function copy(writes: Batch): Batch {
  return writes.map((write) => {
    if ('remove' in write) return write;
    const [table, key, value] = write.put;
    return value instanceof Uint8Array ? { put: [table, key, value.slice()] } : write;
  });
}
