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
import type { ConsensusParams } from '../../../src/consensus/params.ts';
import type { Block, Transaction } from '../../../src/consensus/types.ts';
import { concatBytes } from '../../../src/util/bytes.ts';
import { BlockLab, MATURITY, payment, rewardOf } from '../../support/block-lab.ts';
import { pay } from '../../support/blocks.ts';
import { ChainDriver } from '../../support/chain-driver.ts';
import { ChainBuilder, LATE_SECONDS, REWARD } from '../../support/chain-builder.ts';
import { GOLDEN_CHAIN, GoldenMaker } from '../../support/golden-chain.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const TOPIC = '00'.repeat(16);
const LAB_TOPIC = '00112233445566778899aabbccddeeff';
const folder = mkdtempSync(join(tmpdir(), 'tabchain-verify-'));
afterAll(() => rmSync(folder, { recursive: true }));

const builder = new ChainBuilder(TOPIC);
const blocks = builder.run(builder.genesis, 40);

function fileOf(chain: readonly Block[]): Uint8Array {
  return roomFile(builder, TOPIC, chain);
}

/** Of a room whose genesis is not among the blocks. */
function roomFile(
  { params }: { readonly params: ConsensusParams },
  topic: string,
  chain: readonly Block[],
): Uint8Array {
  const magic = frameMagic(params.genesisHash);
  const records = chain.map((block) => blockRecord(magic, encodeBlock(block)));
  return concatBytes(chainFileHead(params, topic), ...records);
}

/** Thirty blocks that each spend a reward; the last of them by a signature with one bit changed. */
function forgedFile(): Uint8Array {
  const lab = new BlockLab(TOPIC);
  for (let height = 1; height <= 60; height += 1) {
    const old = lab.branch(lab.tip)[height - MATURITY];
    const isOld = old !== undefined && old !== lab.genesis;
    const spending = isOld ? [payment([rewardOf(old)], [pay(REWARD)])] : [];
    lab.tip = lab.make({ transactions: height === 60 ? spending.map(forged) : spending });
  }
  return roomFile(lab, TOPIC, lab.branch(lab.tip).slice(1));
}

function forged(transaction: Transaction): Transaction {
  const [input] = transaction.inputs;
  const signature = input!.witness[0]!.map((byte, at) => (at === 40 ? byte ^ 1 : byte));
  return { ...transaction, inputs: [{ ...input!, witness: [signature] }] };
}

/** What was printed, by name. */
function linesOf(stdout: string): Record<string, string> {
  const lines = stdout.split('\n').map((line) => [line.slice(0, 14).trim(), line.slice(14)]);
  return Object.fromEntries(lines) as Record<string, string>;
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
    expect(linesOf(stdout)).toMatchObject({
      height: '40',
      tip: headerHash(blocks[39]!.header),
      // Two hashes for each block, and two for genesis.
      work: '52'.padStart(64, '0'),
      coins: '40',
      'coin-set hash': driver.coinSetHash,
      seconds: expect.stringMatching(/^\d+\.\d\d$/),
    });
  });

  it('comes to the end of the golden chain, signatures and all', () => {
    const maker = new GoldenMaker();
    expect(maker.blocks()).not.toEqual([]);
    const { lab } = maker;
    const { status, stdout } = verify(roomFile(lab, LAB_TOPIC, lab.branch(lab.tip).slice(1)));
    expect(status).toBe(0);
    expect(linesOf(stdout)).toMatchObject({
      height: '300',
      tip: GOLDEN_CHAIN.tip,
      work: GOLDEN_CHAIN.work.padStart(64, '0'),
      'coin-set hash': GOLDEN_CHAIN.coinSetHash,
    });
  });

  it.each([
    ['a forged signature', forgedFile, 'refused at height 60: bad-txns-signature'],
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
    expect(run([])).toMatchObject({ status: 2, stderr: expect.stringMatching(/^Usage: .* FILE/) });
    const missing = run([join(folder, 'missing.dat')]);
    expect(missing.status).toBe(2);
    expect(missing.stderr).toContain('cannot be read');
  });
});
