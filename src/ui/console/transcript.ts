/** What was asked and answered, as text; the oldest is forgotten first. */

import { CONSOLE_ENTRIES_MAX, CONSOLE_TEXT_MAX_CHARACTERS } from '../../util/limits.ts';
import { say } from '../language/say.ts';

export interface Entry {
  readonly id: number;
  readonly line: string;
  /** Undefined while the node works on it. */
  readonly answer: string | undefined;
  readonly isRefusal: boolean;
}

/** Their parameters are passphrases and words, which must not stand on a projector. */
const SECRET_COMMANDS: ReadonlySet<string> = new Set([
  'encryptwallet',
  'exportwallet',
  'importmnemonic',
  'importwallet',
  'walletpassphrase',
  'walletpassphrasechange',
]);

/** A line as it is shown and brought back: of a command with secrets the name alone. */
export function shownLine(line: string): string {
  const [method = '', ...rest] = line.trim().split(/\s+/);
  return SECRET_COMMANDS.has(method) && rest.length > 0 ? `${method} …` : line.trim();
}

export function added(entries: readonly Entry[], entry: Entry): readonly Entry[] {
  return [...entries, entry].slice(-CONSOLE_ENTRIES_MAX);
}

export function answered(
  entries: readonly Entry[],
  id: number,
  outcome: Pick<Entry, 'answer' | 'isRefusal'>,
): readonly Entry[] {
  return entries.map((entry) => (entry.id === id ? Object.assign({}, entry, outcome) : entry));
}

/** Text as it is, everything else as JSON; bytes as their number. */
export function showResult(result: unknown): string {
  const text =
    typeof result === 'string'
      ? result
      : (JSON.stringify(result, (_, value: unknown) => showBytes(value), 2) ?? '');
  if (text.length <= CONSOLE_TEXT_MAX_CHARACTERS) return text;
  const rest = text.length - CONSOLE_TEXT_MAX_CHARACTERS;
  const more = say('… and {number} characters more', { number: rest });
  return `${text.slice(0, CONSOLE_TEXT_MAX_CHARACTERS)}\n${more}`;
}

function showBytes(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (!(value instanceof Uint8Array)) return value;
  return say('{number} bytes', { number: value.length });
}
