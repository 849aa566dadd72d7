/**
 * Where the coin comes from that an attacker spends twice. A reward is money only after some
 * minutes, so one that somebody has already is taken before any is waited for: a virtual node's, or
 * a loan of this tab's own wallet.
 */

import type { LabSnapshot } from '../../../lab/api.ts';
import type { NodeSnapshot } from '../../../node/api.ts';
import type { Purse, RoomFacts } from './experiment.ts';

export type Outlook =
  /** A virtual node has coins, or makes them at once. */
  | { readonly kind: 'now' }
  | { readonly kind: 'loan' }
  /** So many blocks until the first coin of anybody here may be spent. */
  | { readonly kind: 'wait'; readonly blocks: number };

/** In ticks: twice the price, since the change is to pay for what replaces the payment. */
export const LOAN = 2_000_000_000;
/** For the payment that brings it. */
const FEE_MARGIN = 10_000_000;

export function purseOf({ wallet }: Pick<NodeSnapshot, 'wallet'>, { maturity }: RoomFacts): Purse {
  if (wallet?.state !== 'open') return { spendable: 0, blocksToReward: undefined };
  const immature = wallet.payments.filter(({ stage }) => stage === 'immature');
  const oldest = Math.max(0, ...immature.map(({ depth }) => depth));
  return {
    spendable: wallet.spendable,
    blocksToReward: oldest === 0 ? undefined : Math.max(1, maturity - oldest),
  };
}

export function canLend({ spendable }: Purse): boolean {
  return spendable >= LOAN + FEE_MARGIN;
}

export function outlookOf({ nodes }: LabSnapshot, purse: Purse, room: RoomFacts): Outlook {
  const hasCoins = nodes.some(({ state, spendable }) => state === 'running' && spendable > 0);
  if (room.isSandbox || hasCoins) return { kind: 'now' };
  return canLend(purse) ? { kind: 'loan' } : { kind: 'wait', blocks: waitOf(purse, room, true) };
}

/** The attacker's own reward must be found first; what this tab has found may be lent sooner. */
export function waitOf(purse: Purse, { maturity }: RoomFacts, mayLend: boolean): number {
  return mayLend ? Math.min(maturity, purse.blocksToReward ?? maturity) : maturity;
}
