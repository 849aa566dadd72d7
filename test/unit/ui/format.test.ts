import { describe, expect, it } from 'vitest';
import {
  formatAge,
  formatAmount,
  formatBytes,
  formatCount,
  formatDuration,
  formatHashRate,
  formatMoment,
  formatPercent,
  formatPing,
  formatTenths,
  isoMoment,
  shortHash,
} from '../../../src/ui/format.ts';

/** Thin and no-break spaces as plain ones, so that the expectations can be read. */
function plain(text: string): string {
  return text.replaceAll(/[\u00a0\u202f]/g, ' ');
}

describe('numbers', () => {
  it('part groups of three by a space that never breaks a line', () => {
    expect(formatCount(1204)).toBe('1\u202f204');
    expect(formatCount(1_234_567)).toBe('1\u202f234\u202f567');
    expect(formatCount(999)).toBe('999');
  });

  it('show a decimal only where there is one', () => {
    expect(formatTenths(1.2)).toBe('1.2');
    expect(formatTenths(2)).toBe('2');
    expect(formatTenths(0.04)).toBe('0');
  });

  it('reach 100 % only at the end', () => {
    expect(plain(formatPercent(0.999))).toBe('99 %');
    expect(plain(formatPercent(1))).toBe('100 %');
    expect(plain(formatPercent(-1))).toBe('0 %');
  });
});

describe('quantities', () => {
  it.each([
    [0, '0 H/s'],
    [0.198, '0.20 H/s'],
    [950, '950 H/s'],
    [999.6, '1.00 kH/s'],
    [1_243_000, '1.24 MH/s'],
    [124_300_000, '124 MH/s'],
    [2_000_000_000, '2.00 GH/s'],
    [5e18, '5 000 000 TH/s'],
  ])('say a hash rate of %d as %s', (rate, words) => {
    expect(plain(formatHashRate(rate))).toBe(words);
  });

  it.each([
    [0, '0 B'],
    [48_213, '48.2 kB'],
    [1_204_555, '1.20 MB'],
  ])('say %d bytes as %s', (sizeBytes, words) => {
    expect(plain(formatBytes(sizeBytes))).toBe(words);
  });

  it.each([
    [-1, '–'],
    [12.4, '12 ms'],
    [1204, '1.20 s'],
  ])('say a round trip of %d ms as %s', (pingMs, words) => {
    expect(plain(formatPing(pingMs))).toBe(words);
  });

  it('count an amount to its last tick', () => {
    expect(plain(formatAmount(125_000_000_001))).toBe('1 250.000 000 01 TAB');
    expect(plain(formatAmount(-1))).toBe('−0.000 000 01 TAB');
    expect(plain(formatAmount(5_000_000_000))).toBe('50.000 000 00 TAB');
  });
});

describe('time', () => {
  it.each([
    [0, '0 s'],
    [12, '12 s'],
    [119, '119 s'],
    [120, '2 min'],
    [3600, '1 h'],
    [200_000, '2 d'],
    [Infinity, 'for ever'],
  ])('says %d seconds as %s', (seconds, words) => {
    expect(plain(formatDuration(seconds))).toBe(words);
  });

  it('calls a block from the near future new', () => {
    expect(formatAge(-5)).toBe('now');
    expect(plain(formatAge(12.9))).toBe('12 s ago');
  });

  it('survives a time that no calendar holds', () => {
    expect(isoMoment(Number.NaN)).toBe('');
    expect(isoMoment(1e20)).toBe('');
    expect(formatMoment(1e20)).toBe('unknown time');
    expect(isoMoment(0)).toBe('1970-01-01T00:00:00.000Z');
  });
});

describe('a short hash', () => {
  it('is the first eight and the last eight digits', () => {
    expect(shortHash(`01234567${'0'.repeat(48)}89abcdef`)).toBe('01234567…89abcdef');
  });

  it('leaves what is short as it is', () => {
    expect(shortHash('abc')).toBe('abc');
  });
});
