/**
 * For translators, from the repository's root:
 *
 *   npx tsx test/support/messages-main.ts it            what Italian lacks, as JSON to fill in
 *   npx tsx test/support/messages-main.ts it --unused   what it has and the page does not say
 *   npx tsx test/support/messages-main.ts it --faults   all that is wrong with it
 *
 * Of a counted message the two forms are that for "one" and that for all other counts. Where each
 * message is said is told beside the JSON, on the other stream.
 */

import { readFileSync } from 'node:fs';
import { allMessages, catalogueFaults, type Message, missingFrom } from './messages.ts';
import type { Catalogue } from '../../src/ui/language/language.ts';

const [language = 'it', wish] = process.argv.slice(2);
const place = new URL(`../../src/ui/language/${language}.json`, import.meta.url);
const catalogue = JSON.parse(readFileSync(place, 'utf8')) as Catalogue;
const { messages } = allMessages();

if (wish === '--faults') print(catalogueFaults(catalogue, messages));
else if (wish === '--unused') {
  const keys = new Set(messages.map(({ text }) => text));
  print(Object.keys(catalogue).filter((key) => !keys.has(key)));
} else {
  const missing = missingFrom(catalogue, messages);
  print(
    Object.fromEntries(missing.map(({ text, one }) => [text, one === undefined ? '' : ['', '']])),
  );
  for (const message of missing) console.error(describe(message));
}

function describe({ path, line, text, one }: Message): string {
  return `${path}:${line}: ${one === undefined ? text : `${one} | ${text}`}`;
}

function print(value: unknown): void {
  console.log(JSON.stringify(value, null, 2));
}
