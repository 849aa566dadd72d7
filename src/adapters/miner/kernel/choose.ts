/**
 * The fastest kernel that works here. Each proves itself on a block everybody knows before it is
 * trusted with one that nobody does: a browser's compiler may be wrong, and a kernel that silently
 * misses would mine for ever.
 */

import { assert } from '../../../util/assert.ts';
import { fromHex } from '../../../util/bytes.ts';
import { type Kernel, ROLLED_BIT, withHit } from './kernel.ts';
import { createPlainKernel } from './plain.ts';
import { createWasmKernel } from './wasm-kernel.ts';

/** The first block of Bitcoin, mined on 3 January 2009 with bits 1d00ffff. */
const GENESIS_HEADER = fromHex(
  `01000000${'00'.repeat(32)}3ba3edfd7a7b12b27ac72c3e67768f617fc81bc3888a51323a9fb8aa4b1e5e4a` +
    '29ab5f49ffff001d1dac2b7c',
);
const GENESIS_TARGET = fromHex(`00000000ffff${'00'.repeat(26)}`);
const GENESIS_NONCE = 2_083_236_893;
const GENESIS_VERSION = 1;

/**
 * From fast to slow. The numbers of phases are what was fastest on all of a few processors and
 * compilers together: each has a favourite of its own, which on others costs a tenth.
 */
export const KERNELS: ReadonlyArray<() => Kernel> = [
  () => createWasmKernel({ name: 'simd', versions: 2, phases: 32 }),
  () => createWasmKernel({ name: 'scalar', versions: 1, phases: 4 }),
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
    return findsGenesis(kernel) ? kernel : undefined;
  } catch {
    return undefined;
  }
}

/**
 * True if the kernel finds the first block of Bitcoin by each lane and version, and nothing else.
 */
export function findsGenesis(kernel: Kernel): boolean {
  for (let version = 0; version < kernel.versions; version += 1) {
    const shown = GENESIS_VERSION ^ (version * ROLLED_BIT);
    const header = withHit(GENESIS_HEADER, { version: shown, nonce: 0 });
    kernel.load(header, GENESIS_TARGET);
    for (let lane = 0; lane < kernel.stride; lane += 1) {
      const { hits } = kernel.scan(GENESIS_NONCE - lane, kernel.stride);
      if (hits.length !== 1) return false;
      if (hits[0]!.nonce !== GENESIS_NONCE || hits[0]!.version !== GENESIS_VERSION) return false;
    }
  }
  return true;
}
