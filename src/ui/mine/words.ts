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
  formatHashes,
  formatHashRate,
  formatHeight,
  formatPercent,
  formatTenths,
  join,
} from '../format.ts';
import { say, sayCount, toSay } from '../language/say.ts';
import { gpuReason } from './gpu-reason.ts';
import type { HiddenSpell } from './hidden-watch.ts';

export function miningSentence(mining: MiningState, room: RoomView): string {
  if (mining.state === 'waiting') return waitingSentence(mining);
  const isOff = mining.state === 'off' || mining.hashesPerSecond <= 0;
  return isOff ? restingSentence(mining, room) : paceSentence(mining, room);
}

/** Where blocks are easy there may be several a second: one every 0 s would be untrue. */
function paceWords(seconds: number): string {
  if (seconds >= 1) return formatDuration(seconds);
  return join({ value: formatTenths(Math.max(0.1, seconds)), unit: 's' });
}

function paceSentence(mining: MiningState, { targetSpacingSeconds }: RoomView): string {
  const own = paceWords(mining.difficultyHashes / mining.hashesPerSecond);
  return mining.room === undefined
    ? say('One block every {own} at this rate; the room aims at one every {aim}.', {
        own,
        aim: formatDuration(targetSpacingSeconds),
      })
    : say('One block every {own} at this rate; the room finds one every {pace}.', {
        own,
        pace: paceWords(mining.room.secondsPerBlock),
      });
}

/** Without a rate there is only the room's pace to tell. */
function restingSentence({ state, room }: MiningState, { targetSpacingSeconds }: RoomView): string {
  if (room === undefined) {
    const aim = formatDuration(targetSpacingSeconds);
    return state === 'off'
      ? say('This tab is not mining; the room aims at one block every {aim}.', { aim })
      : say('Warming up; the room aims at one block every {aim}.', { aim });
  }
  const pace = paceWords(room.secondsPerBlock);
  return state === 'off'
    ? say('This tab is not mining; the room finds one block every {pace}.', { pace })
    : say('Warming up; the room finds one block every {pace}.', { pace });
}

function waitingSentence(mining: MiningState): string {
  switch (mining.waitingFor) {
    case 'syncing':
      return say('Waiting until this tab has the whole chain: blocks on an old tip would be lost.');
    case 'clock-off':
      return say('Waiting: this device’s clock is off, and its peers would refuse its blocks.');
    case 'on-battery':
      return say('Paused: on battery. It goes on by itself when the device is plugged in.');
    case 'measuring':
      return say('Paused while this device is measured.');
    default:
      return say('Waiting for the node to start.');
  }
}

export function minedSentence({ blocksFound, blocksActive }: MiningState): string {
  if (blocksFound === 0) return say('No block found yet since this page opened.');
  const lost = blocksFound - blocksActive;
  if (lost <= 0) {
    return sayCount(
      blocksFound,
      '{count} block found since this page opened, all in the chain.',
      '{count} blocks found since this page opened, all in the chain.',
    );
  }
  return sayCount(
    blocksFound,
    '{count} block found since this page opened, {active} in the chain, {lost} lost.',
    '{count} blocks found since this page opened, {active} in the chain, {lost} lost.',
    { active: formatCount(blocksActive), lost: formatCount(lost) },
  );
}

export function rateLabel(name: string, hashesPerSecond: number): string {
  return `${name}: ${formatHashRate(hashesPerSecond)}`;
}

/** A tab that mines alone is all of the room: an estimate must not say 97 % or 104 % of it. */
const ABOUT_ALL = 0.93;

export function shareWords({ state, hashesPerSecond }: MiningState, room: RoomRate): string {
  if (state !== 'mining') return say('none now');
  const share = hashesPerSecond / room.hashesPerSecond;
  if (share > 1 / ABOUT_ALL) return say('more than all of it did lately');
  if (share >= ABOUT_ALL) return say('about all of it');
  return share < 0.01
    ? say('under {percent}', { percent: formatPercent(0.01) })
    : say('about {percent}', { percent: formatPercent(share) });
}

export function difficultyWords({ difficultyHashes }: MiningState): string {
  return say('{hashes} a block', { hashes: formatHashes(difficultyHashes) });
}

export function luckWords({ found, expected }: MiningLuck): string {
  return say('found {found}, expected {expected}', {
    found: formatCount(found),
    expected: formatDecimal(expected),
  });
}

export function templateWords({ transactions }: TemplateView): string {
  return transactions === 0
    ? say('nothing but its reward')
    : sayCount(transactions, '{count} transaction', '{count} transactions');
}

export function feesWords(template: TemplateView): string {
  return say('{subsidy} new, {fees} in fees', earningsOf(template));
}

export function earningsSentence(template: TemplateView): string {
  return say('The block looked for earns {subsidy} new and {fees} in fees.', earningsOf(template));
}

function earningsOf({ subsidy, fees }: TemplateView) {
  return { subsidy: formatAmount(subsidy), fees: formatAmount(fees) };
}

/** The estimate's own uncertainty: n waits vary by one in √n. */
export function estimateSentence({ blocks }: RoomRate): string {
  return sayCount(
    blocks,
    'The room’s hash rate is estimated from its last {count} block: the work in it over the time ' +
      'it took, give or take {error}. Nobody knows the rates of others.',
    'The room’s hash rate is estimated from its last {count} blocks: the work in them over the ' +
      'time they took, give or take {error}. Nobody knows the rates of others.',
    { error: formatPercent(1 / Math.sqrt(blocks)) },
  );
}

export const LUCK_SENTENCE = toSay(
  'Every hash is a fresh draw. The blocks expected are your hashes since this page opened, over ' +
    'the hashes that a block takes on average; what you found above or below that is luck.',
);

export function ownBlockWords(block: OwnBlock): string {
  switch (block.state) {
    case 'active':
      return block.depth === 1
        ? say('newest')
        : say('{depth} deep', { depth: formatCount(block.depth) });
    case 'pending':
      return say('just found');
    case 'stale':
      return say('lost');
    case 'invalid':
      return say('set aside');
  }
}

/** Why a block of ours is not in the chain: true of a race of seconds and of rooms that parted. */
export function lossSentence({ height, lostAt = height }: OwnBlock): string {
  return lostAt < height
    ? say('It stood on block {height}, which lost: a branch without them has more work.', {
        height: formatHeight(lostAt),
      })
    : say('A branch without it has more work.');
}

export function spellSentence({ seconds, share }: HiddenSpell): string {
  return say(
    'While this tab was out of sight for {duration}, it hashed at {percent} of its rate before: ' +
      'the browser slowed it down.',
    { duration: formatDuration(seconds), percent: formatPercent(share) },
  );
}

export function gpuWords({ state, reason }: GpuMining): string | undefined {
  if (state === 'starting') return say('The graphics card is getting ready.');
  if (state !== 'lost') return undefined;
  return say('The graphics card failed and is tried again: {reason}.', {
    reason: gpuReason(reason),
  });
}

/** Why there is no graphics card to mine with. */
export function noGpuSentence(reason: string): string {
  return say('The graphics card cannot be used: {reason}.', { reason: gpuReason(reason) });
}
