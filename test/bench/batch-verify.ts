/**
 * BIP340's batch verification by noble's multi-scalar multiplication (Pippenger), to be measured.
 * It asks once whether Σ aᵢsᵢ·G = Σ aᵢ·Rᵢ + Σ aᵢeᵢ·Pᵢ. The randomisers aᵢ are derived from the
 * whole batch, so that nobody can choose signatures whose faults cancel each other out.
 *
 * The node does not use it: even for whole blocks it is slower than libsecp256k1 one by one.
 */

import { pippenger } from '@noble/curves/abstract/curve.js';
import { schnorr } from '@noble/curves/secp256k1.js';
import { sha256 } from '../../src/consensus/hash.ts';
import type { SignatureCheck } from '../../src/consensus/signature.ts';
import { concatBytes } from '../../src/util/bytes.ts';

const { Point, utils } = schnorr;
const { Fn } = Point;
const RANDOMISER_BYTES = 16;

/** Whether all are good; a key or an R that is no point of the curve makes it false. */
export function verifyBatch(checks: readonly SignatureCheck[]): boolean {
  try {
    return isBalanced(checks);
  } catch {
    return false;
  }
}

function isBalanced(checks: readonly SignatureCheck[]): boolean {
  const seed = sha256(concatBytes(...checks.flatMap(partsOf)));
  const points: InstanceType<typeof Point>[] = [];
  const scalars: bigint[] = [];
  let sum = 0n;
  for (const [index, { signature, message, publicKey }] of checks.entries()) {
    const [r, s] = [signature.subarray(0, 32), toNumber(signature.subarray(32))];
    if (s >= Fn.ORDER) return false;
    const factor = index === 0 ? 1n : randomiser(seed, index);
    const hash = utils.taggedHash('BIP0340/challenge', r, publicKey, message);
    points.push(utils.lift_x(toNumber(r)), utils.lift_x(toNumber(publicKey)));
    scalars.push(factor, Fn.mul(factor, Fn.create(toNumber(hash))));
    sum = Fn.add(sum, Fn.mul(factor, s));
  }
  return pippenger(Point, [...points, Point.BASE], [...scalars, Fn.neg(sum)]).is0();
}

function partsOf({ signature, message, publicKey }: SignatureCheck): Uint8Array[] {
  return [signature, message, publicKey];
}

function randomiser(seed: Uint8Array, index: number): bigint {
  const counter = Uint8Array.of(index >>> 24, index >>> 16, index >>> 8, index);
  return toNumber(sha256(concatBytes(seed, counter)).subarray(0, RANDOMISER_BYTES));
}

function toNumber(bytes: Uint8Array): bigint {
  let hex = '0x';
  for (const byte of bytes) hex += byte.toString(16).padStart(2, '0');
  return BigInt(hex);
}
