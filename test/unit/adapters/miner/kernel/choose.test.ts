import { describe, expect, it } from 'vitest';
import {
  createKernel,
  findsKnownBlock,
  KERNELS,
} from '../../../../../src/adapters/miner/kernel/choose.ts';
import {
  type Kernel,
  type KernelHit,
  versionOf,
} from '../../../../../src/adapters/miner/kernel/kernel.ts';
import { createPlainKernel } from '../../../../../src/adapters/miner/kernel/plain.ts';
import { createWasmKernel } from '../../../../../src/adapters/miner/kernel/wasm-kernel.ts';

/** From the hits of a scan, its first nonce and the version of its header: what is told of them. */
type Fault = (hits: readonly KernelHit[], first: number, version: number) => KernelHit[];

/** The four-lane kernel with a fault. */
function faulty(fault: Fault): Kernel {
  const kernel = createWasmKernel({ name: 'simd', versions: 2, phases: 8 });
  let version = 0;
  return {
    ...kernel,
    load(header, target) {
      version = versionOf(header);
      kernel.load(header, target);
    },
    scan(first, count) {
      const { nonces, hits } = kernel.scan(first, count);
      return { nonces, hits: fault(hits, first, version) };
    },
  };
}

const missing: Fault = () => [];
const shifted: Fault = (hits) => hits.map(({ nonce, version }) => ({ nonce: nonce + 1, version }));
const doubled: Fault = (hits) => [...hits, ...hits];
const deafInLane3: Fault = (hits, first) => hits.filter(({ nonce }) => nonce - first !== 3);
const neverRolled: Fault = (hits, _, version) => hits.filter((hit) => hit.version === version);

describe('the choice of a kernel', () => {
  it('is the fastest that works here: four lanes, four versions', () => {
    const { name, stride, versions } = createKernel();
    expect({ name, stride, versions }).toEqual({ name: 'simd', stride: 4, versions: 4 });
  });

  it('goes from vectors over words to plain code', () => {
    expect(KERNELS.map((make) => make().name)).toEqual(['simd', 'scalar', 'plain']);
  });

  it('passes over a kernel that the browser does not know', () => {
    const unknown = () => {
      throw new WebAssembly.CompileError('no vectors here');
    };
    expect(createKernel([unknown, createPlainKernel]).name).toBe('plain');
  });

  it.each([
    ['misses', missing],
    ['names another nonce', shifted],
    ['finds too much', doubled],
    ['is deaf in one lane', deafInLane3],
    ['is blind for one version', neverRolled],
  ])('never falls on one that %s', (_, fault) => {
    expect(createKernel([() => faulty(fault), createPlainKernel]).name).toBe('plain');
  });

  it('fails rather than to mine with nothing that works', () => {
    expect(() => createKernel([() => faulty(missing)])).toThrow(
      'no kernel finds a block that is known',
    );
  });

  it('trusts no kernel by its looks', () => {
    expect(findsKnownBlock(createPlainKernel())).toBe(true);
    expect(findsKnownBlock(faulty((hits) => [...hits]))).toBe(true);
  });
});
