/**
 * What was typed and answered since the page opened: it outlives the view, so that whoever looks
 * something up elsewhere finds it again. It is kept nowhere else, for a line may hold a secret.
 */

import { type Signal, signal } from '@preact/signals';
import type { Entry } from './transcript.ts';

export const entries: Signal<readonly Entry[]> = signal([]);

/** Where the arrow keys stand: so many commands back from what is being typed. */
export interface Recall {
  readonly back: number;
  /** What was being typed when they were first pressed. */
  readonly draft: string;
}

export const NO_RECALL: Recall = { back: 0, draft: '' };

/** One step back (1) or forth (-1) from `text`, and the text to show there. */
export function recalled(
  lines: readonly string[],
  { back, draft }: Recall,
  { step, text }: { readonly step: number; readonly text: string },
): Recall & { readonly text: string } {
  const next = Math.min(lines.length, Math.max(0, back + step));
  if (next === back) return { back, draft, text };
  const kept = back === 0 ? text : draft;
  return { back: next, draft: kept, text: next === 0 ? kept : lines[lines.length - next]! };
}
