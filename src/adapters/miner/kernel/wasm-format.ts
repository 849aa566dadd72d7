/** As much of WebAssembly's binary format as a kernel needs (WebAssembly 2.0, chapter 5). */

import { concatBytes } from '../../../util/bytes.ts';

export type Code = readonly number[];

export const I32 = 0x7f;
export const V128 = 0x7b;

const END = Uint8Array.of(0x0b);
const MAGIC_AND_VERSION = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

export interface WasmFunction {
  readonly parameters: readonly number[];
  readonly results: readonly number[];
  /** Types of the locals after the parameters. */
  readonly locals: readonly number[];
  readonly body: Code;
  readonly exportName?: string;
}

/** A module of these functions, which call each other by index, on one memory from outside. */
export function encodeModule(functions: readonly WasmFunction[]): Uint8Array<ArrayBuffer> {
  const types = functions.map(({ parameters, results }) => [
    0x60,
    ...vector(parameters.map((type) => [type])),
    ...vector(results.map((type) => [type])),
  ]);
  const exported = functions.flatMap(({ exportName }, index) =>
    exportName === undefined ? [] : [[...name(exportName), 0x00, ...unsigned(index)]],
  );
  // Nearly all bytes are bodies: as lists of numbers they would be copied for a tenth of a second.
  const bodies = functions.map(encodeBody);
  const count = unsigned(bodies.length);
  const sizeBytes = bodies.reduce((sum, { length }) => sum + length, count.length);
  const head = [
    ...MAGIC_AND_VERSION,
    ...section(1, vector(types)),
    ...section(2, vector([[...name('kernel'), ...name('memory'), 0x02, 0x00, 0x01]])),
    ...section(3, vector(functions.map((_, index) => unsigned(index)))),
    ...section(7, vector(exported)),
    10,
    ...unsigned(sizeBytes),
    ...count,
  ];
  return new Uint8Array(concatBytes(Uint8Array.from(head), ...bodies));
}

/** LEB128 (5.2.2). */
export function unsigned(value: number): Code {
  const bytes: number[] = [];
  let rest = value >>> 0;
  for (; rest > 0x7f; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  return [...bytes, rest];
}

export function signed(value: number): Code {
  const bytes: number[] = [];
  let rest = value | 0;
  for (; rest > 0x3f || rest < -0x40; rest >>= 7) bytes.push((rest & 0x7f) | 0x80);
  return [...bytes, rest & 0x7f];
}

function encodeBody({ locals, body }: WasmFunction): Uint8Array {
  const head = vector(locals.map((type) => [1, type]));
  const size = unsigned(head.length + body.length + 1);
  return concatBytes(Uint8Array.from([...size, ...head]), Uint8Array.from(body), END);
}

function section(id: number, content: Code): Code {
  return [id, ...unsigned(content.length), ...content];
}

function vector(items: readonly Code[]): Code {
  return [...unsigned(items.length), ...items.flat()];
}

function name(text: string): Code {
  return vector([...new TextEncoder().encode(text)].map((byte) => [byte]));
}
