/** Mining as the node answers `setmining`, without hashing: enough to turn every control. */

import type { MiningState, MiningWait, MiningWish } from '../../../src/node/api.ts';

const RATE_PER_THREAD = 620_000;
const RATE_OF_CARD = 9_000_000;

export function wishMining(mining: MiningState, wish: object): MiningState {
  const { pause, threads, duty, gpu } = { ...mining, gpu: intensityOf(mining), ...asWish(wish) };
  const isOn = threads > 0 || gpu > 0;
  const waitingFor = pause === undefined ? mining.waitingFor : waitOf(pause);
  const { waitingFor: _, ...rest } = mining;
  return moveRates({
    ...rest,
    threads,
    duty,
    gpu: { intensity: gpu, state: gpu > 0 ? 'ready' : 'off', hashesPerSecond: 0 },
    state: !isOn ? 'off' : waitingFor === undefined ? 'mining' : 'waiting',
    ...(isOn && waitingFor !== undefined ? { waitingFor } : {}),
  });
}

/** Rates that waver, so that the lines have something to draw. */
export function moveRates(mining: MiningState): MiningState {
  const isMining = mining.state === 'mining';
  const waver = (rate: number) => Math.round(rate * (0.95 + Math.random() * 0.1));
  const threads = isMining ? mining.threads : 0;
  const perWorker = Array.from({ length: threads }, () =>
    waver((RATE_PER_THREAD * mining.duty) / 100),
  );
  const card = isMining ? waver((RATE_OF_CARD * intensityOf(mining)) / 100) : 0;
  const hashesPerSecond = perWorker.reduce((sum, rate) => sum + rate, card);
  const gpu = mining.gpu && { ...mining.gpu, hashesPerSecond: card };
  return { ...mining, ...(gpu && { gpu }), perWorker, hashesPerSecond };
}

function intensityOf({ gpu }: MiningState): number {
  return gpu?.intensity ?? 0;
}

function asWish(wish: object): MiningWish {
  const { pause } = wish as { readonly pause?: unknown };
  return { ...wish, ...(pause === false ? { pause: 'none' } : {}) };
}

function waitOf(pause: NonNullable<MiningWish['pause']>): MiningWait | undefined {
  return pause === 'none' ? undefined : pause;
}
