/** A payment while it is being written: text as typed, and what it amounts to once all is right. */

import type { FeePreset } from '../../node/api.ts';
import { MEMO_MAX_BYTES, RECIPIENTS_MAX } from '../../util/limits.ts';
import { formatAmount } from '../../wallet/payment-link.ts';
import { decimalMark } from '../language/numbers.ts';
import { say } from '../language/say.ts';
import { parseAmount, type ParsedAmount } from './amount.ts';
import type { Payee, Payment } from './commands.ts';
import type { FeeName } from './fee-choice.tsx';
import { readRecipient } from './recipient.ts';
import { memoLeft, usualPreset } from './words.ts';

export interface PayeeDraft {
  /** Keeps what is typed with its fields when one before it is removed. */
  readonly id: number;
  readonly to: string;
  readonly amount: string;
  /** Everything that is left; the amount's text is then not looked at. */
  readonly isAll: boolean;
}

export interface Draft {
  /** At least one. */
  readonly payees: readonly PayeeDraft[];
  /** Undefined until someone chooses: the usual one. */
  readonly fee: FeeName | undefined;
  /** The fee comes off what the recipients get; off the rest in any case, where one gets that. */
  readonly subtractFee: boolean;
  readonly memo: string;
}

export const EMPTY_DRAFT: Draft = {
  payees: [emptyPayee(0)],
  fee: undefined,
  subtractFee: false,
  memo: '',
};

/** Sentences; empty where nothing is wrong. */
export interface PayeeComplaints {
  readonly to: string;
  readonly amount: string;
}

export interface ReadDraft {
  /** Absent while anything is wrong. */
  readonly payment?: Payment;
  /** For each payee, in their order. */
  readonly payees: readonly PayeeComplaints[];
  readonly memo: string;
}

export const NO_COMPLAINTS: PayeeComplaints = { to: '', amount: '' };

export function chosenPreset(
  presets: readonly FeePreset[],
  fee: FeeName | undefined,
): FeePreset | undefined {
  return presets.find(({ name }) => name === fee) ?? usualPreset(presets);
}

export function readDraft(draft: Draft, presets: readonly FeePreset[]): ReadDraft {
  const read = draft.payees.map(readPayee);
  const payees = read.map(({ complaints }, at) => ({
    ...complaints,
    to: complaints.to || repeatedSentence(read, at),
  }));
  const memo = draft.memo.trim();
  const isLong = new TextEncoder().encode(memo).length > MEMO_MAX_BYTES;
  const complaints = { payees, memo: isLong ? memoLeft(memo, MEMO_MAX_BYTES) : '' };
  const preset = chosenPreset(presets, draft.fee);
  const ready = read.flatMap(({ payee }) => payee ?? []);
  const isWrong = isLong || payees.some(({ to, amount }) => to !== '' || amount !== '');
  if (isWrong || preset === undefined) return complaints;
  const { ticksPerKvb } = preset;
  const subtractFee = draft.subtractFee && !paysRest(draft);
  return { payment: { payees: ready, ticksPerKvb, subtractFee, memo }, ...complaints };
}

/** A payee with what a link asks for filled in; an amount that was written is kept otherwise. */
export function withRecipient(to: string): Partial<PayeeDraft> {
  const recipient = readRecipient(to);
  if (!recipient.ok || recipient.amount === undefined) return { to };
  const amount = formatAmount(recipient.amount).replace('.', decimalMark());
  return { to, amount, isAll: false };
}

export function withPayee(draft: Draft, id: number, changes: Partial<PayeeDraft>): Draft {
  const change = (payee: PayeeDraft): PayeeDraft =>
    payee.id === id ? { ...payee, ...changes } : payee;
  return { ...draft, payees: draft.payees.map(change) };
}

export function withOneMore(draft: Draft): Draft {
  if (!canAddPayee(draft)) return draft;
  const next = 1 + Math.max(...draft.payees.map(({ id }) => id));
  return { ...draft, payees: [...draft.payees, emptyPayee(next)] };
}

export function without(draft: Draft, id: number): Draft {
  const payees = draft.payees.filter((payee) => payee.id !== id);
  return payees.length === 0 ? draft : { ...draft, payees };
}

/** One of them gets all that is left. */
export function paysRest({ payees }: Draft): boolean {
  return payees.some(({ isAll }) => isAll);
}

export function canAddPayee({ payees }: Draft): boolean {
  return payees.length < RECIPIENTS_MAX;
}

/** In ticks, of the amounts that can be read. */
export function sumOfDraft({ payees }: Draft): number {
  const amounts = payees.map(({ amount, isAll }) => (isAll ? undefined : parseAmount(amount)));
  return amounts.reduce((sum, amount) => sum + (amount?.ok ? amount.ticks : 0), 0);
}

interface ReadPayee {
  readonly payee: Payee | undefined;
  readonly address: string | undefined;
  readonly complaints: PayeeComplaints;
}

function readPayee(draft: PayeeDraft): ReadPayee {
  const recipient = readRecipient(draft.to);
  const amount: ParsedAmount | undefined = draft.isAll ? undefined : parseAmount(draft.amount);
  const address = recipient.ok ? recipient.address : undefined;
  const complaints = {
    to: recipient.ok ? '' : recipient.sentence,
    amount: amount === undefined || amount.ok ? '' : amount.sentence,
  };
  if (address === undefined || amount?.ok === false)
    return { payee: undefined, address, complaints };
  return { payee: { address, amount: amount?.ticks ?? 'all' }, address, complaints };
}

function repeatedSentence(read: readonly ReadPayee[], at: number): string {
  const address = read[at]?.address;
  const isRepeated = read.slice(0, at).some((other) => other.address === address);
  return address !== undefined && isRepeated
    ? say('This address stands above already: pay it all at once there.')
    : '';
}

function emptyPayee(id: number): PayeeDraft {
  return { id, to: '', amount: '', isAll: false };
}
