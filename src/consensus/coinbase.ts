/**
 * The scriptSig of a coinbase: the height (BIP34), the room's genesis push, then free bytes, which
 * our miners fill with a push of 8 bytes of extra nonce and a push of their tag.
 *
 * The genesis push ties every coin, through the txids it descends from, to one room: no outpoint
 * exists in two rooms, so no signature of one is worth anything in the other.
 */

import { assert } from '../util/assert.ts';
import { concatBytes } from '../util/bytes.ts';
import { inertText } from '../util/text.ts';
import { RuleError } from './rule-error.ts';

export const GENESIS_PUSH_BYTES = 8;
export const EXTRA_NONCE_BYTES = 8;
export const TAG_MAX_BYTES = 32;
/** Where the scriptSig starts in a coinbase without witness: version, count, prevout, length. */
export const COINBASE_SCRIPT_OFFSET = 42;

const OP_1 = 0x51;
const OP_16 = 0x60;
const HEIGHT_MAX = 0x7fff_ffff;

export interface CoinbaseFields {
  readonly height: number;
  /** 8 bytes. */
  readonly genesisPush: Uint8Array;
  /** 8 bytes. */
  readonly extraNonce: Uint8Array;
  /** At most 32 bytes in UTF-8. */
  readonly tag: string;
}

export interface EncodedCoinbaseScript {
  readonly script: Uint8Array;
  /** Where the 8 bytes of extra nonce start; add COINBASE_SCRIPT_OFFSET for the whole coinbase. */
  readonly extraNonceOffset: number;
}

export function encodeCoinbaseScript(fields: CoinbaseFields): EncodedCoinbaseScript {
  assert(fields.genesisPush.length === GENESIS_PUSH_BYTES, 'a genesis push has 8 bytes');
  assert(fields.extraNonce.length === EXTRA_NONCE_BYTES, 'an extra nonce has 8 bytes');
  const tag = new TextEncoder().encode(fields.tag);
  assert(tag.length <= TAG_MAX_BYTES, 'a tag has at most 32 bytes');
  const prefix = coinbasePrefix(fields.height, fields.genesisPush);
  const script = concatBytes(prefix, push(fields.extraNonce), push(tag));
  return { script, extraNonceOffset: prefix.length + 1 };
}

/** What consensus demands at the start of the script: the height and the genesis push. */
export function coinbasePrefix(height: number, genesisPush: Uint8Array): Uint8Array {
  return concatBytes(heightPush(height), push(genesisPush));
}

/** BIP34: the height as the shortest push of a script number. */
export function heightPush(height: number): Uint8Array {
  assert(Number.isInteger(height) && height >= 0 && height <= HEIGHT_MAX, 'a height of 31 bits');
  if (height === 0) return Uint8Array.of(0);
  if (height <= 16) return Uint8Array.of(OP_1 + height - 1);
  const number: number[] = [];
  for (let left = height; left > 0; left = Math.floor(left / 256)) number.push(left % 256);
  // The top bit of a script number is its sign.
  if (number.at(-1)! >= 0x80) number.push(0);
  return push(Uint8Array.from(number));
}

export interface ParsedCoinbaseScript {
  readonly height: number;
  readonly genesisPush: Uint8Array;
  readonly extraNonce?: Uint8Array;
  /** Inert text of at most 32 characters; empty where there is none. */
  readonly tag: string;
}

/** Throws RuleError unless the script starts with a height and a genesis push. */
export function parseCoinbaseScript(script: Uint8Array): ParsedCoinbaseScript {
  const height = readHeight(script);
  if (height === undefined) {
    throw new RuleError('bad-cb-height', 'invalid', 'the coinbase does not start with a height');
  }
  const genesis = readPush(script, heightPush(height).length);
  if (genesis?.data.length !== GENESIS_PUSH_BYTES) {
    throw new RuleError('bad-cb-genesis', 'invalid', 'the coinbase names no room');
  }
  const nonce = readPush(script, genesis.end);
  if (nonce?.data.length !== EXTRA_NONCE_BYTES) {
    return { height, genesisPush: genesis.data, tag: '' };
  }
  const tag = inertTag(readPush(script, nonce.end)?.data);
  return { height, genesisPush: genesis.data, extraNonce: nonce.data, tag };
}

function inertTag(bytes: Uint8Array | undefined): string {
  if (bytes === undefined || bytes.length > TAG_MAX_BYTES) return '';
  return inertText(new TextDecoder().decode(bytes), TAG_MAX_BYTES);
}

function readHeight(script: Uint8Array): number | undefined {
  const first = script[0];
  if (first === undefined) return undefined;
  if (first === 0) return 0;
  if (first >= OP_1 && first <= OP_16) return first - OP_1 + 1;
  const data = readPush(script, 0)?.data;
  if (data === undefined || data.length > 5) return undefined;
  const height = data.reduceRight((value, byte) => value * 256 + byte, 0);
  const isShortest = height <= HEIGHT_MAX && heightPush(height).length === data.length + 1;
  return height > 16 && isShortest && data.at(-1)! < 0x80 ? height : undefined;
}

/** A push by a single length byte (up to 75), which is all that our coinbases use. */
function readPush(
  script: Uint8Array,
  start: number,
): { data: Uint8Array; end: number } | undefined {
  const length = script[start];
  if (length === undefined || length > 75 || start + 1 + length > script.length) return undefined;
  const end = start + 1 + length;
  return { data: script.slice(start + 1, end), end };
}

function push(data: Uint8Array): Uint8Array {
  return concatBytes(Uint8Array.of(data.length), data);
}
