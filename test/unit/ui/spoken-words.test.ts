/** What the page says follows its language: words, forms of counts, numbers, dates and amounts. */

import { afterEach, describe, expect, it } from 'vitest';
import { formatAge, formatAmount, formatDecimal, formatMoment } from '../../../src/ui/format.ts';
import {
  type Catalogue,
  type Language,
  LANGUAGES,
  speakWith,
} from '../../../src/ui/language/language.ts';
import { sayCount } from '../../../src/ui/language/say.ts';
import { gpuReason, GPU_REASONS, WORKER_SILENT } from '../../../src/ui/mine/gpu-reason.ts';
import { noticeSentence } from '../../../src/ui/notice-words.ts';
import { refusalSentence as linkSentence } from '../../../src/ui/screens/room-refusal-words.ts';
import { healthSentence } from '../../../src/ui/status/health-words.ts';
import { parseAmount } from '../../../src/ui/wallet/amount.ts';
import { withRecipient } from '../../../src/ui/wallet/draft.ts';
import { refusalSentence } from '../../../src/ui/wallet/refusal-words.ts';
import { feerateWords } from '../../../src/ui/wallet/words.ts';
import { REPAIRS, storageSentence } from '../../../src/ui/words.ts';
import { CommandError } from '../../../src/node/api.ts';
import { parseRoomCode } from '../../../src/node/room.ts';
import { decodeAddress } from '../../../src/wallet/address.ts';
import { paymentLink } from '../../../src/wallet/payment-link.ts';
import { listFiles } from '../../support/source-files.ts';
import { fixtureAddress } from '../../support/fixture-wallets.ts';

const NAMES = Object.keys(LANGUAGES) as readonly Language[];
const WITH_COMMA = NAMES.filter((name) => name !== 'en');

/** Not real translations: those are checked for themselves. */
const FAKE: Catalogue = {
  'Alone in this room': 'Seul ici',
  '{count} peers, all at {height}': ['{count} pair, à {height}', '{count} pairs, tous à {height}'],
  'You found block {height}.': 'Le bloc {height} est à vous.',
  '{duration} ago': 'il y a {duration}',
  'This link was made by another version of Tabchain.': 'Une autre version.',
  'The node refused ({code}).': 'Refus ({code}).',
  'the browser offers no graphics card': 'aucune carte',
  'A stored block was damaged; it is fetched again.': 'Un bloc était abîmé.',
};

function plain(text: string): string {
  return text.replaceAll(/[\u00a0\u202f]/g, ' ');
}

afterEach(() => speakWith('en', {}));

describe('words', () => {
  it('are those of the language, and English where it has none', () => {
    speakWith('fr', FAKE);
    expect(healthSentence({ kind: 'alone' })).toBe('Seul ici');
    expect(healthSentence({ kind: 'starting' })).toBe('Starting');
    expect(
      plain(noticeSentence({ id: 1, at: 0, kind: 'block-found', facts: { height: 1204 } })),
    ).toBe('Le bloc 1 204 est à vous.');
    speakWith('en', {});
    expect(healthSentence({ kind: 'alone' })).toBe('Alone in this room');
  });

  it('take the form that the language has for a count, with its values', () => {
    const inStep = (peers: number) =>
      plain(healthSentence({ kind: 'in-step', peers, height: 5000 }));
    speakWith('fr', FAKE);
    expect([1, 2].map(inStep)).toEqual(['1 pair, à 5 000', '2 pairs, tous à 5 000']);
  });

  it.each([
    ['en', ['0 blocks', '1 block', '2 blocks']],
    ['fr', ['0 bloc', '1 bloc', '2 blocs']],
    ['it', ['0 blocchi', '1 blocco', '2 blocchi']],
  ] as const)('are counted as in %s: nought is not one everywhere', (name, forms) => {
    const [two = '', one = ''] = [forms[2].slice(2), forms[1].slice(2)];
    const counted = [`{count} ${one}`, `{count} ${two}`];
    speakWith(name, name === 'en' ? {} : { '{count} blocks': counted });
    const said = [0, 1, 2].map((count) => sayCount(count, '{count} block', '{count} blocks'));
    expect(said.map(plain)).toEqual(forms);
  });
});

describe('what comes from the node', () => {
  it('is said by its code or reason', () => {
    speakWith('fr', FAKE);
    expect(linkSentence('version')).toBe('Une autre version.');
    expect(refusalSentence(new CommandError(-1, ''))).toBe('Refus (-1).');
    expect(gpuReason('the browser offers no graphics card')).toBe('aucune carte');
    const repaired = 'A stored block was damaged; it is fetched again. And more.';
    expect(storageSentence({ state: 'disk', repaired })).toContain(
      'Un bloc était abîmé. And more.',
    );
  });

  it('is shown as it is where nobody knows it', () => {
    speakWith('fr', FAKE);
    expect(gpuReason('Dawn: device lost')).toBe('Dawn: device lost');
    expect(refusalSentence(new CommandError(-4, 'the disk is full'))).toBe('The disk is full.');
  });

  it('is known in the very words in which it is told there', () => {
    const sources = ['src/node', 'src/adapters', 'src/worker'].flatMap((path) => listFiles(path));
    const isTold = (text: string) => sources.some((file) => file.text.includes(`'${text}'`));
    const texts = [...REPAIRS, ...GPU_REASONS].filter((text) => text !== WORKER_SILENT);
    expect(texts.filter((text) => !isTold(text))).toEqual([]);
  });

  it('says of a link what the reader of links says', () => {
    for (const text of ['', 'abc', 'a'.repeat(57), 'a'.repeat(56)]) {
      const parsed = parseRoomCode(text);
      expect(parsed.ok ? '' : linkSentence(parsed.reason)).toBe(parsed.ok ? 'x' : parsed.sentence);
    }
  });
});

describe.each(WITH_COMMA)('figures in %s', (name) => {
  it('have a comma before their decimals, and keep their units', () => {
    speakWith(name, {});
    expect(formatDecimal(1.25)).toBe('1,25');
    expect(plain(formatAmount(125_000_000_001))).toBe('1 250,000 000 01 TAB');
    expect(plain(feerateWords(4_250))).toBe('4,25 tick/vB');
  });

  it('may be typed with a comma or a point', () => {
    speakWith(name, {});
    const ticks = 1_250_000_000;
    for (const text of ['12,5', '12.5', '12,50', '12,500 000 00 TAB']) {
      expect(parseAmount(text)).toEqual({ ok: true, ticks });
    }
    expect(parseAmount('1,125')).toEqual({ ok: true, ticks: 112_500_000 });
    expect(parseAmount(formatAmount(125_000_000_001))).toEqual({
      ok: true,
      ticks: 125_000_000_001,
    });
  });

  it('that could be a thousand or one are asked back', () => {
    speakWith(name, {});
    for (const text of ['1,000', '1.000']) {
      expect(parseAmount(text)).toMatchObject({ sentence: expect.stringContaining('1000 or 1?') });
    }
    expect(parseAmount('1.125')).toMatchObject({
      sentence: expect.stringContaining('1125 or 1,125?'),
    });
    expect(parseAmount('x')).toMatchObject({ sentence: expect.stringContaining('12,5') });
  });

  it('of a payment link are filled in as its reader writes them', () => {
    speakWith(name, {});
    const scriptPubKey = decodeAddress(fixtureAddress('payee'));
    const { amount = '' } = withRecipient(paymentLink({ scriptPubKey, amount: 112_500_000 }));
    expect(amount).toBe('1,125');
    expect(parseAmount(amount)).toEqual({ ok: true, ticks: 112_500_000 });
  });
});

describe('moments', () => {
  const noon = new Date(2026, 10, 24, 12).getTime();

  it.each([
    ['en', /^24 Nov 2026, \d\d:\d\d:\d\d$/],
    ['it', /^24 nov 2026, \d\d:\d\d:\d\d$/],
    ['de', /^24\.11\.2026, \d\d:\d\d:\d\d$/],
    ['fr', /^24 nov\. 2026, \d\d:\d\d:\d\d$/],
  ] as const)('are written as %s writes them', (name, form) => {
    speakWith(name, {});
    expect(formatMoment(noon)).toMatch(form);
  });

  it('so long ago are told in its order of words', () => {
    expect(plain(formatAge(12))).toBe('12 s ago');
    speakWith('fr', FAKE);
    expect(plain(formatAge(12))).toBe('il y a 12 s');
  });
});
