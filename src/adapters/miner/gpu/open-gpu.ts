/** From a browser to a graphics card that has proved itself, or to the reason why there is none. */

import { isKnownBlock, KNOWN_NONCE, KNOWN_TARGET, knownHeaders } from '../kernel/known-block.ts';
import { createGpuKernel, type GpuKernel } from './gpu-kernel.ts';

export type OpenedGpu =
  /** `lost` resolves to the reason when the device is gone, which ends the kernel. */
  | { readonly ok: true; readonly kernel: GpuKernel; readonly lost: Promise<string> }
  | { readonly ok: false; readonly reason: string; readonly forGood: boolean };

/**
 * One header for each nonce: a second would save a tenth of the work, and cost twice the registers
 * and twice the time of the card's compiler.
 */
const VERSIONS = 1;

export async function openGpu(gpu: GPU | undefined): Promise<OpenedGpu> {
  if (!gpu) return refuse('this browser has no WebGPU');
  try {
    const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
    if (!adapter) return refuse('the browser offers no graphics card');
    const device = await adapter.requestDevice();
    const lost = device.lost.then(({ message, reason }) => message || reason);
    const kernel = await createGpuKernel(device, VERSIONS);
    if (await findsKnownBlock(kernel)) return { ok: true, kernel, lost };
    device.destroy();
    return refuse('the graphics card calculates wrong');
  } catch (error) {
    return { ok: false, reason: String(error), forGood: false };
  }
}

function refuse(reason: string): OpenedGpu {
  return { ok: false, reason, forGood: true };
}

/** From both ends of what one dispatch scans at least. */
async function findsKnownBlock(kernel: GpuKernel): Promise<boolean> {
  for (const header of knownHeaders(kernel.versions)) {
    kernel.load(header, KNOWN_TARGET);
    for (const place of [0, kernel.stride - 1]) {
      const { hits } = await kernel.scan(KNOWN_NONCE - place, kernel.stride);
      if (!isKnownBlock(hits)) return false;
    }
  }
  return true;
}
