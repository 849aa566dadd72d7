/**
 * What this node mines: the job follows the tip and the clock, and mining waits, with its reason,
 * while a block found would be lost anyway.
 *
 * The bits depend on the time once a gap is long, so the job is built anew each second. Workers
 * take it up a little later, so hits of the last few jobs count as long as the tip is still theirs.
 */

import type { Handle } from '../chain/block-index.ts';
import type { Chain } from '../chain/chain.ts';
import type { Selection } from '../mempool/template.ts';
import { blockWork } from '../consensus/pow.ts';
import type { Block } from '../consensus/types.ts';
import { JOBS_KEPT_MAX } from '../util/limits.ts';
import type { MiningState, MiningWait } from './api.ts';
import type { HashRate, MiningEffort, MiningHit, MiningJob } from './ports.ts';
import {
  blockOf,
  type BlockTemplate,
  buildTemplate,
  jobOf,
  type MinerIdentity,
} from './template.ts';

/** What the miners should do from now on. */
export interface MiningOrder extends MiningEffort {
  readonly job: MiningJob | undefined;
}

export interface MiningOptions {
  readonly miner: MinerIdentity;
  readonly maxThreads: number;
  /** What a block should hold beside its coinbase. */
  readonly select: () => Pick<Selection, 'transactions' | 'fees'>;
}

const NO_EFFORT: MiningEffort = { threads: 0, gpu: 0 };
const NO_RATE: HashRate = { perWorker: [], hashes: 0 };

export class Mining {
  private readonly chain: Chain;
  private readonly miner: MinerIdentity;
  readonly maxThreads: number;
  private readonly select: MiningOptions['select'];
  private effort = NO_EFFORT;
  private wait: MiningWait | undefined;
  private isChanged = false;
  private readonly templates = new Map<number, BlockTemplate>();
  private jobTip: Handle | undefined;
  private jobTime = 0;
  private lastJob = 0;
  private rate = NO_RATE;
  /** Blocks found since the node started: one number for each. */
  private readonly found = new Set<Handle>();
  /** A set, since a rebuild of the chain connects blocks that nobody took back. */
  private readonly foundActive = new Set<Handle>();

  constructor(chain: Chain, options: MiningOptions) {
    this.chain = chain;
    this.miner = options.miner;
    this.maxThreads = options.maxThreads;
    this.select = options.select;
  }

  setEffort(wanted: Partial<MiningEffort>): MiningState {
    const { threads, gpu } = { ...this.effort, ...wanted };
    this.isChanged ||= threads !== this.effort.threads || gpu !== this.effort.gpu;
    this.effort = { threads, gpu };
    return this.state;
  }

  setRate(rate: HashRate): void {
    this.rate = rate;
  }

  /** What to tell the miners; undefined when they are doing the right thing. */
  update(wait: MiningWait | undefined, nowSeconds: number): MiningOrder | undefined {
    const isIdle = !this.isOn || wait !== undefined;
    const hasStopped = isIdle && this.jobTip !== undefined;
    this.wait = wait;
    if (isIdle) {
      if (!hasStopped && !this.isChanged) return undefined;
      this.forget();
      return { job: undefined, ...NO_EFFORT };
    }
    const isFresh = this.jobTip === this.chain.tip && this.jobTime === nowSeconds;
    if (isFresh && !this.isChanged) return undefined;
    this.isChanged = false;
    return { job: this.makeJob(nowSeconds), ...this.effort };
  }

  /** The block of a hit; undefined when its job is not of this tip any more. */
  blockOf(hit: MiningHit): Block | undefined {
    const template = this.templates.get(hit.jobId);
    return template && this.jobTip === this.chain.tip ? blockOf(template, hit) : undefined;
  }

  /** A template on the present tip, for blocks that are made on command. */
  template(timeSeconds: number): BlockTemplate {
    const { chain, miner } = this;
    const context = chain.headerContext(chain.tip);
    const previousHash = chain.index.hash(chain.tip);
    const selection = this.select();
    const { params } = chain;
    return buildTemplate({ previousHash, context, params, miner, time: timeSeconds, selection });
  }

  foundBlock(handle: Handle): void {
    this.found.add(handle);
  }

  moved(connected: readonly Handle[], disconnected: readonly Handle[]): void {
    for (const handle of connected) if (this.found.has(handle)) this.foundActive.add(handle);
    for (const handle of disconnected) this.foundActive.delete(handle);
  }

  get state(): MiningState {
    const { isOn } = this;
    const { perWorker, gpu } = this.rate;
    const threadsRate = perWorker.reduce((sum, rate) => sum + rate, 0);
    const isMining = isOn && this.wait === undefined;
    return {
      threads: this.effort.threads,
      maxThreads: this.maxThreads,
      state: !isOn ? 'off' : isMining ? 'mining' : 'waiting',
      ...(isOn && this.wait !== undefined ? { waitingFor: this.wait } : {}),
      hashesPerSecond: isMining ? threadsRate + (gpu?.hashesPerSecond ?? 0) : 0,
      perWorker: isMining ? perWorker : [],
      ...(gpu === undefined ? {} : { gpu: { intensity: this.effort.gpu, ...gpu } }),
      difficultyHashes: Number(blockWork(this.nextBits())),
      blocksFound: this.found.size,
      blocksActive: this.foundActive.size,
    };
  }

  private get isOn(): boolean {
    return this.effort.threads > 0 || this.effort.gpu > 0;
  }

  private nextBits(): number {
    const newest = this.templates.get(this.lastJob);
    return newest?.bits ?? this.chain.index.bits(this.chain.tip);
  }

  private makeJob(nowSeconds: number): MiningJob {
    if (this.jobTip !== this.chain.tip) this.templates.clear();
    const template = this.template(nowSeconds);
    this.lastJob += 1;
    this.templates.set(this.lastJob, template);
    this.templates.delete(this.lastJob - JOBS_KEPT_MAX);
    this.jobTip = this.chain.tip;
    this.jobTime = nowSeconds;
    return jobOf(template, this.lastJob);
  }

  private forget(): void {
    this.isChanged = false;
    this.templates.clear();
    this.jobTip = undefined;
  }
}
