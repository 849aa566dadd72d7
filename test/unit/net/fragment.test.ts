import { describe, expect, it } from 'vitest';
import {
  encodeFragments,
  FragmentError,
  Reassembler,
  type FragmentFault,
} from '../../../src/net/fragment.ts';

const FRAGMENT_MAX = 16 * 1024;
const PART = FRAGMENT_MAX - 13;
const MESSAGE_MAX = 512 * 1024;

const bytesOf = (length: number, seed = 1) =>
  Uint8Array.from({ length }, (_, index) => (index * 7 + seed) & 0xff);

function feed(reassembler: Reassembler, fragments: readonly unknown[]): Uint8Array[] {
  return fragments.flatMap((fragment) => reassembler.accept(fragment, 0));
}

function faultOf(fragments: readonly unknown[]): FragmentFault | undefined {
  try {
    feed(new Reassembler(), fragments);
    return undefined;
  } catch (error) {
    if (error instanceof FragmentError) return error.code;
    throw error;
  }
}

/** A fragment with its header fields as given, true or not. */
function forged(fields: {
  lane?: number;
  sequence?: number;
  total?: number;
  offset?: number;
  part?: Uint8Array;
}): Uint8Array {
  const { lane = 0, sequence = 0, offset = 0, part = bytesOf(10) } = fields;
  const fragment = new Uint8Array(13 + part.length);
  const view = new DataView(fragment.buffer);
  view.setUint8(0, lane);
  view.setUint32(1, sequence, true);
  view.setUint32(5, fields.total ?? part.length, true);
  view.setUint32(9, offset, true);
  fragment.set(part, 13);
  return fragment;
}

describe('fragments', () => {
  it.each([1, PART - 1, PART, PART + 1, 3 * PART, 400_000, MESSAGE_MAX])(
    'a message of %i bytes comes back as it was',
    (length) => {
      const message = bytesOf(length);
      const fragments = encodeFragments(message, 'bulk', 0);
      expect(fragments.length).toBe(Math.ceil(length / PART));
      expect(Math.max(...fragments.map((fragment) => fragment.length))).toBeLessThanOrEqual(
        FRAGMENT_MAX,
      );
      const [whole] = feed(new Reassembler(), fragments);
      // Vitest would compare half a million elements one by one.
      expect(Buffer.compare(whole!, message)).toBe(0);
    },
  );

  it('keeps lanes apart when prompt fragments come between bulk ones', () => {
    const bulk = bytesOf(3 * PART, 1);
    const prompt = bytesOf(PART + 5, 2);
    const [first, second, third] = encodeFragments(bulk, 'bulk', 0);
    const [fourth, fifth] = encodeFragments(prompt, 'prompt', 0);
    const reassembler = new Reassembler();
    const messages = feed(reassembler, [first, fourth, second, fifth, third]);
    expect(messages).toEqual([prompt, bulk]);
  });

  it('travel several in one piece, of either lane', () => {
    const messages = [bytesOf(300, 1), bytesOf(20, 2), bytesOf(1, 3)];
    const fragments = messages.map((message, at) =>
      encodeFragments(message, at === 1 ? 'prompt' : 'bulk', at >> 1),
    );
    const reassembler = new Reassembler();
    expect(feed(reassembler, [Buffer.concat(fragments.flat())])).toEqual(messages);
  });

  it('counts messages of a lane across the wrap of 2^32', () => {
    const last = encodeFragments(bytesOf(5), 'bulk', 2 ** 32 - 1)[0]!;
    expect(new DataView(last.buffer).getUint32(1, true)).toBe(2 ** 32 - 1);
    expect(faultOf([last])).toBe('fragment-duplicate');
  });

  it('copies: a message does not change with the fragment it came in', () => {
    const fragment = encodeFragments(bytesOf(5), 'bulk', 0)[0]!;
    const [message] = feed(new Reassembler(), [fragment]);
    fragment.fill(0);
    expect(message).toEqual(bytesOf(5));
  });
});

describe('bad fragments', () => {
  const [first, second, third] = encodeFragments(bytesOf(3 * PART), 'bulk', 0);
  const next = encodeFragments(bytesOf(PART + 1), 'bulk', 1);
  const later = encodeFragments(bytesOf(10), 'bulk', 2)[0]!;
  const short = encodeFragments(bytesOf(10), 'bulk', 0)[0]!;
  const full = bytesOf(PART);

  it.each<readonly [string, readonly unknown[], FragmentFault]>([
    ['a string', ['text'], 'fragment-not-binary'],
    ['an array buffer', [new ArrayBuffer(20)], 'fragment-not-binary'],
    ['nothing', [new Uint8Array(0)], 'fragment-short'],
    ['less than a header', [new Uint8Array(12)], 'fragment-short'],
    ['a header alone', [forged({ part: new Uint8Array(0), total: 5 })], 'fragment-empty'],
    ['an empty message', [forged({ total: 0 })], 'fragment-empty'],
    ['a third lane', [forged({ lane: 2 })], 'fragment-lane'],
    ['a piece of 16 kB and one byte', [new Uint8Array(FRAGMENT_MAX + 1)], 'fragment-size'],
    ['a stub behind a whole one', [Buffer.concat([short, short.subarray(0, 9)])], 'fragment-short'],
    ['one byte too many', [forged({ part: bytesOf(PART + 1) })], 'fragment-size'],
    ['a small part of a large message', [forged({ total: 50_000 })], 'fragment-size'],
    ['more than the message', [forged({ total: 9 })], 'fragment-short'],
    [
      'a message of 512 KB and 1',
      [forged({ part: full, total: MESSAGE_MAX + 1 })],
      'message-too-large',
    ],
    ['a message of 4 GB', [forged({ part: full, total: 0xffffffff })], 'message-too-large'],
    ['a second part first', [second], 'fragment-out-of-order'],
    ['a gap', [first, third], 'fragment-out-of-order'],
    ['a message left out', [later], 'fragment-out-of-order'],
    ['a message begun within another', [first, ...next], 'fragment-out-of-order'],
    ['a part twice', [first, second, second], 'fragment-duplicate'],
    ['a message twice', [first, second, third, first], 'fragment-duplicate'],
    ['an offset beyond the end', [forged({ offset: 11, total: 10 })], 'fragment-out-of-order'],
    [
      'a total that changes',
      [first, forged({ lane: 1, offset: PART, total: 4 * PART, part: full })],
      'fragment-total-changed',
    ],
  ])('%s is refused', (_name, fragments, fault) => {
    expect(faultOf(fragments)).toBe(fault);
  });

  it('a message that never ends expires, whatever still comes for it', () => {
    const reassembler = new Reassembler();
    expect(reassembler.expired(0)).toBe(false);
    reassembler.accept(first, 1_000);
    reassembler.accept(second, 15_900);
    expect(reassembler.expired(16_000)).toBe(false);
    expect(reassembler.expired(16_001)).toBe(true);
    reassembler.accept(third, 16_002);
    expect(reassembler.expired(99_000)).toBe(false);
  });
});
