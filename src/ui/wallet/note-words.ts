/** What is said of notes, stamps and proofs, as pure functions. */

import { inertText } from '../../util/text.ts';
import { formatAmount, formatHeight, formatMoment, formatPlural } from '../format.ts';
import type { PaymentPlan } from './commands.ts';
import type { Stamp } from './note-commands.ts';

const FILE_NAME_MAX_CHARACTERS = 60;

/** Under the field of a note. */
export function noteLeft(note: string, mostBytes: number): string {
  const left = mostBytes - new TextEncoder().encode(note).length;
  return left >= 0
    ? `For everyone to read, for ever. ${formatPlural(left, 'byte')} left.`
    : `${formatPlural(-left, 'byte')} too long: a note holds ${mostBytes}\u00a0bytes.`;
}

/** Why a note cannot be written; empty where it can. */
export function noteComplaint(note: string, mostBytes: number): string {
  if (note === '') return 'Write something first.';
  return new TextEncoder().encode(note).length > mostBytes ? noteLeft(note, mostBytes) : '';
}

export function costSentence({ fee }: PaymentPlan): string {
  const cost = `This costs ${formatAmount(fee)}, for the miner.`;
  return `${cost} It cannot be taken back once it is in a block.`;
}

export const NOTE_WRITTEN =
  'Sent. The note stands on the chain with the next block; the history shows it.';

export const STAMP_WRITTEN =
  'Sent. The hash stands on the chain with the next block: check the file again then.';

export function fileTitle(name: string): string {
  return `“${inertText(name, FILE_NAME_MAX_CHARACTERS)}”`;
}

/** What came of the search for a file's hash. */
export function stampSentence(name: string, stamp: Stamp): string {
  const file = fileTitle(name);
  if (stamp.found) {
    const { height, time, confirmations } = stamp;
    return (
      `${file} is on this chain, bit for bit as it is now: its hash stands in block ` +
      `${formatHeight(height)} of ${formatMoment(time * 1_000)}, by its miner’s clock. ` +
      depthWords(confirmations)
    );
  }
  const missing = `The hash of ${file} stands in no block of this chain`;
  if (stamp.unread === 0) return `${missing}. What still waits for its block is not counted.`;
  const unread = formatPlural(stamp.unread, 'block');
  return `${missing} that this tab could read; ${unread} could not be read here.`;
}

function depthWords(confirmations: number): string {
  if (confirmations === 1) return 'That block is the newest, so it may still lose its race.';
  const above = formatPlural(confirmations - 1, 'block');
  return `${above} ${confirmations === 2 ? 'stands' : 'stand'} on top of it.`;
}

/** The name of a proof's file, beside the name of what it proves. */
export function proofName(name: string): string {
  return `${inertText(name, FILE_NAME_MAX_CHARACTERS).replaceAll(/[/\\:]/g, '-')}.tabproof`;
}

export const PROOF_SENTENCE =
  'Keep the proof beside the file. In this project’s folder it is checked without browser or ' +
  'network:';

export const PROOF_COMMAND = 'npm run verify -- PROOF FILE';
