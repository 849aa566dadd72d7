/**
 * Who goes when one more dials than we bear. An attacker can dial as often as it likes, so those
 * stay who are better than it can pretend to be: near, useful with blocks or transactions, or here
 * for long. Bitcoin Core protects the same four kinds (net.cpp, SelectNodeToEvict).
 */

import type { Peer } from './peer.ts';

/** Of each kind. */
const PROTECTED = 4;

/** Of the links that others dialled, the newcomer not among them; undefined keeps them all. */
export function chooseEvicted(inbound: readonly Peer[]): Peer | undefined {
  let rest = [...inbound];
  const protect = (rank: (peer: Peer) => number) => {
    const ranked = rest.filter((peer) => rank(peer) > 0);
    ranked.sort((left, right) => rank(right) - rank(left));
    const best = new Set(ranked.slice(0, PROTECTED));
    rest = rest.filter((peer) => !best.has(peer));
  };
  protect(({ pingMs }) => (pingMs < 0 ? 0 : 1 / (1 + pingMs)));
  protect(({ blockAt }) => blockAt);
  protect(({ transactionAt }) => transactionAt);
  rest.sort((left, right) => left.upAt - right.upAt);
  return rest.slice(Math.floor(rest.length / 2)).at(-1);
}
