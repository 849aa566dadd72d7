/**
 * What the wallet says of itself, as pure functions of its state: what can be spent, what waits
 * and why, who can read its secret, and what a fee buys.
 */

import type { FeePreset, RoomView, WalletView } from '../../node/api.ts';
import { formatCount, formatDuration, join } from '../format.ts';
import { formatNumber } from '../language/numbers.ts';
import { say, sayCount, toSay } from '../language/say.ts';

/** What stands under the large figure. */
export function balanceSentence(wallet: WalletView): string {
  if (wallet.spendable > 0) {
    return wallet.state === 'watching'
      ? say('This can be spent now, where the secret is.')
      : say('You can spend this now.');
  }
  if (wallet.rescan !== undefined) return say('Nothing found yet; the search goes on.');
  if (wallet.immature > 0) return say('Nothing to spend yet: your rewards are still ripening.');
  if (wallet.pending > 0) return say('Nothing to spend yet: a payment to you waits for a block.');
  return say('No coins yet. Mine a block, or give your address to someone who has some.');
}

export const PENDING_SENTENCE = toSay(
  'On its way to you. It counts as soon as a block holds the payment.',
);

/** The rule of rooms is five minutes of blocks, and at least ten. */
export const IMMATURE_SENTENCE = toSay(
  'Rewards of your newest blocks. They can be spent after about five minutes of blocks on top, ' +
    'because a block that loses its race takes its reward away.',
);

/** The sentence for a state in which not everything can be done; undefined when it can. */
export function stateSentence(wallet: WalletView): string | undefined {
  switch (wallet.state) {
    case 'open':
      return undefined;
    case 'locked':
      return say('Locked: everything is shown, and sending asks for your passphrase.');
    case 'watching':
      return say(
        'Watching only: the secret is not on this device. Payments show and addresses can be ' +
          'given away; sending, changing a fee, writing notes and saving the secret are done ' +
          'where the secret is.',
      );
    case 'damaged':
      return say(
        'The wallet’s record on this device cannot be read. It is kept as it is and nothing was ' +
          'written over it. Your coins are on the chain and belong to your words: restore the ' +
          'wallet from them, or from an encrypted file.',
      );
  }
}

/** In the place of a history that is empty. */
export function noPaymentsSentence({ state, rescan }: WalletView): string {
  if (state === 'damaged') {
    return say(
      'What came and went stands on the chain, and shows here once the wallet is restored.',
    );
  }
  if (rescan !== undefined) return say('Nothing found yet; the chain is still being searched.');
  return say(
    'Nothing came or went yet. The first block that this tab mines shows up here, and every ' +
      'payment from the moment the room hears of it.',
  );
}

export interface ProtectionWords {
  readonly title: string;
  readonly sentence: string;
}

export function protectionWords(wallet: WalletView): ProtectionWords {
  if (wallet.state === 'watching') {
    return {
      title: say('No secret here'),
      sentence: say('This tab holds the wallet’s public key alone.'),
    };
  }
  if (wallet.protection === 'plain') {
    return {
      title: say('Stored readable on this device'),
      sentence: say('Whoever can use this browser can read the secret. A passphrase encrypts it.'),
    };
  }
  return wallet.state === 'locked'
    ? {
        title: say('Locked by a passphrase'),
        sentence: say('The secret is encrypted on this device.'),
      }
    : {
        title: say('Unlocked for now'),
        sentence: say('The secret locks itself again after a while.'),
      };
}

export function rescanSentence({ done, total }: { done: number; total: number }): string {
  return sayCount(
    total,
    'Looking through the chain for your payments: {done} of {count} block. ' +
      'Figures may still grow.',
    'Looking through the chain for your payments: {done} of {count} blocks. ' +
      'Figures may still grow.',
    { done: formatCount(done) },
  );
}

const FEE_NAMES: Readonly<Record<FeePreset['name'], string>> = {
  slow: toSay('Slow'),
  normal: toSay('Normal'),
  fast: toSay('Fast'),
};

export function feeName(preset: FeePreset): string {
  return say(FEE_NAMES[preset.name]);
}

/** 'in the next block, about 10 s'. */
export function feeWait({ expectedBlocks }: FeePreset, room: RoomView): string {
  const time = formatDuration(expectedBlocks * room.targetSpacingSeconds);
  return expectedBlocks <= 1
    ? say('in the next block, about {time}', { time })
    : sayCount(
        expectedBlocks,
        'within {count} block, about {time}',
        'within {count} blocks, about {time}',
        { time },
      );
}

/** Ticks per virtual byte, as feerates are told everywhere. */
export function feerateWords(ticksPerKvb: number): string {
  const rate = ticksPerKvb / 1_000;
  const digits = rate >= 100 ? 0 : rate >= 10 ? 1 : 2;
  return join({ value: formatNumber(rate, 0, digits), unit: 'tick/vB' });
}

/** The preset chosen before anyone chooses; undefined where the node offers none. */
export function usualPreset(presets: readonly FeePreset[]): FeePreset | undefined {
  return presets.find(({ name }) => name === 'normal') ?? presets[0];
}

/** 'tab1 pqqq …': groups of four can be read aloud and compared without losing one's place. */
export function addressGroups(address: string): readonly string[] {
  return address.match(/.{1,4}/gu) ?? [];
}

export function memoLeft(memo: string, mostBytes: number): string {
  const left = mostBytes - new TextEncoder().encode(memo).length;
  return left >= 0
    ? sayCount(
        left,
        'Stands on the chain for everyone to read, for ever. {count} byte left.',
        'Stands on the chain for everyone to read, for ever. {count} bytes left.',
      )
    : sayCount(
        -left,
        '{count} byte too long: a memo holds {most} bytes.',
        '{count} bytes too long: a memo holds {most} bytes.',
        { most: mostBytes },
      );
}

/** Three different positions of the words, counted from 1; `random` gives numbers in [0, 1). */
export function askedPositions(words: number, random: () => number): readonly number[] {
  const positions = Array.from({ length: words }, (_, index) => index + 1);
  const asked: number[] = [];
  while (asked.length < 3 && positions.length > 0) {
    const [position] = positions.splice(Math.floor(random() * positions.length), 1);
    if (position !== undefined) asked.push(position);
  }
  return asked.sort((left, right) => left - right);
}

/** Words as they are typed or pasted: numbers, commas and line breaks between them are not kept. */
export function tidyWords(text: string): readonly string[] {
  return text.toLowerCase().match(/\p{L}+/gu) ?? [];
}

/** BIP39 knows these lengths; rooms make the first. */
const WORD_COUNTS: ReadonlySet<number> = new Set([12, 15, 18, 21, 24]);

export function isWordCount(count: number): boolean {
  return WORD_COUNTS.has(count);
}

export function wordCountSentence(count: number): string {
  if (count === 0) return say('The words in their order, with spaces between them.');
  if (count < 12) return sayCount(count, '{count} word of 12.', '{count} words of 12.');
  return isWordCount(count)
    ? sayCount(count, '{count} word: complete.', '{count} words: complete.')
    : sayCount(
        count,
        '{count} word, and no wallet has that many.',
        '{count} words, and no wallet has that many.',
      );
}
