/**
 * A line as typed into the console, as a command and its parameters: words are parted by spaces,
 * and each is JSON where it reads as JSON, otherwise text. So `getblock 00ab… 2`, `sendtoaddress
 * tab1… 1.5` and `send {"tab1…": 1.5}` all mean what they look like.
 */

import { say } from '../language/say.ts';

export type CommandLine =
  | { readonly kind: 'empty' }
  | { readonly kind: 'call'; readonly method: string; readonly parameters: readonly unknown[] }
  | { readonly kind: 'help'; readonly method: string }
  | { readonly kind: 'unfinished'; readonly sentence: string };

export function readLine(text: string): CommandLine {
  const words = splitWords(text.trim());
  if (words === undefined) {
    return { kind: 'unfinished', sentence: say('A bracket or a quotation mark is not closed.') };
  }
  const [method, ...rest] = words;
  if (method === undefined) return { kind: 'empty' };
  if (method === 'help' && rest[0] !== undefined) return { kind: 'help', method: rest[0] };
  return { kind: 'call', method, parameters: rest.map(readValue) };
}

/** A hash of digits alone is text: as a number it would lose most of them. */
function readValue(word: string): unknown {
  if (/^-?\d{16,}$/.test(word)) return word;
  try {
    return JSON.parse(word) as unknown;
  } catch {
    return word;
  }
}

const CLOSERS: Readonly<Record<string, string>> = { '{': '}', '[': ']', '"': '"', "'": "'" };

/** Spaces within brackets and quotation marks part nothing; undefined where one stays open. */
function splitWords(text: string): string[] | undefined {
  const words: string[] = [];
  let at = 0;
  while (at < text.length) {
    if (/\s/.test(text[at]!)) {
      at += 1;
      continue;
    }
    const end = endOfWord(text, at);
    if (end === undefined) return undefined;
    words.push(unquoted(text.slice(at, end)));
    at = end;
  }
  return words;
}

function endOfWord(text: string, from: number): number | undefined {
  const open: string[] = [];
  for (let at = from; at < text.length; at += 1) {
    const character = text[at]!;
    const expected = open.at(-1);
    const isQuoted = expected === '"' || expected === "'";
    if (isQuoted && character === '\\') at += 1;
    else if (character === expected) open.pop();
    else if (!isQuoted && CLOSERS[character] !== undefined) open.push(CLOSERS[character]);
    else if (open.length === 0 && /\s/.test(character)) return at;
  }
  return open.length === 0 ? text.length : undefined;
}

/** Double quotes are JSON's own; single ones are for those who are used to a shell. */
function unquoted(word: string): string {
  const isSingle = word.length > 1 && word.startsWith("'") && word.endsWith("'");
  return isSingle ? word.slice(1, -1) : word;
}
