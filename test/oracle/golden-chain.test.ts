import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { encodeBlock } from '../../src/consensus/encoding.ts';
import { hashFromBytes } from '../../src/consensus/hash.ts';
import { fromHex } from '../../src/util/bytes.ts';
import { Writer } from '../../src/util/codec.ts';
import { GOLDEN_CHAIN, GoldenMaker, replayGoldenChain } from '../support/golden-chain.ts';
import { Oracle, type Place } from './oracle.ts';

/** The sum modulo 2^256 of SHA-256 over outpoint, 2 · height + coinbase, amount and script. */
function coinSetHash({ coins }: Place): string {
  let sum = 0n;
  for (const [outpoint, { value, script, height, coinbase }] of coins) {
    const record = new Writer();
    record.bytes(fromHex(outpoint));
    record.compactSize(2 * height + Number(coinbase));
    record.u64(value);
    record.varBytes(script);
    sum += BigInt(`0x${createHash('sha256').update(record.finish()).digest('hex')}`);
  }
  return BigInt.asUintN(256, sum).toString(16).padStart(64, '0');
}

describe('the golden chain', () => {
  it('ends where it always ends', () => {
    expect(replayGoldenChain()).toEqual(GOLDEN_CHAIN);
  });

  it('ends there for an independent replay', () => {
    const maker = new GoldenMaker();
    const oracle = new Oracle({
      genesis: encodeBlock(maker.lab.genesis),
      spacing: 10,
      halvingInterval: 150,
      easiestBits: 0x207fffff,
    });
    const blocks = maker.blocks();
    expect(blocks).toHaveLength(314);
    for (const bytes of blocks) expect(oracle.judge(bytes, 0xffffffff)).toBe('valid');
    const { tip } = oracle;
    expect(tip.height).toBe(300);
    expect(hashFromBytes(fromHex(tip.hash))).toBe(GOLDEN_CHAIN.tip);
    expect(tip.work.toString(16)).toBe(GOLDEN_CHAIN.work);
    expect(coinSetHash(tip)).toBe(GOLDEN_CHAIN.coinSetHash);
  });
});
