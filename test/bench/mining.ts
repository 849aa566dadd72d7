/**
 * Hashes a second of one mining thread of a real tab, as the tab itself tells them, beside SHA-256d
 * of the same 80 bytes by a plain library and by OpenSSL in Node.
 */

import { createHash, randomBytes } from 'node:crypto';
import { sha256 } from '@noble/hashes/sha2.js';
import { makeHardRoom } from '../e2e/support/rooms.ts';
import { withBench } from './browser.ts';
import { compare, median, ratePerSecond, type Row } from './report.ts';

const HEADER_BYTES = 80;
const LIBRARY_HASHES = 50_000;
const WARM_UP_MS = 4_000;
const SAMPLES = 5;
const SAMPLE_MS = 1_500;

export async function measure(): Promise<Row[]> {
  const mined = await measureTab();
  return [
    compare('mining.plain', 'hashes/s', [mined, measureHash(sha256)]),
    compare('mining.plain.vs-openssl', 'hashes/s', [mined, measureHash(openSsl)]),
  ];
}

/** A main room at its default difficulty, so that few blocks interrupt the search. */
async function measureTab(): Promise<number> {
  return withBench(async (bench) => {
    const tab = await bench.open(makeHardRoom());
    await tab.call('setmining', { threads: 1 });
    await tab.page.waitForTimeout(WARM_UP_MS);
    const rates: number[] = [];
    while (rates.length < SAMPLES) {
      await tab.page.waitForTimeout(SAMPLE_MS);
      rates.push((await tab.call('getmininginfo')).hashespersec);
    }
    return median(rates);
  });
}

function measureHash(hash: (bytes: Uint8Array) => Uint8Array): number {
  const header = new Uint8Array(randomBytes(HEADER_BYTES));
  return ratePerSecond(LIBRARY_HASHES, () => {
    for (let nonce = 0; nonce < LIBRARY_HASHES; nonce += 1) {
      header[76] = nonce & 0xff;
      hash(hash(header));
    }
  });
}

function openSsl(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest();
}
