/** What a forger has to know of the chain, asked of a node by the commands that anybody may use. */

import type { HeaderContext } from '../consensus/context.ts';
import { encodeHeader } from '../consensus/encoding.ts';
import { parseHash } from '../consensus/hash.ts';
import type { Hash, Header } from '../consensus/types.ts';
import { assert } from '../util/assert.ts';
import { fromHex, toHex } from '../util/bytes.ts';
import type { OpenedBlock } from './api.ts';
import type { StolenCoin } from './forge-payment.ts';

/** A command of one node. */
export type Call = (method: string, ...parameters: unknown[]) => Promise<unknown>;

/** Headers above an opened block that are looked at. */
const ABOVE_MAX = 12;
/** Coins of others that are looked at, each with its block. */
const COINS_TRIED_MAX = 12;
const TICKS_PER_COIN = 1e8;

/** getblock with verbosity 1, or 2 with whole transactions. */
interface BlockAnswer<Entry = string> {
  readonly hash: string;
  readonly height: number;
  readonly version: number;
  readonly merkleroot: string;
  readonly time: number;
  readonly mediantime: number;
  readonly nonce: number;
  readonly bits: string;
  readonly target: string;
  readonly chainwork: string;
  readonly previousblockhash?: string;
  readonly tx: readonly Entry[];
}

interface CoinbaseAnswer {
  readonly txid: string;
  readonly vout: ReadonlyArray<{
    readonly value: number;
    readonly scriptPubKey: { readonly hex: string };
  }>;
}

interface UnspentAnswer {
  readonly txid: string;
  readonly vout: number;
  readonly scriptPubKey: string;
  readonly amount: number;
  readonly confirmations: number;
}

export interface Tip {
  readonly hash: Hash;
  readonly header: Header;
  readonly height: number;
  readonly context: HeaderContext;
}

export async function readTip(call: Call): Promise<Tip> {
  const block = await blockAt(call, await call('getbestblockhash'));
  const { previousblockhash: previous } = block;
  const parent = previous === undefined ? undefined : await blockAt(call, previous);
  const header = headerOf(block);
  return {
    hash: toHash(block.hash),
    header,
    height: block.height,
    context: {
      parentHeight: block.height,
      parentBits: header.bits,
      parentTime: block.time,
      grandparentTime: parent?.time,
      medianTimePast: block.mediantime,
    },
  };
}

/** Throws Error('chain-too-short') above the tip, and below 1. */
export async function openBlock(call: Call, height: number): Promise<OpenedBlock> {
  const chainHeight = (await call('getblockcount')) as number;
  if (height < 1 || height > chainHeight) throw new Error('chain-too-short');
  const hashes = await Promise.all(
    range(height, Math.min(chainHeight, height + ABOVE_MAX)).map((at) => call('getblockhash', at)),
  );
  const [block, ...above] = await Promise.all(hashes.map((hash) => blockAt(call, hash)));
  const tip = await blockAt(call, await call('getblockhash', chainHeight));
  const workBefore = BigInt(`0x${block!.chainwork}`) - workOf(block!);
  return {
    height,
    hash: block!.hash,
    hex: (await call('getblock', block!.hash, 0)) as string,
    chainHeight,
    above: above.map((each) => toHex(encodeHeader(headerOf(each)))),
    hashesToRedo: Number(BigInt(`0x${tip.chainwork}`) - workBefore),
  };
}

export interface CoinOffer extends StolenCoin {
  /** It belongs to the wallet of the node that was asked. */
  readonly own: boolean;
}

/** Coins that may be spent now and wait in no payment: this wallet's first, then old rewards. */
export async function* spendableCoins(call: Call, maturity: number): AsyncGenerator<CoinOffer> {
  const own = (await call('listunspent')) as readonly UnspentAnswer[];
  const settled = own.filter(({ confirmations }) => confirmations > 0);
  for (const coin of settled.toSorted((left, right) => right.amount - left.amount).slice(0, 2)) {
    const value = toTicks(coin.amount);
    const output = { value, scriptPubKey: fromHex(coin.scriptPubKey) };
    yield { prevout: { txid: toHash(coin.txid), vout: coin.vout }, output, own: true };
  }
  yield* oldRewards(call, maturity);
}

/** Rewards of others, the newest that may be spent first: those are the likeliest to be unspent. */
async function* oldRewards(call: Call, maturity: number): AsyncGenerator<CoinOffer> {
  const height = (await call('getblockcount')) as number;
  const newest = height + 1 - maturity;
  for (const at of range(Math.max(1, newest - COINS_TRIED_MAX + 1), newest).toReversed()) {
    const hash = await call('getblockhash', at);
    const block = (await call('getblock', hash, 2)) as BlockAnswer<CoinbaseAnswer>;
    const { txid, vout } = block.tx[0]!;
    const reward = vout[0]!;
    if (reward.value === 0) continue;
    const scriptPubKey = fromHex(reward.scriptPubKey.hex);
    const output = { value: toTicks(reward.value), scriptPubKey };
    yield { prevout: { txid: toHash(txid), vout: 0 }, output, own: false };
  }
}

async function blockAt(call: Call, hash: unknown): Promise<BlockAnswer> {
  return (await call('getblock', hash, 1)) as BlockAnswer;
}

function headerOf(block: BlockAnswer): Header {
  const { version, merkleroot, time, nonce, bits, previousblockhash } = block;
  return {
    version,
    previousHash: toHash(previousblockhash ?? '0'.repeat(64)),
    merkleRoot: toHash(merkleroot),
    time,
    bits: Number.parseInt(bits, 16),
    nonce,
  };
}

function workOf({ target }: BlockAnswer): bigint {
  return (1n << 256n) / (BigInt(`0x${target}`) + 1n);
}

function toHash(text: string): Hash {
  const hash = parseHash(text);
  assert(hash !== undefined, 'a node names hashes in hex');
  return hash;
}

function toTicks(coins: number): number {
  return Math.round(coins * TICKS_PER_COIN);
}

function range(first: number, last: number): number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at);
}
