/**
 * The links of a laboratory, those within the page and those with other tabs alike. The first are
 * made and cut on the switchboard, the others in the Worker of this page's node; who looks on sees
 * one list.
 */

import { EVERYBODY } from '../adapters/transport/joined.ts';
import type { Switches } from '../adapters/transport/joined-port.ts';
import { type LabLink, type NodeRef, ROOM, SELF } from './api.ts';
import type { RefPair } from './colony.ts';
import type { RemoteColony } from './colony-port.ts';
import { Cuts, farOf } from './cuts.ts';

/** As `PeerRow.key` has them. */
const KEY_DIGITS_SHOWN = 8;

export class Links {
  readonly #switches: Switches;
  readonly #cuts = new Cuts();
  #near: readonly LabLink[] = [];
  #far: readonly LabLink[] = [];

  constructor(switches: Switches) {
    this.#switches = switches;
  }

  get list(): readonly LabLink[] {
    return [
      ...[...this.#near, ...this.#far].flatMap((it) => this.#asItIsNow(it)),
      ...this.#farCuts,
    ];
  }

  /** What the switchboard reports. */
  set near(links: readonly LabLink[]) {
    this.#near = links;
  }

  /** Asks what leads to other tabs. */
  async lookFar(): Promise<void> {
    const links = await this.#switches.links();
    this.#far = links.map(({ key, messages, sizeBytes }) => {
      const to = key.slice(0, KEY_DIGITS_SHOWN);
      return { from: SELF, to, state: 'up', messages, sizeBytes };
    });
  }

  cut(pairs: readonly RefPair[], colony: RemoteColony | undefined): void {
    for (const pair of pairs) {
      const far = farOf(pair);
      this.#cuts.add(pair);
      if (far !== undefined) this.#switches.cut(cutName(far));
    }
    colony?.cut(pairs.filter((pair) => farOf(pair) === undefined));
  }

  heal(pairs: readonly RefPair[], colony: RemoteColony | undefined): void {
    for (const pair of pairs) {
      const far = farOf(pair);
      this.#cuts.delete(pair);
      if (far !== undefined) this.#switches.heal(cutName(far));
    }
    colony?.heal(pairs.filter((pair) => farOf(pair) === undefined));
  }

  healAll(colony: RemoteColony | undefined): void {
    this.heal(this.#cuts.pairs, colony);
  }

  /** A node that is removed. */
  forget(ref: NodeRef): void {
    this.#cuts.forget(ref);
  }

  /** The colony is gone, and its links with it. */
  clear(): void {
    this.#near = this.#far = [];
    // The next colony begins with the same refs, and without cuts; those of other tabs stay.
    for (const pair of this.#cuts.pairs) if (farOf(pair) === undefined) this.#cuts.delete(pair);
  }

  /** A report is a moment old: what was cut or healed since is so at once. */
  #asItIsNow(link: LabLink): readonly LabLink[] {
    const isFar = farOf([link.from, link.to]) !== undefined;
    const isCut = this.#cuts.has([link.from, link.to]) || (isFar && this.#cuts.has([SELF, ROOM]));
    if (isCut) return isFar ? [] : [{ ...link, state: 'cut' }];
    return link.state === 'cut' ? [] : [link];
  }

  get #farCuts(): LabLink[] {
    return this.#cuts.pairs.flatMap((pair) => {
      const to = farOf(pair);
      if (to === undefined) return [];
      return [{ from: SELF, to, state: 'cut', messages: 0, sizeBytes: 0 }];
    });
  }
}

function cutName(ref: NodeRef): string {
  return ref === ROOM ? EVERYBODY : ref;
}
