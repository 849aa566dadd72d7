/** A payment while it is being written: text as typed, and what it amounts to once all is right. */

import type { FeePreset } from '../../node/api.ts';
import { MEMO_MAX_BYTES } from '../../util/limits.ts';
import { formatAmount } from '../../wallet/payment-link.ts';
import { decimalMark } from '../language/numbers.ts';
import { parseAmount } from './amount.ts';
import type { Payment } from './commands.ts';
import type { FeeName } from './fee-choice.tsx';
import { readRecipient } from './recipient.ts';
import { memoLeft, usualPreset } from './words.ts';

export interface Draft {
  readonly to: string;
  readonly amount: string;
  /** Everything that can be spent; the amount's text is then not looked at. */
  readonly isAll: boolean;
  /** Undefined until someone chooses: the usual one. */
  readonly fee: FeeName | undefined;
  readonly memo: string;
}

export const EMPTY_DRAFT: Draft = { to: '', amount: '', isAll: false, fee: undefined, memo: '' };

export interface ReadDraft {
  /** Absent while anything is wrong. */
  readonly payment?: Payment;
  /** Sentences; empty where nothing is wrong. */
  readonly to: string;
  readonly amount: string;
  readonly memo: string;
}

export function chosenPreset(
  presets: readonly FeePreset[],
  fee: FeeName | undefined,
): FeePreset | undefined {
  return presets.find(({ name }) => name === fee) ?? usualPreset(presets);
}

export function readDraft(draft: Draft, presets: readonly FeePreset[]): ReadDraft {
  const recipient = readRecipient(draft.to);
  const amount = draft.isAll ? undefined : parseAmount(draft.amount);
  const memo = draft.memo.trim();
  const isLong = new TextEncoder().encode(memo).length > MEMO_MAX_BYTES;
  const complaints = {
    to: recipient.ok ? '' : recipient.sentence,
    amount: amount === undefined || amount.ok ? '' : amount.sentence,
    memo: isLong ? memoLeft(memo, MEMO_MAX_BYTES) : '',
  };
  const preset = chosenPreset(presets, draft.fee);
  if (!recipient.ok || amount?.ok === false || isLong || preset === undefined) return complaints;
  const { address } = recipient;
  const { ticksPerKvb } = preset;
  return {
    payment: { address, amount: amount?.ticks ?? 'all', ticksPerKvb, memo },
    ...complaints,
  };
}

/** A draft with what a link asks for filled in; an amount that was written is kept otherwise. */
export function withRecipient(to: string): Partial<Draft> {
  const recipient = readRecipient(to);
  if (!recipient.ok || recipient.amount === undefined) return { to };
  const amount = formatAmount(recipient.amount).replace('.', decimalMark());
  return { to, amount, isAll: false };
}
