/**
 * Who is dialled and who is let in. A peer that broke a rule is neither for ten minutes, by its
 * node key and by the id under which it was met; of two links to one key one has to go.
 */

import { CONNECTIONS_MAX, NEAR_LINKS_MAX } from '../util/limits.ts';
import { Discouraged } from './discouraged.ts';
import { isNear, isNodeKey, type LinkId, type PeerId } from './link.ts';
import { doubt, isDead } from './liveness.ts';
import type { Peer } from './peer.ts';

/** A link that must be closed, unpunished, and the reason. */
export interface Objection {
  readonly peer: Peer;
  readonly reason: string;
}

export class Door {
  private readonly links: ReadonlyMap<LinkId, Peer>;
  private readonly ownKey: string;
  private readonly discouraged = new Discouraged();

  /** `ownKey` is in hex, as the keys of peers are. */
  constructor(links: ReadonlyMap<LinkId, Peer>, ownKey: string) {
    this.links = links;
    this.ownKey = ownKey;
  }

  /** Whether a link to this tab would be new, and welcome; `key` is empty when not known. */
  mayDial(id: PeerId, key: string, now: number): boolean {
    if (key === this.ownKey || this.refusal(id, now) !== undefined) return false;
    if (key !== '' && this.discouraged.has(key, now)) return false;
    for (const peer of this.links.values()) {
      if (peer.id === id || (key !== '' && peer.key === key)) return false;
    }
    return true;
  }

  /** Why a link to this tab is not wanted, before it has said anything. */
  refusal(id: PeerId, now: number): string | undefined {
    const isSuch = (peer: Peer) => isNear(peer.id) === isNear(id);
    const linked = [...this.links.values()].filter(isSuch).length;
    if (linked >= (isNear(id) ? NEAR_LINKS_MAX : CONNECTIONS_MAX)) return 'links-full';
    return this.discouraged.has(id, now) ? 'discouraged' : undefined;
  }

  /**
   * The link that must go now that this peer's key is known. Of two links to one key the side with
   * the lower key closes one, and the other waits for it: so both lose the same one. The older
   * stays, unless it is dead: a tab that was killed is back before that is known of its old link,
   * which is asked for a sign of life before the next one comes.
   */
  objection(peer: Peer, now: number): Objection | undefined {
    if (peer.key === this.ownKey) return { peer, reason: 'hello-self' };
    // Whoever brought the signals may have put another's name on them: nobody to be blamed.
    if (isNodeKey(peer.id) && peer.id !== peer.key) return { peer, reason: 'hello-other-key' };
    if (this.discouraged.has(peer.key, now)) return { peer, reason: 'discouraged' };
    const twin = [...this.links.values()].find((it) => it !== peer && it.key === peer.key);
    if (twin === undefined || this.ownKey > peer.key) return undefined;
    if (isDead(twin, now)) return { peer: twin, reason: 'hello-duplicate' };
    doubt(twin, now);
    return { peer, reason: 'hello-duplicate' };
  }

  /** It broke a rule. A node key that it was met under and has not proved may be another's. */
  shut({ id, key }: Peer, now: number): void {
    if (!isNodeKey(id)) this.discouraged.add(id, now);
    if (key !== '') this.discouraged.add(key, now);
  }
}
