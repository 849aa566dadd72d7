/**
 * Node keys that sign a hundred times faster than ours: valid BIP340 signatures, all with the same
 * nonce. Two of them show the secret to anybody who knows how to divide, which harms no simulation.
 */

import { schnorr, secp256k1 } from '@noble/curves/secp256k1.js';
import { taggedHash } from '../../src/consensus/hash.ts';
import type { NodeKey } from '../../src/net/node-key.ts';
import { concatBytes, fromHex, toHex } from '../../src/util/bytes.ts';

const { ORDER } = secp256k1.Point.Fn;
const NONCE = 2n;

const toInteger = (bytes: Uint8Array) => BigInt(`0x${toHex(bytes)}`);
const toBytes = (value: bigint) => fromHex(value.toString(16).padStart(64, '0'));

/** Of a secret between 1 and the curve's order: the one whose point has an even y (BIP340). */
function evenSecret(secret: bigint): bigint {
  const { y } = secp256k1.Point.BASE.multiply(secret).toAffine();
  return y % 2n === 0n ? secret : ORDER - secret;
}

/** Any 32 bytes that are not zero; the same bytes give the same key. */
export function quickKey(seed: Uint8Array): NodeKey {
  const secretBytes = toBytes(toInteger(seed) % ORDER);
  const nodeKey = schnorr.getPublicKey(secretBytes);
  const secret = evenSecret(toInteger(secretBytes));
  return {
    nodeKey,
    sign: (message) => {
      const challenge = toInteger(taggedHash('BIP0340/challenge', R, nodeKey, message));
      return concatBytes(R, toBytes((EVEN_NONCE + challenge * secret) % ORDER));
    },
  };
}

const EVEN_NONCE = evenSecret(NONCE);
const R = schnorr.getPublicKey(toBytes(NONCE));
