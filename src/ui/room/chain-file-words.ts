/** What came of a chain's file, in sentences: what happened, and what stands now. */

import type { ChainFileOutcome } from '../../node/api.ts';
import { formatBytes, formatHeight, formatPlural } from '../format.ts';

export type FileTone = 'good' | 'refused';

export interface FileWords {
  readonly tone: FileTone;
  readonly sentence: string;
}

type Refusal = NonNullable<ChainFileOutcome['refused']>;

/** Files that are no chain of this room, as far as their beginning tells. */
const NOT_OURS: Readonly<Record<string, string>> = {
  'file-no-chain': 'This file holds no chain of Tabchain.',
  'file-bad-room': 'The beginning of this file is damaged.',
  'file-bad-genesis': 'The beginning of this file is damaged.',
  'file-other-room': 'This file holds the chain of another room.',
};

export function savedWords(height: number, sizeBytes: number): FileWords {
  const sentence = `Saved up to block ${formatHeight(height)}, ${formatBytes(sizeBytes)}.`;
  return { tone: 'good', sentence };
}

export function readWords(outcome: ChainFileOutcome): FileWords {
  const { blocks, fresh, height, refused } = outcome;
  const stands = `This tab’s chain is at block ${formatHeight(height)}.`;
  const added = fresh === 0 ? 'none of them new' : `${formatHeight(fresh)} of them new`;
  const taken = `${formatPlural(blocks, 'block')} read and checked, ${added}.`;
  if (refused === undefined) return { tone: 'good', sentence: `${taken} ${stands}` };
  const why = NOT_OURS[refused.code] ?? (refused.height === 0 ? undefined : stopWords(refused));
  const isUntouched = blocks === 0 && fresh === 0;
  const rest = isUntouched ? 'Nothing was changed.' : `${taken} ${stands}`;
  return { tone: 'refused', sentence: `${why ?? 'This file is damaged.'} ${rest}` };
}

function stopWords({ height, code, detail }: Refusal): string {
  const at = formatHeight(height);
  switch (code) {
    case 'file-cut':
      return `The file ends in the middle of block ${at}.`;
    case 'file-no-block':
    case 'file-record-size':
    case 'file-order':
      return `The file is damaged where block ${at} should be.`;
    case 'time-too-new':
      return `Block ${at} is from the future by this device’s clock.`;
    default:
      return `Block ${at} was refused: ${detail} (${code}).`;
  }
}
