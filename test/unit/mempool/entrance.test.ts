import { describe, expect, it } from 'vitest';
import { txid, wtxid } from '../../../src/consensus/hash.ts';
import { BAD_TRANSACTIONS, goodPayment } from '../../support/bad-transactions.ts';
import { PoolChain } from '../../support/pool-chain.ts';
import { wordOf } from '../../support/pool-world.ts';

const { past, pool } = new PoolChain(100);
const { world } = past;

/** Where the mempool judges otherwise than a block: what others may see differently is policy. */
const OWN_WORDS: Readonly<Record<string, string>> = {
  'bad-txns-nonfinal/invalid': 'non-final/policy',
  'bad-txns-inputs-missingorspent/invalid': 'orphan',
  'bad-txns-premature-spend-of-coinbase/invalid': 'bad-txns-premature-spend-of-coinbase/policy',
};

describe.each(BAD_TRANSACTIONS)('a transaction $name', ({ expected, codec, build }) => {
  const transaction = build(world);
  const word = OWN_WORDS[expected] ?? expected.replace('/invalid', '/consensus');

  it(`is not let in: ${word}`, () => {
    expect(wordOf(pool.test(transaction, 0))).toBe(word);
    // What has no encoding can reach a mempool by no door.
    if (codec === undefined) expect(wordOf(pool.accept(transaction, 0))).toBe(word);
    expect(pool.size).toBe(0);
  });
});

describe('the payment from which they are made', () => {
  it('is let in after all of them, verified here and now', () => {
    const good = goodPayment(world);
    expect(pool.knows(wtxid(good))).toBe(false);
    expect(wordOf(pool.accept(good, 0))).toBe('accepted');
    expect(pool.withTxid(txid(good))!.fee).toBe(1_000);
  });
});
