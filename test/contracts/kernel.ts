/** What every kernel owes the miner: exactly the hits that hashing header after header gives. */

import { describe, expect, it } from 'vitest';
import { type Kernel, type KernelHit, withHit } from '../../src/adapters/miner/kernel/kernel.ts';
import { fromHex, toHex } from '../../src/util/bytes.ts';
import { Random } from '../../src/util/random.ts';
import { hashAll, hashOf } from '../support/kernel-hits.ts';

/** Bitcoin's first block. */
const GENESIS = fromHex(
  '0100000000000000000000000000000000000000000000000000000000000000000000003ba3edfd7a7b12b27ac72c' +
    '3e67768f617fc81bc3888a51323a9fb8aa4b1e5e4a29ab5f49ffff001d1dac2b7c',
);
const GENESIS_NONCE = 2_083_236_893;
const GENESIS_TARGET = fromHex(`00000000ffff${'00'.repeat(26)}`);
/** One hash in 64, and one in 2: with the second, most groups of lanes hold several hits. */
const RARE = fromHex(`03${'ff'.repeat(31)}`);
const OFTEN = fromHex(`7f${'ff'.repeat(31)}`);
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];

export function describeKernel(name: string, makeKernel: () => Kernel): void {
  const kernel = makeKernel();
  const { versions } = kernel;

  describe(name, () => {
    it('finds the first block of Bitcoin', () => {
      kernel.load(GENESIS, GENESIS_TARGET);
      const { hits } = kernel.scan(GENESIS_NONCE - 100, 200);
      expect(hits).toEqual([{ nonce: GENESIS_NONCE, version: 1 }]);
    });

    it('finds it wherever it lies among the lanes and batches', () => {
      kernel.load(GENESIS, GENESIS_TARGET);
      for (let before = 0; before <= 270; before += 1) {
        const { nonces, hits } = kernel.scan(GENESIS_NONCE - before, 272);
        expect(hits).toEqual([{ nonce: GENESIS_NONCE, version: 1 }]);
        expect(nonces).toBe(before - (before % kernel.stride) + kernel.stride);
      }
    });

    it('finds nothing where nothing is, and tries all it was asked to', () => {
      kernel.load(GENESIS, GENESIS_TARGET);
      for (const count of [4, 124, 128, 132, 1_000]) {
        expect(kernel.scan(GENESIS_NONCE + 1, count)).toEqual({ nonces: count, hits: [] });
        expect(kernel.scan(GENESIS_NONCE - count, count)).toEqual({ nonces: count, hits: [] });
      }
    });

    it.each(SEEDS)('finds exactly the hits of a random header, seed %d', (seed) => {
      const random = new Random(seed);
      const header = random.bytes(80);
      const first = random.u32();
      for (const target of [RARE, OFTEN, random.bytes(32)]) {
        kernel.load(header, target);
        const range = { header, target, first, count: 512, versions };
        expect(scanAll(kernel, first, 512)).toEqual(hashAll(range));
      }
    });

    it('goes on at 0 behind the last nonce', () => {
      const header = new Random(9).bytes(80);
      const first = 2 ** 32 - 255;
      kernel.load(header, RARE);
      const hits = scanAll(kernel, first, 512);
      expect(hits).toEqual(hashAll({ header, target: RARE, first, count: 512, versions }));
      expect(hits.some(({ nonce }) => nonce > 2 ** 31)).toBe(true);
      expect(hits.some(({ nonce }) => nonce < 512)).toBe(true);
    });

    it('takes a hash that is the target, and none above it', () => {
      const header = new Random(10).bytes(80);
      kernel.load(header, RARE);
      const [hit] = scanAll(kernel, 0, 512);
      const hash = hashOf(withHit(header, hit!));
      kernel.load(header, hash);
      expect(scanAll(kernel, 0, 512)).toContainEqual(hit);
      kernel.load(
        header,
        fromHex((BigInt(`0x${toHex(hash)}`) - 1n).toString(16).padStart(64, '0')),
      );
      expect(scanAll(kernel, 0, 512)).not.toContainEqual(hit);
    });

    it('takes everything at the easiest target there is', () => {
      kernel.load(GENESIS, new Uint8Array(32).fill(0xff));
      const { nonces, hits } = kernel.scan(7, 128);
      expect(nonces).toBe(kernel.stride);
      expect(hits).toHaveLength(kernel.stride * kernel.versions);
    });

    it('does not keep hold of what it was given', () => {
      const header = GENESIS.slice();
      const target = GENESIS_TARGET.slice();
      kernel.load(header, target);
      header.fill(0);
      target.fill(0);
      expect(kernel.scan(GENESIS_NONCE, kernel.stride).hits).toHaveLength(1);
    });
  });
}

/** All hits among `count` nonces, as a miner that does not stop at the first would see them. */
function scanAll(kernel: Kernel, first: number, count: number): KernelHit[] {
  const hits: KernelHit[] = [];
  for (let done = 0; done < count;) {
    const result = kernel.scan((first + done) >>> 0, count - done);
    hits.push(...result.hits);
    done += result.nonces;
  }
  return hits;
}
