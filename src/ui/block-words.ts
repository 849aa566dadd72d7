/** A block in words: on its card, read out in one breath, and while it is still looked for. */

import type { BlockCard, NodeSnapshot } from '../node/api.ts';
import { formatHeight, formatPlural, formatTenths } from './format.ts';

export function lostSentence(card: BlockCard): string {
  const lost = formatTenths(card.lostBy);
  return `stale: lost by ${lost}\u00a0${lost === '1' ? 'block' : 'blocks'} of work`;
}

export function cardState(card: BlockCard): string {
  switch (card.state) {
    case 'active':
      return formatPlural(card.transactions, 'transaction');
    case 'stale':
      return lostSentence(card);
    case 'pending':
      return 'header checked, block on its way';
    case 'invalid':
      return 'refused: it breaks a rule';
  }
}

/** The whole card in one breath, for those who hear it. */
export function cardLabel(card: BlockCard): string {
  const by = card.height === 0 ? 'genesis' : [minerName(card), minerNote(card)].join(' ').trim();
  return [`Block ${formatHeight(card.height)}`, by, cardState(card)].filter(Boolean).join(', ');
}

/** What stands in the miner's place; empty while only the header is known. */
export function minerName(card: BlockCard): string {
  if (card.height === 0) return 'From the link';
  if (card.miner !== '') return card.miner;
  return card.state === 'pending' ? '' : 'Unnamed';
}

/** Stands beside the name and apart from it: a right-to-left name must not turn it around. */
export function minerNote(card: BlockCard): string {
  return card.own && card.miner !== '' ? '(you)' : '';
}

/** How the wait so far compares with the exponential waiting times of a steady hash rate. */
export function waitSentence(waitedSeconds: number, targetSpacingSeconds: number): string {
  const sooner = 1 - Math.exp(-Math.max(0, waitedSeconds) / targetSpacingSeconds);
  const percent = Math.min(99, Math.round(sooner * 100));
  return percent < 1 ? 'The search has just begun' : `${percent}\u00a0% of blocks come sooner`;
}

export function nextBlockSentence(snapshot: NodeSnapshot): string {
  if (snapshot.mining.state === 'mining') return 'being mined';
  if (snapshot.mining.state === 'waiting') return 'mining waits';
  return snapshot.peers.length > 0 ? 'awaited' : 'not mined here';
}
