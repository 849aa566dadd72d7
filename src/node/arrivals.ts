/**
 * When blocks reached this tab, and who told of each: what is known of how news travels in a room.
 * All moments are of this tab's one clock, so that they can be compared; a header's own time is of
 * its miner's clock, in whole seconds.
 *
 * Only a block that comes alone is news. Headers in numbers are a past being fetched, and say
 * nothing about the way of a block. Of the newest 500 it is kept.
 */

import { type Handle, Status } from '../chain/block-index.ts';
import type { Chain } from '../chain/chain.ts';
import type { LinkId } from '../net/link.ts';
import type { Peer } from '../net/peer.ts';
import { ARRIVALS_MAX } from '../util/limits.ts';
import type { Input } from './ports.ts';

/** Times in milliseconds, `delay` since `firstseen`. */
export interface Arrival {
  readonly hash: string;
  readonly height: number;
  /** Of the header, in seconds since 1970. */
  readonly time: number;
  /** Since 1970. */
  readonly firstseen: number;
  /** Until it was checked and stood at the tip; null while it does not. */
  readonly connected: number | null;
  readonly own: boolean;
  readonly active: boolean;
  /** In the order in which they told: all who were linked then and have told so far. */
  readonly told: readonly Telling[];
}

export interface Telling {
  /** The link. */
  readonly peer: LinkId;
  /** Its node key in hex. */
  readonly key: string;
  readonly delay: number;
}

interface Row {
  readonly handle: Handle;
  readonly at: number;
  connectedAt: number | undefined;
  readonly told: Telling[];
}

export interface Watched {
  readonly chain: Pick<Chain, 'index' | 'tip' | 'isActive'>;
  readonly peers: ReadonlyMap<LinkId, Peer>;
}

export class Arrivals {
  /** By handle, in the order in which they came. */
  private readonly rows = new Map<Handle, Row>();
  /** Headers that the index had when it was looked at last. */
  private known: number | undefined;

  /** To be told of each step of the node, at its end. */
  see(input: Input, { chain, peers }: Watched, now: number): void {
    this.seeNews(chain, now);
    const peer = input.type === 'message' ? peers.get(input.link) : undefined;
    if (peer !== undefined) this.seeTelling(peer, now);
    this.seeTip(chain, now);
  }

  /** The newest `count`, oldest first. */
  list(chain: Watched['chain'], count: number): Arrival[] {
    const { index } = chain;
    return [...this.rows.values()].slice(-count).map(({ handle, at, connectedAt, told }) => ({
      hash: index.hash(handle),
      height: index.height(handle),
      time: index.time(handle),
      firstseen: at,
      connected: connectedAt === undefined ? null : connectedAt - at,
      own: index.has(handle, Status.own),
      active: chain.isActive(handle),
      told: [...told],
    }));
  }

  private seeNews({ index }: Watched['chain'], now: number): void {
    const news = index.size - (this.known ?? index.size);
    this.known = index.size;
    if (news !== 1) return;
    const handle = index.size - 1;
    this.rows.set(handle, { handle, at: now, connectedAt: undefined, told: [] });
    if (this.rows.size > ARRIVALS_MAX) this.rows.delete(this.rows.keys().next().value!);
  }

  /** Each link counts once, and only if it was up: a newcomer could not have told earlier. */
  private seeTelling({ key, known, link, upAt }: Peer, now: number): void {
    const row = this.rows.get(known);
    if (row === undefined || upAt > row.at || row.told.some(({ peer }) => peer === link)) return;
    row.told.push({ peer: link, key, delay: now - row.at });
  }

  private seeTip({ index, tip }: Watched['chain'], now: number): void {
    for (let row = this.rows.get(tip); row !== undefined && row.connectedAt === undefined;) {
      row.connectedAt = now;
      row = this.rows.get(index.parent(row.handle));
    }
  }
}
