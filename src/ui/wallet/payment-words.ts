/**
 * Payments as sentences: what each was, how it stands, and, for what came to nothing, why. Names
 * and reasons come from other people or the node; a missing one is left out of the sentence.
 */

import type { PaymentRow } from '../../node/api.ts';
import { inertText } from '../../util/text.ts';
import { formatHeight, formatPlural, shortHash } from '../format.ts';

/** From here on a payment is called confirmed. */
export const CONFIRMED_DEPTH = 6;
const NAME_MAX_CHARACTERS = 32;
const REASON_MAX_CHARACTERS = 160;
const FIRST_STRONG_ISOLATE = '\u2068';
const POP_DIRECTIONAL_ISOLATE = '\u2069';

/** How a stage looks; its text always stands beside the colour. */
export type StageTone = 'quiet' | 'waiting' | 'calm' | 'lost';

const TONES: Readonly<Record<PaymentRow['stage'], StageTone>> = {
  pending: 'quiet',
  immature: 'waiting',
  confirming: 'waiting',
  confirmed: 'calm',
  replaced: 'lost',
  orphaned: 'lost',
  dropped: 'lost',
};

export function stageTone({ stage }: PaymentRow): StageTone {
  return TONES[stage];
}

export function stageLabel({ stage, depth }: PaymentRow): string {
  switch (stage) {
    case 'pending':
      return 'Pending';
    case 'immature':
      return 'Immature';
    case 'confirming':
      return `${depth} of ${CONFIRMED_DEPTH}`;
    case 'confirmed':
      return 'Confirmed';
    case 'replaced':
      return 'Replaced';
    case 'orphaned':
      return 'Orphaned';
    case 'dropped':
      return 'Dropped';
  }
}

export type Direction = 'incoming' | 'outgoing' | 'moved' | 'mine';

const DIRECTIONS: Readonly<Record<PaymentRow['kind'], Direction>> = {
  mined: 'mine',
  received: 'incoming',
  sent: 'outgoing',
  moved: 'moved',
};

export function direction({ kind }: PaymentRow): Direction {
  return DIRECTIONS[kind];
}

export function kindLabel({ kind, height }: PaymentRow): string {
  switch (kind) {
    case 'mined':
      return height === undefined ? 'Block reward' : `Reward of block ${formatHeight(height)}`;
    case 'received':
      return 'Received';
    case 'sent':
      return 'Sent';
    case 'moved':
      return 'Moved within your wallet';
  }
}

/** 'to tab1qxy7…k2m9w0pl and 2 others'; empty where the kind says enough. */
export function partyLabel({ kind, addresses }: PaymentRow): string {
  const [first] = addresses;
  if (first === undefined || kind === 'mined' || kind === 'moved') return '';
  const others = addresses.length - 1;
  const rest = others > 0 ? ` and ${formatPlural(others, 'other')}` : '';
  return `${kind === 'sent' ? 'to' : 'at'} ${shortHash(first)}${rest}`;
}

/** What its chip opens. */
export function stageSentence(row: PaymentRow): string {
  switch (row.stage) {
    case 'pending':
      return pendingSentence(row);
    case 'immature':
      return immatureSentence(row);
    case 'confirming':
      return confirmingSentence(row);
    case 'confirmed':
      return `${placeSentence(row)} To take it back, that much work would have to be done anew.`;
    case 'replaced':
      return replacedSentence(row);
    case 'orphaned':
      return orphanedSentence(row);
    case 'dropped':
      return droppedSentence(row);
  }
}

function pendingSentence({ kind, canBump }: PaymentRow): string {
  const waits = 'It waits for a miner to put it into a block; until then it can still change.';
  if (kind === 'received') return `Every node of the room that heard of it checked it. ${waits}`;
  const help = canBump ? ' A higher fee makes it more attractive, and it can be taken back.' : '';
  return `Your signed payment is known to the room. ${waits}${help}`;
}

function immatureSentence({ height, depth }: PaymentRow): string {
  const block = height === undefined ? 'your block' : `your block ${formatHeight(height)}`;
  return (
    `The reward of ${block}, ${deep(depth)}. It can be spent after about five minutes of blocks ` +
    'on top, because a block that loses its race takes its reward away.'
  );
}

function confirmingSentence(row: PaymentRow): string {
  const left = CONFIRMED_DEPTH - row.depth;
  return (
    `${placeSentence(row)} Each block on top makes it harder to take back; ` +
    `${formatPlural(left, 'more block')} and it is called confirmed.`
  );
}

function placeSentence({ height, depth }: PaymentRow): string {
  return height === undefined
    ? `In the chain, ${deep(depth)}.`
    : `In block ${formatHeight(height)}, ${deep(depth)}.`;
}

function deep(depth: number): string {
  return `${formatPlural(depth, 'block')} deep`;
}

function replacedSentence({ kind, replacedBy }: PaymentRow): string {
  const by =
    replacedBy === undefined || replacedBy === ''
      ? 'Another transaction'
      : `Transaction ${shortHash(replacedBy)}`;
  const coins =
    kind === 'received'
      ? 'What was on its way to you never arrived.'
      : 'Nothing left your wallet by this one.';
  return `${by} spends the same coins and was taken instead. ${coins}`;
}

function orphanedSentence({ kind, height, winner }: PaymentRow): string {
  if (kind !== 'mined') {
    return (
      'Its coins came from a block that lost its race, so it can be in no chain. ' +
      'What else it would have spent is yours again.'
    );
  }
  const which = height === undefined ? 'Your block' : `Your block ${formatHeight(height)}`;
  const by = isolated(winner, NAME_MAX_CHARACTERS);
  const other = by === '' ? 'another block at that height' : `the block of ${by} at that height`;
  return (
    `${which} lost the race: ${other} had more work behind it. ` +
    'Its reward does not exist in the chain that won.'
  );
}

/** Why a transaction left the mempool without a block, by the node's code. */
const DROP_REASONS: ReadonlyMap<string, string> = new Map([
  ['expired', 'no miner took it for an hour'],
  ['evicted', 'so many others offered more that there was no room for it'],
  ['conflict', 'a block spent its coins otherwise'],
  ['replaced', 'another one took its place'],
  ['reorganised', 'it does not fit the branch that took over'],
]);

function droppedSentence({ kind, reason }: PaymentRow): string {
  const why = DROP_REASONS.get(reason ?? '') ?? isolated(reason, REASON_MAX_CHARACTERS);
  const because = why === '' ? '' : `: ${why}`;
  const coins =
    kind === 'received'
      ? 'Its sender may send it again.'
      : 'Its coins are yours to spend again; until you do, whoever kept it can have it mined.';
  return `It no longer waits for a block${because}. ${coins}`;
}

function isolated(text: string | undefined, mostCharacters: number): string {
  const calm = inertText(text ?? '', mostCharacters).replace(/\.$/, '');
  return calm === '' ? '' : `${FIRST_STRONG_ISOLATE}${calm}${POP_DIRECTIONAL_ISOLATE}`;
}
