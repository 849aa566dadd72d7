/**
 * A graphics card for tests in Node, as far as the miner uses one: it runs the shader's own lines
 * for many invocations side by side.
 */

const HEADER_LINES = /^let nonce = table\[0\]\.x \+ id\.y \* (\d+)u \+ id\.x;$/m;
const NOTED = /nonces: array<u32, (\d+)>/;
const GROUP = /@workgroup_size\((\d+)\)/;

export interface FakeGpu {
  readonly gpu: GPU;
  /** Takes the device away, as a driver that restarts does. */
  lose(message: string): void;
  /** From now on it calculates something else. */
  isWrong: boolean;
}

interface Buffer {
  bytes: ArrayBuffer;
}

type Command = () => void;

export function createFakeGpu(): FakeGpu {
  const state = { isWrong: false, isLost: false };
  let resolveLost: (info: { message: string; reason: string }) => void = () => {};
  const lost = new Promise<{ message: string; reason: string }>((resolve) => {
    resolveLost = resolve;
  });
  const lose = (message: string, reason = 'unknown') => {
    state.isLost = true;
    resolveLost({ message, reason });
  };

  const device = {
    lost,
    destroy: () => lose('', 'destroyed'),
    createShaderModule: ({ code }: { code: string }) => compile(code),
    createComputePipelineAsync: async ({ compute }: { compute: { module: Program } }) => ({
      program: compute.module,
      getBindGroupLayout: () => undefined,
    }),
    createBuffer: ({ size }: { size: number }) => ({
      bytes: new ArrayBuffer(size),
      mapAsync: async () => {
        if (state.isLost) throw new DOMException('the device is lost', 'AbortError');
      },
      getMappedRange(): ArrayBuffer {
        return this.bytes;
      },
      unmap: () => {},
    }),
    createBindGroup: ({ entries }: { entries: Array<{ resource: { buffer: Buffer } }> }) =>
      entries.map(({ resource }) => resource.buffer),
    createCommandEncoder: () => createEncoder(state),
    queue: {
      writeBuffer: (buffer: Buffer, _: number, data: Uint32Array) =>
        new Uint32Array(buffer.bytes).set(data),
      submit: (lists: Command[][]) => lists.flat().forEach((command) => command()),
    },
  };
  const gpu = { requestAdapter: async () => ({ requestDevice: async () => device }) };
  return Object.assign(state, { gpu: gpu as unknown as GPU, lose: (text: string) => lose(text) });
}

function createEncoder(state: { readonly isWrong: boolean }) {
  const commands: Command[] = [];
  let program: Program | undefined;
  let buffers: Buffer[] = [];
  const pass = {
    setPipeline: (pipeline: { program: Program }) => void (program = pipeline.program),
    setBindGroup: (_: number, bound: Buffer[]) => void (buffers = bound),
    dispatchWorkgroups: (columns: number, rows: number) =>
      commands.push(() => {
        const [table, notes] = buffers.map(({ bytes }) => new Uint32Array(bytes));
        if (!state.isWrong) program!(table!, notes!, { columns, rows });
      }),
    end: () => {},
  };
  return {
    beginComputePass: () => pass,
    clearBuffer: ({ bytes }: Buffer) => commands.push(() => new Uint32Array(bytes).fill(0)),
    copyBufferToBuffer: (from: Buffer, _: number, to: Buffer) =>
      commands.push(() => new Uint32Array(to.bytes).set(new Uint32Array(from.bytes))),
    finish: () => commands,
  };
}

type Program = (
  table: Uint32Array,
  notes: Uint32Array,
  size: { readonly columns: number; readonly rows: number },
) => void;

/** Lines of the shader: `let w7 = w5 + 3u;`, at last `let w9 = select(0u, 1u, w7 <= w8);`. */
interface Line {
  readonly left: Operand;
  readonly operator: string;
  readonly right: Operand;
}
type Operand = { readonly line: number } | { readonly place: number } | { readonly value: number };

const LINE = /^let w(\d+) = (?:select\(0u, 1u, )?(\S+?)(?: (\S+) ([^\s)]+)\)?)?;$/;
type Loop = (result: Uint32Array, one: Uint32Array, other: Uint32Array) => void;
/** A loop for each, since one for all of them would not be compiled well. */
const LOOPS = new Map(['+', '^', '&', '|', '<<', '>>', '<='].map((sign) => [sign, makeLoop(sign)]));
/** A line is read once for so many: one nonce after the other takes twenty times as long. */
const NONCES_AT_ONCE = 256;

function compile(code: string): Program {
  const rowNonces = Number(HEADER_LINES.exec(code)![1]);
  const groupNonces = Number(GROUP.exec(code)![1]);
  const notedMax = Number(NOTED.exec(code)![1]);
  const lines = readLines(code);
  const values = lines.map(() => new Uint32Array(NONCES_AT_ONCE));
  return (table, notes, { columns, rows }) => {
    const count = rows * columns * groupNonces;
    assertRows(columns * groupNonces, rowNonces);
    for (let done = 0; done < count; done += NONCES_AT_ONCE) {
      const first = table[0]! + done;
      const isHit = runLines(lines, { values, table, first });
      isHit.forEach((hit, at) => {
        if (hit === 0) return;
        if (notes[0]! < notedMax) notes[1 + notes[0]!] = first + at;
        notes[0]! += 1;
      });
    }
  };
}

function assertRows(width: number, rowNonces: number): void {
  if (width !== rowNonces) throw new Error('rows of a dispatch overlap or leave gaps');
}

/** The last line asks whether there is a hit. */
function readLines(code: string): Line[] {
  const texts = code.split('\n').filter((text) => /^let w\d+ =/.test(text));
  const places = new Map(texts.map((text, line) => [LINE.exec(text)![1]!, line]));
  const operandOf = (text: string): Operand => {
    const entry = /^table\[(\d+)\]\.([xyzw])$/.exec(text);
    if (entry) return { place: 4 * Number(entry[1]) + 'xyzw'.indexOf(entry[2]!) };
    return text.startsWith('w') ? { line: places.get(text.slice(1))! } : { value: parseInt(text) };
  };
  return texts.map((text) => {
    const [, , left, operator = '', right = '0u'] = LINE.exec(text)!;
    return { left: operandOf(left!), operator, right: operandOf(right) };
  });
}

interface Run {
  readonly values: readonly Uint32Array[];
  readonly table: Uint32Array;
  readonly first: number;
}

function runLines(lines: readonly Line[], { values, table, first }: Run): Uint32Array {
  const uniform = new Uint32Array(NONCES_AT_ONCE);
  const read = (operand: Operand, buffer: Uint32Array) => {
    if ('line' in operand) return values[operand.line]!;
    return buffer.fill('place' in operand ? table[operand.place]! : operand.value);
  };
  lines.forEach(({ left, operator, right }, line) => {
    const result = values[line]!;
    if (operator === '') {
      result.forEach((_, at) => (result[at] = first + at));
      return;
    }
    LOOPS.get(operator)!(result, read(left, result), read(right, uniform));
  });
  return values.at(-1)!;
}

function makeLoop(sign: string): Loop {
  const operator = sign === '>>' ? '>>>' : sign;
  const assign = `result[at] = one[at] ${operator} other[at];`;
  const body = `for (let at = 0; at < result.length; at += 1) ${assign}`;
  return new Function('result', 'one', 'other', body) as Loop;
}
