/**
 * Amounts as they are typed. The links' own strict reader turns digits into whole ticks, never by
 * way of a fraction, because 0.1 + 0.2 must be 0.3 where money is meant; here stand the sentences
 * for what it refuses.
 */

import { CodecError } from '../../util/codec-error.ts';
import { parseAmount as readTicks } from '../../wallet/payment-link.ts';

const TICKS_PER_COIN = 100_000_000;
/** Amounts copied from this page come with their spaces and their unit. */
const SPACES = /[ \u00a0\u202f]/g;
const UNIT = /TAB$/i;
const ZERO = /^0+(\.0*)?$/;

export type ParsedAmount =
  | { readonly ok: true; readonly ticks: number }
  | { readonly ok: false; readonly sentence: string };

/** '12.5' is 1,250,000,000 ticks. Zero is refused: nobody can be paid nothing. */
export function parseAmount(text: string): ParsedAmount {
  const digits = text.replaceAll(SPACES, '').replace(UNIT, '');
  try {
    return { ok: true, ticks: readTicks(digits) };
  } catch (error) {
    if (!(error instanceof CodecError)) throw error;
    return { ok: false, sentence: complaint(digits) };
  }
}

function complaint(digits: string): string {
  if (digits === '') return 'Write how much, in whole TAB and decimals: 12.5.';
  if (digits.includes(',')) return 'Write the decimals after a point: 12.5.';
  if (/^[-−]/.test(digits)) return 'An amount cannot be negative.';
  if (ZERO.test(digits)) return 'The smallest amount is one tick, 0.00000001 TAB.';
  if (/^\d*\.\d{9,}$/.test(digits)) {
    return 'An amount has at most eight decimals: there is nothing smaller than a tick.';
  }
  if (/^[1-9]\d{7,}(\.\d*)?$/.test(digits)) return 'There are never more than 21 million coins.';
  return 'This is not an amount. Write digits and a point: 12.5.';
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
