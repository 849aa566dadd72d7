import { describe, expect, it } from 'vitest';
import type { PaymentRow } from '../../../../src/node/api.ts';
import {
  asWatched,
  kindLabel,
  partyLabel,
  stageLabel,
  stageSentence,
  stageTone,
} from '../../../../src/ui/wallet/payment-words.ts';
import {
  fixtureAddress,
  fixturePayment,
  outsideOfChain,
} from '../../../support/fixture-wallets.ts';

function plain(text: string): string {
  return text.replaceAll(/[\u00a0\u202f]/g, ' ').replaceAll(/[\u2068\u2069]/g, '');
}

function payment(changes: Partial<PaymentRow>): PaymentRow {
  return fixturePayment('words', changes);
}

describe('the chip of a payment', () => {
  const cases: readonly (readonly [Partial<PaymentRow>, string, string])[] = [
    [{ stage: 'pending', depth: 0 }, 'Pending', 'quiet'],
    [{ stage: 'immature', depth: 3, kind: 'mined' }, 'Immature', 'waiting'],
    [{ stage: 'confirming', depth: 1 }, '1 of 6', 'waiting'],
    [{ stage: 'confirming', depth: 5 }, '5 of 6', 'waiting'],
    [{ stage: 'confirmed', depth: 6 }, 'Confirmed', 'calm'],
    [{ stage: 'replaced', depth: 0 }, 'Replaced', 'lost'],
    [{ stage: 'orphaned', depth: 0 }, 'Orphaned', 'lost'],
    [{ stage: 'dropped', depth: 0 }, 'Dropped', 'lost'],
  ];

  it.each(cases)('of %o says how it stands', (changes, label, tone) => {
    expect(stageLabel(payment(changes))).toBe(label);
    expect(stageTone(payment(changes))).toBe(tone);
  });
});

describe('what a chip opens', () => {
  function why(changes: Partial<PaymentRow>): string {
    return plain(stageSentence(payment(changes)));
  }

  it('tells which block lost its race, and to whom', () => {
    const lost: Partial<PaymentRow> = { kind: 'mined', stage: 'orphaned', depth: 0, height: 1204 };
    expect(why(lost)).toBe(
      'Your block 1 204 lost the race: another block at that height had more work behind it. ' +
        'Its reward does not exist in the chain that won.',
    );
    expect(why({ ...lost, winner: 'Fox' })).toContain('the block of Fox at that height');
  });

  it('does not call a payment from a lost block a block', () => {
    expect(why({ kind: 'sent', stage: 'orphaned' })).toContain('Its coins came from a block');
  });

  it('tells how deep a payment is and how much is missing', () => {
    expect(why({ stage: 'confirming', depth: 1, height: 5000 })).toBe(
      'In block 5 000, 1 block deep. Each block on top makes it harder to take back; ' +
        '5 more blocks and it is called confirmed.',
    );
    expect(why({ stage: 'confirming', depth: 5 })).toContain('1 more block and');
  });

  it('says what a reward waits for', () => {
    const text = why({ kind: 'mined', stage: 'immature', depth: 4, height: 4997 });
    expect(text).toContain('your block 4 997, 4 blocks deep');
    expect(text).toContain('five minutes of blocks');
  });

  it('names what replaced a payment, and does without where it is not known', () => {
    const replacedBy = `${'ab'.repeat(4)}${'00'.repeat(24)}${'cd'.repeat(4)}`;
    expect(why({ kind: 'sent', stage: 'replaced', replacedBy })).toBe(
      'Transaction abababab…cdcdcdcd spends the same coins and was taken instead. ' +
        'Nothing left your wallet by this one.',
    );
    expect(why({ stage: 'replaced' })).toMatch(/^Another transaction .* never arrived\.$/);
  });

  it('offers a higher fee only where it can be raised', () => {
    const waiting: Partial<PaymentRow> = { kind: 'sent', stage: 'pending', depth: 0 };
    expect(why({ ...waiting, canBump: true })).toContain('higher fee');
    expect(why(waiting)).not.toContain('higher fee');
    expect(why({ stage: 'pending', depth: 0 })).toContain('heard of it checked it');
  });

  it('offers to add to the fee of a payment to us, where its coin can pay for that', () => {
    const waiting: Partial<PaymentRow> = { stage: 'pending', depth: 0 };
    expect(why({ ...waiting, canHurry: true })).toContain('you can add to the fee');
    expect(why(waiting)).not.toContain('add to the fee');
  });

  it('offers nothing to whoever only watches', () => {
    const sent = payment({ kind: 'sent', stage: 'pending', depth: 0, canBump: true });
    const received = payment({ stage: 'pending', depth: 0, canHurry: true });
    expect(stageSentence(asWatched(sent))).not.toContain('higher fee');
    expect(stageSentence(asWatched(received))).not.toContain('add to the fee');
  });

  it('keeps a hostile name or reason from turning or flooding the sentence', () => {
    const hostile = `\u202e<b>${'x'.repeat(5_000)}`;
    for (const text of [
      stageSentence(payment({ kind: 'mined', stage: 'orphaned', winner: hostile })),
      stageSentence(payment({ stage: 'dropped', reason: hostile })),
    ]) {
      expect(text.length).toBeLessThan(400);
      expect(text).not.toContain('\u202e');
      expect(text).toMatch(/\u2068.*\u2069/);
    }
  });

  it('says why a payment waits no longer, and who could still have it mined', () => {
    const gone: Partial<PaymentRow> = { kind: 'sent', stage: 'dropped', depth: 0 };
    expect(why({ ...gone, reason: 'expired' })).toBe(
      'It no longer waits for a block: no miner took it for an hour. Its coins are yours to ' +
        'spend again; until you do, whoever kept it can have it mined.',
    );
    expect(why({ ...gone, kind: 'received', reason: 'evicted' })).toContain('may send it again');
  });

  it('never shows a fact that is missing', () => {
    const stages: readonly PaymentRow['stage'][] = [
      'pending',
      'immature',
      'confirming',
      'confirmed',
      'replaced',
      'orphaned',
      'dropped',
    ];
    for (const stage of stages) {
      for (const kind of ['mined', 'received', 'sent', 'moved'] as const) {
        const text = stageSentence(outsideOfChain({ ...payment({ stage, kind }) }));
        expect(text).not.toMatch(/undefined|NaN/);
        expect(text).toMatch(/\.$/);
      }
    }
  });
});

describe('a line of the history', () => {
  it('says what it was', () => {
    expect(plain(kindLabel(payment({ kind: 'mined', height: 1204 })))).toBe(
      'Reward of block 1 204',
    );
    expect(kindLabel(payment({ kind: 'moved' }))).toBe('Moved within your wallet');
  });

  it('says whom, and how many others', () => {
    const addresses = ['a', 'b', 'c'].map((seed) => fixtureAddress(seed));
    const [first = ''] = addresses;
    const short = `${first.slice(0, 8)}…${first.slice(-8)}`;
    expect(plain(partyLabel(payment({ kind: 'sent', addresses })))).toBe(
      `to ${short} and 2 others`,
    );
    expect(partyLabel(payment({ addresses: [first] }))).toBe(`at ${short}`);
    expect(partyLabel(payment({ kind: 'mined', addresses }))).toBe('');
    expect(partyLabel(payment({ kind: 'sent', addresses: [] }))).toBe('');
  });
});
