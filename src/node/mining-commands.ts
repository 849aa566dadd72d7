/** The commands for mining: how much of the device is to search, and how that goes. */

import { CommandError, type GpuMining } from './api.ts';
import {
  type Command,
  type CommandContext,
  isRecord,
  RPC_INVALID_PARAMETER,
  toInteger,
} from './command.ts';
import { bitsHex, difficultyOf, targetHex } from './describe.ts';

/** Percentages of the graphics card's time, by names that one remembers. */
const GPU_INTENSITIES: Readonly<Record<string, number>> = {
  off: 0,
  low: 25,
  medium: 50,
  high: 100,
};

export const MINING_COMMANDS: Readonly<Record<string, Command>> = {
  getmininginfo: {
    synopsis: '',
    does: 'what is mined, at what rate',
    most: 0,
    run: describeMining,
  },
  setmining: {
    synopsis: '{ threads?, gpu? }',
    does: 'mines with that many threads, and that percentage of the graphics card; 0 stops',
    most: 1,
    run: setMining,
  },
};

function describeMining({ chain, mining, pool, room }: CommandContext): unknown {
  const bits = chain.index.bits(chain.tip);
  return {
    blocks: chain.height,
    bits: bitsHex(bits),
    difficulty: difficultyOf(bits),
    target: targetHex(bits),
    chain: room.params.kind,
    pooledtx: pool.mempool.size,
    threads: mining.threads,
    state: mining.state,
    ...(mining.waitingFor === undefined ? {} : { waitingfor: mining.waitingFor }),
    hashespersec: mining.hashesPerSecond,
    hashespersecperworker: mining.perWorker,
    ...(mining.gpu === undefined ? {} : { gpu: describeGpu(mining.gpu) }),
    blocksfound: mining.blocksFound,
    blocksactive: mining.blocksActive,
  };
}

function describeGpu({ intensity, state, reason, hashesPerSecond }: GpuMining): unknown {
  const why = reason === undefined ? {} : { reason };
  return { intensity, state, ...why, hashespersec: hashesPerSecond };
}

function setMining(context: CommandContext, [wish]: readonly unknown[]): unknown {
  const { threads, gpu } = isRecord(wish) ? wish : { threads: wish };
  const effort = {
    // The card alone may be told.
    ...(threads === undefined && gpu !== undefined
      ? {}
      : { threads: toShare(threads, 'threads', context.mining.maxThreads) }),
    ...(gpu === undefined ? {} : { gpu: toShare(GPU_INTENSITIES[String(gpu)] ?? gpu, 'gpu', 100) }),
  };
  return describeMining({ ...context, mining: context.setEffort(effort) });
}

function toShare(value: unknown, name: string, most: number): number {
  const share = toInteger(value, name);
  if (share >= 0 && share <= most) return share;
  throw new CommandError(RPC_INVALID_PARAMETER, `${name} must be from 0 to ${most}`);
}
