/** A block in words: on its card, and while it is still looked for. */

import type { BlockCard, NodeSnapshot } from '../node/api.ts';
import { formatPercent, formatTenths } from './format.ts';
import { say, sayCount } from './language/say.ts';

export function lostSentence(card: BlockCard): string {
  // Counted as it is shown: 0.96 is "1 block".
  return sayCount(
    Math.round(card.lostBy * 10) / 10,
    'stale: lost by {count} block of work',
    'stale: lost by {count} blocks of work',
    { count: formatTenths(card.lostBy) },
  );
}

export function cardState(card: BlockCard): string {
  switch (card.state) {
    case 'active':
      return sayCount(card.transactions, '{count} transaction', '{count} transactions');
    case 'stale':
      return lostSentence(card);
    case 'pending':
      return say('header checked, block on its way');
    case 'invalid':
      return say('refused: it breaks a rule');
  }
}

/** What stands in the miner's place; empty while the body is awaited. */
export function minerName(card: BlockCard): string {
  if (card.height === 0) return say('From the link');
  if (card.miner !== '') return card.miner;
  if (card.state === 'pending') return '';
  // A block is never without weight: of this one, which lost elsewhere, only the header came.
  return card.weight === 0 ? say('Miner unknown') : say('Unnamed');
}

/** Stands beside the name and apart from it: a right-to-left name must not turn it around. */
export function minerNote(card: BlockCard): string {
  return card.own && card.miner !== '' ? say('(you)') : '';
}

/** How the wait so far compares with the exponential waiting times of a steady hash rate. */
export function waitSentence(waitedSeconds: number, targetSpacingSeconds: number): string {
  const sooner = 1 - Math.exp(-Math.max(0, waitedSeconds) / targetSpacingSeconds);
  if (sooner < 0.01) return say('The search has just begun');
  return say('{share} of blocks come sooner', { share: formatPercent(Math.min(0.99, sooner)) });
}

export function nextBlockSentence(snapshot: NodeSnapshot): string {
  if (snapshot.mining.state === 'mining') return say('being mined');
  if (snapshot.mining.state === 'waiting') return say('mining waits');
  return snapshot.peers.length > 0 ? say('awaited') : say('not mined here');
}
