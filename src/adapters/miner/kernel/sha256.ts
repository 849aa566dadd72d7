/**
 * SHA-256 on words (FIPS 180-4): what a search over nonces needs and a library hides, namely the
 * state between two blocks of one message, and the rounds one by one.
 */

/** 5.3.3: the first 32 bits of the fractional parts of the square roots of the first 8 primes. */
export const INITIAL_STATE: readonly number[] = [
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
];

/** 4.2.2: likewise of the cube roots of the first 64 primes. */
export const ROUND_CONSTANTS: readonly number[] = [
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
];

export const ROUNDS = 64;
export const BLOCK_BYTES = 64;
export const BLOCK_WORDS = 16;

const CONSTANTS = Int32Array.from(ROUND_CONSTANTS);

/** 6.2.2, step 1: `schedule` holds a block in its first 16 words and gets the other 48. */
export function expandSchedule(schedule: Int32Array): void {
  for (let at = BLOCK_WORDS; at < ROUNDS; at += 1) {
    const x = schedule[at - 15]!;
    const y = schedule[at - 2]!;
    const sigma0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const sigma1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    schedule[at] = schedule[at - 16]! + sigma0 + schedule[at - 7]! + sigma1;
  }
}

/** 6.2.2, steps 2 and 3 up to round `end`, in place. One loop, because this is a hot path. */
export function runRounds(state: Int32Array, schedule: Int32Array, end: number): void {
  let a = state[0]!;
  let b = state[1]!;
  let c = state[2]!;
  let d = state[3]!;
  let e = state[4]!;
  let f = state[5]!;
  let g = state[6]!;
  let h = state[7]!;
  for (let round = 0; round < end; round += 1) {
    const sum1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const choice = g ^ (e & (f ^ g));
    const first = (h + sum1 + choice + CONSTANTS[round]! + schedule[round]!) | 0;
    const sum0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const majority = b ^ ((a ^ b) & (b ^ c));
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + sum0 + majority) | 0;
  }
  state[0] = a;
  state[1] = b;
  state[2] = c;
  state[3] = d;
  state[4] = e;
  state[5] = f;
  state[6] = g;
  state[7] = h;
}

/** The state after the first 64 bytes of a message. */
export function midstate(message: Uint8Array): Int32Array {
  const schedule = new Int32Array(ROUNDS);
  schedule.set(readWords(message, 0, BLOCK_WORDS));
  expandSchedule(schedule);
  const state = Int32Array.from(INITIAL_STATE);
  runRounds(state, schedule, ROUNDS);
  return state.map((word, at) => word + INITIAL_STATE[at]!);
}

/** `count` words from a byte offset on, big-endian as SHA-256 reads them. */
export function readWords(bytes: Uint8Array, offset: number, count: number): Int32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Int32Array.from({ length: count }, (_, at) => view.getInt32(offset + 4 * at));
}

/** The same four bytes read in the other order. */
export function swapBytes(word: number): number {
  return (word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24);
}
