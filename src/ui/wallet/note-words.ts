/** What is said of notes, stamps and proofs, as pure functions. */

import { inertText } from '../../util/text.ts';
import { formatAmount, formatHeight, formatMoment } from '../format.ts';
import { say, sayCount, toSay } from '../language/say.ts';
import type { PaymentPlan } from './commands.ts';
import type { Stamp } from './note-commands.ts';

const FILE_NAME_MAX_CHARACTERS = 60;

/** Under the field of a note. */
export function noteLeft(note: string, mostBytes: number): string {
  const left = mostBytes - new TextEncoder().encode(note).length;
  return left >= 0
    ? sayCount(
        left,
        'For everyone to read, for ever. {count} byte left.',
        'For everyone to read, for ever. {count} bytes left.',
      )
    : sayCount(
        -left,
        '{count} byte too long: a note holds {most} bytes.',
        '{count} bytes too long: a note holds {most} bytes.',
        { most: mostBytes },
      );
}

/** Why a note cannot be written; empty where it can. */
export function noteComplaint(note: string, mostBytes: number): string {
  if (note === '') return say('Write something first.');
  return new TextEncoder().encode(note).length > mostBytes ? noteLeft(note, mostBytes) : '';
}

export function costSentence({ fee }: PaymentPlan): string {
  return say('This costs {fee}, for the miner. It cannot be taken back once it is in a block.', {
    fee: formatAmount(fee),
  });
}

export const NOTE_WRITTEN = toSay(
  'Sent. The note stands on the chain with the next block; the history shows it.',
);

export const STAMP_WRITTEN = toSay(
  'Sent. The hash stands on the chain with the next block: check the file again then.',
);

export function fileTitle(name: string): string {
  return say('“{name}”', { name: inertText(name, FILE_NAME_MAX_CHARACTERS) });
}

/** What came of the search for a file's hash. */
export function stampSentence(name: string, stamp: Stamp): string {
  const file = fileTitle(name);
  if (stamp.found) {
    const { height, time, confirmations } = stamp;
    const where = say(
      '{file} is on this chain, bit for bit as it is now: its hash stands in block {height} of ' +
        '{moment}, by its miner’s clock.',
      { file, height: formatHeight(height), moment: formatMoment(time * 1_000) },
    );
    return `${where} ${depthSentence(confirmations)}`;
  }
  if (stamp.unread === 0) {
    return say(
      'The hash of {file} stands in no block of this chain. What still waits for its block is ' +
        'not counted.',
      { file },
    );
  }
  return sayCount(
    stamp.unread,
    'The hash of {file} stands in no block of this chain that this tab could read; ' +
      '{count} block could not be read here.',
    'The hash of {file} stands in no block of this chain that this tab could read; ' +
      '{count} blocks could not be read here.',
    { file },
  );
}

function depthSentence(confirmations: number): string {
  if (confirmations === 1) return say('That block is the newest, so it may still lose its race.');
  return sayCount(
    confirmations - 1,
    '{count} block stands on top of it.',
    '{count} blocks stand on top of it.',
  );
}

/** The name of a proof's file, beside the name of what it proves. */
export function proofName(name: string): string {
  return `${inertText(name, FILE_NAME_MAX_CHARACTERS).replaceAll(/[/\\:]/g, '-')}.tabproof`;
}

export const PROOF_SENTENCE = toSay(
  'Keep the proof beside the file. In this project’s folder it is checked without browser or ' +
    'network:',
);
