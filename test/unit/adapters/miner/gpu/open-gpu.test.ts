import { describe, expect, it } from 'vitest';
import { openGpu } from '../../../../../src/adapters/miner/gpu/open-gpu.ts';
import { createFakeGpu } from '../../../../support/fake-gpu.ts';

function gpuWith(requestAdapter: () => Promise<unknown>): GPU {
  return { requestAdapter } as unknown as GPU;
}

describe('opening the graphics card', () => {
  it('gives a kernel that has found the block everybody knows', async () => {
    const { gpu } = createFakeGpu();
    expect(await openGpu(gpu)).toMatchObject({ ok: true, kernel: { stride: 4_096, versions: 1 } });
  });

  it.each([
    ['a browser without WebGPU', undefined, 'this browser has no WebGPU'],
    ['no card', gpuWith(async () => null), 'the browser offers no graphics card'],
  ])('gives up for %s', async (_, gpu, reason) => {
    expect(await openGpu(gpu)).toEqual({ ok: false, reason, forGood: true });
  });

  it('gives up on a card that misses the block', async () => {
    const fake = createFakeGpu();
    fake.isWrong = true;
    const reason = 'the graphics card calculates wrong';
    expect(await openGpu(fake.gpu)).toEqual({ ok: false, reason, forGood: true });
  });

  it('may be tried again where the card is only busy', async () => {
    const fail = async () => {
      throw new DOMException('not now', 'OperationError');
    };
    const refusal = { ok: false, reason: 'OperationError: not now', forGood: false };
    expect(await openGpu(gpuWith(fail))).toEqual(refusal);
    expect(await openGpu(gpuWith(async () => ({ requestDevice: fail })))).toEqual(refusal);
  });

  it('tells why a device was lost, and its scans fail from then on', async () => {
    const fake = createFakeGpu();
    const opened = await openGpu(fake.gpu);
    if (!opened.ok) throw new Error(opened.reason);
    fake.lose('the driver was updated');
    expect(await opened.lost).toBe('the driver was updated');
    await expect(opened.kernel.scan(0, 4_096)).rejects.toThrow('lost');
  });
});
