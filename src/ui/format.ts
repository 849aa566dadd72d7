/** Numbers as people read them; every one that leaves here carries its unit. */

import { type Language, language } from './language/language.ts';
import { decimalMark, formatNumber } from './language/numbers.ts';
import { say } from './language/say.ts';

const THIN_SPACE = '\u202f';
const NO_BREAK_SPACE = '\u00a0';
const TICKS_PER_COIN = 100_000_000;

/** A value and its unit apart, for places that set them in different sizes. */
export interface Quantity {
  readonly value: string;
  readonly unit: string;
}

export function formatCount(count: number): string {
  return formatNumber(count, 0, 0);
}

/** Heights are counts; the name says what is meant where it is used. */
export const formatHeight = formatCount;

/** Three significant digits at most below a thousand: 1.24, 12.4, 124. */
export function formatDecimal(value: number): string {
  const size = Math.abs(value);
  const digits = size === 0 || size >= 100 ? 0 : size >= 10 ? 1 : 2;
  return formatNumber(value, digits, digits);
}

/** One decimal where there is something to say with it: '1.2', '2'. */
export function formatTenths(value: number): string {
  return formatNumber(value, 0, 1);
}

export function join({ value, unit }: Quantity): string {
  return `${value}${NO_BREAK_SPACE}${unit}`;
}

function scaled(value: number, units: readonly string[]): Quantity {
  let rest = Math.max(0, value);
  let index = 0;
  // 999.5 would print as "1 000": the next unit reads better.
  while (rest >= 999.5 && index < units.length - 1) {
    rest /= 1000;
    index += 1;
  }
  const text = index === 0 ? formatCount(rest) : formatDecimal(rest);
  return { value: text, unit: units[index] ?? '' };
}

/** A sandbox's room may try one hash in ten seconds: that is not none. */
export function hashRate(hashesPerSecond: number): Quantity {
  if (hashesPerSecond > 0 && hashesPerSecond < 1) {
    return { value: formatDecimal(hashesPerSecond), unit: 'H/s' };
  }
  return scaled(hashesPerSecond, ['H/s', 'kH/s', 'MH/s', 'GH/s', 'TH/s']);
}

export function formatHashRate(hashesPerSecond: number): string {
  return join(hashRate(hashesPerSecond));
}

/** A number of hashes: '1.05 MH'. */
export function formatHashes(hashes: number): string {
  return join(scaled(hashes, ['H', 'kH', 'MH', 'GH', 'TH']));
}

export function formatBytes(sizeBytes: number): string {
  return join(scaled(sizeBytes, ['B', 'kB', 'MB', 'GB', 'TB']));
}

const SPANS: readonly (readonly [seconds: number, unit: string])[] = [
  [86_400, 'd'],
  [3_600, 'h'],
  [60, 'min'],
];

/** One unit, rounded: '12 s', '3 min', '2 h', '5 d'; seconds up to two minutes. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (!Number.isFinite(whole)) return say('for ever');
  const span = whole < 120 ? undefined : SPANS.find(([length]) => whole >= length);
  if (span === undefined) return join({ value: formatCount(whole), unit: 's' });
  const [length, unit] = span;
  return join({ value: formatCount(Math.round(whole / length)), unit });
}

/** Headers may carry a time slightly ahead of this clock: that is "now" too. */
export function formatAge(seconds: number): string {
  if (seconds < 1) return say('now');
  return say('{duration} ago', { duration: formatDuration(Math.floor(seconds)) });
}

export function formatPing(pingMs: number): string {
  if (pingMs < 0) return '–';
  if (pingMs >= 1000) return join({ value: formatDecimal(pingMs / 1000), unit: 's' });
  return join({ value: formatCount(pingMs), unit: 'ms' });
}

const moments = new Map<Language, Intl.DateTimeFormat>();

function momentsOf(name: Language): Intl.DateTimeFormat {
  const known = moments.get(name);
  if (known !== undefined) return known;
  // Day before month, and hours to 24, as in the other languages.
  const locale = name === 'en' ? 'en-GB' : name;
  const made = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' });
  moments.set(name, made);
  return made;
}

/** Day and time in the reader's own time zone. */
export function formatMoment(timeMs: number): string {
  return Number.isFinite(timeMs) && Math.abs(timeMs) < 8.64e15
    ? momentsOf(language()).format(timeMs)
    : say('unknown time');
}

/** For the `datetime` attribute; empty for a time no calendar holds. */
export function isoMoment(timeMs: number): string {
  return Number.isFinite(timeMs) && Math.abs(timeMs) < 8.64e15
    ? new Date(timeMs).toISOString()
    : '';
}

/** First 8 … last 8; a short text stays whole. */
export function shortHash(hash: string): string {
  return hash.length <= 17 ? hash : `${hash.slice(0, 8)}…${hash.slice(-8)}`;
}

/** Eight decimals in groups of three, so that the last tick can be counted: '1 250.000 000 01'. */
export function formatAmount(ticks: number): string {
  const size = Math.abs(ticks);
  const whole = formatCount(Math.floor(size / TICKS_PER_COIN));
  const fraction = String(size % TICKS_PER_COIN).padStart(8, '0');
  const groups = [fraction.slice(0, 3), fraction.slice(3, 6), fraction.slice(6)].join(THIN_SPACE);
  return `${ticks < 0 ? '−' : ''}${whole}${decimalMark()}${groups}${NO_BREAK_SPACE}TAB`;
}

/** Whole per cent, and never 100 before the end. */
export function formatPercent(share: number): string {
  const bounded = Math.min(1, Math.max(0, share));
  const whole = bounded < 1 ? Math.min(99, Math.floor(bounded * 100)) : 100;
  return join({ value: String(whole), unit: '%' });
}
