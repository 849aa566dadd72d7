/** Every text of the page is said, and every message has its translations. */

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LANGUAGES, type Catalogue } from '../../../src/ui/language/language.ts';
import { allMessages, catalogueFaults, pageFiles, saidIn } from '../../support/messages.ts';
import { findUnsaid } from '../../support/unsaid.ts';

const { messages, faults } = allMessages();

describe('the page', () => {
  it('says every text that it shows', () => {
    expect(pageFiles().flatMap(findUnsaid)).toEqual([]);
  });

  it('gives each message the values that it has places for, and counts it in one way', () => {
    expect(faults).toEqual([]);
  });
});

describe.each(Object.keys(LANGUAGES).filter((name) => name !== 'en'))('%s', (name) => {
  it('says every message and no other, in its form and with its values', () => {
    expect(catalogueFaults(catalogueOf(name), messages)).toEqual([]);
  });
});

describe('what is read from a file', () => {
  it('are its messages: whole, glued, either side of a condition, kept, counted', () => {
    const text = `
      say('one ' + 'text');
      say(isIt ? 'this' : titles.that, { });
      sayWith(isIt ? 'left {x}' : 'right {x}', { x });
      const KEPT = [toSay('kept')];
      sayCount(n, '{count} hare', '{count} hares');
      say(KEPT[0]);
    `;
    const found = saidIn({ path: 'a.ts', text });
    expect(found.messages.map(({ text, one }) => [text, one])).toEqual([
      ['one text', undefined],
      ['this', undefined],
      ['left {x}', undefined],
      ['right {x}', undefined],
      ['kept', undefined],
      ['{count} hares', '{count} hare'],
    ]);
    expect(found.messages.map(({ line }) => line)).toEqual([2, 3, 4, 4, 5, 6]);
    expect(found.faults).toEqual([]);
  });

  it('are values that a message has no place for, and places without a value', () => {
    const text = `say('{a} and {b}', { a, c }); sayCount(n, '{count} of {x}', '{count} of {x}');`;
    expect(saidIn({ path: 'a.ts', text }).faults).toEqual([
      'a.ts:1: {c} of "{a} and {b}"',
      'a.ts:1: {b} of "{a} and {b}"',
      'a.ts:1: {x} of "{count} of {x}"',
    ]);
  });

  it.each([
    ['words of an element', 'const a = <p>Mined</p>;', 'Mined'],
    ['words chosen by a condition', "const a = <p>{isIt ? 'spent' : ''}</p>;", 'spent'],
    ['a name that is read out', 'const a = <a aria-label="search" />;', 'search'],
    ['a sentence anywhere', "const A = { a: 'two words' };", 'two words'],
    ['a title in a table', "const A = { a: 'Height' };", 'Height'],
    ['words with a value between', 'const a = () => `block ${height}`;', 'block {}'],
  ])('is unsaid text: %s', (_, text, words) => {
    expect(findUnsaid({ path: 'a.tsx', text })).toEqual([`a.tsx:1: ${words}`]);
  });

  it.each([
    ['what is said', "const a = <p title={say('A title')}>{say('Two words')}</p>;"],
    ['classes and ids', 'const a = <p class="two words" data-testid="a b" id={`row ${id}`} />;'],
    ['what is typed', 'const a = <code>getblock hash</code>;'],
    ['selectors and errors of our own', "closest('a b'); throw new Error('not reached here');"],
    ['what is compared', "if (event.key === 'Enter' || name === 'Some Name') go();"],
    ['styles and drawings', 'const a = `translate(${x}px, ${y}px)`; const b = "M4 7h16";'],
    ['types', "type A = 'two words';"],
    ['names of Bitcoin’s', "const A = { core: 'node key' };"],
  ])('is no unsaid text: %s', (_, text) => {
    expect(findUnsaid({ path: 'a.tsx', text })).toEqual([]);
  });
});

describe('a catalogue', () => {
  const [plain, counted] = saidIn({
    path: 'a.ts',
    text: "say('Sent to {name}', { name }); sayCount(n, '{count} hare', '{count} hares');",
  }).messages;
  const known = [plain!, counted!];
  const good = {
    'Sent to {name}': 'A {name}',
    '{count} hares': ['{count} lepre', '{count} lepri'],
  };

  it('is complete with one text for a message, and two for a counted one', () => {
    expect(catalogueFaults(good, known)).toEqual([]);
  });

  it('is complete, too, where its singular does not tell the count, or tells it alone', () => {
    const one = { ...good, '{count} hares': ['una lepre', '{count} lepri'] };
    expect(catalogueFaults(one, known)).toEqual([]);
    const spelt = saidIn({ path: 'a.ts', text: "sayCount(n, 'One hare', '{count} hares');" });
    expect(catalogueFaults(good, [plain!, ...spelt.messages])).toEqual([]);
  });

  it.each([
    ['a message is missing', { '{count} hares': good['{count} hares'] }, 'missing'],
    ['one is left over', { ...good, Gone: 'Via' }, 'left over'],
    ['a place is missing', { ...good, 'Sent to {name}': 'A' }, 'other placeholders'],
    [
      'a form is missing',
      { ...good, '{count} hares': ['{count} lepri'] },
      'one form and the other',
    ],
    ['a counted one has one text', { ...good, '{count} hares': '{count} lepri' }, 'in the wrong'],
    ['it holds markup', { ...good, 'Sent to {name}': '<b>A</b> {name}' }, 'markup'],
    ['its ends differ', { ...good, 'Sent to {name}': 'A {name} ' }, 'other spaces'],
  ])('is not when %s', (_, catalogue, fault) => {
    const found = catalogueFaults(catalogue, known);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(fault);
  });
});

function catalogueOf(name: string): Catalogue {
  const place = new URL(`../../../src/ui/language/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(place, 'utf8')) as Catalogue;
}
