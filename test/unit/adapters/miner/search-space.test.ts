import { describe, expect, it } from 'vitest';
import {
  extraNonce,
  jobHeader,
  workerPrefix,
} from '../../../../src/adapters/miner/search-space.ts';
import { decodeHeader } from '../../../../src/consensus/encoding.ts';
import { hashFromBytes, hashToBytes, headerHash, txid } from '../../../../src/consensus/hash.ts';
import { merkleBranch, merkleRoot } from '../../../../src/consensus/merkle.ts';
import { encodeTransactionStripped } from '../../../../src/consensus/encoding.ts';
import type { MiningJob } from '../../../../src/node/ports.ts';
import { outpoint, pay, unsigned } from '../../../support/blocks.ts';

const NONCE = Uint8Array.of(9, 8, 7, 6, 5, 4, 3, 2);

describe('the search space of a worker', () => {
  it('is a coinbase for each worker and count', () => {
    const prefix = workerPrefix(Uint8Array.of(1, 2, 3, 4), 0x10203);
    expect([...extraNonce(prefix, 0x1fffe)]).toEqual([1, 2, 3, 4, 2, 3, 0xff, 0xfe]);
  });
});

describe('the header of a job', () => {
  it.each([1, 2, 3, 7])('commits to the coinbase with its extra nonce, of %d', (count) => {
    const transactions = Array.from({ length: count }, (_, at) =>
      unsigned([{ ...outpoint(at), vout: at }], [pay(1_000 + at)]),
    );
    const bytes = encodeTransactionStripped(transactions[0]!);
    const cut = 50;
    const leaves = transactions.map(txid);
    const job: MiningJob = {
      id: 1,
      version: -2,
      previousHash: hashToBytes(headerHash(decodeHeader(new Uint8Array(80)))),
      time: 0xfffffffe,
      bits: 0x1e00ffff,
      target: new Uint8Array(32),
      coinbasePrefix: bytes.subarray(0, cut),
      coinbaseSuffix: bytes.subarray(cut + NONCE.length),
      merkleBranch: merkleBranch(leaves, 0).map(hashToBytes),
    };
    // The same bytes as the coinbase had there make the same root as the whole list has.
    const header = decodeHeader(jobHeader(job, bytes.slice(cut, cut + NONCE.length)));
    expect(header).toEqual({
      version: -2,
      previousHash: hashFromBytes(job.previousHash),
      merkleRoot: merkleRoot(leaves).root,
      time: 0xfffffffe,
      bits: 0x1e00ffff,
      nonce: 0,
    });
    const other = decodeHeader(jobHeader(job, NONCE));
    expect(other.merkleRoot).not.toBe(header.merkleRoot);
  });
});
