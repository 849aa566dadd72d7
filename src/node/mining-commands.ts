/** The commands for mining: how much of the device is to search, and how that goes. */

import { CommandError, type GpuMining, type MiningState, type MiningWish } from './api.ts';
import {
  type Command,
  type CommandContext,
  isRecord,
  RPC_INVALID_PARAMETER,
  toInteger,
} from './command.ts';
import { bitsHex, difficultyOf, targetHex } from './describe.ts';

/** Less would be as good as off. */
const DUTY_MIN = 10;
/** Percentages of the graphics card's time, by names that one remembers. */
const GPU_INTENSITIES: Readonly<Record<string, number>> = {
  off: 0,
  low: 25,
  medium: 50,
  high: 100,
};

const PAUSES: ReadonlyArray<NonNullable<MiningWish['pause']>> = ['none', 'on-battery', 'measuring'];

type Parse = (value: unknown, mining: MiningState) => MiningWish[keyof MiningWish];

/** What `setmining` takes, and how each is read. Throws CommandError. */
const WISHES: Readonly<Record<keyof MiningWish, Parse>> = {
  threads: (value, { maxThreads }) => toShare(value, 'threads', [0, maxThreads]),
  duty: (value) => toShare(value, 'duty', [DUTY_MIN, 100]),
  gpu: (value) => toShare(GPU_INTENSITIES[String(value)] ?? value, 'gpu', [0, 100]),
  pause: toPause,
};

export const MINING_COMMANDS: Readonly<Record<string, Command>> = {
  getmininginfo: {
    synopsis: '',
    does: 'what is mined, at what rate',
    most: 0,
    run: describeMining,
  },
  setmining: {
    synopsis: '{ threads?, duty?, gpu?, pause? }',
    does:
      'mines with that many threads, each working `duty` % of the time (10 to 100), and `gpu` % ' +
      'of the graphics card’s; threads 0 and gpu 0 stop. pause: on-battery or measuring holds ' +
      'it, false goes on. What is not named stays as it is',
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
    duty: mining.duty,
    state: mining.state,
    ...(mining.waitingFor === undefined ? {} : { waitingfor: mining.waitingFor }),
    hashespersec: mining.hashesPerSecond,
    hashespersecperworker: mining.perWorker,
    ...(mining.gpu === undefined ? {} : { gpu: describeGpu(mining.gpu) }),
    ...(mining.room === undefined ? {} : { networkhashps: mining.room.hashesPerSecond }),
    blocksfound: mining.blocksFound,
    blocksactive: mining.blocksActive,
    luck: mining.luck,
  };
}

function describeGpu({ intensity, state, reason, hashesPerSecond }: GpuMining): unknown {
  const why = reason === undefined ? {} : { reason };
  return { intensity, state, ...why, hashespersec: hashesPerSecond };
}

function setMining(context: CommandContext, [wish]: readonly unknown[]): unknown {
  const wanted = isRecord(wish) ? wish : { threads: wish };
  const unknown = Object.keys(wanted).find((name) => !Object.hasOwn(WISHES, name));
  if (unknown !== undefined || Object.keys(wanted).length === 0) {
    const known = Object.keys(WISHES).join(', ');
    throw new CommandError(RPC_INVALID_PARAMETER, `setmining takes some of ${known}`);
  }
  const parsed = Object.entries(wanted).map(([name, value]) => {
    const parse = WISHES[name as keyof MiningWish];
    return [name, parse(value, context.mining)];
  });
  const mining = context.setEffort(Object.fromEntries(parsed) as MiningWish);
  return describeMining({ ...context, mining });
}

function toPause(value: unknown): MiningWish['pause'] {
  const pause = PAUSES.find((known) => known === (value === false ? 'none' : value));
  if (pause !== undefined) return pause;
  const known = PAUSES.join(', ');
  throw new CommandError(RPC_INVALID_PARAMETER, `pause must be false or one of ${known}`);
}

function toShare(value: unknown, name: string, [least, most]: readonly [number, number]): number {
  const share = toInteger(value, name);
  if (share >= least && share <= most) return share;
  throw new CommandError(RPC_INVALID_PARAMETER, `${name} must be from ${least} to ${most}`);
}
