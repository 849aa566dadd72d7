/**
 * What the page says, as pure functions of the node's data: short, exact, kind, and never a number
 * without its unit.
 */

import type { NodeSnapshot, RoomView, StorageState, SyncProgress } from '../node/api.ts';
import type { StoreFailure } from '../node/ports.ts';
import {
  formatCount,
  formatDuration,
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
