import { describe, expect, it } from 'vitest';
import { inertText } from '../../../src/util/text.ts';

describe('text from strangers', () => {
  it.each([
    ['plain words stay', 'plain words stay'],
    ['<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
    ['turned \u202Eback\u202C', 'turned back'],
    ['\u2066isolated\u2069 \u200Einvisible\u200B', 'isolated invisible'],
    ['null\u0000 bell\u0007 escape\u001B[31m', 'null bell escape[31m'],
    ['two\nlines\r\nand\ta\u2028third', 'two lines and a third'],
    ['  margins  ', 'margins'],
    [`z${'\u0310'.repeat(10_000)}algo`, 'z\u0310\u0310algo'],
    ['cafe\u0301', 'caf\u00e9'],
    ['\uD800lonely', 'lonely'],
    ['日本語 ⛏ 🧱', '日本語 ⛏ 🧱'],
    ['', ''],
  ])('%j becomes %j', (text, inert) => {
    expect(inertText(text, 40)).toBe(inert);
  });

  it('is clipped by characters, not in the middle of one', () => {
    expect(inertText('🧱🧱🧱🧱', 3)).toBe('🧱🧱🧱');
    expect(inertText('ab cd', 3)).toBe('ab');
  });
});
