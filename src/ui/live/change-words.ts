/** A reorganisation in a sentence: what changed, and what of it is yours. */

import { formatCount, formatHeight } from '../format.ts';
import { say, sayCount } from '../language/say.ts';
import type { Change } from './moves.ts';

export function changeSentence({ forkHeight, left, joined }: Change): string {
  return sayCount(
    left,
    'A branch with more work took over behind block {height}: {count} block left the chain, ' +
      '{joined} took its place.',
    'A branch with more work took over behind block {height}: {count} blocks left the chain, ' +
      '{joined} took their place.',
    { height: formatHeight(forkHeight), joined: formatCount(joined) },
  );
}

/** What it means for the one who reads it. */
export function ownChangeSentence({ ownLeft }: Change): string {
  if (ownLeft === 0) {
    return say('None of them was yours; payments that were only in them wait again.');
  }
  return sayCount(
    ownLeft,
    '{count} of them was yours: its reward is gone, and payments in it wait again.',
    '{count} of them were yours: their rewards are gone, and payments in them wait again.',
  );
}
