/**
 * The colours of a canvas, read from the page's style sheet, and when they have to be read anew: a
 * canvas does not follow a theme by itself.
 */

import { type ReadonlySignal, signal } from '@preact/signals';
import type { Tone } from './chart.ts';

export interface Ink {
  readonly tones: Readonly<Record<Tone, string>>;
  readonly text: string;
  readonly grid: string;
  /** Behind the canvas. */
  readonly paper: string;
  readonly font: string;
}

const version = signal(0);

/** Rises with each change of theme or contrast. */
export const inkVersion: ReadonlySignal<number> = version;

const QUERIES = ['(prefers-color-scheme: dark)', '(forced-colors: active)'];

/** To be called once, by a page. */
export function watchInk(): void {
  // Several may change at once: colours are read when all of them have.
  const change = () => requestAnimationFrame(() => (version.value = version.peek() + 1));
  const attributes = { attributes: true, attributeFilter: ['data-theme'] };
  new MutationObserver(change).observe(document.documentElement, attributes);
  for (const query of QUERIES) matchMedia(query).addEventListener('change', change);
}

/** A custom property gives its text, not its colour: an element has to wear it. */
export function readInk(root: HTMLElement): Ink {
  const style = getComputedStyle(root);
  const { color: text, borderTopColor: grid, backgroundColor: paper, fontFamily } = style;
  const toneOf = (tone: Tone) => {
    const probe = document.createElement('i');
    probe.className = 'chart-tone';
    probe.dataset['tone'] = tone;
    root.append(probe);
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  };
  const tones = {
    accent: toneOf('accent'),
    ink: toneOf('ink'),
    quiet: toneOf('quiet'),
    amber: toneOf('amber'),
  };
  return { tones, text, grid, paper, font: `12px ${fontFamily}` };
}
