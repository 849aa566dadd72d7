import { describe, expect, it } from 'vitest';
import { decodeAddress } from '../../../../src/wallet/address.ts';
import { paymentLink } from '../../../../src/wallet/payment-link.ts';
import {
  type Draft,
  EMPTY_DRAFT,
  readDraft,
  withRecipient,
} from '../../../../src/ui/wallet/draft.ts';
import { readRecipient } from '../../../../src/ui/wallet/recipient.ts';
import { addressGroups } from '../../../../src/ui/wallet/words.ts';
import { fixtureAddress, WALLETS } from '../../../support/fixture-wallets.ts';

const presets = WALLETS.empty.feePresets;
const address = fixtureAddress('payee');
const link = paymentLink({
  scriptPubKey: decodeAddress(address),
  amount: 1_250_000_000,
  message: 'for the coffee',
});

function draft(changes: Partial<Draft>): Draft {
  return { ...EMPTY_DRAFT, to: address, amount: '1', ...changes };
}

describe('whom to pay', () => {
  it.each([
    ['an address', address],
    ['an address in capitals, as codes carry it', address.toUpperCase()],
    ['an address in groups of four', addressGroups(address).join(' ')],
    ['a link in two lines', link.replace('?', '\n?')],
  ])('is read from %s', (_, text) => {
    expect(readRecipient(text)).toMatchObject({ ok: true, address });
  });

  it('comes with what a link asks for', () => {
    expect(readRecipient(link)).toEqual({
      ok: true,
      address,
      amount: 1_250_000_000,
      message: 'for the coffee',
    });
  });

  it.each([
    ['', 'Paste an address'],
    ['bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4', 'begin with tab1'],
    [`${address.slice(0, -1)}${address.endsWith('q') ? 'p' : 'q'}`, 'wrong or missing'],
    [address.slice(0, 30), 'wrong or missing'],
    ['https://example.org/', 'begin with tabchain:'],
    [`${link}&amount=2`, 'changed on its way'],
    [`tabchain:${address}?amount=-1`, 'cannot be paid'],
    ['tabchain:'.padEnd(5_000, 'x'), 'too long'],
  ])('is not read from %j, and that is said kindly', (text, words) => {
    const recipient = readRecipient(text);
    expect(recipient.ok ? '' : recipient.sentence).toContain(words);
  });
});

describe('a payment being written', () => {
  it('is a payment once all of it is right', () => {
    expect(readDraft(draft({ amount: '12.5', memo: ' Table 4 ' }), presets).payment).toEqual({
      address,
      amount: 1_250_000_000,
      ticksPerKvb: 1_500,
      memo: 'Table 4',
    });
  });

  it('can be all that there is, whatever the amount says', () => {
    const { payment } = readDraft(draft({ isAll: true, amount: 'x', fee: 'fast' }), presets);
    expect(payment).toMatchObject({ amount: 'all', ticksPerKvb: 4_250 });
  });

  it('says at each field what is wrong with it, and is no payment', () => {
    const read = readDraft({ ...EMPTY_DRAFT, amount: '1.234,5', memo: 'ä'.repeat(41) }, presets);
    expect(read.payment).toBeUndefined();
    expect(read.to).toContain('Paste an address');
    expect(read.amount).toContain('no mark between thousands');
    expect(read.memo).toContain('too long');
  });

  it('takes the amount from a link and never a message into its memo', () => {
    expect(withRecipient(link)).toEqual({ to: link, amount: '12.5', isAll: false });
    expect(withRecipient(address)).toEqual({ to: address });
  });
});
