import { describe, expect, it } from 'vitest';
import { checkBlock, checkHeader } from '../../../src/consensus/check.ts';
import { blockBytes, blockWeight } from '../../../src/consensus/encoding.ts';
import { headerHash } from '../../../src/consensus/hash.ts';
import { COMMITMENT_HEADER, witnessCommitment } from '../../../src/consensus/merkle.ts';
import type { Block, Hash, Transaction } from '../../../src/consensus/types.ts';
import {
  blockOf,
  coinbase,
  commit,
  editInputs,
  makeBlock,
  outpoint,
  PARAMS,
  pay,
  spend,
} from '../../support/blocks.ts';
import { refusal } from '../../support/refusal.ts';

const others = [1, 2, 3, 4].map((seed) => spend([outpoint(seed)], [pay(1000)]));
const good = makeBlock(9, others);
const [goodCoinbase] = good.transactions as [Transaction];
const judge = (block: Block, params = PARAMS) => refusal(() => checkBlock(block, params));
/** Another body under the same header. */
const withBody = (transactions: readonly Transaction[]) => judge({ ...good, transactions });
/** A miner's own block with this coinbase. */
const withCoinbase = (first: Transaction, rest: readonly Transaction[] = others) =>
  judge(blockOf([first, ...rest]));
const weight = blockWeight(good);

describe('a block', () => {
  it('that keeps the rules is accepted, alone or with transactions', () => {
    expect(judge(good)).toBe('accepted');
    expect(judge(makeBlock(9))).toBe('accepted');
  });

  it('is accepted at the maximum weight and refused one above', () => {
    expect(judge(good, { ...PARAMS, blockMaxWeight: weight })).toBe('accepted');
    const tight = { ...PARAMS, blockMaxWeight: weight - 1 };
    expect(judge(good, tight)).toBe('bad-blk-weight/invalid');
  });
});

describe('before both commitments have matched, nothing is final:', () => {
  const cases: [string, string, () => string][] = [
    ['no transaction', 'bad-blk-length', () => withBody([])],
    [
      'more bytes than a block can have',
      'bad-blk-length',
      () => judge(good, { ...PARAMS, blockMaxWeight: blockBytes(good) - 1 }),
    ],
    ['a transaction missing', 'bad-txnmrklroot', () => withBody(good.transactions.slice(0, -1))],
    [
      'another order',
      'bad-txnmrklroot',
      () => withBody([goodCoinbase, ...others.slice().reverse()]),
    ],
    [
      'the tail repeated under the same root (CVE-2012-2459)',
      'bad-txns-duplicate',
      () => withBody([...good.transactions, others[3]!]),
    ],
    [
      'one transaction twice in a tree of its own',
      'bad-txns-duplicate',
      () => judge(makeBlock(9, [others[0]!, others[1]!, others[0]!])),
    ],
    ['no coinbase', 'bad-cb-missing', () => judge(blockOf(others))],
    [
      'a coinbase without its reserved value',
      'bad-witness-nonce-size',
      () => withBody([editInputs(goodCoinbase, { witness: [] }), ...others]),
    ],
    [
      'a reserved value of 31 bytes',
      'bad-witness-nonce-size',
      () => withBody([editInputs(goodCoinbase, { witness: [new Uint8Array(31)] }), ...others]),
    ],
    [
      'a second item beside the reserved value',
      'bad-witness-nonce-size',
      () =>
        withBody([
          editInputs(goodCoinbase, { witness: [new Uint8Array(32), new Uint8Array(1)] }),
          ...others,
        ]),
    ],
    [
      'another reserved value',
      'bad-witness-merkle-match',
      () =>
        withBody([editInputs(goodCoinbase, { witness: [new Uint8Array(32).fill(1)] }), ...others]),
    ],
    [
      'an altered witness',
      'bad-witness-merkle-match',
      () =>
        withBody([
          goodCoinbase,
          editInputs(others[0]!, { witness: [new Uint8Array(64).fill(1)] }),
          ...others.slice(1),
        ]),
    ],
    [
      'a witness taken away',
      'bad-witness-merkle-match',
      () => withBody([goodCoinbase, editInputs(others[0]!, { witness: [] }), ...others.slice(1)]),
    ],
    ['no commitment', 'bad-witness-missing', () => withCoinbase(coinbase(9, [pay(1)]))],
    [
      'two commitments',
      'bad-witness-multiple',
      () => withCoinbase(commit(commit(coinbase(9, [pay(1)]), others), others)),
    ],
    [
      'an output after the commitment',
      'bad-witness-place',
      () => {
        const committed = commit(coinbase(9, [pay(1)]), others);
        return withCoinbase({ ...committed, outputs: [...committed.outputs, pay(1)] });
      },
    ],
  ];

  it.each(cases)('%s is %s', (_, code, run) => {
    expect(run()).toBe(`${code}/mutated`);
  });

  it('the true body is accepted after every altered one', () => {
    for (const [, , run] of cases) run();
    expect(judge(good)).toBe('accepted');
  });
});

describe("after both commitments have matched, it is the miner's fault:", () => {
  const draft = coinbase(9, [pay(1)]);
  const reserved = (): Transaction => {
    const witness = [new Uint8Array(32).fill(7)];
    const committed = commit(draft, others);
    return { ...committed, inputs: editInputs(committed, { witness }).inputs };
  };
  const cases: [string, string, () => string][] = [
    [
      'a second coinbase',
      'bad-cb-multiple',
      () => judge(makeBlock(9, [...others, coinbase(10, [pay(1)])])),
    ],
    [
      'a coinbase script of 101 bytes',
      'bad-cb-length',
      () => withCoinbase(commit(editInputs(draft, { scriptSig: new Uint8Array(101) }), others)),
    ],
    [
      'a final coinbase',
      'bad-cb-sequence',
      () => withCoinbase(commit(editInputs(draft, { sequence: 0xffffffff }), others)),
    ],
    [
      'a transaction of a wrong shape',
      'bad-txns-version',
      () => judge(makeBlock(9, [{ ...others[0]!, version: 1 }])),
    ],
    [
      'a value on the commitment',
      'bad-txns-data-value',
      () => {
        const committed = commit(draft, others);
        const outputs = committed.outputs.map((output) => ({ ...output, value: 1 }));
        return withCoinbase({ ...committed, outputs });
      },
    ],
  ];

  it.each(cases)('%s is %s', (_, code, run) => {
    expect(run()).toBe(`${code}/invalid`);
  });

  it('a reserved value that is not zero, though committed to', () => {
    const first = reserved();
    const value = witnessCommitment([first, ...others], new Uint8Array(32).fill(7));
    const scriptPubKey = Uint8Array.from([...COMMITMENT_HEADER, ...value]);
    const outputs = [...first.outputs.slice(0, -1), { value: 0, scriptPubKey }];
    expect(withCoinbase({ ...first, outputs })).toBe('bad-witness-nonce/invalid');
  });
});

describe('a header', () => {
  it('is refused by its own hash when that is above the target', () => {
    const { header } = good;
    const judgeHash = (hash: Hash) => refusal(() => checkHeader(header, hash, PARAMS));
    expect(judgeHash(headerHash(header))).toBe('high-hash/invalid');
    expect(judgeHash(`000000ffff${'0'.repeat(54)}` as Hash)).toBe('accepted');
    expect(judgeHash(`000000ffff${'0'.repeat(53)}1` as Hash)).toBe('high-hash/invalid');
  });

  it('is refused when it asks for less work than any block of the room', () => {
    const header = { ...good.header, bits: 0x1e100000 };
    const outcome = refusal(() => checkHeader(header, '0'.repeat(64) as Hash, PARAMS));
    expect(outcome).toBe('bad-diffbits/invalid');
  });
});
