/**
 * What the page says, as pure functions of the node's data: short, exact, kind, and never a number
 * without its unit.
 */

import type {
  Health,
  MiningState,
  NodeSnapshot,
  PeerRow,
  RoomView,
  StorageState,
  SyncProgress,
} from '../node/api.ts';
import type { MeetingState, StoreFailure } from '../node/ports.ts';
import {
  formatCount,
  formatDecimal,
  formatDuration,
  formatHashRate,
  formatHeight,
  formatPercent,
  formatPlural,
} from './format.ts';

/** How urgent a health is; the page shows it as a mark beside the sentence. */
export type Tone = 'calm' | 'waiting' | 'quiet';

export const INTRODUCTION =
  'This tab is a full node: it mines, checks every block itself, ' +
  'and keeps its own copy of the chain.';
export const INVITATION = 'Open this room’s link in another tab and watch two nodes agree.';
export const ABOUT =
  'Tabchain is a proof-of-work chain in Bitcoin’s formats whose every node is a browser tab.';

export function healthSentence(health: Health): string {
  switch (health.kind) {
    case 'starting':
      return 'Starting';
    case 'network-off':
      return 'Network off: this node talks to nobody';
    case 'alone':
      return 'Alone in this room';
    case 'connecting':
      return `Connecting to ${formatPlural(health.found, 'other tab')}`;
    case 'syncing':
      return `Syncing ${formatCount(health.done)} of ${formatCount(health.total)}`;
    case 'in-step':
      return inStepSentence(health.peers, health.height);
    case 'others-behind':
      return behindSentence(health.peers, health.behind);
  }
}

function inStepSentence(peers: number, height: number): string {
  const agreed = formatHeight(height);
  return peers === 1
    ? `${formatPlural(1, 'peer')}, in step at ${agreed}`
    : `${formatPlural(peers, 'peer')}, all at ${agreed}`;
}

function behindSentence(peers: number, behind: number): string {
  if (peers === 1) return `${formatPlural(1, 'peer')}, still behind`;
  if (behind >= peers) return `${formatPlural(peers, 'peer')}, all still behind`;
  return `${formatPlural(peers, 'peer')}, ${formatCount(behind)} of them behind`;
}

export function healthTone(health: Health): Tone {
  if (health.kind === 'in-step') return 'calm';
  return health.kind === 'alone' || health.kind === 'network-off' ? 'quiet' : 'waiting';
}

export function tabTitle(snapshot: NodeSnapshot): string {
  return `${formatHeight(snapshot.height)} · ${snapshot.room.name} · Tabchain`;
}

export interface ProgressWords {
  readonly count: string;
  readonly detail: string;
}

export function headersWords(sync: SyncProgress): ProgressWords {
  const done = sync.headersDone >= sync.headersTotal;
  return {
    count: `${formatCount(sync.headersDone)} of ${formatCount(sync.headersTotal)}`,
    detail: done ? 'all work checked' : share(sync.headersDone, sync.headersTotal),
  };
}

export function blocksWords(sync: SyncProgress): ProgressWords {
  const left = sync.blocksTotal - sync.blocksDone;
  const count = `${formatCount(sync.blocksDone)} of ${formatCount(sync.blocksTotal)}`;
  if (sync.blocksPerSecond <= 0 || left <= 0) {
    return { count, detail: share(sync.blocksDone, sync.blocksTotal) };
  }
  const rate = `${formatDecimal(sync.blocksPerSecond)}\u00a0blocks/s`;
  return { count, detail: `${rate}, ${formatDuration(left / sync.blocksPerSecond)} left` };
}

function share(done: number, total: number): string {
  return total > 0 ? formatPercent(done / total) : 'waiting for a first answer';
}

export function relationWords(peer: PeerRow, ownHeight: number): string {
  if (peer.state === 'greeting') return 'saying hello';
  const apart = Math.abs(ownHeight - peer.height);
  switch (peer.relation) {
    case 'in-step':
      return 'in step';
    case 'behind':
      return peer.height < 0 || apart === 0 ? 'behind' : `${formatCount(apart)} behind`;
    case 'ahead':
      return peer.height < 0 || apart === 0 ? 'ahead' : `${formatCount(apart)} ahead`;
    case 'unknown':
      return 'tip not known yet';
  }
}

export function directionWords(peer: PeerRow): string {
  return peer.outbound ? 'called by this tab' : 'called this tab';
}

export function meetingSentence(meeting: MeetingState, networkActive: boolean): string {
  if (!networkActive) return 'Links are closed and nobody can find this tab.';
  switch (meeting.status) {
    case 'online':
      return meeting.population > 1
        ? `The meeting place sees ${formatPlural(meeting.population, 'tab')} in this room.`
        : 'The meeting place sees no other tab in this room.';
    case 'connecting':
      return 'Looking for the meeting place.';
    case 'offline':
      return 'The meeting place cannot be reached. Open links go on; new tabs cannot join yet.';
    case 'off':
      return 'Not looking for other tabs.';
  }
}

export function miningSentence(mining: MiningState, room: RoomView): string {
  if (mining.state === 'waiting') return waitingSentence(mining);
  const aim = `the room aims at one every ${formatDuration(room.targetSpacingSeconds)}`;
  if (mining.state === 'off') return `This tab is not mining; ${aim}.`;
  if (mining.hashesPerSecond <= 0) return `Warming up; ${aim}.`;
  const seconds = mining.difficultyHashes / mining.hashesPerSecond;
  return `One block every ${formatDuration(seconds)} at this rate; ${aim}.`;
}

function waitingSentence(mining: MiningState): string {
  switch (mining.waitingFor) {
    case 'syncing':
      return 'Waiting until this tab has the whole chain: blocks on an old tip would be lost.';
    case 'clock-off':
      return 'Waiting: this device’s clock is off, and its peers would refuse its blocks.';
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

const FAILURES: Readonly<Record<StoreFailure, string>> = {
  quota: 'the disk space this browser grants is used up',
  closed: 'the browser closed the database',
  blocked: 'another tab holds the database',
  superseded: 'a newer version of this page holds the database',
  unavailable: 'this browser gives this page no storage, as in a private window',
  unknown: 'the browser did not say why',
};

export function failureWords(failure: StoreFailure | undefined): string {
  return FAILURES[failure ?? 'unknown'];
}

export function storageSentence(storage: StorageState): string {
  const why = failureWords(storage.failure);
  switch (storage.state) {
    case 'disk':
      return storage.repaired === undefined
        ? 'The chain is kept on this device; a reload goes on where it stopped.'
        : `The chain is kept on this device. At the start it was repaired: ${storage.repaired}`;
    case 'memory':
      return `Nothing is kept past this page: ${why}.`;
    case 'full':
      return `Storage is full: newer blocks are kept until this page closes, because ${why}.`;
  }
}

export function parameterRows(room: RoomView): readonly (readonly [string, string])[] {
  return [
    ['Aimed time between blocks', formatDuration(room.targetSpacingSeconds)],
    ['Reward halves every', formatPlural(room.halvingInterval, 'block')],
  ];
}

export const SANDBOX_SENTENCE =
  'A sandbox: blocks can be made on command, so its coins prove nothing. Good for trying things.';

export function rateLabel(index: number, hashesPerSecond: number): string {
  return `Thread ${formatCount(index + 1)}: ${formatHashRate(hashesPerSecond)}`;
}
