/** Which links may not be: pairs of participants, whichever of the two is named first. */

import { type NodeRef, ROOM, SELF } from './api.ts';
import type { RefPair } from './colony.ts';

const VIRTUAL = /^(lab|guest)-\d+$/;

export class Cuts {
  readonly #pairs = new Map<string, RefPair>();

  get pairs(): RefPair[] {
    return [...this.#pairs.values()];
  }

  has(pair: RefPair): boolean {
    return this.#pairs.has(nameOf(pair));
  }

  add(pair: RefPair): void {
    this.#pairs.set(nameOf(pair), pair);
  }

  delete(pair: RefPair): void {
    this.#pairs.delete(nameOf(pair));
  }

  forget(ref: NodeRef): void {
    for (const pair of this.pairs) if (pair.includes(ref)) this.delete(pair);
  }
}

/** Of each two who are in different groups; nobody is linked to itself. */
export function pairsBetween(groups: readonly (readonly NodeRef[])[]): RefPair[] {
  return groups.flatMap((left, index) =>
    groups
      .slice(index + 1)
      .flatMap((right) => left.flatMap((from) => right.map((to): RefPair => [from, to])))
      .filter(([from, to]) => from !== to),
  );
}

/** The peer in another tab, or the room, that such a pair links this page's node with. */
export function farOf([from, to]: RefPair): NodeRef | undefined {
  if (from !== SELF && to !== SELF) return undefined;
  const other = from === SELF ? to : from;
  return other === ROOM || !VIRTUAL.test(other) ? other : undefined;
}

function nameOf(pair: RefPair): string {
  return [...pair].sort().join(' ');
}
