import { describe, expect, it } from 'vitest';
import { Reassembler } from '../../../src/net/fragment.ts';
import { SendQueue } from '../../../src/net/send-queue.ts';

const HIGH_WATER = 512 * 1024;
const FRAGMENT_MAX = 16 * 1024;
const QUEUE_MAX = 8 * 1024 * 1024;

const bytesOf = (length: number) => new Uint8Array(length).fill(length & 0xff);

/** Lengths of the messages in the order in which they become whole on the other side. */
function drain(queue: SendQueue, reassembler = new Reassembler()): number[] {
  const lengths: number[] = [];
  for (let fragment = queue.next(0); fragment; fragment = queue.next(0)) {
    lengths.push(...reassembler.accept(fragment, 0).map(({ length }) => length));
  }
  return lengths;
}

describe('SendQueue', () => {
  it('sends a prompt message between the fragments of a bulk one', () => {
    const queue = new SendQueue();
    const reassembler = new Reassembler();
    queue.push(bytesOf(100_000), 'bulk');
    queue.push(bytesOf(200_000), 'bulk');
    expect(reassembler.accept(queue.next(0), 0)).toEqual([]);
    queue.push(bytesOf(300), 'prompt');
    queue.push(bytesOf(20_000), 'prompt');
    expect(drain(queue, reassembler)).toEqual([300, 20_000, 100_000, 200_000]);
  });

  it('counts what waits down to zero', () => {
    const queue = new SendQueue();
    queue.push(bytesOf(50_000), 'bulk');
    queue.push(bytesOf(7), 'prompt');
    expect(queue.waitingBytes).toBe(50_007);
    // A whole part does not fit behind the prompt message, and is never cut smaller.
    queue.next(0);
    expect(queue.waitingBytes).toBe(50_000);
    queue.next(0);
    expect(queue.waitingBytes).toBe(50_000 - (FRAGMENT_MAX - 13));
    while (queue.next(0)) continue;
    expect(queue.waitingBytes).toBe(0);
  });

  it('puts small messages together, and what no longer fits into the next piece', () => {
    const queue = new SendQueue();
    const reassembler = new Reassembler();
    for (let count = 0; count < 60; count += 1) queue.push(bytesOf(300), 'bulk');
    queue.push(bytesOf(40), 'prompt');
    const pieces = [queue.next(0)!, queue.next(0)!];
    expect(queue.next(0)).toBeUndefined();
    const inFirst = 1 + Math.floor((FRAGMENT_MAX - 53) / 313);
    expect(pieces.map(({ length }) => length)).toEqual([
      53 + (inFirst - 1) * 313,
      (61 - inFirst) * 313,
    ]);
    const lengths = pieces.flatMap((piece) => reassembler.accept(piece, 0)).map((it) => it.length);
    expect(lengths).toEqual([40, ...Array.from({ length: 60 }, () => 300)]);
  });

  it('holds back while the channel is full', () => {
    const queue = new SendQueue();
    queue.push(bytesOf(50_000), 'bulk');
    expect(queue.next(HIGH_WATER - FRAGMENT_MAX + 1)).toBeUndefined();
    expect(queue.next(HIGH_WATER - FRAGMENT_MAX)).toBeDefined();
  });

  it('refuses what would overfill it, and takes what still fits', () => {
    const queue = new SendQueue();
    for (let count = 0; count < 15; count++)
      expect(queue.push(bytesOf(512 * 1024), 'bulk')).toBe(true);
    expect(queue.push(bytesOf(512 * 1024 - 1), 'prompt')).toBe(true);
    expect(queue.waitingBytes).toBe(QUEUE_MAX - 1);
    expect(queue.push(bytesOf(2), 'prompt')).toBe(false);
    expect(queue.push(bytesOf(1), 'prompt')).toBe(true);
    expect(queue.waitingBytes).toBe(QUEUE_MAX);
  });

  it('asserts that messages are neither empty nor too large', () => {
    const queue = new SendQueue();
    expect(() => queue.push(bytesOf(0), 'bulk')).toThrow('empty');
    expect(() => queue.push(bytesOf(512 * 1024 + 1), 'bulk')).toThrow('524289 bytes');
  });
});
