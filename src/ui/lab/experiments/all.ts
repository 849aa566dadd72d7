/** The experiments, in the order in which one learns from them. */

import { DIFFICULTY } from './difficulty.ts';
import { DOUBLE_SPEND } from './double-spend.ts';
import type { Experiment } from './experiment.ts';
import { SECRET } from './secret.ts';
import { SLOW_LINKS } from './slow-links.ts';
import { SPLIT } from './split.ts';

export const EXPERIMENTS: readonly Experiment[] = [
  SPLIT,
  SECRET,
  DOUBLE_SPEND,
  SLOW_LINKS,
  DIFFICULTY,
];

export function experimentOf(id: string): Experiment | undefined {
  return EXPERIMENTS.find((experiment) => experiment.id === id);
}
