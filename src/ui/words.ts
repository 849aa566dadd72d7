/**
 * What the page says, as pure functions of the node's data: short, exact, kind, and never a number
 * without its unit.
 */

import type {
  MiningState,
  NodeSnapshot,
  RoomView,
  StorageState,
  SyncProgress,
} from '../node/api.ts';
import type { StoreFailure } from '../node/ports.ts';
import {
  formatCount,
  formatDuration,
  formatHashRate,
  formatHeight,
  formatPercent,
  formatPlural,
} from './format.ts';
import { paceWords } from './status/health-words.ts';

export const INTRODUCTION =
  'This tab is a full node: it mines, checks every block itself, ' +
  'and keeps its own copy of the chain.';
export const INVITATION = 'Open this room’s link in another tab and watch two nodes agree.';
export const ABOUT =
  'Tabchain is a proof-of-work chain in Bitcoin’s formats whose every node is a browser tab.';

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
  const count = `${formatCount(sync.blocksDone)} of ${formatCount(sync.blocksTotal)}`;
  const isUnderWay = sync.blocksPerSecond > 0 && sync.blocksDone < sync.blocksTotal;
  const pace = isUnderWay ? paceWords(sync) : '';
  return { count, detail: pace || share(sync.blocksDone, sync.blocksTotal) };
}

function share(done: number, total: number): string {
  return total > 0 ? formatPercent(done / total) : 'waiting for a first answer';
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
