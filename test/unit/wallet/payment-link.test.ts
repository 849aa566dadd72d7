import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  PAYMENT_LINK_MAX_CHARACTERS,
  PAYMENT_MESSAGE_MAX_CHARACTERS,
} from '../../../src/util/limits.ts';
import { encodeAddress, encodeSegwit } from '../../../src/wallet/address.ts';
import {
  formatAmount,
  parseAmount,
  parsePaymentLink,
  paymentLink,
} from '../../../src/wallet/payment-link.ts';
import { refusal } from '../../support/refusal.ts';

const SEED = 21;
const scriptPubKey = Uint8Array.of(0x51, 0x20, ...new Uint8Array(32).fill(9));
const address = encodeAddress(scriptPubKey);

describe('a payment link', () => {
  it('asks for an amount and says what for', () => {
    const link = paymentLink({ scriptPubKey, amount: 150_000_000, message: 'for the coffee' });
    expect(link).toBe(`tabchain:${address}?amount=1.5&message=for%20the%20coffee`);
    const asked = { scriptPubKey, amount: 150_000_000, message: 'for the coffee' };
    expect(parsePaymentLink(link)).toEqual(asked);
  });

  it('may leave either to the payer', () => {
    expect(paymentLink({ scriptPubKey })).toBe(`tabchain:${address}`);
    expect(parsePaymentLink(`tabchain:${address}`)).toEqual({ scriptPubKey });
    expect(parsePaymentLink(`tabchain:${address}?message=hi`)).toEqual({
      scriptPubKey,
      message: 'hi',
    });
  });

  it('may be an address alone, and in capitals as a QR code prefers them', () => {
    expect(parsePaymentLink(address)).toEqual({ scriptPubKey });
    expect(parsePaymentLink(`TABCHAIN:${address.toUpperCase()}`)).toEqual({ scriptPubKey });
  });

  it.each([
    ['link-scheme', `bitcoin:${address}`],
    ['link-scheme', `${address}?amount=1`],
    ['link-scheme', `javascript:alert(1)`],
    ['link-parameter', `tabchain:${address}?`],
    ['link-parameter', `tabchain:${address}?amount=1&amount=1`],
    ['link-parameter', `tabchain:${address}?amount=1&`],
    ['link-parameter', `tabchain:${address}?Amount=1`],
    ['link-parameter', `tabchain:${address}?label=shop`],
    ['link-parameter', `tabchain:${address}?req-fee=1`],
    ['link-parameter', `tabchain:${address}?__proto__=1`],
    ['link-parameter', `tabchain:${address}?message=a#b`],
    ['link-parameter', `tabchain:${address}?message=a=b`],
    ['link-message', `tabchain:${address}?message=%ff`],
    ['link-message', `tabchain:${address}?message=%`],
    ['address-prefix', 'tabchain:'],
    ['address-prefix', ''],
    ['address-prefix', `tabchain://${address}`],
    ['address-prefix', `tabchain: ${address}`],
    ['address-prefix', `tabchain:${encodeSegwit('bc', scriptPubKey)}`],
    ['address-checksum', `tabchain:${address.slice(0, -3)}…`],
    ['address-checksum', `tabchain:${address}\n`],
  ])('is refused as %s: %s', (code, text) => {
    expect(refusal(() => parsePaymentLink(text))).toBe(`codec:${code}`);
  });

  it('has 2,048 characters and not one more', () => {
    const start = `tabchain:${address}?message=`;
    const full = start.padEnd(PAYMENT_LINK_MAX_CHARACTERS, 'x');
    expect(parsePaymentLink(full).message).toHaveLength(PAYMENT_MESSAGE_MAX_CHARACTERS);
    expect(refusal(() => parsePaymentLink(`${full}x`))).toBe('codec:link-length');
  });

  it('carries a message of 140 characters, whatever they are, and clips a longer one', () => {
    const message = '🦊'.repeat(141);
    const link = paymentLink({ scriptPubKey, amount: 21e14, message });
    expect([...parsePaymentLink(link).message!]).toHaveLength(140);
  });

  it('says nothing that could harm as text', () => {
    const hostile = encodeURIComponent('a\u202Eb\0c\n<img onerror=alert(1)>');
    const { message } = parsePaymentLink(`tabchain:${address}?message=${hostile}`);
    expect(message).toBe('abc <img onerror=alert(1)>');
  });

  it(`is read as it was written, from seed ${SEED}`, () => {
    const asked = fc.record({
      amount: fc.integer({ min: 1, max: 21e14 }),
      message: fc.string({ unit: 'grapheme', maxLength: 200 }),
    });
    fc.assert(
      fc.property(asked, ({ amount, message }) => {
        const once = parsePaymentLink(paymentLink({ scriptPubKey, amount, message }));
        expect(once.amount).toBe(amount);
        expect(parsePaymentLink(paymentLink(once))).toEqual(once);
      }),
      { seed: SEED, numRuns: 2_000 },
    );
  });

  it(`is never a crash, whatever it says, from seed ${SEED}`, () => {
    const pieces = fc.constantFrom(
      'tabchain:',
      address,
      '?',
      '&',
      'amount=',
      '1.5',
      'message=',
      '%',
    );
    const noise = fc.array(fc.oneof(pieces, fc.string({ maxLength: 6 })), { maxLength: 12 });
    let refused = 0;
    fc.assert(
      fc.property(noise, (parts) => {
        const verdict = refusal(() => parsePaymentLink(parts.join('')));
        expect(verdict).toMatch(/^(accepted|codec:(link|address)-)/);
        if (verdict !== 'accepted') refused += 1;
      }),
      { seed: SEED, numRuns: 5_000 },
    );
    expect(refused).toBeGreaterThan(4_000);
  });
});

describe('an amount', () => {
  it.each([
    [1, '0.00000001'],
    [100_000_000, '1'],
    [123_456_789, '1.23456789'],
    [2_100_000_000_000_000, '21000000'],
  ])('of %d ticks is %s TAB', (ticks, text) => {
    expect(formatAmount(ticks)).toBe(text);
    expect(parseAmount(text)).toBe(ticks);
  });

  it.each(['', '0', '0.0', '-1', '+1', '01', '1.', '.5', '1,5', '1e3', '1.123456789', ' 1', '∞'])(
    'is not %j',
    (text) => {
      expect(refusal(() => parseAmount(text))).toBe('codec:link-amount');
    },
  );

  it('is at most what can exist', () => {
    expect(refusal(() => parseAmount('21000000.00000001'))).toBe('codec:link-amount');
    expect(refusal(() => parseAmount('123456789'))).toBe('codec:link-amount');
  });
});
