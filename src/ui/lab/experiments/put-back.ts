/**
 * What an experiment changes in the laboratory, so that it can be put back however it ends. Cuts
 * and shares are noted as they are asked for: a snapshot shows them a moment later only.
 */

import type { Laboratory, LabSnapshot, NodeRef } from '../../../lab/api.ts';
import type { BenchLaboratory } from './experiment.ts';

export interface Undoable {
  /** Takes note of what is asked of the laboratory. */
  readonly lab: BenchLaboratory;
  /** Heals what was cut, and gives weather and shares back; the nodes stay. */
  putBack(): void;
}

export function undoable(lab: Laboratory): Undoable {
  const before = lab.snapshot();
  let hasCuts = false;
  let hasShares = false;
  return {
    lab: {
      snapshot: () => lab.snapshot(),
      add: (count) => lab.add(count),
      setWeather: (weather) => lab.setWeather(weather),
      partition(groups) {
        hasCuts = true;
        lab.partition(groups);
      },
      healAll() {
        hasCuts = false;
        lab.healAll();
      },
      setShares(shares) {
        hasShares = true;
        lab.setShares(shares);
      },
    },
    putBack() {
      if (hasCuts) lab.healAll();
      if (!isSameWeather(lab.snapshot(), before)) lab.setWeather(before.weather);
      if (hasShares) lab.setShares(sharesAfter(lab.snapshot(), before));
    },
  };
}

function isSameWeather({ weather: now }: LabSnapshot, { weather }: LabSnapshot): boolean {
  return now.latencyMs === weather.latencyMs && now.lossPercent === weather.lossPercent;
}

/** Nodes that came since mine like the others where all did alike, and not at all otherwise. */
function sharesAfter(now: LabSnapshot, before: LabSnapshot): Record<NodeRef, number> {
  const known = new Map(before.nodes.map(({ ref, share }) => [ref, share]));
  const [first] = before.nodes;
  const isEven = before.nodes.every(({ share }) => share === first?.share && share > 0);
  const even = Math.floor(100 / Math.max(1, now.nodes.length));
  return Object.fromEntries(
    now.nodes.map(({ ref }) => [ref, isEven ? even : (known.get(ref) ?? 0)]),
  );
}
