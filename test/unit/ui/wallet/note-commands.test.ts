import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { hashFile } from '../../../../src/ui/wallet/file-hash.ts';
import {
  fetchProof,
  findStamp,
  planWriting,
  write,
} from '../../../../src/ui/wallet/note-commands.ts';

const HASH = 'ab'.repeat(32);
const FOUND = { found: true, txid: 'cd'.repeat(32), height: 500, time: 1, confirmations: 7 };

/** A node with these answers, and what it was asked. */
function nodeWith(...answers: readonly unknown[]) {
  const asked: unknown[][] = [];
  const left = [...answers];
  const call = (...parameters: unknown[]) => {
    asked.push(parameters);
    return Promise.resolve(left.shift());
  };
  return { asked, call };
}

function search() {
  const shares: number[] = [];
  const controller = new AbortController();
  const ways = { tell: (share: number) => void shares.push(share), signal: controller.signal };
  return { controller, shares, ways };
}

describe('the search for a stamp', () => {
  it('goes on where each command ended, and tells how far it is', async () => {
    const miss = { found: false, unread: 1 };
    const { asked, call } = nodeWith({ ...miss, next: 4_000 }, { ...miss, next: 2_000 }, FOUND);
    const { shares, ways } = search();
    expect(await findStamp(call, HASH, ways)).toEqual({
      found: true,
      height: 500,
      time: 1,
      confirmations: 7,
    });
    expect(asked).toEqual([
      ['verifyhash', HASH],
      ['verifyhash', HASH, 4_000],
      ['verifyhash', HASH, 2_000],
    ]);
    expect(shares).toEqual([0, 0.5]);
  });

  it('ends at genesis, with the blocks that could not be read', async () => {
    const miss = { found: false, unread: 1 };
    const { call } = nodeWith({ ...miss, next: 10 }, { ...miss, next: null });
    expect(await findStamp(call, HASH, search().ways)).toEqual({ found: false, unread: 2 });
  });

  it('stops when it is called off', async () => {
    const { controller, ways } = search();
    const { asked, call } = nodeWith({ found: false, unread: 0, next: 10 }, FOUND);
    controller.abort(new Error('called off'));
    await expect(findStamp(call, HASH, ways)).rejects.toThrow('called off');
    expect(asked).toHaveLength(1);
  });

  it('fails on an answer of another shape', async () => {
    const { call } = nodeWith({ found: 'yes' });
    await expect(findStamp(call, HASH, search().ways)).rejects.toThrow('does not know');
  });
});

describe('writing and proving', () => {
  it('plans first, and sends nothing by it', async () => {
    const plan = { amount: 0, fee: 0.00001, change: 1, vsize: 120, recipients: [] };
    const { asked, call } = nodeWith(plan, { ...plan, txid: HASH });
    const writing = { command: 'writenote', content: 'hello' } as const;
    expect(await planWriting(call, writing)).toMatchObject({ fee: 1_000, txid: '' });
    expect(await write(call, writing)).toMatchObject({ fee: 1_000, txid: HASH });
    expect(asked).toEqual([
      ['writenote', 'hello', { dry_run: true }],
      ['writenote', 'hello'],
    ]);
  });

  it('gives the proof as bytes, or says that the block is gone', async () => {
    const bytes = Uint8Array.of(1);
    const { call } = nodeWith({ ...FOUND, bytes }, { found: false, next: null, unread: 0 });
    expect(await fetchProof(call, HASH, 500)).toBe(bytes);
    await expect(fetchProof(call, HASH, 500)).rejects.toThrow('no longer in the chain');
  });
});

describe('the hash of a file', () => {
  it('is made piece by piece, and is that of the whole', async () => {
    const bytes = new Uint8Array(300_000).map((_, at) => at * 7);
    const { shares, ways } = search();
    const hash = await hashFile(new Blob([bytes.subarray(0, 1_000), bytes.subarray(1_000)]), ways);
    expect(hash).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(shares.length, 'several pieces').toBeGreaterThan(1);
    expect(shares.at(-1)).toBe(1);
    const empty = await hashFile(new Blob([]), search().ways);
    expect(empty).toBe(createHash('sha256').digest('hex'));
  });

  it('never asks for the whole file', async () => {
    const file = new Blob([new Uint8Array(1_000)]);
    file.arrayBuffer = () => Promise.reject(new Error('held whole'));
    await expect(hashFile(file, search().ways)).resolves.toHaveLength(64);
  });

  it('stops when it is called off', async () => {
    const { controller, ways } = search();
    controller.abort(new Error('called off'));
    await expect(hashFile(new Blob(['x']), ways)).rejects.toThrow('called off');
  });
});
