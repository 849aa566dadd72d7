/** Bytes that were changed, by where they stand; a byte that is as it was is not among them. */

export type Edits = ReadonlyMap<number, string>;

/** Of a block; what follows is its body. */
export const HEADER_BYTES = 80;

export const NO_EDITS: Edits = new Map();

const HEX_DIGIT = /^[0-9a-f]$/i;

/** The two digits at that place of the original. */
export function byteAt(hex: string, at: number): string {
  return hex.slice(2 * at, 2 * at + 2);
}

export function editedByte(hex: string, edits: Edits, at: number): string {
  return edits.get(at) ?? byteAt(hex, at);
}

export function withByte(hex: string, edits: Edits, [at, byte]: readonly [number, string]): Edits {
  const next = new Map(edits);
  if (byte === byteAt(hex, at)) next.delete(at);
  else next.set(at, byte);
  return next;
}

/** The lowest bit: the smallest change there is. */
export function flipped(byte: string): string {
  return (Number.parseInt(byte, 16) ^ 1).toString(16).padStart(2, '0');
}

export function applyEdits(hex: string, edits: Edits): string {
  const bytes = [...edits].toSorted(([left], [right]) => left - right);
  let done = 0;
  let text = '';
  for (const [at, byte] of bytes) {
    text += hex.slice(done, 2 * at) + byte;
    done = 2 * at + 2;
  }
  return text + hex.slice(done);
}

/** Undefined for a key that is no digit. */
export function hexDigit(key: string): string | undefined {
  return HEX_DIGIT.test(key) ? key.toLowerCase() : undefined;
}

/** Where a key leads from one byte of so many; undefined for a key that leads nowhere. */
export function moveBy(key: string, at: number, grid: { rowBytes: number; sizeBytes: number }) {
  const { rowBytes, sizeBytes } = grid;
  const rowStart = at - (at % rowBytes);
  const places: Readonly<Record<string, number>> = {
    ArrowLeft: at - 1,
    ArrowRight: at + 1,
    ArrowUp: at - rowBytes,
    ArrowDown: at + rowBytes,
    Home: rowStart,
    End: rowStart + rowBytes - 1,
  };
  if (!Object.hasOwn(places, key)) return undefined;
  const next = places[key]!;
  if (key === 'End') return Math.min(next, sizeBytes - 1);
  return next < 0 || next >= sizeBytes ? at : next;
}
