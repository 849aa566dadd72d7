/**
 * Amounts as they are typed, with a point or a comma before the decimals: both are at home in some
 * language of the page. The links' own strict reader turns digits into whole ticks, never by way of
 * a fraction, because 0.1 + 0.2 must be 0.3 where money is meant.
 *
 * "1,000" is a thousand to some and one to others, in every language that a room may meet in. A
 * guess would pay a thousandth or a thousandfold, so it is refused with a question.
 */

import { CodecError } from '../../util/codec-error.ts';
import { parseAmount as readTicks } from '../../wallet/payment-link.ts';
import { formatAmount } from '../format.ts';
import { decimalMark, formatNumber } from '../language/numbers.ts';
import { say } from '../language/say.ts';

const TICKS_PER_COIN = 100_000_000;
/** Amounts copied from this page come with their spaces and their unit. */
const SPACES = /[ \u00a0\u202f]/g;
const UNIT = /TAB$/i;
const ZERO = /^0+(\.0*)?$/;
/** One mark with three digits after it: a group of a thousand, or decimals. */
const EITHER_WAY = /^([1-9]\d{0,2})([.,])(\d{3})$/;
const IN_GROUPS = /^\d{1,3}(?:[.,]\d{3})+(?:[.,]\d*)?$/;

export type ParsedAmount =
  | { readonly ok: true; readonly ticks: number }
  | { readonly ok: false; readonly sentence: string };

/** '12.5' is 1,250,000,000 ticks. Zero is refused: nobody can be paid nothing. */
export function parseAmount(text: string): ParsedAmount {
  const typed = text.replaceAll(SPACES, '').replace(UNIT, '');
  const question = groupQuestion(typed);
  if (question !== '') return { ok: false, sentence: question };
  const digits = typed.replace(',', '.');
  try {
    return { ok: true, ticks: readTicks(digits) };
  } catch (error) {
    if (!(error instanceof CodecError)) throw error;
    return { ok: false, sentence: complaint(digits) };
  }
}

/** What is asked back where marks may be groups of thousands; empty where they cannot be. */
function groupQuestion(typed: string): string {
  const [, whole, mark, rest] = EITHER_WAY.exec(typed) ?? [];
  if (whole !== undefined && rest !== undefined) {
    // Our own links and figures write the language's mark, and no zero at the end.
    if (mark === decimalMark() && !rest.endsWith('0')) return '';
    return say('Do you mean {many} or {few}? Write one of the two.', {
      many: `${whole}${rest}`,
      few: plainDecimal(Number(`${whole}.${rest}`)),
    });
  }
  return IN_GROUPS.test(typed) && typed.match(/[.,]/g)!.length > 1
    ? say('Write no mark between thousands, and one before the decimals: {example}.', {
        example: `1234${decimalMark()}5`,
      })
    : '';
}

function plainDecimal(value: number): string {
  return String(value).replace('.', decimalMark());
}

function complaint(digits: string): string {
  const example = formatNumber(12.5, 1, 1);
  if (digits === '') {
    return say('Write how much, in whole TAB and decimals: {example}.', { example });
  }
  if (/^[-−]/.test(digits)) return say('An amount cannot be negative.');
  if (ZERO.test(digits)) {
    return say('The smallest amount is one tick, {tick}.', { tick: formatAmount(1) });
  }
  if (/^\d*\.\d{9,}$/.test(digits)) {
    return say('An amount has at most eight decimals: there is nothing smaller than a tick.');
  }
  if (/^[1-9]\d{7,}(\.\d*)?$/.test(digits)) {
    return say('No payment can be larger than 21 million coins.');
  }
  return say('This is not an amount. Write digits alone: {example}.', { example });
}

/**
 * An amount in a command's answer: whole coins, as a number or as decimal text; undefined for
 * anything else. A double names every amount of ticks once it is rounded to eight decimals.
 */
export function ticksFromCoins(coins: unknown): number | undefined {
  if (typeof coins === 'string') return ticksFromText(coins);
  if (typeof coins !== 'number' || !Number.isFinite(coins)) return undefined;
  const ticks = Math.round(coins * TICKS_PER_COIN);
  return Number.isSafeInteger(ticks) ? ticks : undefined;
}

function ticksFromText(text: string): number | undefined {
  if (ZERO.test(text)) return 0;
  try {
    return readTicks(text);
  } catch (error) {
    if (!(error instanceof CodecError)) throw error;
    return undefined;
  }
}
