/**
 * Numbers by the language's own decimal mark; groups of three are parted by a narrow no-break
 * space in every language (ISO 80000-1), so that "1 204" never breaks across lines.
 */

import { language } from './language.ts';

const THIN_SPACE = '\u202f';

const formats = new Map<string, Intl.NumberFormat>();

export function formatNumber(value: number, least: number, most: number): string {
  return formatOf(least, most)
    .formatToParts(value)
    .map(({ type, value: text }) => (type === 'group' ? THIN_SPACE : text))
    .join('');
}

export function decimalMark(): string {
  const parts = formatOf(1, 1).formatToParts(0.5);
  return parts.find(({ type }) => type === 'decimal')?.value ?? '.';
}

function formatOf(least: number, most: number): Intl.NumberFormat {
  const key = `${language()} ${least} ${most}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.NumberFormat(language(), {
    minimumFractionDigits: least,
    maximumFractionDigits: most,
    // Spanish leaves 1204 whole; a column of heights must not change its shape at 10 000.
    useGrouping: 'always',
  });
  formats.set(key, made);
  return made;
}
