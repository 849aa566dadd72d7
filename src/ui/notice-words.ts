/**
 * Notices as sentences. A notice carries facts by name; a fact that is missing is left out of the
 * sentence instead of being shown as "undefined", because what must never fail is telling.
 *
 * Facts by kind: reorganisation { height, undone, added, own? } · block-found { height } ·
 * block-lost { height, winner? } · peer-refused { name?, code? } · storage { failure } ·
 * clock { offsetSeconds } · suspended { seconds }.
 */

import type { Notice } from '../node/api.ts';
import type { StoreFailure } from '../node/ports.ts';
import { formatDuration, formatHeight, formatPlural } from './format.ts';
import { failureWords } from './words.ts';

const NAME_MAX_CHARACTERS = 32;
const FIRST_STRONG_ISOLATE = '\u2068';
const POP_DIRECTIONAL_ISOLATE = '\u2069';

/** Notices shown at once; the others are one click away. */
export const NOTICES_SHOWN = 3;

function count(notice: Notice, fact: string): number | undefined {
  const value = notice.facts[fact];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** Names come from other people: clipped, and unable to turn the direction of our sentence. */
function name(notice: Notice, fact: string): string | undefined {
  const value = notice.facts[fact];
  if (typeof value !== 'string' || value === '') return undefined;
  const clipped = [...value].slice(0, NAME_MAX_CHARACTERS).join('');
  return `${FIRST_STRONG_ISOLATE}${clipped}${POP_DIRECTIONAL_ISOLATE}`;
}

const FAILURE_KEYS: readonly string[] = [
  'quota',
  'closed',
  'blocked',
  'superseded',
  'unavailable',
  'unknown',
] satisfies readonly StoreFailure[];

function isFailure(value: unknown): value is StoreFailure {
  return typeof value === 'string' && FAILURE_KEYS.includes(value);
}

export function noticeSentence(notice: Notice): string {
  switch (notice.kind) {
    case 'reorganisation':
      return reorganisationSentence(notice);
    case 'block-found':
      return foundSentence(notice);
    case 'block-lost':
      return lostRaceSentence(notice);
    case 'peer-refused':
      return refusedSentence(notice);
    case 'storage':
      return storageNotice(notice);
    case 'clock':
      return clockSentence(notice);
    case 'suspended':
      return suspendedSentence(notice);
  }
}

function suspendedSentence(notice: Notice): string {
  const seconds = count(notice, 'seconds');
  const duration = seconds === undefined ? '' : ` for ${formatDuration(seconds)}`;
  return (
    `The browser suspended this tab${duration}. ` +
    'Its node went on from there and is catching up.'
  );
}

function reorganisationSentence(notice: Notice): string {
  const undone = count(notice, 'undone');
  const added = count(notice, 'added');
  const own = count(notice, 'own');
  const change =
    undone === undefined
      ? 'another branch replaced the newest blocks'
      : `${formatPlural(undone, 'block')} replaced by ${formatPlural(added ?? undone, 'other')}`;
  const yours = own ? ` ${formatPlural(own, 'block')} of yours lost with them.` : '';
  return `A branch with more work took over: ${change}.${yours}`;
}

function foundSentence(notice: Notice): string {
  const height = count(notice, 'height');
  return height === undefined ? 'You found a block.' : `You found block ${formatHeight(height)}.`;
}

/** True of a race of seconds as of two halves of a room that were apart for an hour. */
function lostRaceSentence(notice: Notice): string {
  const height = count(notice, 'height');
  const winner = name(notice, 'winner');
  if (height === undefined) return 'A block of yours lost its race and is stale now.';
  const lost = `Your block ${formatHeight(height)} lost the race`;
  return winner === undefined
    ? `${lost}: a branch without it has more work.`
    : `${lost}: the branch with more work has block ${formatHeight(height)} by ${winner} instead.`;
}

function refusedSentence(notice: Notice): string {
  const who = name(notice, 'name') ?? 'A peer';
  const code = name(notice, 'code');
  const why = code === undefined ? '' : ` (${code})`;
  return `${who} broke a rule${why}; this tab closed the link and nothing of it was kept.`;
}

function storageNotice(notice: Notice): string {
  const failure = notice.facts['failure'];
  const why = failureWords(isFailure(failure) ? failure : undefined);
  return `New blocks are no longer kept past this page: ${why}. Everything is still checked.`;
}

function clockSentence(notice: Notice): string {
  const offset = count(notice, 'offsetSeconds');
  const apart = offset === undefined ? '' : ` by ${formatDuration(Math.abs(offset))}`;
  return `This device’s clock differs from its peers’${apart}. Set it right to mine.`;
}

export interface NoticeList {
  /** Newest first. */
  readonly shown: readonly Notice[];
  readonly older: readonly Notice[];
  /** Blocks found that stand behind the newest such notice. */
  readonly foundBefore: number;
}

/**
 * Newest first, without those dismissed. A tab that mines alone finds a block every few seconds, so
 * of these only the newest stays: it must not push away the news that a branch was replaced.
 */
export function arrangeNotices(
  notices: readonly Notice[],
  dismissed: ReadonlySet<number>,
): NoticeList {
  const open = notices.filter((notice) => !dismissed.has(notice.id)).toReversed();
  const newestFound = open.find((notice) => notice.kind === 'block-found');
  const kept = open.filter((notice) => notice.kind !== 'block-found' || notice === newestFound);
  return {
    shown: kept.slice(0, NOTICES_SHOWN),
    older: kept.slice(NOTICES_SHOWN),
    foundBefore: open.length - kept.length,
  };
}
