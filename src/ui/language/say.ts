/**
 * How the page says something in its user's language. The English message is the key:
 *
 *   say('Fetching {done} of {blocks}', { done, blocks })
 *   sayCount(peers, '{count} peer', '{count} peers')
 *   sayWith('Mined by {miner}', { miner: <Miner … /> })
 *   const TITLES = { mine: toSay('Mine') };  …  say(TITLES.mine)
 *
 * A test reads these calls and fails for a language that lacks one of their messages. Values are
 * inserted as they are: they come formatted, and text of others comes inert.
 */

import type { ComponentChildren } from 'preact';
import { catalogue, language } from './language.ts';
import { formatNumber } from './numbers.ts';

export type Values = Readonly<Record<string, string | number>>;

const PLACEHOLDER = /\{(\w+)\}/g;

export function say(message: string, values?: Values): string {
  const known = catalogue()[message];
  const text = typeof known === 'string' ? known : message;
  return values === undefined ? text : fill(text, values);
}

/** `{count}` is the formatted count; `other` is the key. */
export function sayCount(count: number, one: string, other: string, values?: Values): string {
  const known = catalogue()[other];
  const forms = Array.isArray(known) ? (known as readonly string[]) : [one, other];
  const form = pluralRules(language()).select(count) === 'one' ? forms[0] : forms[1];
  // A count and its noun are never parted by a line break.
  const bound = (form ?? other).replaceAll('{count} ', '{count}\u00a0');
  return fill(bound, { count: formatNumber(count, 0, 0), ...values });
}

/** For what is drawn, with elements among the words. */
export function sayWith(
  message: string,
  parts: Readonly<Record<string, ComponentChildren>>,
): ComponentChildren[] {
  // Every second piece is the name of a placeholder.
  return say(message)
    .split(PLACEHOLDER)
    .map((piece, index) => (index % 2 === 0 ? piece : (parts[piece] ?? `{${piece}}`)));
}

/** Marks a message that is kept and said later. */
export function toSay<Message extends string>(message: Message): Message {
  return message;
}

/** A value that is missing leaves its placeholder: what must never fail is telling. */
export function fill(text: string, values: Values): string {
  return text.replaceAll(PLACEHOLDER, (whole, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : whole,
  );
}

const rules = new Map<string, Intl.PluralRules>();

function pluralRules(name: string): Intl.PluralRules {
  const known = rules.get(name) ?? new Intl.PluralRules(name);
  rules.set(name, known);
  return known;
}
