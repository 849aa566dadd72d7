/** `npm run verify -- PROOF FILE`, as it is started. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { encodeHeader } from '../../../src/consensus/encoding.ts';
import { hashToBytes, headerHash, txid } from '../../../src/consensus/hash.ts';
import { merkleBranch } from '../../../src/consensus/merkle.ts';
import {
  bent,
  NOTE,
  PROOF_DEPTH,
  proofOf,
  PROVEN_BLOCK,
  PROVEN_FILE,
  PROVEN_HEIGHT,
  PROVING_BLOCKS,
  STAMP,
  strangeBlock,
  swapped,
} from '../../support/proofs.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'tabchain-proof-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Without a file the proof stands alone. */
function verify(proof: Uint8Array, file?: Uint8Array) {
  const paths = [proof, ...(file === undefined ? [] : [file])].map((bytes, at) => {
    const path = join(folder, `${at}`);
    writeFileSync(path, bytes);
    return path;
  });
  const program = ['--import', 'tsx', 'src/verify/main.ts', ...paths];
  return spawnSync(process.execPath, program, { cwd: ROOT, encoding: 'utf8' });
}

describe('verifying a proof', () => {
  it('prints when the file’s hash was written, and how deep it lies', () => {
    const { status, stdout, stderr } = verify(proofOf(STAMP), PROVEN_FILE);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(new RegExp(`^height +${PROVEN_HEIGHT}$`, 'm'));
    expect(stdout).toMatch(new RegExp(`^depth +${PROOF_DEPTH}$`, 'm'));
    const time = new Date(PROVEN_BLOCK.header.time * 1_000).toISOString();
    expect(stdout).toMatch(new RegExp(`^time +${time}$`, 'm'));
    expect(stdout).toContain(txid(STAMP));
    expect(stdout).toContain(headerHash(PROVING_BLOCKS.at(-1)!.header));
  });

  it('prints a note, which needs no file', () => {
    const { status, stdout } = verify(proofOf(NOTE));
    expect(status).toBe(0);
    expect(stdout).toMatch(/^note +hello, all$/m);
  });

  const proof = proofOf(STAMP);
  const [neighbour] = merkleBranch(PROVEN_BLOCK.transactions.map(txid), 2);
  const header = encodeHeader(PROVING_BLOCKS[3]!.header);
  it.each([
    ['another file', proof, bent(PROVEN_FILE), 'refused: proof-other-file'],
    ['the proof of a note', proofOf(NOTE), PROVEN_FILE, 'refused: proof-no-file'],
    [
      'a tampered branch',
      swapped(proofOf(NOTE), hashToBytes(neighbour!), bent(hashToBytes(neighbour!))),
      PROVEN_FILE,
      'refused: proof-branch',
    ],
    [
      'a tampered header',
      swapped(proof, header, encodeHeader(strangeBlock().header)),
      PROVEN_FILE,
      'refused: proof-header-order',
    ],
    ['a cut proof', proof.subarray(0, -1), PROVEN_FILE, 'refused: proof-cut'],
    [
      'a megabyte and a byte',
      Uint8Array.from({ length: 1024 * 1024 + 1 }, (_, at) => proof[at] ?? 0),
      PROVEN_FILE,
      'refused: proof-too-large',
    ],
  ])('ends with 1 at %s, and says why', (_, bytes, file, sentence) => {
    const { status, stderr, stdout } = verify(bytes, file);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain(sentence);
  });
});
