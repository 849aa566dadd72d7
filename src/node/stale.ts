/** What is said when no block has come for suspiciously long, though there are peers. */

import type { Network } from '../net/network.ts';
import type { NodeSnapshot } from './api.ts';

export function staleFact({ staleSince }: Network): Pick<NodeSnapshot, 'staleSince'> {
  return staleSince === undefined ? {} : { staleSince: Math.floor(staleSince / 1000) };
}

/** For `getblockchaininfo`: sentences, as Bitcoin Core has them. */
export function warningsOf({ staleSince }: Network, now: number): string[] {
  if (staleSince === undefined) return [];
  const minutes = Math.floor((now - staleSince) / 60_000);
  return [
    `No block has come for ${minutes} minutes. If somebody is mining, this tab may be cut off ` +
      'from them; it asks every peer, and looks for one more.',
  ];
}
