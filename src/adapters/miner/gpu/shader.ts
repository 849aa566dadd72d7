/**
 * The scan of double-sha256.ts as a program for the graphics card, in WGSL: the same graph that
 * becomes the WebAssembly kernels, written as one line for each word that depends on the nonce.
 *
 * What the job alone decides is calculated on the processor and lies in a small table. Each
 * invocation tries one nonce, and one that may be a hit is noted in a list of few places: whoever
 * reads it hashes again and believes nothing.
 */

import { buildScan } from '../kernel/double-sha256.ts';
import { ALWAYS, BY_NONCE, evaluate, Graph, type Operation, type Word } from '../kernel/graph.ts';
import { planPhases } from '../kernel/phases.ts';

/** Nonces of a workgroup, which runs on one core of the card, and of a row of workgroups. */
const GROUP_NONCES = 64;
export const ROW_GROUPS = 64;
export const ROW_NONCES = ROW_GROUPS * GROUP_NONCES;
/** Nonces that may be noted in one dispatch; where more are hits, any of them will do. */
export const NOTED_MAX = 255;

/** Where the caller writes the first nonce of a dispatch into the table. */
export const FIRST_NONCE_AT = 0;

export interface Shader {
  readonly code: string;
  readonly tableWords: number;
  /** The table of a job, from its words. */
  table(job: ArrayLike<number>): Uint32Array<ArrayBuffer>;
}

/** WGSL has none of these as one operation; its compilers know a rotation when they see one. */
const INSTRUCTIONS = {
  rotates: false,
  swapsBytes: false,
  selectsBits: false,
  sparesShifts: false,
};
const SIGNS: Partial<Record<Operation, string>> = {
  add: '+',
  xor: '^',
  and: '&',
  or: '|',
  shl: '<<',
  shr: '>>',
};
/** A uniform buffer is an array of vectors of four words. */
const VECTOR_WORDS = 4;

export function makeShader(versions: 1 | 2): Shader {
  const plan = planPhases(buildScan(new Graph(INSTRUCTIONS), { versions, phases: 1 }));
  const places = new Map(plan.table.map((word, at) => [word, FIRST_NONCE_AT + 1 + at]));
  const vectors = Math.ceil((plan.table.length + 1) / VECTOR_WORDS);
  const lines = plan.phases.flatMap((phase) => phase.words).map((word) => line(word, places));
  const tableWords = vectors * VECTOR_WORDS;
  return {
    code: frame({ vectors, lines, root: name(plan.root) }),
    tableWords,
    table(job) {
      const table = new Uint32Array(tableWords);
      table.set(evaluate(plan.table, job), FIRST_NONCE_AT + 1);
      return table;
    },
  };
}

interface Frame {
  readonly vectors: number;
  readonly lines: readonly string[];
  readonly root: string;
}

function frame({ vectors, lines, root }: Frame): string {
  return `
struct Notes { count: atomic<u32>, nonces: array<u32, ${NOTED_MAX}> }
@group(0) @binding(0) var<uniform> table: array<vec4u, ${vectors}>;
@group(0) @binding(1) var<storage, read_write> notes: Notes;
@compute @workgroup_size(${GROUP_NONCES})
fn scan(@builtin(global_invocation_id) id: vec3u) {
let nonce = ${place(FIRST_NONCE_AT)} + id.y * ${ROW_NONCES}u + id.x;
${lines.join('\n')}
if (${root} != 0u) {
let at = atomicAdd(&notes.count, 1u);
if (at < ${NOTED_MAX}u) { notes.nonces[at] = nonce; }
}
}`;
}

function line(word: Word, places: ReadonlyMap<Word, number>): string {
  const [left = '', right = ''] = word.operands.map((operand) => value(operand, places));
  return `let ${name(word)} = ${expression(word, left, right)};`;
}

function expression({ operation, immediate }: Word, left: string, right: string): string {
  if (operation === 'nonce') return 'nonce';
  if (operation === 'atMost') return `select(0u, 1u, ${left} <= ${right})`;
  return `${left} ${SIGNS[operation]!} ${right || `${immediate}u`}`;
}

function value(word: Word, places: ReadonlyMap<Word, number>): string {
  if (word.known === BY_NONCE) return name(word);
  return word.known === ALWAYS ? `${word.immediate >>> 0}u` : place(places.get(word)!);
}

function name({ id }: Word): string {
  return `w${id}`;
}

function place(at: number): string {
  return `table[${Math.floor(at / VECTOR_WORDS)}].${'xyzw'[at % VECTOR_WORDS]}`;
}
