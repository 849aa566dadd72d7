import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { blockRecord, chainFileHead } from '../../../src/chain/chain-file.ts';
import { encodeBlock } from '../../../src/consensus/encoding.ts';
import { frameMagic } from '../../../src/consensus/genesis.ts';
import { headerHash } from '../../../src/consensus/hash.ts';
import type { Block } from '../../../src/consensus/types.ts';
import { concatBytes } from '../../../src/util/bytes.ts';
import { ChainDriver } from '../../support/chain-driver.ts';
import { ChainBuilder, LATE_SECONDS, REWARD, ROOM } from '../../support/chain-builder.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const TOPIC = '00'.repeat(16);
const folder = mkdtempSync(join(tmpdir(), 'tabchain-verify-'));
afterAll(() => rmSync(folder, { recursive: true }));

const builder = new ChainBuilder(TOPIC);
const blocks = builder.run(builder.genesis, 40);

function fileOf(chain: readonly Block[]): Uint8Array {
  const magic = frameMagic(builder.params.genesisHash);
  const records = chain.map((block) => blockRecord(magic, encodeBlock(block)));
  return concatBytes(chainFileHead(ROOM, TOPIC), ...records);
}

/** As `npm run verify` starts it. */
function verify(bytes: Uint8Array) {
  const path = join(folder, 'chain.dat');
  writeFileSync(path, bytes);
  return run([path]);
}

function run(parameters: readonly string[]) {
  const program = ['--import', 'tsx', 'src/verify/main.ts', ...parameters];
  return spawnSync(process.execPath, program, { cwd: ROOT, encoding: 'utf8' });
}

describe('verifying a file', () => {
  it('prints height, tip, work, coins and their hash as a node has them', () => {
    const { status, stdout, stderr } = verify(fileOf(blocks));
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const driver = new ChainDriver(builder.params, builder.genesis);
    for (const block of blocks) driver.offer(encodeBlock(block), LATE_SECONDS);
    const lines = Object.fromEntries(
      stdout.split('\n').map((line) => [line.slice(0, 14).trim(), line.slice(14)]),
    );
    expect(lines).toMatchObject({
      height: '40',
      tip: headerHash(blocks[39]!.header),
      // Two hashes for each block, and two for genesis.
      work: '52'.padStart(64, '0'),
      coins: '40',
      'coin-set hash': driver.coinSetHash,
      seconds: expect.stringMatching(/^\d+\.\d\d$/),
    });
  });

  it.each([
    [
      'a reward that is too large',
      () => fileOf([...blocks.slice(0, 20), builder.mine(blocks[19]!, { reward: REWARD + 1 })]),
      'refused at height 21: bad-cb-amount',
    ],
    ['a missing block', () => fileOf(blocks.filter((_, at) => at !== 7)), 'height 8: file-order'],
    ['a cut file', () => fileOf(blocks).slice(0, -1), 'height 40: file-cut'],
    ['something else', () => new TextEncoder().encode('a letter'), 'height 0: file-no-chain'],
  ])('ends with 1 at %s, and says where', (_, bytes, sentence) => {
    const { status, stderr } = verify(bytes());
    expect(status).toBe(1);
    expect(stderr).toContain(sentence);
  });

  it('ends with 2 when there is nothing to verify', () => {
    expect(run([])).toMatchObject({ status: 2, stderr: 'Usage: npm run verify -- FILE\n' });
    const missing = run([join(folder, 'missing.dat')]);
    expect(missing.status).toBe(2);
    expect(missing.stderr).toContain('cannot be read');
  });
});
