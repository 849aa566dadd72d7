/**
 * A miner's colour and mark, made from the name alone, so that every tab shows it alike. Twelve
 * hues of one lightness are not enough, least of all for colour-blind people: a shape goes with
 * them, 48 marks in all, and the name always stands beside the mark.
 */

export const HUES = 12;
export const SHAPES = ['circle', 'square', 'diamond', 'triangle'] as const;
export type Shape = (typeof SHAPES)[number];

export interface MinerMark {
  /** 0 … 11, thirty degrees apart. */
  readonly hue: number;
  readonly shape: Shape;
}

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** FNV-1a over UTF-16 units, then MurmurHash3's finish: short names differ in few bits. */
function spread(text: string): number {
  let state = FNV_OFFSET;
  for (let index = 0; index < text.length; index += 1) {
    state = Math.imul(state ^ text.charCodeAt(index), FNV_PRIME);
  }
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return (state ^ (state >>> 16)) >>> 0;
}

export function minerMark(name: string): MinerMark {
  const value = spread(name);
  const shape = Math.floor(value / HUES) % SHAPES.length;
  return { hue: value % HUES, shape: SHAPES[shape] ?? 'circle' };
}
