/** What the explorer says of blocks, transactions and searches. */

import { encodeAddress } from '../../wallet/address.ts';
import { fromHex } from '../../util/bytes.ts';
import { inertText } from '../../util/text.ts';
import { formatAmount, formatCount, formatDecimal, formatMoment } from '../format.ts';
import { say, sayCount } from '../language/say.ts';
import type { BlockAnswer, InputAnswer, OutputAnswer, PlacedTransaction } from './answers.ts';
import { readCoinbaseParts } from './coinbase-parts.ts';
import type { Field } from './tape.ts';

const TICKS_PER_COIN = 1e8;
const MEMO_MAX_CHARACTERS = 80;
/** Depth from which a payment counts as settled, here as in Bitcoin. */
const SETTLED_DEPTH = 6;

export function toTicks(coins: number): number {
  return Math.round(coins * TICKS_PER_COIN);
}

export function formatCoins(coins: number): string {
  return formatAmount(toTicks(coins));
}

export type Standing = 'settled' | 'young' | 'beside' | 'waiting';

/** -1 confirmations: on a branch with less work. */
export function standingOf(confirmations: number): Standing {
  if (confirmations < 0) return 'beside';
  if (confirmations === 0) return 'waiting';
  return confirmations >= SETTLED_DEPTH ? 'settled' : 'young';
}

export function blockStanding(confirmations: number): string {
  if (confirmations < 0) return say('Stale: on a branch with less work');
  if (confirmations === 1) return say('The tip: the newest block');
  return sayCount(confirmations - 1, '{count} block on top of it', '{count} blocks on top of it');
}

export function transactionStanding(transaction: PlacedTransaction): string {
  const { confirmations, in_active_chain: isActive } = transaction;
  if (transaction.blockhash === undefined) return say('Waits for a block');
  if (isActive === false) return say('In a stale block, so it does not count');
  return sayCount(confirmations, 'Confirmed, {count} block deep', 'Confirmed, {count} blocks deep');
}

/** Undefined for an output that is no coin. */
export function addressOfScript(hex: string): string | undefined {
  return /^5120[0-9a-f]{64}$/.test(hex) ? encodeAddress(fromHex(hex)) : undefined;
}

/** What a memo says: text where it is text, otherwise its bytes. */
export function memoWords(hex: string): string {
  if (hex.startsWith('6a24aa21a9ed')) return say('Commitment to all signatures of the block');
  const data = hex.slice(hex.startsWith('6a4c') ? 6 : 4);
  const isNote = data.startsWith('7461626e');
  const bytes = fromHex(isNote ? data.slice(8) : data);
  const text = readText(bytes);
  if (text === undefined || text === '') {
    return sayCount(bytes.length, '{count} byte of data', '{count} bytes of data');
  }
  return isNote ? say('Note: {text}', { text }) : say('Memo: {text}', { text });
}

function readText(bytes: Uint8Array): string | undefined {
  try {
    return inertText(new TextDecoder('utf-8', { fatal: true }).decode(bytes), MEMO_MAX_CHARACTERS);
  } catch {
    return undefined;
  }
}

export function sumOf(outputs: readonly Pick<OutputAnswer, 'value'>[]): number {
  return outputs.reduce((sum, { value }) => sum + toTicks(value), 0) / TICKS_PER_COIN;
}

/** The name that a block's miner wrote into its coinbase; empty where there is none. */
export function minerOf({ tx }: Pick<BlockAnswer, 'tx'>): string {
  const script = tx[0]?.vin[0]?.coinbase;
  if (script === undefined) return '';
  return readCoinbaseParts(fromHex(script)).find(({ kind }) => kind === 'miner-tag')?.value ?? '';
}

export function kindOf(vin: readonly InputAnswer[]): 'reward' | 'payment' {
  return vin[0]?.coinbase === undefined ? 'payment' : 'reward';
}

/** A field's value for people, where the bare one says too little. */
export function showField({ kind, value, phrase }: Field): string {
  if (phrase !== undefined) return say(phrase.message, phrase.values);
  if (kind === 'amount') return formatAmount(Number(value));
  if (kind === 'time') return `${formatMoment(Number(value) * 1000)} · ${value}`;
  if (kind === 'key-script') return addressOfScript(value) ?? value;
  if (kind === 'memo-script') return memoWords(value);
  if (kind === 'nonce') return formatCount(Number(value));
  return value;
}

/** How much easier than one in 2^256 the target is, as hashes a miner tries on average. */
export function expectedHashes(target: string): number {
  return 2 ** 256 / (Number(BigInt(`0x${target}`)) + 1);
}

/** Leading zero bits: what proof of work is about, as one number. */
export function leadingZeroBits(hex: string): number {
  const zeros = /^0*/.exec(hex)![0].length;
  const digit = hex[zeros];
  return 4 * zeros + (digit === undefined ? 0 : Math.clz32(Number.parseInt(digit, 16)) - 28);
}

export function workSentence({
  hash,
  height,
  target,
}: Pick<BlockAnswer, 'hash' | 'height' | 'target'>): string {
  // Nobody searched for its nonce, and its hash may be above the target.
  if (height === 0) return say('The first block comes with the room’s link, and needs no work.');
  return sayCount(
    leadingZeroBits(hash),
    'The hash begins with {count} zero bit and is at most the target. A miner tries ' +
      '{headers} headers on average to find one like it.',
    'The hash begins with {count} zero bits and is at most the target. A miner tries ' +
      '{headers} headers on average to find one like it.',
    { headers: formatDecimal(expectedHashes(target)) },
  );
}

export function searchedWords(from: number, next: number | null): string {
  const stretch = {
    lowest: formatCount(Math.max(1, (next ?? 0) + 1)),
    highest: formatCount(from),
  };
  return next === null
    ? say('Nothing in blocks {lowest} to {highest}, which is all there are.', stretch)
    : say('Nothing in blocks {lowest} to {highest}.', stretch);
}
