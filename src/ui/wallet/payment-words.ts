/**
 * Payments as sentences: what each was, how it stands, and, for what came to nothing, why. Names
 * and reasons come from other people or the node; a missing one is left out of the sentence.
 */

import type { PaymentRow } from '../../node/api.ts';
import { inertText } from '../../util/text.ts';
import { formatHeight, shortHash } from '../format.ts';
import { say, sayCount, toSay } from '../language/say.ts';

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
      return say('Pending');
    case 'immature':
      return say('Immature');
    case 'confirming':
      return say('{done} of {total}', { done: depth, total: CONFIRMED_DEPTH });
    case 'confirmed':
      return say('Confirmed');
    case 'replaced':
      return say('Replaced');
    case 'orphaned':
      return say('Orphaned');
    case 'dropped':
      return say('Dropped');
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
      return height === undefined
        ? say('Block reward')
        : say('Reward of block {height}', { height: formatHeight(height) });
    case 'received':
      return say('Received');
    case 'sent':
      return say('Sent');
    case 'moved':
      return say('Moved within your wallet');
  }
}

/** 'to tab1qxy7…k2m9w0pl and 2 others'; empty where the kind says enough. */
export function partyLabel({ kind, addresses }: PaymentRow): string {
  const [first] = addresses;
  if (first === undefined || kind === 'mined' || kind === 'moved') return '';
  const others = addresses.length - 1;
  const address = shortHash(first);
  if (kind === 'sent') {
    return others === 0
      ? say('to {address}', { address })
      : sayCount(others, 'to {address} and {count} other', 'to {address} and {count} others', {
          address,
        });
  }
  return others === 0
    ? say('at {address}', { address })
    : sayCount(others, 'at {address} and {count} other', 'at {address} and {count} others', {
        address,
      });
}

/** As it stands where nothing can be signed: what would change it is not offered. */
export function asWatched(row: PaymentRow): PaymentRow {
  return { ...row, canBump: false, canHurry: false };
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
      return sentences(
        placeSentence(row),
        say('To take it back, that much work would have to be done anew.'),
      );
    case 'replaced':
      return replacedSentence(row);
    case 'orphaned':
      return orphanedSentence(row);
    case 'dropped':
      return droppedSentence(row);
  }
}

/** Whole sentences, one after the other; an empty one is left out. */
function sentences(...texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join(' ');
}

function pendingSentence({ kind, canBump, canHurry }: PaymentRow): string {
  return sentences(
    kind === 'received'
      ? say('Every node of the room that heard of it checked it.')
      : say('Your signed payment is known to the room.'),
    say('It waits for a miner to put it into a block; until then it can still change.'),
    kind !== 'received' && canBump
      ? say('A higher fee makes it more attractive, and it can be taken back.')
      : '',
    canHurry ? say('Where its sender offered little, you can add to the fee.') : '',
  );
}

function immatureSentence({ height, depth }: PaymentRow): string {
  return sentences(
    height === undefined
      ? sayCount(
          depth,
          'The reward of your block, {count} block deep.',
          'The reward of your block, {count} blocks deep.',
        )
      : sayCount(
          depth,
          'The reward of your block {height}, {count} block deep.',
          'The reward of your block {height}, {count} blocks deep.',
          { height: formatHeight(height) },
        ),
    say(
      'It can be spent after about five minutes of blocks on top, because a block that loses its ' +
        'race takes its reward away.',
    ),
  );
}

function confirmingSentence(row: PaymentRow): string {
  return sentences(
    placeSentence(row),
    sayCount(
      CONFIRMED_DEPTH - row.depth,
      'Each block on top makes it harder to take back; {count} more block and it is called ' +
        'confirmed.',
      'Each block on top makes it harder to take back; {count} more blocks and it is called ' +
        'confirmed.',
    ),
  );
}

function placeSentence({ height, depth }: PaymentRow): string {
  return height === undefined
    ? sayCount(depth, 'In the chain, {count} block deep.', 'In the chain, {count} blocks deep.')
    : sayCount(
        depth,
        'In block {height}, {count} block deep.',
        'In block {height}, {count} blocks deep.',
        { height: formatHeight(height) },
      );
}

function replacedSentence({ kind, replacedBy = '' }: PaymentRow): string {
  return sentences(
    replacedBy === ''
      ? say('Another transaction spends the same coins and was taken instead.')
      : say('Transaction {id} spends the same coins and was taken instead.', {
          id: shortHash(replacedBy),
        }),
    kind === 'received'
      ? say('What was on its way to you never arrived.')
      : say('Nothing left your wallet by this one.'),
  );
}

function orphanedSentence(row: PaymentRow): string {
  return row.kind === 'mined'
    ? sentences(lostRaceSentence(row), say('Its reward does not exist in the chain that won.'))
    : say(
        'Its coins came from a block that lost its race, so it can be in no chain. ' +
          'What else it would have spent is yours again.',
      );
}

function lostRaceSentence({ height: at, winner: name }: PaymentRow): string {
  const winner = isolated(name, NAME_MAX_CHARACTERS);
  if (at === undefined) {
    return winner === ''
      ? say('Your block lost the race: another block at its height had more work behind it.')
      : say('Your block lost the race: the block of {winner} had more work behind it.', { winner });
  }
  const height = formatHeight(at);
  return winner === ''
    ? say(
        'Your block {height} lost the race: another block at that height had more work behind it.',
        { height },
      )
    : say(
        'Your block {height} lost the race: the block of {winner} at that height had more work ' +
          'behind it.',
        { height, winner },
      );
}

/** Why a transaction left the mempool without a block, by the node's code. */
const DROP_REASONS: ReadonlyMap<string, string> = new Map([
  ['expired', toSay('no miner took it for an hour')],
  ['evicted', toSay('so many others offered more that there was no room for it')],
  ['conflict', toSay('a block spent its coins otherwise')],
  ['replaced', toSay('another one took its place')],
  ['reorganised', toSay('it does not fit the branch that took over')],
]);

function droppedSentence({ kind, reason }: PaymentRow): string {
  const known = DROP_REASONS.get(reason ?? '');
  const why = known === undefined ? isolated(reason, REASON_MAX_CHARACTERS) : say(known);
  return sentences(
    why === ''
      ? say('It no longer waits for a block.')
      : say('It no longer waits for a block: {why}.', { why }),
    kind === 'received'
      ? say('Its sender may send it again.')
      : say('Its coins are yours to spend again; until you do, whoever kept it can have it mined.'),
  );
}

function isolated(text: string | undefined, mostCharacters: number): string {
  const calm = inertText(text ?? '', mostCharacters).replace(/\.$/, '');
  return calm === '' ? '' : `${FIRST_STRONG_ISOLATE}${calm}${POP_DIRECTIONAL_ISOLATE}`;
}
