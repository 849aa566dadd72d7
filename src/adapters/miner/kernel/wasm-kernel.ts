/** A kernel in WebAssembly: the scan of double-sha256.ts, made for one of the two machines. */

import { buildScan } from './double-sha256.ts';
import { evaluate, Graph } from './graph.ts';
import { jobWords, withVersions } from './job-words.ts';
import { type Kernel, type KernelHit, meetsTarget, versionOf, withHit } from './kernel.ts';
import { SCALAR, SIMD } from './machine.ts';
import { planPhases } from './phases.ts';
import { makeProgram } from './program.ts';

const PAGE_BYTES = 65_536;

export interface WasmKernelOptions {
  readonly name: 'simd' | 'scalar';
  readonly versions: 1 | 2 | 4;
  readonly phases: number;
}

/** Throws where the browser has no WebAssembly or not these instructions. */
export function createWasmKernel({ name, versions, phases }: WasmKernelOptions): Kernel {
  const machine = name === 'simd' ? SIMD : SCALAR;
  const plan = planPhases(buildScan(new Graph(machine), { versions, phases }));
  const program = makeProgram(plan, machine);
  const memory = new WebAssembly.Memory({ initial: Math.ceil(program.memoryBytes / PAGE_BYTES) });
  const module = new WebAssembly.Module(program.bytes);
  const { exports } = new WebAssembly.Instance(module, { kernel: { memory } });
  const scanGroups = exports['scan'] as (firstNonce: number, groups: number) => number;
  const table = new Int32Array(memory.buffer, 0, plan.table.length * machine.lanes);
  let headers: readonly Uint8Array[] = [];
  let target = new Uint8Array(32);

  /** The filter looks at one word of the hash, and tells the group, not the lane. */
  function hitsOf(firstNonce: number): KernelHit[] {
    const hits: KernelHit[] = [];
    for (let lane = 0; lane < machine.lanes; lane += 1) {
      const nonce = (firstNonce + lane) >>> 0;
      for (const header of headers) {
        const hit = { nonce, version: versionOf(header) };
        if (meetsTarget(withHit(header, hit), target)) hits.push(hit);
      }
    }
    return hits;
  }

  return {
    name,
    stride: machine.lanes,
    versions,
    load(header, nextTarget) {
      target = nextTarget.slice();
      headers = withVersions(header, versions);
      evaluate(plan.table, jobWords(headers, target)).forEach((value, at) => {
        table.fill(value, at * machine.lanes, (at + 1) * machine.lanes);
      });
    },
    scan(first, count) {
      const groups = count / machine.lanes;
      for (let done = 0; done < groups; done += 1) {
        done += scanGroups(first + done * machine.lanes, groups - done) >>> 0;
        const hits = done < groups ? hitsOf(first + done * machine.lanes) : [];
        if (hits.length > 0) return { nonces: (done + 1) * machine.lanes, hits };
      }
      return { nonces: count, hits: [] };
    },
  };
}
