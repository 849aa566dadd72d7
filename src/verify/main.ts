/**
 * `npm run verify -- FILE`: checks a chain's file from genesis to its last block under the rules of
 * its room, in plain Node and offline, and prints what it comes to. It ends with 1, and names the
 * rule and the height, at the first block that breaks one; with 2 when there is no file to check.
 */

import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createVerifier } from '../adapters/verifier/create-verifier.ts';
import { Chain } from '../chain/chain.ts';
import { ChainImport } from '../chain/chain-import.ts';
import type { SignatureCheck } from '../consensus/signature.ts';
import { verifySignature } from '../consensus/signature-verifier.ts';
import { ADVANCE_BUDGET_BYTES, CHAIN_CHUNK_MAX_BYTES } from '../util/limits.ts';

const EXIT_INVALID = 1;
const EXIT_NO_FILE = 2;

const [path, ...others] = process.argv.slice(2);
if (path === undefined || others.length > 0) {
  console.error('Usage: npm run verify -- FILE');
  process.exit(EXIT_NO_FILE);
}
await verify(path).catch((error: unknown) => {
  if (!(error instanceof Error && 'syscall' in error)) throw error;
  console.error(`${path} cannot be read: ${error.message}`);
  process.exitCode = EXIT_NO_FILE;
});

async function verify(path: string): Promise<void> {
  await createVerifier(readFile);
  const startedMs = performance.now();
  let chain: Chain | undefined;
  const reading = new ChainImport(({ params, genesis }) => (chain = new Chain(params, genesis)));
  for await (const chunk of createReadStream(path, { highWaterMark: CHAIN_CHUNK_MAX_BYTES })) {
    reading.push(chunk as Buffer);
    takeAll(reading, () => chain);
    if (reading.refused !== undefined) break;
  }
  reading.end();
  const seconds = (performance.now() - startedMs) / 1_000;
  report(reading, chain, seconds);
}

/** Everything that the pieces so far hold, block by block to the tip. */
function takeAll(reading: ChainImport, chain: () => Chain | undefined): void {
  while (reading.take(Math.floor(Date.now() / 1_000), ADVANCE_BUDGET_BYTES)) {
    const opened = chain();
    if (opened !== undefined) connectAll(reading, opened);
  }
}

function connectAll(reading: ChainImport, chain: Chain): void {
  for (let step = chain.advance(); step.kind !== 'idle'; step = chain.advance()) {
    if (step.batch !== undefined) chain.verified(step.batch.id, firstBad(step.batch.checks));
    if (step.refused !== undefined) reading.refuse(step.refused);
  }
  // Nothing is kept on a disk, so that memory forgets what it would otherwise hold for one.
  chain.release(chain.dirty.take());
}

function firstBad(checks: readonly SignatureCheck[]): number | undefined {
  const at = checks.findIndex(
    ({ signature, message, publicKey }) => !verifySignature(signature, message, publicKey),
  );
  return at < 0 ? undefined : at;
}

function report({ refused }: ChainImport, chain: Chain | undefined, seconds: number): void {
  if (chain !== undefined) {
    const { coins, height, index, tip } = chain;
    const work = index.chainWork(tip).toString(16).padStart(64, '0');
    print('height', String(height));
    print('tip', index.hash(tip));
    print('work', work);
    print('coins', String(coins.size));
    print('coin-set hash', coins.checksum);
  }
  print('seconds', seconds.toFixed(2));
  if (refused === undefined) return;
  console.error(`refused at height ${refused.height}: ${refused.code} (${refused.detail})`);
  process.exitCode = EXIT_INVALID;
}

function print(name: string, value: string): void {
  console.log(`${name.padEnd(14)}${value}`);
}
