/** What came of a chain's file, in sentences: what happened, and what stands now. */

import type { ChainFileOutcome } from '../../node/api.ts';
import { formatBytes, formatHeight } from '../format.ts';
import { say, sayCount, toSay } from '../language/say.ts';

export type FileTone = 'good' | 'refused';

export interface FileWords {
  readonly tone: FileTone;
  readonly sentence: string;
}

type Refusal = NonNullable<ChainFileOutcome['refused']>;

/** Files that are no chain of this room, as far as their beginning tells. */
const NOT_OURS: Readonly<Record<string, string>> = {
  'file-no-chain': toSay('This file holds no chain of Tabchain.'),
  'file-bad-room': toSay('The beginning of this file is damaged.'),
  'file-bad-genesis': toSay('The beginning of this file is damaged.'),
  'file-other-room': toSay('This file holds the chain of another room.'),
};

export function savedWords(height: number, sizeBytes: number): FileWords {
  const sentence = say('Saved up to block {height}, {size}.', {
    height: formatHeight(height),
    size: formatBytes(sizeBytes),
  });
  return { tone: 'good', sentence };
}

export function readWords(outcome: ChainFileOutcome): FileWords {
  const { blocks, fresh, height, refused } = outcome;
  const stands = say('This tab’s chain is at block {height}.', { height: formatHeight(height) });
  const taken = takenWords(blocks, fresh);
  if (refused === undefined) return { tone: 'good', sentence: `${taken} ${stands}` };
  const isUntouched = blocks === 0 && fresh === 0;
  const rest = isUntouched ? say('Nothing was changed.') : `${taken} ${stands}`;
  return { tone: 'refused', sentence: `${refusalWords(refused)} ${rest}` };
}

/** Of a file that no tab takes, and of one that is only looked at. */
export function refusalWords(refused: Refusal): string {
  const beginning = NOT_OURS[refused.code];
  if (beginning !== undefined) return say(beginning);
  return refused.height === 0 ? say('This file is damaged.') : stopWords(refused);
}

function takenWords(blocks: number, fresh: number): string {
  if (fresh === 0) {
    return sayCount(
      blocks,
      '{count} block read and checked, none of them new.',
      '{count} blocks read and checked, none of them new.',
    );
  }
  return sayCount(
    blocks,
    '{count} block read and checked, {fresh} of them new.',
    '{count} blocks read and checked, {fresh} of them new.',
    { fresh: formatHeight(fresh) },
  );
}

function stopWords({ height, code, detail }: Refusal): string {
  const at = formatHeight(height);
  switch (code) {
    case 'file-cut':
      return say('The file ends in the middle of block {height}.', { height: at });
    case 'file-no-block':
    case 'file-record-size':
    case 'file-order':
      return say('The file is damaged where block {height} should be.', { height: at });
    case 'time-too-new':
      return say('Block {height} is from the future by this device’s clock.', { height: at });
    default:
      return say('Block {height} was refused: {detail} ({code}).', { height: at, detail, code });
  }
}
