/**
 * The fastest kernel that works here. Each proves itself on a block everybody knows before it is
 * trusted with one that nobody does: a browser's compiler may be wrong, and a kernel that silently
 * misses would mine for ever.
 */

import { assert } from '../../../util/assert.ts';
import { fromHex } from '../../../util/bytes.ts';
import type { Kernel } from './kernel.ts';
import { createPlainKernel } from './plain.ts';

/** The first block of Bitcoin, mined on 3 January 2009 with bits 1d00ffff. */
const GENESIS_HEADER = fromHex(
  `01000000${'00'.repeat(32)}3ba3edfd7a7b12b27ac72c3e67768f617fc81bc3888a51323a9fb8aa4b1e5e4a` +
    '29ab5f49ffff001d1dac2b7c',
);
const GENESIS_TARGET = fromHex(`00000000ffff${'00'.repeat(26)}`);
const GENESIS_NONCE = 2_083_236_893;
const GENESIS_VERSION = 1;

const MAKERS: ReadonlyArray<() => Kernel> = [createPlainKernel];

export function createKernel(): Kernel {
  for (const make of MAKERS) {
    const kernel = make();
    if (findsGenesis(kernel)) return kernel;
  }
  assert(false, 'no kernel finds a block that is known');
}

/** True if the kernel finds the first block of Bitcoin in each of its lanes, and nothing else. */
export function findsGenesis(kernel: Kernel): boolean {
  kernel.load(GENESIS_HEADER, GENESIS_TARGET);
  for (let lane = 0; lane < kernel.stride; lane += 1) {
    const { hits } = kernel.scan(GENESIS_NONCE - lane, kernel.stride);
    if (hits.length !== 1) return false;
    if (hits[0]!.nonce !== GENESIS_NONCE || hits[0]!.version !== GENESIS_VERSION) return false;
  }
  return true;
}
