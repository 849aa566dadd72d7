/**
 * Node keys that sign a hundred times faster than ours: valid BIP340 signatures, all with the same
 * nonce. Two of them show the secret to anybody who knows how to divide, which harms no simulation.
 */

import { secp256k1 } from '@noble/curves/secp256k1.js';
import { taggedHash } from '../../src/consensus/hash.ts';
import type { NodeKey } from '../../src/net/node-key.ts';
import { concatBytes, fromHex, toHex } from '../../src/util/bytes.ts';

const { ORDER } = secp256k1.Point.Fn;
const NONCE = 0x10001n;

const toInteger = (bytes: Uint8Array) => BigInt(`0x${toHex(bytes)}`);
const toBytes = (value: bigint) => fromHex(value.toString(16).padStart(64, '0'));

/** The key of a secret between 1 and the curve's order, and the one of ±secret with an even y. */
function keyPair(secret: bigint): readonly [key: Uint8Array, even: bigint] {
  const { x, y } = secp256k1.Point.BASE.multiply(secret).toAffine();
  return [toBytes(x), y % 2n === 0n ? secret : ORDER - secret];
}

const [R, EVEN_NONCE] = keyPair(NONCE);

/** Any 32 bytes that are not zero; the same bytes give the same key. */
export function quickKey(seed: Uint8Array): NodeKey {
  const [nodeKey, secret] = keyPair(toInteger(seed) % ORDER);
  return {
    nodeKey,
    sign: (message) => {
      const challenge = toInteger(taggedHash('BIP0340/challenge', R, nodeKey, message));
      return concatBytes(R, toBytes((EVEN_NONCE + challenge * secret) % ORDER));
    },
  };
}
