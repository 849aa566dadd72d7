import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chainFileHead } from '../../../src/chain/chain-file.ts';
import {
  encodeHeader,
  encodeTransactionStripped,
  HEADER_BYTES,
} from '../../../src/consensus/encoding.ts';
import { hashToBytes, headerHash, sha256, txid } from '../../../src/consensus/hash.ts';
import { merkleBranch } from '../../../src/consensus/merkle.ts';
import { RuleError } from '../../../src/consensus/rule-error.ts';
import { checkFile, checkProof } from '../../../src/node/proof-check.ts';
import {
  decodeProof,
  encodeProof,
  isProof,
  PROOF_START_BYTES,
} from '../../../src/node/proof-file.ts';
import { CodecError } from '../../../src/util/codec-error.ts';
import { mineHeader } from '../../support/chain-builder.ts';
import {
  bent,
  NOTE,
  PROOF_DEPTH,
  PROOF_ROOM,
  proofOf,
  PROVEN_BLOCK,
  PROVEN_FILE,
  PROVEN_HEIGHT,
  PROVING_BLOCKS,
  STAMP,
  strangeBlock,
  swapped,
} from '../../support/proofs.ts';

const HEADS = PROVING_BLOCKS.map(({ header }) => header);

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof CodecError || error instanceof RuleError) return error.code;
    throw error;
  }
  return 'accepted';
}

describe('a proof', () => {
  it('tells what was written, when, how deep, and for how much work', () => {
    const facts = checkProof(proofOf(STAMP));
    expect(facts).toEqual({
      txid: txid(STAMP),
      notes: [{ kind: 'file', data: sha256(PROVEN_FILE) }],
      height: PROVEN_HEIGHT,
      blockHash: headerHash(HEADS[0]!),
      time: HEADS[0]!.time,
      depth: PROOF_DEPTH,
      lastHash: headerHash(HEADS.at(-1)!),
      // Two hashes a block at the limit of a sandbox.
      work: 2n * BigInt(PROOF_DEPTH),
    });
    expect(() => checkFile(facts, sha256(PROVEN_FILE))).not.toThrow();
    const [note] = checkProof(proofOf(NOTE)).notes;
    expect(new TextDecoder().decode(note!.data)).toBe('hello, all');
  });

  it('holds for each transaction of a block, the coinbase included', () => {
    for (const transaction of PROVEN_BLOCK.transactions) {
      expect(checkProof(proofOf(transaction)).txid).toBe(txid(transaction));
    }
  });

  it('is told from a chain’s file by its first bytes', () => {
    expect(isProof(proofOf(STAMP).subarray(0, PROOF_START_BYTES))).toBe(true);
    const chain = chainFileHead(PROOF_ROOM.params, PROOF_ROOM.topic);
    expect(isProof(chain.subarray(0, PROOF_START_BYTES))).toBe(false);
    expect(isProof(new Uint8Array(0))).toBe(false);
    expect(codeOf(() => decodeProof(chain))).toBe('proof-none');
  });

  const [neighbour] = merkleBranch(PROVEN_BLOCK.transactions.map(txid), 1);
  const third = encodeHeader(HEADS[2]!);
  const harder = mineHeader({ ...HEADS[2]!, bits: 0x207ffffe });
  const harderOn = [HEADS[0]!, HEADS[1]!, harder];
  it.each([
    [
      'a branch with a bent hash',
      swapped(proofOf(STAMP), hashToBytes(neighbour!), bent(hashToBytes(neighbour!))),
      'proof-coinbase-branch|proof-branch',
    ],
    [
      'a bent transaction',
      swapped(proofOf(STAMP), sha256(PROVEN_FILE), bent(sha256(PROVEN_FILE))),
      'proof-branch',
    ],
    [
      'a header in the middle from elsewhere',
      swapped(proofOf(STAMP), third, encodeHeader(strangeBlock().header)),
      'proof-header-order',
    ],
    [
      'the header of another block on top of none',
      proofOf(STAMP, [strangeBlock(), ...PROVING_BLOCKS.slice(1)]),
      'proof-coinbase-branch',
    ],
    [
      'headers without work',
      swapped(proofOf(STAMP), third, encodeHeader(workless(HEADS[2]!))),
      'high-hash',
    ],
    [
      'headers of another difficulty than is due',
      encodeProof({
        room: PROOF_ROOM,
        block: PROVEN_BLOCK,
        index: 1,
        headers: harderOn.map(encodeHeader),
      }),
      'proof-header-bits',
    ],
    [
      'another room',
      encodeProof({
        room: { ...PROOF_ROOM, topic: '5b'.repeat(16) },
        block: PROVEN_BLOCK,
        index: 1,
        headers: HEADS.map(encodeHeader),
      }),
      'proof-other-room',
    ],
    [
      'no coinbase where it should be',
      encodeProof({
        room: PROOF_ROOM,
        block: { ...PROVEN_BLOCK, transactions: [STAMP, NOTE] },
        index: 1,
        headers: HEADS.map(encodeHeader),
      }),
      'proof-coinbase-branch',
    ],
    ['no header', proofOf(STAMP, []), 'proof-headers'],
    ['a file of something else', new TextEncoder().encode('a letter'.repeat(20)), 'file-no-chain'],
    ['bytes at its end', Uint8Array.of(...proofOf(STAMP), 0), 'proof-cut'],
  ])('does not hold with %s', (_, bytes, code) => {
    expect(codeOf(() => checkProof(bytes))).toMatch(new RegExp(`^(${code})$`));
  });

  it('does not hold with a branch of 17 hashes', () => {
    const stripped = encodeTransactionStripped(PROVEN_BLOCK.transactions[0]!);
    const bytes = proofOf(STAMP);
    const at = Buffer.from(bytes).indexOf(stripped) + stripped.length;
    expect(bytes[at]).toBe(2);
    const long = bytes.map((byte, place) => (place === at ? 17 : byte));
    expect(codeOf(() => decodeProof(long))).toBe('proof-branch-long');
    const longest = bytes.map((byte, place) => (place === at ? 16 : byte));
    expect(codeOf(() => decodeProof(longest))).not.toBe('proof-branch-long');
  });

  it('is refused wherever it is cut, and wherever one bit is other', () => {
    const good = proofOf(STAMP);
    // Nothing stands on the last header: another one with work is as good.
    const bound = good.length - HEADER_BYTES;
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.nat(7), (at, bit) => {
        expect(codeOf(() => checkProof(good.subarray(0, at)))).not.toBe('accepted');
        const place = at % bound;
        const other = good.map((byte, its) => (its === place ? byte ^ (1 << bit) : byte));
        expect(codeOf(() => checkProof(other))).not.toBe('accepted');
      }),
      { numRuns: 500 },
    );
  });
});

/** The same with a nonce that is none. */
function workless(header: (typeof HEADS)[number]) {
  for (let nonce = 0; ; nonce += 1) {
    const tried = { ...header, nonce };
    if (headerHash(tried) >= '8') return tried;
  }
}
