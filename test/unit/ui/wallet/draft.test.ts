import { describe, expect, it } from 'vitest';
import { decodeAddress } from '../../../../src/wallet/address.ts';
import { paymentLink } from '../../../../src/wallet/payment-link.ts';
import {
  canAddPayee,
  type Draft,
  EMPTY_DRAFT,
  type PayeeDraft,
  readDraft,
  sumOfDraft,
  withOneMore,
  without,
  withPayee,
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

const single: PayeeDraft = { id: 0, to: address, amount: '1', isAll: false };

function draft(payee: Partial<PayeeDraft>, changes: Partial<Draft> = {}): Draft {
  return { ...EMPTY_DRAFT, payees: [{ ...single, ...payee }], ...changes };
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
    const written = draft({ amount: '12.5' }, { memo: ' Table 4 ' });
    expect(readDraft(written, presets).payment).toEqual({
      payees: [{ address, amount: 1_250_000_000 }],
      ticksPerKvb: 1_500,
      subtractFee: false,
      memo: 'Table 4',
    });
  });

  it('takes the fee from what they get where that was chosen, and never asks of the rest', () => {
    const chosen = draft({}, { subtractFee: true });
    expect(readDraft(chosen, presets).payment?.subtractFee).toBe(true);
    const all = withPayee(chosen, 0, { isAll: true });
    expect(readDraft(all, presets).payment).toMatchObject({
      payees: [{ amount: 'all' }],
      subtractFee: false,
    });
  });

  it('can be all that there is, whatever the amount says', () => {
    const { payment } = readDraft(draft({ isAll: true, amount: 'x' }, { fee: 'fast' }), presets);
    expect(payment).toMatchObject({ payees: [{ amount: 'all' }], ticksPerKvb: 4_250 });
  });

  it('says at each field what is wrong with it, and is no payment', () => {
    const wrong = draft({ to: '', amount: '1.234,5' }, { memo: 'ä'.repeat(41) });
    const read = readDraft(wrong, presets);
    expect(read.payment).toBeUndefined();
    expect(read.payees[0]!.to).toContain('Paste an address');
    expect(read.payees[0]!.amount).toContain('no mark between thousands');
    expect(read.memo).toContain('too long');
  });

  it('takes the amount from a link and never a message into its memo', () => {
    expect(withRecipient(link)).toEqual({ to: link, amount: '12.5', isAll: false });
    expect(withRecipient(address)).toEqual({ to: address });
  });
});

describe('a payment to several', () => {
  const others = ['second', 'third'].map((seed) => fixtureAddress(seed));

  /** The first gets 1, the second 2, … */
  function toSeveral(addresses: readonly string[]): Draft {
    const payees = addresses.map((to, id) => ({ id, to, amount: String(id + 1), isAll: false }));
    return { ...EMPTY_DRAFT, payees };
  }

  it('pays each its amount', () => {
    const written = toSeveral([address, ...others]);
    expect(readDraft(written, presets).payment?.payees).toEqual([
      { address, amount: 100_000_000 },
      { address: others[0], amount: 200_000_000 },
      { address: others[1], amount: 300_000_000 },
    ]);
    expect(sumOfDraft(written)).toBe(600_000_000);
  });

  it('is none while anything is wrong with one, and says so there alone', () => {
    const written = {
      ...EMPTY_DRAFT,
      ...withPayee(toSeveral([address, ...others]), 1, { to: '' }),
    };
    const { payment, payees } = readDraft(written, presets);
    expect(payment).toBeUndefined();
    expect(payees.map(({ to }) => to !== '')).toEqual([false, true, false]);
  });

  it('does not pay an address twice, however it is written', () => {
    const { payment, payees } = readDraft(toSeveral([address, address.toUpperCase()]), presets);
    expect(payment).toBeUndefined();
    expect(payees.map(({ to }) => to)).toEqual(['', expect.stringContaining('stands above')]);
  });

  it('may give one all that is left', () => {
    const all = withPayee(toSeveral([address, ...others]), 2, { isAll: true, amount: 'x' });
    expect(readDraft(all, presets).payment?.payees[2]).toEqual({
      address: others[1],
      amount: 'all',
    });
    expect(sumOfDraft(all)).toBe(300_000_000);
  });

  it('keeps what is written of the others when one is removed, and one at least', () => {
    const three = toSeveral([address, ...others]);
    const two = without(three, 0);
    expect(two.payees).toEqual(three.payees.slice(1));
    const one = without(two, 2);
    expect(without(one, 1).payees).toEqual(one.payees);
  });

  it('takes a hundred at most, each with fields of its own', () => {
    let written: Draft = EMPTY_DRAFT;
    for (let more = 0; more < 120; more += 1) written = withOneMore(written);
    expect(written.payees).toHaveLength(100);
    expect(new Set(written.payees.map(({ id }) => id)).size).toBe(100);
    expect(canAddPayee(written)).toBe(false);
    expect(canAddPayee(without(written, 7))).toBe(true);
  });
});
