/**
 * A kernel on the graphics card (WebGPU). It answers later, so it is not a Kernel, but it is loaded
 * and asked like one and as little trusted: what the card notes is hashed again.
 */

import type { Kernel, KernelHit, ScanResult } from '../kernel/kernel.ts';
import { meetsTarget, versionOf, withHit } from '../kernel/kernel.ts';
import { jobWords, withVersions } from '../kernel/job-words.ts';
import { FIRST_NONCE_AT, makeShader, NOTED_MAX, ROW_GROUPS, ROW_NONCES } from './shader.ts';

export interface GpuKernel extends Pick<Kernel, 'stride' | 'versions' | 'load'> {
  /**
   * All hits among `count` nonces, in their order, but never more than the card can note. Rejects
   * when the card is gone. One scan at a time.
   */
  scan(first: number, count: number): Promise<ScanResult>;
}

/** Flags as numbered by the specification (WebGPU, 5.1 and 5.2); not all browsers name them. */
const MAP_READ = 0x01;
const COPY_SRC = 0x04;
const COPY_DST = 0x08;
const UNIFORM = 0x40;
const STORAGE = 0x80;
const MAP_MODE_READ = 0x01;

const WORD_BYTES = 4;
const NOTES_BYTES = (1 + NOTED_MAX) * WORD_BYTES;

/** Rejects where the card's compiler takes no such program. */
export async function createGpuKernel(device: GPUDevice, versions: 1 | 2): Promise<GpuKernel> {
  const shader = makeShader(versions);
  const dispatch = await prepare(device, shader.code, shader.tableWords * WORD_BYTES);
  let headers: readonly Uint8Array[] = [];
  let target = new Uint8Array(32);
  let table = new Uint32Array(shader.tableWords);

  function hitsOf(nonces: readonly number[]): KernelHit[] {
    const hits = nonces.flatMap((nonce) =>
      headers.map((header) => ({ nonce, version: versionOf(header) })),
    );
    return hits.filter((hit) => meetsTarget(withHit(headers[0]!, hit), target));
  }

  return {
    stride: ROW_NONCES,
    versions,
    load(header, nextTarget) {
      target = nextTarget.slice();
      headers = withVersions(header, versions);
      table = shader.table(jobWords(headers, target));
    },
    async scan(first, count) {
      table[FIRST_NONCE_AT] = first;
      const [noted = 0, ...nonces] = await dispatch(table, count / ROW_NONCES);
      // Its cores note them in any order, and the last nonces may stand before the first.
      const offsets = nonces.slice(0, noted).map((nonce) => (nonce - first) >>> 0);
      const sorted = offsets.sort((left, right) => left - right);
      return { nonces: count, hits: hitsOf(sorted.map((offset) => (first + offset) >>> 0)) };
    },
  };
}

type Dispatch = (table: Uint32Array<ArrayBuffer>, rows: number) => Promise<Uint32Array>;

async function prepare(device: GPUDevice, code: string, tableBytes: number): Promise<Dispatch> {
  const module = device.createShaderModule({ code });
  const compute = { module, entryPoint: 'scan' };
  const pipeline = await device.createComputePipelineAsync({ layout: 'auto', compute });
  const buffer = (size: number, usage: number) => device.createBuffer({ size, usage });
  const given = buffer(tableBytes, UNIFORM | COPY_DST);
  const notes = buffer(NOTES_BYTES, STORAGE | COPY_SRC | COPY_DST);
  const answer = buffer(NOTES_BYTES, MAP_READ | COPY_DST);
  const bindings = device.createBindGroup({
    layout: pipeline.getBindGroupLayout(0),
    entries: [given, notes].map((one, binding) => ({ binding, resource: { buffer: one } })),
  });

  return async (table, rows) => {
    device.queue.writeBuffer(given, 0, table);
    const encoder = device.createCommandEncoder();
    encoder.clearBuffer(notes);
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, bindings);
    pass.dispatchWorkgroups(ROW_GROUPS, rows);
    pass.end();
    encoder.copyBufferToBuffer(notes, 0, answer, 0, NOTES_BYTES);
    device.queue.submit([encoder.finish()]);
    await answer.mapAsync(MAP_MODE_READ);
    const words = new Uint32Array(answer.getMappedRange().slice(0));
    answer.unmap();
    return words;
  };
}
