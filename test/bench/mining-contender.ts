/**
 * Run by itself with the name of a contender: prints the hashes it does in a second of one
 * processor's time. Each has a process of its own, because a library is slower in one where others
 * have run before it: the compiler no longer knows what it will be asked.
 */

import { createHash } from 'node:crypto';
import { sha256 } from '@noble/hashes/sha2.js';
import { createSHA256 } from 'hash-wasm';
import type { Kernel } from '../../src/adapters/miner/kernel/kernel.ts';
import { createPlainKernel } from '../../src/adapters/miner/kernel/plain.ts';
import { createWasmKernel } from '../../src/adapters/miner/kernel/wasm-kernel.ts';
import { median } from './report.ts';

/** Does so many hashes, or a few more; returns how many. */
type Work = (hashes: number) => number;

const HEADER_BYTES = 80;
const FIRST_BLOCK_BYTES = 64;
const FIRST_HASHES = 20_000;
const WARM_UP_ROUNDS = 4;
const ROUNDS = 7;
const ROUND_SECONDS = 0.25;

const CONTENDERS: Readonly<Record<string, () => Work | Promise<Work>>> = {
  plain: () => kernelWork(createPlainKernel()),
  scalar: () => kernelWork(createWasmKernel({ name: 'scalar', versions: 1, phases: 3 })),
  simd: () => kernelWork(createWasmKernel({ name: 'simd', versions: 1, phases: 122 })),
  rolling: () => kernelWork(createWasmKernel({ name: 'simd', versions: 4, phases: 122 })),
  'hash-wasm': hashWasmWork,
  noble: nobleWork,
  openssl: opensslWork,
};

const work = await CONTENDERS[process.argv[2]!]!();
let hashes = FIRST_HASHES;
const rates: number[] = [];
for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round += 1) {
  const rate = perProcessorSecond(work, hashes);
  hashes = Math.ceil(rate * ROUND_SECONDS);
  if (round >= WARM_UP_ROUNDS) rates.push(rate);
}
console.log(median(rates));

/** A target that no hash meets: only the search is measured. */
function kernelWork(kernel: Kernel): Work {
  kernel.load(new Uint8Array(HEADER_BYTES), new Uint8Array(32));
  let next = 0;
  return (hashes) => {
    const nonces = 4 * Math.ceil(hashes / kernel.versions / 4);
    kernel.scan(next, nonces);
    next = (next + nonces) >>> 0;
    return nonces * kernel.versions;
  };
}

/** As fast as it goes there: the state after the first 64 bytes is kept, not computed again. */
async function hashWasmWork(): Promise<Work> {
  const hasher = await createSHA256();
  const header = new Uint8Array(HEADER_BYTES);
  const tail = header.subarray(FIRST_BLOCK_BYTES);
  const middle = hasher.init().update(header.subarray(0, FIRST_BLOCK_BYTES)).save();
  return repeat((nonce) => {
    new DataView(tail.buffer, tail.byteOffset).setUint32(12, nonce, true);
    const once = hasher.load(middle).update(tail).digest('binary');
    hasher.init().update(once).digest('binary');
  });
}

function nobleWork(): Work {
  const header = new Uint8Array(HEADER_BYTES);
  const view = new DataView(header.buffer);
  return repeat((nonce) => {
    view.setUint32(76, nonce, true);
    sha256(sha256(header));
  });
}

function opensslWork(): Work {
  const header = new Uint8Array(HEADER_BYTES);
  const view = new DataView(header.buffer);
  return repeat((nonce) => {
    view.setUint32(76, nonce, true);
    createHash('sha256').update(createHash('sha256').update(header).digest()).digest();
  });
}

function repeat(hash: (nonce: number) => void): Work {
  return (hashes) => {
    for (let nonce = 0; nonce < hashes; nonce += 1) hash(nonce);
    return hashes;
  };
}

function perProcessorSecond(work: Work, hashes: number): number {
  const before = process.cpuUsage();
  const done = work(hashes);
  const { user, system } = process.cpuUsage(before);
  return (1e6 * done) / (user + system);
}
