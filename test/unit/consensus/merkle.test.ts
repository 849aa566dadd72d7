import { describe, expect, it } from 'vitest';
import { decodeBlock } from '../../../src/consensus/encoding.ts';
import { hashFromBytes, txid } from '../../../src/consensus/hash.ts';
import {
  commitmentScript,
  foldBranch,
  merkleBranch,
  merkleRoot,
  witnessCommitment,
} from '../../../src/consensus/merkle.ts';
import type { Hash } from '../../../src/consensus/types.ts';
import { fromHex, toHex } from '../../../src/util/bytes.ts';
import { Random } from '../../../src/util/random.ts';
import { vectors } from '../../support/vectors.ts';

const random = new Random(2012);
const leaves = (count: number): Hash[] =>
  Array.from({ length: count }, () => hashFromBytes(random.bytes(32)));

describe('the merkle tree', () => {
  it('of one leaf is the leaf, and of none is zero', () => {
    const [leaf] = leaves(1);
    expect(merkleRoot([leaf!])).toEqual({ root: leaf, mutated: false });
    expect(merkleRoot([])).toEqual({ root: '0'.repeat(64), mutated: false });
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 33])('of %d folds from every leaf', (count) => {
    const all = leaves(count);
    const { root, mutated } = merkleRoot(all);
    expect(mutated).toBe(false);
    for (const [at, leaf] of all.entries()) {
      expect(foldBranch(leaf, merkleBranch(all, at), at)).toBe(root);
    }
  });

  it.each([
    [3, [0, 1, 2, 2]],
    [6, [0, 1, 2, 3, 4, 5, 4, 5]],
    [5, [0, 1, 2, 3, 4, 4, 4, 4]],
  ])(
    'of %d leaves is told from the list with its tail repeated (CVE-2012-2459)',
    (count, order) => {
      const all = leaves(count);
      const honest = merkleRoot(all);
      const repeated = merkleRoot(order.map((at) => all[at]!));
      expect(repeated.root).toBe(honest.root);
      expect([honest.mutated, repeated.mutated]).toEqual([false, true]);
    },
  );
});

describe('the witness commitment', () => {
  it('of mainnet block 482683 is the one its coinbase carries', () => {
    const { block482683 } = vectors<Record<string, { hex: string }>>('blocks_bcoin.json');
    const { transactions } = decodeBlock(fromHex(block482683!.hex));
    const [coinbase] = transactions;
    const script = toHex(coinbase!.outputs[1]!.scriptPubKey);
    const reserved = coinbase!.inputs[0]!.witness[0]!;
    expect(`6a24aa21a9ed${toHex(witnessCommitment(transactions, reserved))}`).toBe(script);
    expect(toHex(commitmentScript(transactions))).toBe(script);
    expect(merkleRoot(transactions.map(txid)).mutated).toBe(false);
  });
});
