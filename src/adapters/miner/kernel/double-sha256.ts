/**
 * SHA-256d of a block header as a function of its nonce, in the words of FIPS 180-4, and the
 * question whether its most significant word is low enough.
 *
 * Of the three compressions only two depend on the nonce: the first 64 bytes end before it, and
 * their state is a given of the job. The versions of one job differ in those first bytes alone
 * (BIP320), so their second blocks, and all that is derived from these, are one and the same.
 */

import type { Graph, Word } from './graph.ts';
import { INITIAL_STATE, ROUND_CONSTANTS, ROUNDS } from './sha256.ts';

/** The words of a job: the state after 64 bytes for each version, then these four. */
export const STATE_WORDS = 8;
export const TAIL_WORDS = 3;

/** Rounds of the first hash before the nonce enters. */
const EARLY_ROUNDS = 3;
/** The last word of a hash is the fifth of the state after this round; three more only move it. */
const LAST_WORD_ROUNDS = 61;
const LATE_ROUNDS = ROUNDS - EARLY_ROUNDS + LAST_WORD_ROUNDS;

export interface ScanShape {
  /** Headers hashed for each nonce. */
  readonly versions: number;
  /** Parts of about equally many rounds into which the calculation is cut. */
  readonly phases: number;
}

/** A message block on its way: its state, and its schedule as far as it was asked for. */
interface Compression {
  state: readonly Word[];
  readonly schedule: Word[];
}

/** Whether any version's hash, as a number, may be at or below the target; zero when none is. */
export function buildScan(graph: Graph, { versions, phases }: ScanShape): Word {
  const phaseOf = (lateRound: number) => Math.floor((lateRound * phases) / LATE_ROUNDS);
  const enter = (lateRound: number) => graph.enterPhase(phaseOf(Math.max(0, lateRound)));

  const middles = Array.from({ length: versions }, (_, version) => jobState(graph, version));
  const schedule = headerTail(graph, versions * STATE_WORDS);
  const first = middles.map((state): Compression => ({ state, schedule }));
  for (let round = 0; round < ROUNDS; round += 1) {
    enter(round - EARLY_ROUNDS);
    for (const compression of first) runRound(graph, compression, round);
  }

  const initial = INITIAL_STATE.map((word) => graph.constant(word));
  const second = first.map(({ state }, version): Compression => {
    const hash = state.map((word, at) => graph.add(middles[version]![at]!, word));
    return { state: initial, schedule: hashBlock(graph, hash) };
  });
  for (let round = 0; round < LAST_WORD_ROUNDS; round += 1) {
    enter(ROUNDS - EARLY_ROUNDS + round);
    for (const compression of second) runRound(graph, compression, round);
  }

  const limit = graph.job(versions * STATE_WORDS + TAIL_WORDS);
  return second
    .map(({ state }) => graph.swap(graph.add(initial[7]!, state[4]!)))
    .map((topWord) => graph.atMost(topWord, limit))
    .reduce((any, one) => graph.or(any, one));
}

function jobState(graph: Graph, version: number): Word[] {
  return Array.from({ length: STATE_WORDS }, (_, at) => graph.job(version * STATE_WORDS + at));
}

/**
 * The last 16 bytes of a header (end of the merkle root, time, bits, nonce), padded as 5.1.1 says.
 */
function headerTail(graph: Graph, jobOffset: number): Word[] {
  const words = Array.from({ length: TAIL_WORDS }, (_, at) => graph.job(jobOffset + at));
  return padded(graph, [...words, graph.swap(graph.nonce())], 640);
}

function hashBlock(graph: Graph, hash: readonly Word[]): Word[] {
  return padded(graph, hash, 256);
}

function padded(graph: Graph, words: readonly Word[], messageBits: number): Word[] {
  const zeros = Array.from({ length: 14 - words.length }, () => graph.constant(0));
  return [...words, graph.constant(0x80000000), ...zeros, graph.constant(messageBits)];
}

/** 6.2.2, step 3. */
function runRound(graph: Graph, compression: Compression, round: number): void {
  const [a, b, c, d, e, f, g, h] = compression.state as EightWords;
  const constant = graph.constant(ROUND_CONSTANTS[round]!);
  const word = scheduleWord(graph, compression.schedule, round);
  const first = graph.add(constant, h, word, choice(graph, e, f, g), sum(graph, e, 6, 11, 25));
  // Before anything of a, b and c is asked for: so the processor's registers hold what is needed.
  const nextE = graph.add(d, first);
  const second = graph.add(majority(graph, a, b, c), sum(graph, a, 2, 13, 22));
  compression.state = [graph.add(first, second), a, b, c, nextE, e, f, g];
}

type EightWords = readonly [Word, Word, Word, Word, Word, Word, Word, Word];

/** 6.2.2, step 1: each word when its round comes, since it belongs to the phase of that round. */
function scheduleWord(graph: Graph, schedule: Word[], round: number): Word {
  schedule[round] ??= graph.add(
    schedule[round - 16]!,
    sigma0(graph, schedule[round - 15]!),
    schedule[round - 7]!,
    sigma1(graph, schedule[round - 2]!),
  );
  return schedule[round];
}

/** 4.1.2, Ch: f where e has a one, g where it has a zero. */
function choice(graph: Graph, e: Word, f: Word, g: Word): Word {
  return graph.select(e, f, g);
}

/** 4.1.2, Maj: where a and b differ, c decides. */
function majority(graph: Graph, a: Word, b: Word, c: Word): Word {
  return graph.select(graph.xor(a, b), c, b);
}

/** 4.1.2, Σ: three rotations. */
function sum(graph: Graph, x: Word, ...bits: readonly [number, number, number]): Word {
  const [one, two, three] = bits;
  return graph.xor(graph.rotr(x, one), graph.rotr(x, two), graph.rotrByProduct(x, three));
}

/** 4.1.2, σ0: two rotations and a shift. */
function sigma0(graph: Graph, x: Word): Word {
  return graph.xor(graph.rotr(x, 7), graph.rotr(x, 18), graph.shr(x, 3));
}

/**
 * 4.1.2, σ1: the same with other numbers. Its shifts to the left are by 13 and by 15 bits, two
 * apart, and a shift by two is two sums: where shifts are dear, one is saved.
 */
function sigma1(graph: Graph, x: Word): Word {
  if (!graph.sparesShifts) {
    return graph.xor(graph.rotr(x, 17), graph.rotr(x, 19), graph.shr(x, 10));
  }
  const twice = graph.add(x, x);
  const left = graph.shl(graph.xor(graph.add(twice, twice), x), 13);
  const inner = graph.shr(graph.xor(graph.shr(x, 2), x), 7);
  return graph.xor(left, graph.shr(graph.xor(inner, x), 10));
}
