import { describe, expect, it } from 'vitest';
import type { LabEvent, LabEventKind } from '../../../../src/lab/api.ts';
import {
  blockOf,
  eventSentence,
  paymentOf,
  rowsOf,
  sharesSentence,
} from '../../../../src/ui/lab/event-words.ts';

const NAMES = new Map([
  ['lab-1', 'Fox'],
  ['lab-2', 'Moth'],
]);
const HASH = 'ab'.repeat(32);

function eventOf(kind: LabEventKind, facts: LabEvent['facts'] = {}, node = 'lab-1'): LabEvent {
  return { id: 1, at: 0, kind, node, facts };
}

/** Without the marks around names, and with plain spaces. */
function said(event: LabEvent): string {
  return eventSentence(event, NAMES)
    .replaceAll(/[\u2068\u2069]/g, '')
    .replaceAll(/[\u00a0\u202f]/g, ' ');
}

const KINDS: readonly LabEventKind[] = [
  'node-added',
  'node-removed',
  'stopped',
  'cut',
  'healed',
  'weather',
  'mining',
  'block-found',
  'reorganisation',
  'refused',
  'payment',
  'agreed',
  'disagreed',
];

describe('what was seen', () => {
  it.each<[LabEventKind, LabEvent['facts'], string]>([
    ['cut', { from: 'self', to: 'lab-2' }, 'The link between this tab and Moth was cut.'],
    [
      'stopped',
      { nodes: 5 },
      'The worker of the virtual nodes stopped by a fault, and 5 nodes with it.',
    ],
    ['cut', { from: 'self', to: 'c0ffee00' }, 'The link between this tab and another tab was cut.'],
    ['cut', {}, 'Every link between the sides was cut.'],
    ['healed', { from: 'lab-1', to: 'lab-2' }, 'The link between Fox and Moth was healed.'],
    [
      'weather',
      { latencyMs: 300, lossPercent: 5 },
      'Every message takes 300 ms longer, and 5 % must be sent twice.',
    ],
    ['weather', { latencyMs: 0, lossPercent: 0 }, 'Messages travel at once again.'],
    ['mining', { share: 40 }, 'Fox mines with 40 % of the laboratory’s hashes.'],
    ['block-found', { hash: HASH, height: 1204 }, 'Fox found block 1 204.'],
    ['block-found', { hash: HASH, height: 43, count: 31 }, 'Fox found 31 blocks, up to block 43.'],
    [
      'reorganisation',
      { hash: HASH, undone: 2, added: 3 },
      'Fox gave up 2 blocks and took 3 others: their branch has more work.',
    ],
    ['refused', { by: 'Moth', code: 'bad-sig' }, 'Fox refused what Moth sent: bad-sig.'],
    [
      'payment',
      { txid: HASH, amount: -1e9, kind: 'sent', stage: 'pending' },
      'Fox sent a payment of 10.000 000 00 TAB.',
    ],
    [
      'payment',
      { txid: HASH, amount: 1e9, kind: 'received', stage: 'pending' },
      'Fox sees 10.000 000 00 TAB on their way to it.',
    ],
    [
      'payment',
      { txid: HASH, amount: 1e9, kind: 'received', stage: 'replaced' },
      'Fox: a payment of 10.000 000 00 TAB was replaced by one of the same coins.',
    ],
    ['agreed', { hash: HASH, height: 15 }, 'All nodes agree on one chain, at block 15.'],
    ['disagreed', { tips: 2, nodes: 6 }, 'The nodes stand on 2 different newest blocks.'],
  ])('%s %o is a sentence', (kind, facts, sentence) => {
    expect(said(eventOf(kind, facts))).toBe(sentence);
  });

  it.each(KINDS)('%s is one without any fact', (kind) => {
    const { node: _, ...nobody } = eventOf(kind);
    for (const event of [eventOf(kind), nobody]) {
      expect(said(event)).toMatch(/^\p{Lu}.*\.$/u);
      expect(said(event)).not.toMatch(/undefined|NaN|\{/);
    }
  });

  it('holds names of others apart from the sentence', () => {
    const sentence = eventSentence(eventOf('node-added', { name: '\u202egnol <b>' }), NAMES);
    expect(sentence).not.toContain('\u202e');
    expect(sentence.startsWith('\u2068gnol <b>\u2069 ')).toBe(true);
  });

  it('calls a node that left as it was called, and one never heard of a node', () => {
    expect(said(eventOf('node-removed', { name: 'Lynx' }))).toBe('Lynx left.');
    expect(said(eventOf('block-found', { height: 2 }, 'lab-9'))).toBe('A node found block 2.');
  });

  it('leads to blocks and payments, and nowhere else', () => {
    expect(blockOf(eventOf('block-found', { hash: HASH }))).toBe(HASH);
    expect(paymentOf(eventOf('payment', { txid: HASH }))).toBe(HASH);
    expect(blockOf(eventOf('block-found', { hash: 'javascript:alert(1)' }))).toBeUndefined();
    expect(paymentOf(eventOf('payment'))).toBeUndefined();
  });
});

describe('shares', () => {
  const shares = [
    eventOf('mining', { share: 70 }),
    eventOf('mining', { share: 30 }, 'lab-2'),
    eventOf('mining', { share: 0 }, 'lab-3'),
  ];

  it('that are given at once are one line, of those who mine', () => {
    const rows = rowsOf([eventOf('cut'), ...shares, eventOf('healed')]);
    expect(rows.map((row) => row.length)).toEqual([1, 3, 1]);
    const sentence = sharesSentence(rows[1]!, NAMES).replaceAll(/[\u2068\u2069]/g, '');
    expect(sentence).toBe('Who mines now: Fox 70 % and Moth 30 %.');
  });

  it('of nobody are said', () => {
    const idle = shares.map(({ node }) => eventOf('mining', { share: 0 }, node));
    expect(sharesSentence(idle, NAMES)).toBe('No virtual node mines now.');
  });
});
