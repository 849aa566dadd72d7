/** The colours of the page can be told apart as WCAG 2.2 asks (1.4.3), in both themes. */

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Channels, contrastOf } from '../../support/contrast.ts';

const TOKENS = readFileSync('src/ui/styles/tokens.css', 'utf8');
const READABLE = 4.5;
const INKS = ['ink', 'ink-quiet', 'accent', 'amber', 'red'];

/** Red, green, blue and how opaque, 0 to 255 each. */
function colourOf(token: string, theme: number): readonly number[] {
  const pair = new RegExp(`--${token}: light-dark\\(#(\\w+), #(\\w+)\\)`).exec(TOKENS);
  if (pair === null) throw new Error(`No colours in --${token}`);
  return [...Buffer.from(pair[1 + theme]!, 'hex')];
}

/** The wash as it is seen over a paper. */
function washOver(paper: Channels, theme: number): Channels {
  const wash = colourOf('accent-wash', theme);
  const opacity = wash[3]! / 255;
  return paper.map((channel, at) => channel + (wash[at]! - channel) * opacity);
}

describe.each(['light', 'dark'])('%s', (name) => {
  const theme = name === 'light' ? 0 : 1;

  it.each(INKS)('%s can be read on every paper', (ink) => {
    for (const paper of ['paper', 'paper-raised', 'paper-sunken']) {
      const contrast = contrastOf(colourOf(ink, theme), colourOf(paper, theme));
      expect(contrast, paper).toBeGreaterThan(READABLE);
    }
  });

  it.each(INKS)('%s can be read where the accent washes over a paper', (ink) => {
    for (const paper of ['paper', 'paper-raised']) {
      const washed = washOver(colourOf(paper, theme), theme);
      expect(contrastOf(colourOf(ink, theme), washed), paper).toBeGreaterThan(READABLE);
    }
  });
});
