/**
 * BIP341's tweak: the key in an output is the wallet's key plus a hash of itself, so that nobody
 * can have hidden a script in it (BIP86). Rooms allow no scripts, so our merkle root is always
 * absent.
 */

import { schnorr, secp256k1 } from '@noble/curves/secp256k1.js';
import { taggedHash } from '../consensus/hash.ts';
import { assert } from '../util/assert.ts';
import { concatBytes, toHex } from '../util/bytes.ts';

const { Fn, BASE } = secp256k1.Point;
const P2TR_PREFIX = Uint8Array.of(0x51, 0x20);
const NO_ROOT: Uint8Array = new Uint8Array(0);

/** `internalKey` is x-only, 32 bytes, and on the curve; so is the result. */
export function tweakPublicKey(internalKey: Uint8Array, merkleRoot = NO_ROOT): Uint8Array {
  const point = schnorr.utils.lift_x(toInteger(internalKey));
  const tweaked = point.add(BASE.multiplyUnsafe(tweak(internalKey, merkleRoot)));
  return schnorr.utils.pointToBytes(tweaked);
}

/** The secret of `tweakPublicKey`; `secretKey` is any of the two whose x is the internal key. */
export function tweakSecretKey(secretKey: Uint8Array, merkleRoot = NO_ROOT): Uint8Array {
  const secret = Fn.fromBytes(secretKey);
  const point = BASE.multiply(secret);
  const even = point.toAffine().y % 2n === 0n ? secret : Fn.neg(secret);
  const added = tweak(schnorr.utils.pointToBytes(point), merkleRoot);
  return Fn.toBytes(Fn.add(even, added));
}

/** The script that pays to an x-only output key. */
export function payToTaproot(outputKey: Uint8Array): Uint8Array {
  assert(outputKey.length === 32, 'an x-only key');
  return concatBytes(P2TR_PREFIX, outputKey);
}

/** BIP341: at or above the order it would have to be refused, which needs 2^128 tries to meet. */
function tweak(internalKey: Uint8Array, merkleRoot: Uint8Array): bigint {
  const added = toInteger(taggedHash('TapTweak', internalKey, merkleRoot));
  assert(added < Fn.ORDER, 'a tweak below the order of the curve');
  return added;
}

function toInteger(bytes: Uint8Array): bigint {
  return BigInt(`0x${toHex(bytes)}`);
}
