/** What a tab noted down of a lesson, in sentences. Names and tags are other people's text. */

import type { Notice } from '../../node/api.ts';
import type { LessonEvent } from '../../node/lesson.ts';
import { formatHeight } from '../format.ts';
import { say } from '../language/say.ts';
import { noticeSentence } from '../notice-words.ts';

const FIRST_STRONG_ISOLATE = '\u2068';
const POP_DIRECTIONAL_ISOLATE = '\u2069';

const NOTICE_KINDS: readonly string[] = [
  'reorganisation',
  'block-found',
  'block-lost',
  'peer-refused',
  'storage',
  'clock',
  'suspended',
] satisfies readonly Notice['kind'][];

/** A kind that this version does not know is told by its name. */
export function eventSentence({ at, kind, facts }: LessonEvent): string {
  if (isNoticeKind(kind)) return noticeSentence({ id: 0, at, kind, facts });
  const height = numberOf(facts['height']);
  const name = nameOf(facts['name']);
  const miner = nameOf(facts['miner']);
  switch (kind) {
    case 'opened':
      return say('{name} opened the room at block {height}.', { name, height });
    case 'tip':
      return say('Block {height} by {miner} is the tip.', { height, miner });
    case 'stale':
      return say('Block {height} by {miner} is stale: its branch lost.', { height, miner });
    case 'peer-came':
      return say('{name} came.', { name });
    case 'peer-left':
      return say('{name} left.', { name });
    default:
      return kind;
  }
}

/** Notes of blocks that lost and of branches that took over. */
export function isAboutForks({ kind }: LessonEvent): boolean {
  return kind === 'stale' || kind === 'reorganisation' || kind === 'block-lost';
}

function isNoticeKind(kind: string): kind is Notice['kind'] {
  return NOTICE_KINDS.includes(kind);
}

function numberOf(value: string | number | undefined): string {
  return typeof value === 'number' ? formatHeight(value) : '?';
}

function nameOf(value: string | number | undefined): string {
  if (typeof value !== 'string' || value === '') return say('somebody');
  return `${FIRST_STRONG_ISOLATE}${value}${POP_DIRECTIONAL_ISOLATE}`;
}
