/** How the laboratory was before an experiment, and how it becomes so again. */

import type { Laboratory, LabLink, LabSnapshot, NodeRef } from '../../../lab/api.ts';
import type { RoomFacts } from './experiment.ts';

/** Heals what was cut since, and gives weather and shares back; the nodes stay. */
export function putBack(lab: Laboratory, before: LabSnapshot, { isSandbox }: RoomFacts): void {
  const now = lab.snapshot();
  if (isSameCuts(now.links, before.links)) {
    // Nothing is told of what has not changed.
  } else if (before.links.every(({ state }) => state === 'up')) {
    lab.healAll();
  } else {
    const wasCut = new Set(cutsOf(before.links));
    for (const link of now.links) {
      if (link.state === 'cut' && !wasCut.has(keyOf(link))) lab.heal(link.from, link.to);
    }
  }
  const { latencyMs, lossPercent } = before.weather;
  if (now.weather.latencyMs !== latencyMs || now.weather.lossPercent !== lossPercent) {
    lab.setWeather(before.weather);
  }
  const shares = sharesAfter(now, before);
  // There nobody mines, and no experiment makes anybody.
  if (isSandbox) return;
  if (now.nodes.some(({ ref, share }) => shares[ref] !== share)) lab.setShares(shares);
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

function isSameCuts(now: readonly LabLink[], before: readonly LabLink[]): boolean {
  return cutsOf(now).toSorted().join() === cutsOf(before).toSorted().join();
}

function cutsOf(links: readonly LabLink[]): string[] {
  return links.filter(({ state }) => state === 'cut').map(keyOf);
}

function keyOf({ from, to }: LabLink): string {
  return [from, to].toSorted().join(' ');
}
