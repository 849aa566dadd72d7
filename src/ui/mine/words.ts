/** What the page says of mining, as pure functions of the node's data. */

import type {
  GpuMining,
  MiningLuck,
  MiningState,
  OwnBlock,
  RoomRate,
  RoomView,
  TemplateView,
} from '../../node/api.ts';
import {
  formatAmount,
  formatCount,
  formatDecimal,
  formatDuration,
  formatHashRate,
  formatHeight,
  formatPercent,
  formatPlural,
} from '../format.ts';
import type { HiddenSpell } from './hidden-watch.ts';

export function miningSentence(mining: MiningState, room: RoomView): string {
  if (mining.state === 'waiting') return waitingSentence(mining);
  const pace = paceOfRoom(mining.room, room);
  if (mining.state === 'off') return `This tab is not mining; ${pace}.`;
  if (mining.hashesPerSecond <= 0) return `Warming up; ${pace}.`;
  const seconds = mining.difficultyHashes / mining.hashesPerSecond;
  return `One block every ${formatDuration(seconds)} at this rate; ${pace}.`;
}

function paceOfRoom(measured: RoomRate | undefined, room: RoomView): string {
  return measured === undefined
    ? `the room aims at one every ${formatDuration(room.targetSpacingSeconds)}`
    : `the room finds one every ${formatDuration(measured.secondsPerBlock)}`;
}

function waitingSentence(mining: MiningState): string {
  switch (mining.waitingFor) {
    case 'syncing':
      return 'Waiting until this tab has the whole chain: blocks on an old tip would be lost.';
    case 'clock-off':
      return 'Waiting: this device’s clock is off, and its peers would refuse its blocks.';
    case 'on-battery':
      return 'Paused: on battery. It goes on by itself when the device is plugged in.';
    case 'measuring':
      return 'Paused while this device is measured.';
    default:
      return 'Waiting for the node to start.';
  }
}

export function minedSentence(mining: MiningState): string {
  if (mining.blocksFound === 0) return 'No block found yet since this page opened.';
  const found = `${formatPlural(mining.blocksFound, 'block')} found since this page opened`;
  const lost = mining.blocksFound - mining.blocksActive;
  return lost <= 0
    ? `${found}, all in the chain.`
    : `${found}, ${formatCount(mining.blocksActive)} in the chain, ${formatCount(lost)} lost.`;
}

export function rateLabel(name: string, hashesPerSecond: number): string {
  return `${name}: ${formatHashRate(hashesPerSecond)}`;
}

/** A tab that mines alone is all of the room: an estimate must not say 97 % or 104 % of it. */
const ABOUT_ALL = 0.93;

export function shareWords({ state, hashesPerSecond }: MiningState, room: RoomRate): string {
  if (state !== 'mining') return 'none now';
  const share = hashesPerSecond / room.hashesPerSecond;
  if (share > 1 / ABOUT_ALL) return 'more than all of it did lately';
  if (share >= ABOUT_ALL) return 'about all of it';
  return share < 0.01 ? `under ${formatPercent(0.01)}` : `about ${formatPercent(share)}`;
}

export function luckWords({ found, expected }: MiningLuck): string {
  return `found ${formatCount(found)}, expected ${formatDecimal(expected)}`;
}

export function templateWords({ transactions }: TemplateView): string {
  return transactions === 0 ? 'nothing but its reward' : formatPlural(transactions, 'transaction');
}

export function feesWords({ subsidy, fees }: TemplateView): string {
  return `${formatAmount(subsidy)} new, ${formatAmount(fees)} in fees`;
}

/** The estimate's own uncertainty: n waits vary by one in √n. */
export function estimateSentence({ blocks }: RoomRate): string {
  const error = formatPercent(1 / Math.sqrt(blocks));
  return (
    `The room’s hash rate is estimated from its last ${formatPlural(blocks, 'block')}: the work ` +
    `in them over the time they took, give or take ${error}. Nobody knows the rates of others.`
  );
}

export const LUCK_SENTENCE =
  'Every hash is a fresh draw. The blocks expected are your hashes since this page opened, over ' +
  'the hashes that a block takes on average; what you found above or below that is luck.';

export function ownBlockWords(block: OwnBlock): string {
  switch (block.state) {
    case 'active':
      return block.depth === 1 ? 'newest' : `${formatCount(block.depth)} deep`;
    case 'pending':
      return 'just found';
    case 'stale':
      return 'lost';
    case 'invalid':
      return 'set aside';
  }
}

/** Why a block of ours is not in the chain: true of a race of seconds and of rooms that parted. */
export function lossSentence({ height, lostAt = height }: OwnBlock): string {
  return lostAt < height
    ? `It stood on block ${formatHeight(lostAt)}, which lost: a branch without them has more work.`
    : 'A branch without it has more work.';
}

export function spellSentence({ seconds, share }: HiddenSpell): string {
  return (
    `While this tab was out of sight for ${formatDuration(seconds)}, it hashed at ` +
    `${formatPercent(share)} of its rate before: the browser slowed it down.`
  );
}

export function gpuWords({ state, reason }: GpuMining): string | undefined {
  if (state === 'starting') return 'The graphics card is getting ready.';
  if (state === 'lost') return `The graphics card failed and is tried again: ${reason ?? ''}.`;
  return undefined;
}
