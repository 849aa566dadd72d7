/**
 * Reproducible randomness: xoshiro128** (Blackman and Vigna, 2018). The same seed gives the same
 * run, which is what simulations and replays live by. It is no source of secrets: 600 outputs show
 * its whole state. Keys, nonces of signatures and room secrets come from the host.
 */

import { assert } from './assert.ts';

const U32 = 0x1_0000_0000;

export class Random {
  private readonly state: Uint32Array;

  /** An unsigned 32-bit number, or bytes of any length, every one of which counts. */
  constructor(seed: number | Uint8Array) {
    this.state = expandSeed(typeof seed === 'number' ? numberBytes(seed) : seed);
  }

  u32(): number {
    const state = this.state;
    const second = state[1]!;
    const result = Math.imul(rotate(Math.imul(second, 5), 7), 9) >>> 0;
    state[2]! ^= state[0]!;
    state[3]! ^= second;
    state[1]! ^= state[2]!;
    state[0]! ^= state[3]!;
    state[2]! ^= second << 9;
    state[3] = rotate(state[3]!, 11);
    return result;
  }

  /** Uniform in 0 .. bound − 1, for bounds up to 2^32, by rejection: no remainder is favoured. */
  below(bound: number): number {
    assert(Number.isInteger(bound) && bound > 0 && bound <= U32, 'a bound between 1 and 2^32');
    const limit = U32 - (U32 % bound);
    let value = this.u32();
    while (value >= limit) value = this.u32();
    return value % bound;
  }

  /** Uniform in [0, 1) with 53 bits. */
  unit(): number {
    return ((this.u32() >>> 5) * 0x400_0000 + (this.u32() >>> 6)) / 2 ** 53;
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.u32() >>> 24);
  }

  /** A shuffled copy (Fisher and Yates). */
  shuffle<Item>(items: readonly Item[]): Item[] {
    const shuffled = [...items];
    for (let at = shuffled.length - 1; at > 0; at -= 1) {
      const other = this.below(at + 1);
      [shuffled[at], shuffled[other]] = [shuffled[other]!, shuffled[at]!];
    }
    return shuffled;
  }
}

function numberBytes(seed: number): Uint8Array {
  assert(Number.isInteger(seed) && seed >= 0 && seed < U32, 'a seed of 32 bits');
  return Uint8Array.of(seed, seed >>> 8, seed >>> 16, seed >>> 24);
}

/** Absorbs each byte into one of four lanes, then stirs them into each other. */
function expandSeed(seed: Uint8Array): Uint32Array {
  const state = Uint32Array.of(0x9e3779b9, 0x243f6a88, 0xb7e15162, seed.length);
  for (let at = 0; at < seed.length; at += 1) {
    state[at % 4] = mix((state[at % 4]! ^ seed[at]!) + 0x9e3779b9);
  }
  for (let round = 0; round < 8; round += 1) {
    const lane = round % 4;
    state[lane] = mix(state[lane]! ^ state[(lane + 3) % 4]!);
  }
  // The all-zero state is the one from which the generator never leaves.
  if (state.every((word) => word === 0)) state[0] = 1;
  return state;
}

/** The finalizer of MurmurHash3: a bijection in which each input bit moves half of the output. */
function mix(word: number): number {
  let mixed = word ^ (word >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

function rotate(word: number, bits: number): number {
  return ((word << bits) | (word >>> (32 - bits))) >>> 0;
}
