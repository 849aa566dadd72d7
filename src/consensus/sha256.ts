/**
 * SHA-256 (FIPS 180-4) for many short inputs: ids, merkle nodes, coins.
 *
 * The library's sha256 builds an object and three views for each call, which for 80 bytes costs
 * more than the hashing; here one schedule and one state serve all calls. Everything that is hashed
 * is public, so nothing is wiped and time may depend on the data. The tests hold it against the
 * library.
 */

/**
 * Section 4.2.2: the first 32 bits of the fractional parts of cube roots of the first 64 primes.
 */
const ROUND_CONSTANTS = parseWords(`
  428a2f98 71374491 b5c0fbcf e9b5dba5 3956c25b 59f111f1 923f82a4 ab1c5ed5
  d807aa98 12835b01 243185be 550c7dc3 72be5d74 80deb1fe 9bdc06a7 c19bf174
  e49b69c1 efbe4786 0fc19dc6 240ca1cc 2de92c6f 4a7484aa 5cb0a9dc 76f988da
  983e5152 a831c66d b00327c8 bf597fc7 c6e00bf3 d5a79147 06ca6351 14292967
  27b70a85 2e1b2138 4d2c6dfc 53380d13 650a7354 766a0abb 81c2c92e 92722c85
  a2bfe8a1 a81a664b c24b8b70 c76c51a3 d192e819 d6990624 f40e3585 106aa070
  19a4c116 1e376c08 2748774c 34b0bcb5 391c0cb3 4ed8aa4a 5b9cca4f 682e6ff3
  748f82ee 78a5636f 84c87814 8cc70208 90befffa a4506ceb bef9a3f7 c67178f2
`);
/** Section 5.3.3: likewise the square roots of the first 8 primes. */
const INITIAL_STATE = parseWords(`
  6a09e667 bb67ae85 3c6ef372 a54ff53a 510e527f 9b05688c 1f83d9ab 5be0cd19
`);
const DIGEST_BYTES = 32;
const BLOCK_BYTES = 64;
/** Where the length stands in the last block, big-endian 64 bits. */
const LENGTH_OFFSET = 56;
const U32 = 0x1_0000_0000;

const schedule = new Int32Array(64);
const state = new Int32Array(8);
/** What remains of the input, its padding and its length: one block or two. */
const tail = new Uint8Array(2 * BLOCK_BYTES);

export function sha256(bytes: Uint8Array): Uint8Array {
  absorb(bytes);
  return readState(new Uint8Array(DIGEST_BYTES));
}

const inner = new Uint8Array(DIGEST_BYTES);

export function sha256d(bytes: Uint8Array): Uint8Array {
  absorb(bytes);
  absorb(readState(inner));
  return readState(new Uint8Array(DIGEST_BYTES));
}

function absorb(bytes: Uint8Array): void {
  state.set(INITIAL_STATE);
  let at = 0;
  for (; at + BLOCK_BYTES <= bytes.length; at += BLOCK_BYTES) compress(bytes, at);
  const remaining = bytes.length - at;
  for (let place = 0; place < remaining; place += 1) tail[place] = bytes[at + place]!;
  finish(remaining, bytes.length);
}

/** Section 5.1.1: a one bit, zeroes, and the length in bits. */
function finish(remaining: number, sizeBytes: number): void {
  const endsAt = remaining < LENGTH_OFFSET ? BLOCK_BYTES : 2 * BLOCK_BYTES;
  tail[remaining] = 0x80;
  tail.fill(0, remaining + 1, endsAt);
  writeWord(tail, endsAt - 8, Math.floor((sizeBytes * 8) / U32));
  writeWord(tail, endsAt - 4, sizeBytes * 8);
  for (let at = 0; at < endsAt; at += BLOCK_BYTES) compress(tail, at);
}

/** Section 6.2.2, with the names of the standard. */
function compress(bytes: Uint8Array, start: number): void {
  fillSchedule(bytes, start);
  let a = state[0]!;
  let b = state[1]!;
  let c = state[2]!;
  let d = state[3]!;
  let e = state[4]!;
  let f = state[5]!;
  let g = state[6]!;
  let h = state[7]!;
  for (let t = 0; t < 64; t += 1) {
    const sigma1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const sigma0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t1 = (h + sigma1 + ((e & f) ^ (~e & g)) + ROUND_CONSTANTS[t]! + schedule[t]!) | 0;
    const t2 = (sigma0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  state[0]! += a;
  state[1]! += b;
  state[2]! += c;
  state[3]! += d;
  state[4]! += e;
  state[5]! += f;
  state[6]! += g;
  state[7]! += h;
}

function fillSchedule(bytes: Uint8Array, start: number): void {
  for (let t = 0, at = start; t < 16; t += 1, at += 4) {
    schedule[t] =
      (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
  }
  for (let t = 16; t < 64; t += 1) {
    const x = schedule[t - 15]!;
    const y = schedule[t - 2]!;
    const sigma0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const sigma1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    schedule[t] = schedule[t - 16]! + schedule[t - 7]! + sigma0 + sigma1;
  }
}

function readState(digest: Uint8Array): Uint8Array {
  for (let word = 0; word < 8; word += 1) writeWord(digest, 4 * word, state[word]!);
  return digest;
}

function writeWord(bytes: Uint8Array, at: number, word: number): void {
  bytes[at] = word >>> 24;
  bytes[at + 1] = word >>> 16;
  bytes[at + 2] = word >>> 8;
  bytes[at + 3] = word;
}

function parseWords(text: string): Int32Array {
  return Int32Array.from(text.trim().split(/\s+/), (word) => Number.parseInt(word, 16));
}
