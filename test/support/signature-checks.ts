/** Signature checks for tests: good ones, and a seeded stream of good, altered and random ones. */

import { schnorr } from '@noble/curves/secp256k1.js';
import type { SignatureCheck } from '../../src/consensus/signature.ts';
import { sha256 } from '../../src/consensus/hash.ts';
import { concatBytes } from '../../src/util/bytes.ts';
import type { Random } from '../../src/util/random.ts';

const AUX = new Uint8Array(32);
/** The orders of the curve's group and of its field. */
const N = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const P = 0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2fn;

/** Signed by a key of its own for each seed. */
export function goodCheck(seed: number): SignatureCheck {
  const secretKey = sha256(Uint8Array.of(1, seed, seed >>> 8, seed >>> 16));
  const message = sha256(secretKey);
  const signature = schnorr.sign(message, secretKey, AUX);
  return { signature, message, publicKey: schnorr.getPublicKey(secretKey) };
}

/** The signature with one bit of its second half altered. */
export function badCheck(check: SignatureCheck): SignatureCheck {
  return { ...check, signature: flipBit(check.signature, 8 * 40) };
}

/** One of the good ones as it is or bent in some way that a verifier might get wrong. */
export function bentCheck(good: readonly SignatureCheck[], random: Random): SignatureCheck {
  const check = good[random.below(good.length)]!;
  const other = good[random.below(good.length)]!;
  const [r, s] = [check.signature.subarray(0, 32), check.signature.subarray(32)];
  const bends: (() => Partial<SignatureCheck>)[] = [
    () => ({}),
    () => ({ signature: flipBit(check.signature, random.below(512)) }),
    () => ({ message: flipBit(check.message, random.below(256)) }),
    () => ({ publicKey: flipBit(check.publicKey, random.below(256)) }),
    () => ({ signature: other.signature }),
    () => ({ message: other.message }),
    () => ({ publicKey: other.publicKey }),
    () => ({ publicKey: random.bytes(32) }),
    () => ({ signature: random.bytes(64) }),
    () => ({ signature: concatBytes(r, toBytes(N - toNumber(s))) }),
    () => ({ signature: concatBytes(r, edge(N, random)) }),
    () => ({ signature: concatBytes(edge(P, random), s) }),
    () => ({ publicKey: edge(P, random) }),
    () => ({ signature: concatBytes(s, r) }),
  ];
  return { ...check, ...bends[random.below(bends.length)]!() };
}

/** A number at one of the ends of what is allowed, or just beyond. */
function edge(order: bigint, random: Random): Uint8Array {
  const edges = [0n, 1n, 2n, order - 1n, order, order + 1n, 2n ** 256n - 1n];
  return toBytes(edges[random.below(edges.length)]!);
}

function flipBit(bytes: Uint8Array, bit: number): Uint8Array {
  return bytes.map((byte, at) => (at === bit >>> 3 ? byte ^ (1 << (bit & 7)) : byte));
}

function toNumber(bytes: Uint8Array): bigint {
  return bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}

function toBytes(value: bigint): Uint8Array {
  return Uint8Array.from({ length: 32 }, (_, at) =>
    Number((value >> BigInt(8 * (31 - at))) & 255n),
  );
}
