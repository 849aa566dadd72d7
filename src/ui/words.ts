/**
 * What the page says, as pure functions of the node's data: short, exact, kind, and never a number
 * without its unit.
 */

import type { NodeSnapshot, StorageState, SyncProgress } from '../node/api.ts';
import type { StoreFailure } from '../node/ports.ts';
import { formatCount, formatHeight, formatPercent } from './format.ts';
import { say, toSay } from './language/say.ts';
import { paceWords } from './status/health-words.ts';

export function tabTitle(snapshot: NodeSnapshot): string {
  return `${formatHeight(snapshot.height)} · ${snapshot.room.name} · Tabchain`;
}

/** Progress stays to be seen for a moment after the last block: by then nothing is missing. */
export function isUnderWay(sync: SyncProgress | undefined): boolean {
  return sync !== undefined && sync.blocksDone < Math.max(sync.headersDone, sync.headersTotal);
}

export interface ProgressWords {
  readonly count: string;
  readonly detail: string;
}

export function headersWords(sync: SyncProgress): ProgressWords {
  const done = sync.headersDone >= sync.headersTotal;
  return {
    count: doneOf(sync.headersDone, sync.headersTotal),
    detail: done ? say('all work checked') : share(sync.headersDone, sync.headersTotal),
  };
}

export function blocksWords(sync: SyncProgress): ProgressWords {
  const count = doneOf(sync.blocksDone, sync.blocksTotal);
  const isComing = sync.blocksPerSecond > 0 && sync.blocksDone < sync.blocksTotal;
  const pace = isComing ? paceWords(sync) : '';
  return { count, detail: pace || share(sync.blocksDone, sync.blocksTotal) };
}

function doneOf(done: number, total: number): string {
  return say('{done} of {total}', { done: formatCount(done), total: formatCount(total) });
}

function share(done: number, total: number): string {
  return total > 0 ? formatPercent(done / total) : say('waiting for a first answer');
}

const FAILURES: Readonly<Record<StoreFailure, string>> = {
  quota: toSay('the disk space this browser grants is used up'),
  closed: toSay('the browser closed the database'),
  blocked: toSay('another tab holds the database'),
  superseded: toSay('a newer version of this page holds the database'),
  unavailable: toSay('this browser gives this page no storage, as in a private window'),
  unknown: toSay('the browser did not say why'),
};

/** Stands after a colon. */
export function failureWords(failure: StoreFailure | undefined): string {
  return say(FAILURES[failure ?? 'unknown']);
}

/** What the node says that it repaired at its start: any of these, one after the other. */
export const REPAIRS: readonly string[] = [
  toSay('A stored block was damaged; it is fetched again.'),
  toSay('The way back from a block was damaged; the coins are rebuilt from the stored blocks.'),
  toSay('Part of the stored headers was damaged; it is fetched again.'),
  toSay('The stored coins did not match the tip; they are rebuilt from the stored blocks.'),
];

function repairedWords(told: string): string {
  return REPAIRS.reduce((words, sentence) => words.replace(sentence, say(sentence)), told);
}

export function storageSentence(storage: StorageState): string {
  const why = failureWords(storage.failure);
  switch (storage.state) {
    case 'disk':
      if (storage.isLost) {
        return say(
          'This browser lost what it kept of this room. Your old wallet comes back by its words.',
        );
      }
      return storage.repaired === undefined
        ? say('The chain is kept on this device; a reload goes on where it stopped.')
        : say('The chain is kept on this device. At the start it was repaired: {what}', {
            what: repairedWords(storage.repaired),
          });
    case 'memory':
      return say('Nothing is kept past this page: {why}.', { why });
    case 'full':
      return say('Storage is full: {why}. Newer blocks are kept until this page closes.', { why });
  }
}
