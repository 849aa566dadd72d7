/**
 * Run by itself with the name of a contender: warms up, says so by a line, and for each line that
 * it reads prints the hashes it does in a second of one processor's time. Each has a process of its
 * own, because a library is slower in one where others have run before it: the compiler no longer
 * knows what it will be asked. The native programs hold the same conversation (native/scan.h).
 */

import { createHash } from 'node:crypto';
import { createInterface } from 'node:readline';
import { sha256 } from '@noble/hashes/sha2.js';
import { createSHA256 } from 'hash-wasm';
import { KERNELS } from '../../src/adapters/miner/kernel/choose.ts';
import type { Kernel } from '../../src/adapters/miner/kernel/kernel.ts';
import { createPlainKernel } from '../../src/adapters/miner/kernel/plain.ts';
import { createWasmKernel } from '../../src/adapters/miner/kernel/wasm-kernel.ts';

/** Does so many hashes, or a few more; returns how many. */
type Work = (hashes: number) => number;

const HEADER_BYTES = 80;
const FIRST_BLOCK_BYTES = 64;
const FIRST_HASHES = 20_000;
const WARM_UP_ROUNDS = 6;
const ROUND_SECONDS = 0.25;

const CONTENDERS: Readonly<Record<string, () => Work | Promise<Work>>> = {
  plain: () => kernelWork(createPlainKernel()),
  scalar: () => kernelWork(chosenKernel('scalar')),
  simd: () => kernelWork(createWasmKernel({ name: 'simd', versions: 1, phases: 122 })),
  rolling: () => kernelWork(chosenKernel('simd')),
  'hash-wasm': hashWasmWork,
  noble: nobleWork,
  openssl: opensslWork,
};

const work = await CONTENDERS[process.argv[2]!]!();
let hashes = FIRST_HASHES;
for (let round = 0; round < WARM_UP_ROUNDS; round += 1) measureRound();
console.log('ready');
createInterface({ input: process.stdin }).on('line', () => console.log(measureRound()));

function measureRound(): number {
  const rate = perProcessorSecond(hashes);
  hashes = Math.ceil(rate * ROUND_SECONDS);
  return rate;
}

/** As a miner has it. */
function chosenKernel(name: Kernel['name']): Kernel {
  return KERNELS.map((make) => make()).find((kernel) => kernel.name === name)!;
}

/** A target that no hash meets: only the search is measured. */
function kernelWork(kernel: Kernel): Work {
  kernel.load(new Uint8Array(HEADER_BYTES), new Uint8Array(32));
  let next = 0;
  return (wanted) => {
    const nonces = 4 * Math.ceil(wanted / kernel.versions / 4);
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
  return (wanted) => {
    for (let nonce = 0; nonce < wanted; nonce += 1) hash(nonce);
    return wanted;
  };
}

function perProcessorSecond(wanted: number): number {
  const before = process.cpuUsage();
  const done = work(wanted);
  const { user, system } = process.cpuUsage(before);
  return (1e6 * done) / (user + system);
}
