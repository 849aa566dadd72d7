import { describe, expect, it } from 'vitest';
import {
  createGpuKernel,
  type GpuKernel,
} from '../../../../../src/adapters/miner/gpu/gpu-kernel.ts';
import { fromHex } from '../../../../../src/util/bytes.ts';
import { Random } from '../../../../../src/util/random.ts';
import { createFakeGpu } from '../../../../support/fake-gpu.ts';
import { hashAll } from '../../../../support/kernel-hits.ts';

/** One hash in 64. */
const EASY = fromHex(`03${'ff'.repeat(31)}`);
const SEEDS = [1, 2];

async function openKernel(versions: 1 | 2): Promise<GpuKernel> {
  const adapter = await createFakeGpu().gpu.requestAdapter();
  return createGpuKernel(await adapter!.requestDevice(), versions);
}

describe.each([1, 2] as const)('the shader for %d versions', (versions) => {
  it.each(SEEDS)('finds exactly the hits of a random header, seed %d', async (seed) => {
    const kernel = await openKernel(versions);
    const random = new Random(seed);
    const header = random.bytes(80);
    const first = random.u32();
    kernel.load(header, EASY);
    const count = kernel.stride;
    expect(count).toBe(4_096);
    const { nonces, hits } = await kernel.scan(first, count);
    expect(nonces).toBe(count);
    expect(hits).toEqual(hashAll({ header, target: EASY, first, count, versions }));
  });

  it('goes on at 0 behind the last nonce, row after row', async () => {
    const kernel = await openKernel(versions);
    const header = new Random(9).bytes(80);
    const first = 2 ** 32 - 5_000;
    kernel.load(header, EASY);
    const { hits } = await kernel.scan(first, 8_192);
    const expected = hashAll({ header, target: EASY, first, count: 8_192, versions });
    // The list has 255 places; two versions have about 256 hits here.
    expect(hits.slice(0, 200)).toEqual(expected.slice(0, 200));
    expect(hits.some(({ nonce }) => nonce < 3_192)).toBe(true);
  });
});

describe('the list of the card', () => {
  it('holds 255 nonces, whatever else would be a hit', async () => {
    const kernel = await openKernel(1);
    kernel.load(new Uint8Array(80), new Uint8Array(32).fill(0xff));
    expect((await kernel.scan(0, kernel.stride)).hits).toHaveLength(255);
  });
});
