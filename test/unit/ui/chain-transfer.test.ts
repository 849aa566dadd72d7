import { describe, expect, it } from 'vitest';
import type { NodeApi } from '../../../src/node/api.ts';
import { chainTransfer } from '../../../src/ui/chain-transfer.ts';

const MB = 1024 * 1024;

interface Call {
  readonly method: string;
  readonly parameters: readonly unknown[];
}

/** A node that answers by a function of the call. */
function nodeOf(answer: (call: Call) => unknown) {
  const calls: Call[] = [];
  const node = {
    call: async (method: string, ...parameters: unknown[]) => {
      calls.push({ method, parameters });
      return answer({ method, parameters });
    },
  } as unknown as NodeApi;
  return { calls, transfer: chainTransfer(node) };
}

describe('saving a chain', () => {
  it('asks for part after part up to the tip of the first, and tells how far it is', async () => {
    const parts = [
      { bytes: Uint8Array.of(1, 2), nextHeight: 5, height: 9, tip: 'aa' },
      { bytes: Uint8Array.of(3), nextHeight: 8, height: 9, tip: 'aa' },
      { bytes: Uint8Array.of(4), nextHeight: null, height: 9, tip: 'aa' },
    ];
    const { calls, transfer } = nodeOf(() => parts.shift());
    const shares: number[] = [];
    const { file, height } = await transfer.saveChain((share) => shares.push(share));
    expect(new Uint8Array(await file.arrayBuffer())).toEqual(Uint8Array.of(1, 2, 3, 4));
    expect(height).toBe(9);
    expect(calls.map(({ parameters }) => parameters)).toEqual([[], [5, 'aa'], [8, 'aa']]);
    expect(shares).toEqual([0.5, 0.8]);
  });
});

describe('reading a chain', () => {
  it('hands over a megabyte at a time, in order, each when the last one was taken', async () => {
    const { calls, transfer } = nodeOf(({ parameters: [bytes, offset, size] }) => ({
      done: (offset as number) + (bytes as Uint8Array).length === size,
    }));
    const shares: number[] = [];
    const file = new Blob([new Uint8Array(2 * MB + 5)]);
    await transfer.readChain(file, (share) => shares.push(share));
    const handed = calls.map(({ parameters: [bytes, offset, whole] }) => [
      (bytes as Uint8Array).length,
      offset,
      whole,
    ]);
    const size = 2 * MB + 5;
    expect(handed).toEqual([
      [MB, 0, size],
      [MB, MB, size],
      [5, 2 * MB, size],
    ]);
    expect(shares.map((share) => Math.round(share * 100))).toEqual([0, 50, 100]);
  });

  it('stops when the node wants no more', async () => {
    const { calls, transfer } = nodeOf(() => ({ done: true, refused: {} }));
    await transfer.readChain(new Blob([new Uint8Array(3 * MB)]), () => {});
    expect(calls).toHaveLength(1);
  });

  it('hands an empty file over too: the node says what it is', async () => {
    const { calls, transfer } = nodeOf(() => ({ done: true }));
    await transfer.readChain(new Blob([]), () => {});
    expect(calls[0]!.parameters).toEqual([new Uint8Array(0), 0, 0]);
  });

  it('refuses a file that is too large before it reads any of it', async () => {
    const { calls, transfer } = nodeOf(() => ({ done: true }));
    const large = { size: 1e9, slice: () => expect.unreachable('it is not read') };
    const reading = transfer.readChain(large as unknown as Blob, () => {});
    await expect(reading).rejects.toThrow('The file has more than 512 MB, so it was not read.');
    expect(calls).toEqual([]);
  });
});
