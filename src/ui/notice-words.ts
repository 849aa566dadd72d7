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
import { formatCount, formatDuration, formatHeight } from './format.ts';
import { say, sayCount } from './language/say.ts';
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
  return seconds === undefined
    ? say('The browser suspended this tab. Its node went on from there and is catching up.')
    : say(
        'The browser suspended this tab for {duration}. ' +
          'Its node went on from there and is catching up.',
        { duration: formatDuration(seconds) },
      );
}

function reorganisationSentence(notice: Notice): string {
  const undone = count(notice, 'undone');
  const added = count(notice, 'added');
  const own = count(notice, 'own');
  const change =
    undone === undefined
      ? say('A branch with more work took over: it replaced the newest blocks.')
      : sayCount(
          undone,
          'A branch with more work took over: {count} block undone, {added} added.',
          'A branch with more work took over: {count} blocks undone, {added} added.',
          { added: formatCount(added ?? undone) },
        );
  if (!own) return change;
  const yours = sayCount(
    own,
    '{count} block of yours lost with them.',
    '{count} blocks of yours lost with them.',
  );
  return `${change} ${yours}`;
}

function foundSentence(notice: Notice): string {
  const height = count(notice, 'height');
  return height === undefined
    ? say('You found a block.')
    : say('You found block {height}.', { height: formatHeight(height) });
}

/** True of a race of seconds as of two halves of a room that were apart for an hour. */
function lostRaceSentence(notice: Notice): string {
  const at = count(notice, 'height');
  const winner = name(notice, 'winner');
  if (at === undefined) return say('A block of yours lost its race and is stale now.');
  const height = formatHeight(at);
  return winner === undefined
    ? say('Your block {height} lost the race: a branch without it has more work.', { height })
    : say(
        'Your block {height} lost the race: ' +
          'the branch with more work has block {height} by {winner} instead.',
        { height, winner },
      );
}

function refusedSentence(notice: Notice): string {
  const who = name(notice, 'name') ?? say('A peer');
  const code = name(notice, 'code');
  return code === undefined
    ? say('{who} broke a rule; this tab closed the link and nothing of it was kept.', { who })
    : say('{who} broke a rule ({code}); this tab closed the link and nothing of it was kept.', {
        who,
        code,
      });
}

function storageNotice(notice: Notice): string {
  const failure = notice.facts['failure'];
  const why = failureWords(isFailure(failure) ? failure : undefined);
  return say('New blocks are no longer kept past this page: {why}. Everything is still checked.', {
    why,
  });
}

function clockSentence(notice: Notice): string {
  const offset = count(notice, 'offsetSeconds');
  return offset === undefined
    ? say('This device’s clock differs from its peers’. Set it right to mine.')
    : say('This device’s clock differs from its peers’ by {duration}. Set it right to mine.', {
        duration: formatDuration(Math.abs(offset)),
      });
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
