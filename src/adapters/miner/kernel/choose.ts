/**
 * The fastest kernel that works here. Each proves itself on a block everybody knows before it is
 * trusted with one that nobody does: a browser's compiler may be wrong, and a kernel that silently
 * misses would mine for ever.
 */

import { assert } from '../../../util/assert.ts';
import type { Kernel } from './kernel.ts';
import { isKnownBlock, KNOWN_NONCE, KNOWN_TARGET, knownHeaders } from './known-block.ts';
import { createPlainKernel } from './plain.ts';
import { createWasmKernel } from './wasm-kernel.ts';

/**
 * From fast to slow, with what was fastest in Node 20 and Chromium 156: vectors with a phase for
 * each round, so short that the compiler keeps all of it in registers, and four versions, since
 * more save little of the schedule that they share.
 */
export const KERNELS: ReadonlyArray<() => Kernel> = [
  () => createWasmKernel({ name: 'simd', versions: 4, phases: 122 }),
  () => createWasmKernel({ name: 'scalar', versions: 1, phases: 3 }),
  createPlainKernel,
];

export function createKernel(makers = KERNELS): Kernel {
  for (const make of makers) {
    const kernel = tryKernel(make);
    if (kernel) return kernel;
  }
  assert(false, 'no kernel finds a block that is known');
}

/** A browser without WebAssembly, or without its vectors, throws; a wrong one may do anything. */
function tryKernel(make: () => Kernel): Kernel | undefined {
  try {
    const kernel = make();
    return findsKnownBlock(kernel) ? kernel : undefined;
  } catch {
    return undefined;
  }
}

/** True if the kernel finds the known block by each lane and version, and nothing else. */
export function findsKnownBlock(kernel: Kernel): boolean {
  return knownHeaders(kernel.versions).every((header) => {
    kernel.load(header, KNOWN_TARGET);
    const lanes = Array.from({ length: kernel.stride }, (_, lane) => KNOWN_NONCE - lane);
    return lanes.every((first) => isKnownBlock(kernel.scan(first, kernel.stride).hits));
  });
}
