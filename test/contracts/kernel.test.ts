import { createPlainKernel } from '../../src/adapters/miner/kernel/plain.ts';
import {
  createWasmKernel,
  type WasmKernelOptions,
} from '../../src/adapters/miner/kernel/wasm-kernel.ts';
import { describeKernel } from './kernel.ts';

describeKernel('the plain kernel', createPlainKernel);

const SHAPES: readonly WasmKernelOptions[] = [
  { name: 'scalar', versions: 1, phases: 1 },
  { name: 'scalar', versions: 1, phases: 3 },
  { name: 'scalar', versions: 2, phases: 7 },
  { name: 'simd', versions: 1, phases: 1 },
  { name: 'simd', versions: 1, phases: 32 },
  { name: 'simd', versions: 2, phases: 3 },
  { name: 'simd', versions: 2, phases: 32 },
  { name: 'simd', versions: 4, phases: 32 },
  // A phase for each round.
  { name: 'simd', versions: 4, phases: 122 },
];

for (const shape of SHAPES) {
  const { name, versions, phases } = shape;
  const title = `the ${name} kernel for ${versions} versions in ${phases} phases`;
  describeKernel(title, () => createWasmKernel(shape));
}
