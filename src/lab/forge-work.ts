/**
 * The proof of work of a forged block, done for real: a forgery without it is refused for that
 * alone. Whoever else finds a block meanwhile moves the tip, and the search goes on from there; as
 * hashes have no memory, nothing is lost but the block that would have been false in two ways.
 */

import { blockWork } from '../consensus/pow.ts';
import type { Block } from '../consensus/types.ts';
import { type BlockTemplate, blockOf, jobOf } from '../node/template.ts';
import { type Miner, type MiningHit, NO_EFFORT } from '../node/ports.ts';
import type { ForgeryStage } from './api.ts';
import type { Tip } from './forge-facts.ts';

export interface WorkOptions {
  readonly miner: Miner;
  readonly threads: number;
  readonly readTip: () => Promise<Tip>;
  readonly build: (tip: Tip) => BlockTemplate;
  readonly wait: (durationMs: number) => Promise<void>;
  readonly isStopped: () => boolean;
  readonly progress: (stage: ForgeryStage) => void;
}

export interface WorkedBlock {
  readonly block: Block;
  readonly template: BlockTemplate;
  readonly tip: Tip;
  readonly hashes: number;
}

const LOOK_MS = 200;

/** Rejects with Error('stopped'). */
export async function workOn(options: WorkOptions): Promise<WorkedBlock> {
  const { miner, readTip, build, wait, isStopped, progress } = options;
  const before = miner.rate.hashes;
  let tip = await readTip();
  let template = build(tip);
  const found: { block?: Block } = {};
  let job = 0;
  const search = () => {
    const searched = template;
    const hear = (hit: MiningHit) => {
      if (hit.jobId === job) found.block = blockOf(searched, hit);
    };
    job += 1;
    miner.work(jobOf(template, job), { threads: options.threads, duty: 100, gpu: 0 }, hear);
  };
  try {
    search();
    while (found.block === undefined) {
      if (isStopped()) throw new Error('stopped');
      progress(stageOf(miner, template, before));
      await wait(LOOK_MS);
      const now = await readTip();
      if (now.hash === tip.hash || found.block !== undefined) continue;
      tip = now;
      template = build(tip);
      search();
    }
  } finally {
    miner.work(undefined, NO_EFFORT, () => {});
  }
  return { block: found.block, template, tip, hashes: miner.rate.hashes - before };
}

function stageOf({ rate }: Miner, { bits }: BlockTemplate, before: number): ForgeryStage {
  return {
    kind: 'working',
    hashes: rate.hashes - before,
    expected: Number(blockWork(bits)),
    hashesPerSecond: rate.perWorker.reduce((sum, each) => sum + each, 0),
  };
}
