/**
 * What this node mines: the job follows the tip and the clock, and mining waits, with its reason,
 * while a block found would be lost anyway.
 *
 * The bits depend on the time once a gap is long, so the job is built anew each second. Workers
 * take it up a little later, so hits of the last few jobs count as long as the tip is still theirs.
 */

import type { Handle } from '../chain/block-index.ts';
import type { Body } from '../chain/bodies.ts';
import type { Chain } from '../chain/chain.ts';
import type { Selection } from '../mempool/template.ts';
import { blockWork } from '../consensus/pow.ts';
import { subsidy } from '../consensus/subsidy.ts';
import type { Block } from '../consensus/types.ts';
import { JOBS_KEPT_MAX } from '../util/limits.ts';
import type { MiningPause, MiningState, MiningWait, MiningWish, TemplateView } from './api.ts';
import { MiningRecord } from './mining-record.ts';
import { OwnBlocks } from './own-blocks.ts';
import {
  type HashRate,
  type MiningEffort,
  type MiningHit,
  type MiningJob,
  NO_EFFORT,
} from './ports.ts';
import { estimateRoomRate } from './room-rate.ts';
import {
  blockOf,
  type BlockTemplate,
  buildTemplate,
  jobOf,
  type MinerIdentity,
} from './template.ts';
import { MinerNames } from './wallet/miner-names.ts';

/** What the miners should do from now on. */
export interface MiningOrder extends MiningEffort {
  readonly job: MiningJob | undefined;
}

export interface MiningOptions {
  readonly miner: MinerIdentity;
  readonly maxThreads: number;
  /** What a block should hold beside its coinbase; fresh: with what came this very moment too. */
  readonly select: (isFresh: boolean) => Pick<Selection, 'transactions' | 'fees'>;
  /** The block, at once or later; undefined when it is nowhere. */
  readonly readBody: (handle: Handle, answer: (body: Body | undefined) => void) => void;
}

const NO_RATE: HashRate = { perWorker: [], hashes: 0 };

export class Mining {
  private readonly chain: Chain;
  private readonly miner: MinerIdentity;
  readonly maxThreads: number;
  private readonly select: MiningOptions['select'];
  private effort = NO_EFFORT;
  /** Why the node would hold mining back. */
  private reason: MiningWait | undefined;
  private pause: MiningPause | undefined;
  private isChanged = false;
  private readonly templates = new Map<number, BlockTemplate>();
  private jobTip: Handle | undefined;
  private jobTime = 0;
  private lastJob = 0;
  private rate = NO_RATE;
  private readonly record: MiningRecord;

  constructor(chain: Chain, options: MiningOptions) {
    this.chain = chain;
    this.miner = options.miner;
    this.maxThreads = options.maxThreads;
    this.select = options.select;
    const names = new MinerNames({ chain, readBody: options.readBody });
    this.record = new MiningRecord(new OwnBlocks(chain, names));
  }

  setEffort({ pause, ...wanted }: MiningWish): MiningState {
    if (pause !== undefined) this.pause = pause === 'none' ? undefined : pause;
    const effort = { ...this.effort, ...wanted };
    const { threads, duty, gpu } = this.effort;
    this.isChanged ||= effort.threads !== threads || effort.duty !== duty || effort.gpu !== gpu;
    this.effort = effort;
    return this.state;
  }

  setRate(rate: HashRate): void {
    this.rate = rate;
    this.record.worked(rate, this.difficultyHashes);
  }

  /** What to tell the miners; undefined when they are doing the right thing. */
  update(reason: MiningWait | undefined, nowSeconds: number): MiningOrder | undefined {
    this.reason = reason;
    const { wait } = this;
    const isIdle = !this.isOn || wait !== undefined;
    const hasStopped = isIdle && this.jobTip !== undefined;
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
    return this.templateWith(this.select(true), timeSeconds);
  }

  private templateWith(
    selection: Pick<Selection, 'transactions' | 'fees'>,
    timeSeconds: number,
  ): BlockTemplate {
    const { chain, miner } = this;
    const context = chain.headerContext(chain.tip);
    const previousHash = chain.index.hash(chain.tip);
    const { params } = chain;
    return buildTemplate({ previousHash, context, params, miner, time: timeSeconds, selection });
  }

  /** A block of ours, whether it was searched for or made on command. */
  foundBlock(handle: Handle): void {
    this.record.foundBlock(handle);
  }

  /** The block of a hit was entered. */
  won(): void {
    this.record.hit();
  }

  moved(connected: readonly Handle[], disconnected: readonly Handle[]): void {
    this.record.moved(connected, disconnected);
  }

  get state(): MiningState {
    const { isOn } = this;
    const { perWorker, gpu } = this.rate;
    const threadsRate = perWorker.reduce((sum, rate) => sum + rate, 0);
    const isMining = isOn && this.wait === undefined;
    const template = isMining ? this.templates.get(this.lastJob) : undefined;
    const room = estimateRoomRate(this.chain);
    return {
      threads: this.effort.threads,
      maxThreads: this.maxThreads,
      duty: this.effort.duty,
      state: !isOn ? 'off' : isMining ? 'mining' : 'waiting',
      ...(isOn && this.wait !== undefined ? { waitingFor: this.wait } : {}),
      hashesPerSecond: isMining ? threadsRate + (gpu?.hashesPerSecond ?? 0) : 0,
      perWorker: isMining ? perWorker : [],
      ...(gpu === undefined ? {} : { gpu: { intensity: this.effort.gpu, ...gpu } }),
      difficultyHashes: this.difficultyHashes,
      ...(template === undefined ? {} : { template: this.describe(template) }),
      ...(room === undefined ? {} : { room }),
      ...this.record.view,
    };
  }

  /** The first output of the coinbase takes the subsidy and all fees. */
  private describe({ height, transactions }: BlockTemplate): TemplateView {
    const reward = transactions[0]!.outputs.reduce((sum, { value }) => sum + value, 0);
    const ours = subsidy(height, this.chain.params.halvingInterval);
    return { height, transactions: transactions.length - 1, fees: reward - ours, subsidy: ours };
  }

  private get wait(): MiningWait | undefined {
    return this.pause ?? this.reason;
  }

  private get isOn(): boolean {
    return this.effort.threads > 0 || this.effort.gpu > 0;
  }

  /** Of the block being mined, on average. */
  private get difficultyHashes(): number {
    const newest = this.templates.get(this.lastJob);
    return Number(blockWork(newest?.bits ?? this.chain.index.bits(this.chain.tip)));
  }

  private makeJob(nowSeconds: number): MiningJob {
    if (this.jobTip !== this.chain.tip) this.templates.clear();
    const template = this.templateWith(this.select(false), nowSeconds);
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
