import { describe, expect, it } from 'vitest';
import { checkTransaction } from '../../src/consensus/check-transaction.ts';
import { connectBlock } from '../../src/consensus/connect.ts';
import { isFinal } from '../../src/consensus/context.ts';
import { decodeTransaction, encodeBlock, outpointKey } from '../../src/consensus/encoding.ts';
import { RuleError } from '../../src/consensus/rule-error.ts';
import type { Block, Coin, Transaction } from '../../src/consensus/types.ts';
import { BAD_BYTES } from '../support/bad-transaction-bytes.ts';
import { BAD_TRANSACTIONS, goodPayment, type Judge } from '../support/bad-transactions.ts';
import { MapView } from '../support/blocks.ts';
import { ChainWorld } from '../support/chain-world.ts';
import { appendTransaction, encodeLax } from '../support/lax-encoding.ts';
import { refusal } from '../support/refusal.ts';

const past = new ChainWorld(100);
const { driver, lab } = past;
const { world } = past;

/** The coins of the world in a view of their own. */
function view(): MapView {
  const coins = new MapView();
  const add = (name: 'coin' | 'other' | 'immature' | 'offCurve', origin: Partial<Coin>) => {
    const { prevout, output } = world[name];
    coins.add(outpointKey(prevout), { ...output, height: 1, coinbase: false, ...origin });
  };
  add('coin', { coinbase: true });
  add('other', { coinbase: true });
  add('offCurve', {});
  add('immature', { coinbase: true, height: world.height - 29 });
  return coins;
}

const judges: Record<Judge, (transaction: Transaction) => void> = {
  check: checkTransaction,
  context(transaction) {
    checkTransaction(transaction);
    if (isFinal(transaction, world.height, world.medianTimePast)) return;
    throw new RuleError('bad-txns-nonfinal', 'invalid', 'as the context of a block says');
  },
  connect(transaction) {
    judges.context(transaction);
    const block: Block = lab.make({ transactions: [transaction] });
    connectBlock(block, world.height, view(), lab.params);
  },
};

const inBlock = (transaction: Transaction) =>
  driver.offer(encodeBlock(lab.make({ transactions: [transaction] })), lab.tip.header.time + 20);

describe('a payment from which the bad ones are made', () => {
  it('is good at every entrance', () => {
    const transaction = goodPayment(world);
    expect(refusal(() => judges.connect(transaction))).toBe('accepted');
    expect(decodeTransaction(encodeLax(transaction))).toEqual(transaction);
    const elsewhere = new ChainWorld(100);
    elsewhere.extend(elsewhere.lab.make({ transactions: [transaction] }));
    expect(elsewhere.driver.chain.height).toBe(101);
  });
});

describe.each(BAD_TRANSACTIONS)('a transaction $name', ({ judge, expected, codec, build }) => {
  const transaction = build(world);

  it(`is refused by ${judge}, and by nothing before it: ${expected}`, () => {
    expect(refusal(() => judges[judge](transaction))).toBe(expected);
    const before = { check: undefined, context: 'check', connect: 'context' } as const;
    const earlier = before[judge];
    if (earlier !== undefined) {
      expect(refusal(() => judges[earlier](transaction))).toBe('accepted');
    }
  });

  it(`as bytes: ${codec ?? 'decodes to itself'}`, () => {
    const bytes = encodeLax(transaction);
    if (codec === undefined) expect(decodeTransaction(bytes)).toEqual(transaction);
    else expect(refusal(() => decodeTransaction(bytes))).toBe(`codec:${codec}`);
  });

  it('spoils the block it stands in and changes no coin', () => {
    const [tip, coinSetHash] = [driver.tip, driver.coinSetHash];
    if (codec === undefined) expect(inBlock(transaction)).toBe(expected);
    else {
      const bytes = appendTransaction(encodeBlock(lab.make()), encodeLax(transaction));
      expect(driver.offer(bytes, lab.tip.header.time + 20)).toBe(`codec:${codec}`);
    }
    expect([driver.tip, driver.coinSetHash]).toEqual([tip, coinSetHash]);
  });
});

describe.each(BAD_BYTES)('bytes with $name', ({ codec, build }) => {
  it(`are no transaction: ${codec}`, () => {
    expect(refusal(() => decodeTransaction(build(world)))).toBe(`codec:${codec}`);
  });
});

describe('the list', () => {
  it('names each transaction once, and has every judge', () => {
    const names = BAD_TRANSACTIONS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThanOrEqual(60);
    expect(new Set(BAD_TRANSACTIONS.map(({ judge }) => judge)).size).toBe(3);
  });
});
