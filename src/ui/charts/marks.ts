/** Figures as charts write them: short marks on the axes, exact values where they are read out. */

import { formatNumber } from '../language/numbers.ts';
import { language } from '../language/language.ts';

const NO_BREAK_SPACE = '\u00a0';
const MINUTE_SECONDS = 60;
const DAY_SECONDS = 86_400;
const MAX_DATE_SECONDS = 8.64e12;

const RATES = ['H/s', 'kH/s', 'MH/s', 'GH/s', 'TH/s', 'PH/s'];
const HASHES = ['H', 'kH', 'MH', 'GH', 'TH', 'PH', 'EH'];
const SIZES = ['vB', 'kvB', 'MvB'];

export const markRate = (value: number) => mark(value, RATES);
export const markHashes = (value: number) => mark(value, HASHES);
export const formatSize = (value: number) => mark(value, SIZES);
export const markSeconds = (value: number) => join(formatNumber(value, 0, 1), 's');
/** There is no half of a block, of a payment, of a virtual byte. */
export const markWhole = (value: number) =>
  Number.isInteger(value) ? formatNumber(value, 0, 0) : '';
export const markSize = (value: number) => (Number.isInteger(value) ? formatSize(value) : '');

/** 1 ms, 10 ms, 100 ms, 1 s, 10 s, 2 min, 3 h. */
export function formatDelay(valueMs: number): string {
  const size = Math.abs(valueMs);
  if (size < 1_000) return join(formatNumber(valueMs, 0, 0), 'ms');
  if (size < 120_000) return join(formatNumber(valueMs / 1_000, 0, size < 10_000 ? 2 : 1), 's');
  if (size < 7_200_000) return join(formatNumber(valueMs / 60_000, 0, 0), 'min');
  return join(formatNumber(valueMs / 3_600_000, 0, 0), 'h');
}

export function formatSeconds(seconds: number): string {
  return join(formatNumber(seconds, 0, 1), 's');
}

/** Ticks per virtual byte. */
export function formatFeerate(rate: number): string {
  return join(formatNumber(rate, 0, 2), 'tick/vB');
}

/** The hour, with seconds where they tell marks apart, or the day. */
export function markTime(seconds: number, betweenSeconds: number): string {
  if (betweenSeconds >= DAY_SECONDS) return clock(seconds, { day: 'numeric', month: 'short' });
  const isFine = betweenSeconds < MINUTE_SECONDS;
  return clock(seconds, {
    hour: '2-digit',
    minute: '2-digit',
    ...(isFine ? { second: '2-digit' } : {}),
  });
}

/** To the second, and of another day with its date. */
export function formatClock(seconds: number): string {
  const isToday = new Date(seconds * 1_000).toDateString() === new Date().toDateString();
  return clock(seconds, {
    ...(isToday ? {} : { day: 'numeric', month: 'short' }),
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function clock(seconds: number, parts: Intl.DateTimeFormatOptions): string {
  if (!(Math.abs(seconds) < MAX_DATE_SECONDS)) return '–';
  // Day before month, and hours to 24, as in the other languages.
  const locale = language() === 'en' ? 'en-GB' : language();
  const key = `${locale} ${Object.keys(parts).join(' ')}`;
  const made = clocks.get(key) ?? new Intl.DateTimeFormat(locale, parts);
  clocks.set(key, made);
  return made.format(seconds * 1_000);
}

function mark(value: number, units: readonly string[]): string {
  let [rest, index] = [value, 0];
  while (Math.abs(rest) >= 1_000 && index < units.length - 1) {
    rest /= 1_000;
    index += 1;
  }
  const size = Math.abs(rest);
  return join(formatNumber(rest, 0, size >= 100 ? 0 : size >= 10 ? 1 : 2), units[index]!);
}

function join(value: string, unit: string): string {
  return `${value}${NO_BREAK_SPACE}${unit}`;
}
