/**
 * `npm run verify -- FILE`: checks a chain's file from genesis to its last block under the rules of
 * its room, in plain Node and offline, and prints what it comes to. It ends with 1, and names the
 * rule and the height, at the first block that breaks one; with 2 when there is no file to check.
 *
 * `npm run verify -- PROOF FILE`: checks that a proof holds and is that file's, and prints when the
 * file's hash was written and how deep it lies. `-- PROOF` alone does the same for a note.
 */

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createVerifier } from '../adapters/verifier/create-verifier.ts';
import { Chain } from '../chain/chain.ts';
import { ChainImport } from '../chain/chain-import.ts';
import { RuleError } from '../consensus/rule-error.ts';
import type { SignatureCheck } from '../consensus/signature.ts';
import { verifySignature } from '../consensus/signature-verifier.ts';
import { checkFile, checkProof, type ProofFacts } from '../node/proof-check.ts';
import { isProof, PROOF_START_BYTES } from '../node/proof-file.ts';
import { toHex } from '../util/bytes.ts';
import { CodecError } from '../util/codec-error.ts';
import {
  ADVANCE_BUDGET_BYTES,
  CHAIN_CHUNK_MAX_BYTES,
  NOTE_MAX_BYTES,
  PROOF_HEADERS_MAX,
  PROOF_MAX_BYTES,
} from '../util/limits.ts';
import { inertText } from '../util/text.ts';

const EXIT_INVALID = 1;
const EXIT_NO_FILE = 2;

const [path, provenPath, ...others] = process.argv.slice(2);
if (path === undefined || others.length > 0) {
  console.error('Usage: npm run verify -- FILE, or npm run verify -- PROOF FILE');
  process.exit(EXIT_NO_FILE);
}
await run(path, provenPath).catch((error: unknown) => {
  if (!(error instanceof Error && 'syscall' in error)) throw error;
  console.error(`A file cannot be read: ${error.message}`);
  process.exitCode = EXIT_NO_FILE;
});

async function run(path: string, provenPath: string | undefined): Promise<void> {
  const isChain = provenPath === undefined && !isProof(await startOf(path, PROOF_START_BYTES));
  return isChain ? verify(path) : verifyProof(path, provenPath);
}

/** Both records' heads of a proof stand within its first bytes. */
async function startOf(path: string, mostBytes: number): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  for await (const part of createReadStream(path, { end: mostBytes - 1 })) {
    parts.push(part as Buffer);
  }
  return Uint8Array.from(Buffer.concat(parts));
}

async function verifyProof(path: string, provenPath: string | undefined): Promise<void> {
  // One byte more than a proof may have tells that it has too many.
  const proof = await startOf(path, PROOF_MAX_BYTES + 1);
  const hash = provenPath === undefined ? undefined : await hashFile(provenPath);
  try {
    if (proof.length > PROOF_MAX_BYTES) throw new CodecError('proof-too-large', 'above 1 MB');
    const facts = checkProof(proof);
    if (hash !== undefined) checkFile(facts, hash);
    reportProof(facts);
  } catch (error) {
    if (!(error instanceof CodecError || error instanceof RuleError)) throw error;
    console.error(`refused: ${error.code} (${error.message.slice(error.code.length + 2)})`);
    process.exitCode = EXIT_INVALID;
  }
}

async function hashFile(path: string): Promise<Uint8Array> {
  const hash = createHash('sha256');
  for await (const part of createReadStream(path)) hash.update(part as Buffer);
  return Uint8Array.from(hash.digest());
}

function reportProof({ notes, height, time, depth, ...facts }: ProofFacts): void {
  for (const { kind, data } of notes) {
    if (kind === 'file') print('file SHA-256', toHex(data));
    else print('note', inertText(new TextDecoder().decode(data), NOTE_MAX_BYTES));
  }
  print('height', String(height));
  print('time', new Date(time * 1_000).toISOString());
  print('depth', depth < PROOF_HEADERS_MAX ? String(depth) : `${depth} or more`);
  print('transaction', facts.txid);
  print('block', facts.blockHash);
  print('last block', facts.lastHash);
  print('work', `${facts.work} hashes`);
}

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
