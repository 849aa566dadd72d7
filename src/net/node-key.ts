/**
 * The key by which neighbours know this tab, and the signatures that prove it. A node holds the
 * means to sign and never the secret itself, which it has no other use for.
 */

import { schnorr } from '@noble/curves/secp256k1.js';

export interface NodeKey {
  /** 32 bytes, x-only (BIP340). */
  readonly nodeKey: Uint8Array;
  /** Signs 32 bytes, in 64. */
  readonly sign: (message: Uint8Array) => Uint8Array;
}

/** BIP340's randomness guards against faults and eavesdroppers of the device; it is optional. */
const NO_RANDOMNESS = new Uint8Array(32);

/** `secretKey` has 32 bytes, and is between 1 and the curve's order. */
export function openNodeKey(secretKey: Uint8Array): NodeKey {
  return {
    nodeKey: schnorr.getPublicKey(secretKey),
    sign: (message) => schnorr.sign(message, secretKey, NO_RANDOMNESS),
  };
}
