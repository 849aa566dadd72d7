/**
 * One mining worker for many nodes, so that twenty of them do not keep twenty threads busy. It
 * works for one node at a time and turns to the next with each of its reports, to whoever has had
 * the least for its weight: a node's hashes are as its weight among those that mine.
 *
 * Weights are percentages of what the worker may do at all: where they are less than 100 together,
 * it rests the more.
 */

import type { Clock, Miner, MiningHit, MiningJob } from '../../node/ports.ts';
import { assert } from '../../util/assert.ts';
import { equalBytes } from '../../util/bytes.ts';
import { JOBS_KEPT_MAX } from '../../util/limits.ts';
import { GrindSlot, type GrindWorker } from './grind-slot.ts';
import { workerPrefix } from './search-space.ts';

export interface SharedMinerOptions {
  readonly makeWorker: () => GrindWorker;
  /** Its alarm is used by the miner alone. */
  readonly clock: Clock;
  /** 4 random bytes, as for a pool of workers. */
  readonly prefix: Uint8Array;
  /** Percent of the time that the worker may work for all nodes together. */
  readonly duty: number;
}

/** The miner of one node. */
export interface MinerSeat extends Miner {
  /** Percent of the worker's hashes; 0 to 100. */
  setWeight(weight: number): void;
  leave(): void;
}

export interface SharedMiner {
  /** With weight 0. */
  seat(): MinerSeat;
  readonly hashesPerSecond: number;
  /** Ends the worker. */
  end(): void;
}

interface Seat {
  weight: number;
  job: MiningJob | undefined;
  threads: number;
  found: (hit: MiningHit) => void;
  hashes: number;
  /** Hashes by weight; the lowest is next. */
  served: number;
  /** Ids of jobs whose hits count: the worker's, then the node's. */
  readonly open: Map<number, number>;
}

const WATCH_MS = 1_000;
const DUTY_MIN = 1;

export function createSharedMiner(options: SharedMinerOptions): SharedMiner {
  const { makeWorker, clock, prefix, duty } = options;
  const seats = new Set<Seat>();
  let current: Seat | undefined;
  /** What the seat served last had; whoever comes back begins there, or it would be owed hours. */
  let servedNow = 0;
  let lastJob = 0;
  let workers = 0;
  let isWatching = false;

  const slot = new GrindSlot({
    makeWorker,
    nextPrefix: () => workerPrefix(prefix, workers++),
    now: () => clock.now(),
    hit,
    completed,
  });

  const isBusy = ({ job, threads, weight }: Seat) => job !== undefined && threads > 0 && weight > 0;
  const busy = () => [...seats].filter(isBusy);
  const busyWeight = () => busy().reduce((sum, { weight }) => sum + weight, 0);

  function completed(hashes: number): void {
    if (!current) return;
    current.hashes += hashes;
    current.served += hashes / Math.max(1, current.weight);
    turn();
  }

  /** To the one that is next, if that is another. */
  function turn(): void {
    const ready = busy();
    const next = ready.reduce<Seat | undefined>(
      (least, seat) => (least && least.served <= seat.served ? least : seat),
      undefined,
    );
    servedNow = next?.served ?? servedNow;
    if (next !== current || next === undefined) order(next);
  }

  function order(seat: Seat | undefined): void {
    current = seat;
    if (!seat?.job) return slot.order(undefined);
    lastJob += 1;
    seat.open.set(lastJob, seat.job.id);
    seat.open.delete([...seat.open.keys()].at(-1 - JOBS_KEPT_MAX) ?? 0);
    const intensity = Math.max(DUTY_MIN, (duty * Math.min(100, busyWeight())) / 100);
    slot.order({ ...seat.job, id: lastJob }, intensity);
    return watch();
  }

  function hit(mined: MiningHit): void {
    for (const seat of seats) {
      const jobId = seat.open.get(mined.jobId);
      if (jobId === undefined) continue;
      seat.open.clear();
      seat.job = undefined;
      seat.found({ ...mined, jobId });
    }
    if (!current || !isBusy(current)) turn();
  }

  function watch(): void {
    if (isWatching) return;
    isWatching = true;
    clock.wakeAt(clock.now() + WATCH_MS, () => {
      isWatching = false;
      slot.tick();
      if (current) watch();
    });
  }

  /** Its job or its weight is another. */
  function changed(seat: Seat, wasBusy: boolean): void {
    if (!wasBusy) seat.served = Math.max(seat.served, servedNow);
    if (seat === current && isBusy(seat)) order(seat);
    else if (seat === current || current === undefined) turn();
  }

  function work(seat: Seat, ...[job, { threads }, found]: Parameters<Miner['work']>): void {
    assert(Number.isInteger(threads) && threads >= 0, 'a whole number of threads');
    const wasBusy = isBusy(seat);
    const isSameTip = job && seat.job && equalBytes(job.previousHash, seat.job.previousHash);
    if (!isSameTip || threads === 0) seat.open.clear();
    Object.assign(seat, { job: threads > 0 ? job : undefined, threads, found });
    changed(seat, wasBusy);
  }

  function rateOf(seat: Seat) {
    const { hashes, threads } = seat;
    const part = isBusy(seat) ? seat.weight / busyWeight() : 0;
    const each = (slot.hashesPerSecond * part) / Math.max(1, threads);
    return { hashes, perWorker: seat.job ? Array.from({ length: threads }, () => each) : [] };
  }

  function sit(): MinerSeat {
    const fresh = { weight: 0, job: undefined, threads: 0, found: () => {}, hashes: 0 };
    const seat: Seat = { ...fresh, served: servedNow, open: new Map() };
    seats.add(seat);
    return {
      work: (...order) => work(seat, ...order),
      get rate() {
        return rateOf(seat);
      },
      setWeight(weight) {
        assert(weight >= 0 && weight <= 100, 'a share in percent');
        const wasBusy = isBusy(seat);
        seat.weight = weight;
        changed(seat, wasBusy);
      },
      leave() {
        seats.delete(seat);
        if (seat === current) turn();
      },
    };
  }

  return {
    seat: sit,
    get hashesPerSecond() {
      return current ? slot.hashesPerSecond : 0;
    },
    end: () => slot.end(),
  };
}
