/** What can be done for a payment that waits, in words: raised, taken back, or hurried. */

import { say, toSay } from '../language/say.ts';
import type { FeeChange, FeeCommand } from './commands.ts';
import { feerateWords } from './words.ts';

export interface Errand {
  readonly title: string;
  readonly what: string;
  readonly confirm: string;
  readonly done: string;
}

export const ERRANDS: Readonly<Record<FeeCommand, Errand>> = {
  bumpfee: {
    title: toSay('Raise the fee'),
    what: toSay(
      'The same payment is signed anew with a higher fee and takes the place of the old one.',
    ),
    confirm: toSay('Raise it'),
    done: toSay('The payment waits with its new fee. The old one shows as replaced.'),
  },
  canceltransaction: {
    title: toSay('Take it back'),
    what: toSay(
      'The same coins are paid back to you with a higher fee. If a miner takes the old payment ' +
        'first, it stands; until then this one is the better offer.',
    ),
    confirm: toSay('Take it back'),
    done: toSay('The payment to yourself waits in its place. The old one shows as replaced.'),
  },
  childpaysforparent: {
    title: toSay('Hurry this payment'),
    what: toSay(
      'What it brings is paid on to yourself, for a fee that is enough for both. A miner who ' +
        'wants this fee must take the payment to you first.',
    ),
    confirm: toSay('Hurry it'),
    done: toSay('Both wait together: the payment to you, and yours to yourself that pays for it.'),
  },
};

/** Ticks per 1,000 virtual bytes, rounded down; undefined where nothing is carried. */
export function rateSoFar({ oldFee, carried }: FeeChange): number | undefined {
  return carried && Math.floor((1_000 * oldFee) / carried.parentsVbytes);
}

export function rateTogether({ oldFee, newFee, carried }: FeeChange): number | undefined {
  if (carried === undefined) return undefined;
  const { parentsVbytes, childVbytes } = carried;
  return Math.floor((1_000 * (oldFee + newFee)) / (parentsVbytes + childVbytes));
}

/** Why it would be money for nothing; empty where it is not. */
export function vainSentence(change: FeeChange, ticksPerKvb: number): string {
  const rate = rateSoFar(change);
  return rate === undefined || rate < ticksPerKvb
    ? ''
    : say(
        'It offers {rate} already, which is no less. Choose a faster one, or leave it as it is.',
        { rate: feerateWords(rate) },
      );
}
