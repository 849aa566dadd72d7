/**
 * Undo data: the coins a block spent, so that the block can be taken back without replaying
 * history.
 *
 * One list per transaction after the coinbase, in input order, each coin as value, height, coinbase
 * flag and script; then four bytes of SHA-256d over the block's hash and all before, because a coin
 * that rotted on the disk would otherwise silently enter the coin set. A block that spent nothing
 * has the record of a single zero. Cost: about 50 bytes per input.
 */

import type { SpentCoins } from '../consensus/connect.ts';
import { hashToBytes, sha256d } from '../consensus/hash.ts';
import type { Coin, Hash } from '../consensus/types.ts';
import { concatBytes, equalBytes } from '../util/bytes.ts';
import { Reader, Writer } from '../util/codec.ts';

/** A record, as memory and disk keep it. */
export interface Undo {
  readonly bytes: Uint8Array;
}

const CHECKSUM_BYTES = 4;
const SCRIPT_MAX_BYTES = 10_000;
const COIN_MIN_BYTES = 10;
/** Height and flag, amount, length and script of a coin that pays to a key. */
const COIN_USUAL_BYTES = 48;
const NOTHING_SPENT = Uint8Array.of(0);

export function encodeUndo(block: Hash, spent: SpentCoins): Undo {
  if (spent.length === 0) return { bytes: NOTHING_SPENT };
  const inputs = spent.reduce((sum, coins) => sum + coins.length, 0);
  const writer = new Writer(inputs * COIN_USUAL_BYTES + 2 * spent.length);
  writer.compactSize(spent.length);
  for (const coins of spent) writeCoins(writer, coins);
  const coins = writer.finish();
  return { bytes: concatBytes(coins, checksum(block, coins)) };
}

/** Undefined when these are not the undo data of that block. */
export function decodeUndo(block: Hash, { bytes }: Undo): SpentCoins | undefined {
  if (equalBytes(bytes, NOTHING_SPENT)) return [];
  const end = Math.max(0, bytes.length - CHECKSUM_BYTES);
  const coins = bytes.subarray(0, end);
  if (!equalBytes(bytes.subarray(end), checksum(block, coins))) return undefined;
  const reader = new Reader(coins);
  const spent = Array.from({ length: reader.count(1) }, () => readCoins(reader));
  reader.expectEnd();
  return spent;
}

function checksum(block: Hash, coins: Uint8Array): Uint8Array {
  return sha256d(concatBytes(hashToBytes(block), coins)).slice(0, CHECKSUM_BYTES);
}

function writeCoins(writer: Writer, coins: readonly Coin[]): void {
  writer.compactSize(coins.length);
  for (const coin of coins) {
    writer.compactSize(coin.height * 2 + (coin.coinbase ? 1 : 0));
    writer.u64(coin.value);
    writer.varBytes(coin.scriptPubKey);
  }
}

function readCoins(reader: Reader): readonly Coin[] {
  return Array.from({ length: reader.count(COIN_MIN_BYTES) }, () => {
    const code = reader.compactSize();
    const value = Number(reader.u64());
    const scriptPubKey = reader.copyVarBytes(SCRIPT_MAX_BYTES);
    return { value, scriptPubKey, height: Math.floor(code / 2), coinbase: code % 2 === 1 };
  });
}
