import { describe, expect, it } from 'vitest';
import { encodeBlock } from '../../../src/consensus/encoding.ts';
import { headerHash, sha256d, hashFromBytes } from '../../../src/consensus/hash.ts';
import { expandCompact, hashToTarget } from '../../../src/consensus/pow.ts';
import { Chain } from '../../../src/chain/chain.ts';
import { blockOf, type BlockTemplate, buildTemplate, jobOf } from '../../../src/node/template.ts';
import { concatBytes, toHex } from '../../../src/util/bytes.ts';
import { Random } from '../../../src/util/random.ts';
import { KEY_SCRIPT } from '../../support/blocks.ts';
import { ChainBuilder } from '../../support/chain-builder.ts';

const T_SECONDS = 10;
const HEADER_VERSION = 0x20000000;

function templateOn(chain: Chain, time: number): BlockTemplate {
  return buildTemplate({
    previousHash: chain.index.hash(chain.tip),
    context: chain.headerContext(chain.tip),
    params: chain.params,
    miner: { scriptPubKey: KEY_SCRIPT, tag: 'Ünit Fox' },
    time,
    selection: { transactions: [], fees: 0 },
  });
}

function newChain(): Chain {
  const { params, genesis } = new ChainBuilder();
  return new Chain(params, genesis);
}

describe('a block template', () => {
  it('makes blocks that our own rules accept, whatever the extra nonce', () => {
    const seed = 4711;
    const random = new Random(seed);
    const chain = newChain();
    for (let height = 1; height <= 200; height += 1) {
      const template = templateOn(chain, chain.index.time(chain.tip) + T_SECONDS);
      const extraNonce = random.bytes(8);
      const { target } = expandCompact(template.bits);
      let block = blockOf(template, { extraNonce, version: HEADER_VERSION, nonce: 0 });
      for (let nonce = 1; hashToTarget(headerHash(block.header)) > target; nonce += 1) {
        block = blockOf(template, { extraNonce, version: HEADER_VERSION, nonce });
      }
      const handle = chain.acceptHeader(block.header, block.header.time);
      chain.acceptBody(handle, { block, bytes: encodeBlock(block) });
      chain.advance();
      expect(chain.tip, `seed ${seed}, height ${height}`).toBe(handle);
    }
  });

  it('gives miners a job whose parts add up to the very header of the block', () => {
    const chain = newChain();
    const template = templateOn(chain, chain.index.time(chain.tip) + T_SECONDS);
    const job = jobOf(template, 7);
    const extraNonce = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);
    const coinbase = concatBytes(job.coinbasePrefix, extraNonce, job.coinbaseSuffix);
    let root = sha256d(coinbase);
    for (const sibling of job.merkleBranch) root = sha256d(concatBytes(root, sibling));
    const { header } = blockOf(template, { extraNonce, version: job.version, nonce: 99 });
    expect(header.merkleRoot).toBe(hashFromBytes(root));
    expect(header).toMatchObject({ time: job.time, bits: job.bits, nonce: 99 });
    expect(hashFromBytes(job.previousHash)).toBe(header.previousHash);
    expect(BigInt(`0x${toHex(job.target)}`)).toBe(expandCompact(job.bits).target);
    expect(job).toMatchObject({ id: 7, version: HEADER_VERSION });
  });

  it('is never stamped before the median of the last eleven', () => {
    const chain = newChain();
    const genesisTime = chain.index.time(chain.tip);
    expect(templateOn(chain, genesisTime - 1_000).time).toBe(genesisTime + 1);
  });

  it('has no output to a key once there is no reward', () => {
    const chain = newChain();
    const halved = { ...chain.params, halvingInterval: 1 };
    const context = { ...chain.headerContext(chain.tip), parentHeight: 99 };
    const template = buildTemplate({
      previousHash: chain.index.hash(chain.tip),
      context,
      params: halved,
      miner: { scriptPubKey: KEY_SCRIPT, tag: '' },
      time: context.parentTime + T_SECONDS,
      selection: { transactions: [], fees: 0 },
    });
    const { outputs } = template.transactions[0]!;
    expect(outputs.map(({ value }) => value)).toEqual([0]);
  });
});
