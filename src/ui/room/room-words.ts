/** A room's rules in words: what each parameter is, and what it means in practice. */

import { formatCount, formatDuration, formatHashRate } from '../format.ts';
import { say, sayCount } from '../language/say.ts';

/** The parameters that words are made of, of a room that is or of one that is wished for. */
export interface RuleFigures {
  readonly isSandbox: boolean;
  readonly spacingSeconds: number;
  /** That the first block takes on average. */
  readonly startHashes: number;
  readonly halvingInterval: number;
}

const HOUR_SECONDS = 3_600;
/** Of the first block, in coins; all rewards together stay below twice an interval of these. */
const FIRST_REWARD = 50;

export function kindWords(isSandbox: boolean): string {
  return isSandbox
    ? say('Blocks can be made on command, so its coins prove nothing. Good for trying things.')
    : say('Every block costs work, so nobody can make up coins or rewrite the past for free.');
}

export function spacingWords(spacingSeconds: number): string {
  return say(
    'The difficulty follows whoever mines, so that a block is found every {time} on average: ' +
      'about {blocks} in an hour.',
    {
      time: formatDuration(spacingSeconds),
      blocks: formatCount(Math.round(HOUR_SECONDS / spacingSeconds)),
    },
  );
}

/** `hashesPerSecond` is this device's; 0 while it is not known. */
export function startWords({ isSandbox, startHashes }: RuleFigures, hashesPerSecond: number) {
  if (isSandbox) return say('A sandbox begins with the least work there is.');
  const known = say('So many the first block takes on average; later ones follow the room’s rate.');
  if (hashesPerSecond <= 0) {
    return `${known} ${say('While this tab mines, its own time for that stands here.')}`;
  }
  const alone = say('This device alone, at {rate}, would need about {time}.', {
    rate: formatHashRate(hashesPerSecond),
    time: formatDuration(Math.max(1, startHashes / hashesPerSecond)),
  });
  return `${known} ${alone}`;
}

export function halvingWords({ halvingInterval, spacingSeconds }: RuleFigures): string {
  return say(
    'A block’s reward begins at {reward} TAB and halves about every {time}. Fewer than {coins} ' +
      'TAB will ever be.',
    {
      reward: FIRST_REWARD,
      time: formatDuration(halvingInterval * spacingSeconds),
      coins: formatCount(2 * FIRST_REWARD * halvingInterval),
    },
  );
}

export function maturityWords(blocks: number): string {
  return sayCount(
    blocks,
    'A reward can be spent {count} block later: one on a branch that loses would vanish again.',
    'A reward can be spent {count} blocks later: one on a branch that loses would vanish again.',
  );
}
