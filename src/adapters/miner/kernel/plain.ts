/**
 * The search in plain TypeScript: for browsers without WebAssembly, and the measure of the others.
 *
 * The first 64 bytes of a header do not hold the nonce, so their compression is done once a job.
 * The second hash stops after round 61: its last word is the fifth of the state by then, and the
 * three rounds left would only carry it to the end.
 */

import { type Kernel, type KernelHit, meetsTarget, versionOf, withHit } from './kernel.ts';
import {
  BLOCK_BYTES,
  expandSchedule,
  INITIAL_STATE,
  midstate,
  readWords,
  ROUNDS,
  runRounds,
  swapBytes,
} from './sha256.ts';

/** The round after which the last word of the hash is known. */
const LAST_WORD_ROUND = 61;
const HEADER_BITS = 640;
const HASH_BITS = 256;
const END_OF_MESSAGE = 0x8000_0000;

export function createPlainKernel(): Kernel {
  const first = paddedSchedule(4, HEADER_BITS);
  const second = paddedSchedule(8, HASH_BITS);
  const initial = Int32Array.from(INITIAL_STATE);
  const state = new Int32Array(8);
  let middle: Int32Array = initial;
  let header = new Uint8Array(80);
  let target = new Uint8Array(32);
  let limit = 0;

  /** The most significant 32 bits of the header's hash as a number. */
  function topWord(nonce: number): number {
    first[3] = swapBytes(nonce);
    expandSchedule(first);
    state.set(middle);
    runRounds(state, first, ROUNDS);
    for (let at = 0; at < 8; at += 1) second[at] = state[at]! + middle[at]!;
    expandSchedule(second);
    state.set(initial);
    runRounds(state, second, LAST_WORD_ROUND);
    return swapBytes((state[4]! + initial[7]!) | 0) >>> 0;
  }

  return {
    name: 'plain',
    stride: 1,
    versions: 1,
    load(nextHeader, nextTarget) {
      header = nextHeader.slice();
      target = nextTarget.slice();
      middle = midstate(header);
      first.set(readWords(header, BLOCK_BYTES, 3));
      limit = readWords(target, 0, 1)[0]! >>> 0;
    },
    scan(start, count) {
      for (let done = 0; done < count; done += 1) {
        const nonce = (start + done) >>> 0;
        if (topWord(nonce) > limit) continue;
        const hit: KernelHit = { nonce, version: versionOf(header) };
        if (meetsTarget(withHit(header, hit), target)) return { nonces: done + 1, hits: [hit] };
      }
      return { nonces: count, hits: [] };
    },
  };
}

/** A last block of `words` words of message and its length, as 5.1.1 of FIPS 180-4 pads it. */
function paddedSchedule(words: number, messageBits: number): Int32Array {
  const schedule = new Int32Array(ROUNDS);
  schedule[words] = END_OF_MESSAGE;
  schedule[15] = messageBits;
  return schedule;
}
