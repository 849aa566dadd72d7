import { describe, expect, it } from 'vitest';
import { checkCoinbase } from '../../../src/consensus/check-transaction.ts';
import {
  checkBlockContext,
  checkHeaderContext,
  earliestTime,
  type HeaderContext,
  isFinal,
} from '../../../src/consensus/context.ts';
import { decodeBlock } from '../../../src/consensus/encoding.ts';
import { expectedBits } from '../../../src/consensus/difficulty.ts';
import type { Transaction } from '../../../src/consensus/types.ts';
import { fromHex } from '../../../src/util/bytes.ts';
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
import { vectors } from '../../support/vectors.ts';

const NOW = 1_700_001_000;
const context: HeaderContext = {
  parentHeight: 30,
  parentBits: 0x1e00ffff,
  parentTime: NOW,
  grandparentTime: NOW - 10,
  medianTimePast: NOW - 200,
};

/** A header at this time with the bits that are due then. */
function judge(time: number, facts: HeaderContext = context, now = NOW): string {
  const bits = expectedBits(PARAMS, { ...facts, time });
  const header = { ...makeBlock(1).header, time, bits };
  return refusal(() => checkHeaderContext(header, facts, PARAMS, now));
}

describe('a header among its ancestors', () => {
  it('has exactly the bits that are due', () => {
    const { header } = makeBlock(1);
    const due = { ...header, time: NOW + 10, bits: 0x1e00ffff };
    expect(refusal(() => checkHeaderContext(due, context, PARAMS, NOW))).toBe('accepted');
    for (const bits of [0x1e00fffe, 0x1e010000, 0x1d00ffff, 0]) {
      const wrong = { ...due, bits };
      const outcome = refusal(() => checkHeaderContext(wrong, context, PARAMS, NOW));
      expect(outcome).toBe('bad-diffbits/invalid');
    }
  });

  it('lies after the median of the last eleven', () => {
    const close = { ...context, medianTimePast: NOW - 20 };
    expect(judge(NOW - 19, close)).toBe('accepted');
    expect(judge(NOW - 20, close)).toBe('time-too-old/invalid');
  });

  it('lies at most 60 s before its parent', () => {
    expect(judge(NOW - 60)).toBe('accepted');
    expect(judge(NOW - 61)).toBe('time-too-far-back/invalid');
  });

  it('lies at most 60 s ahead of our clock, and is early beyond, which is no fault', () => {
    expect(judge(NOW + 60)).toBe('accepted');
    expect(judge(NOW + 61)).toBe('time-too-new/early');
    expect(judge(NOW + 61, context, NOW + 1)).toBe('accepted');
  });

  it('may be as early as a miner is told', () => {
    for (const medianTimePast of [NOW - 200, NOW - 61, NOW - 60, NOW - 5]) {
      const facts = { ...context, medianTimePast };
      const earliest = earliestTime(facts, PARAMS);
      expect(judge(earliest, facts)).toBe('accepted');
      expect(judge(earliest - 1, facts)).not.toBe('accepted');
    }
  });
});

describe('a block among its ancestors', () => {
  const judgeBlock = (transactions: readonly Transaction[], height: number, median = NOW) =>
    refusal(() => checkBlockContext(blockOf(transactions), height, median, PARAMS));
  const first = (height: number) => commit(coinbase(height, [pay(1)]), []);

  it('has a coinbase that names its height and room', () => {
    for (const height of [1, 16, 17, 128, 70_000]) {
      expect(judgeBlock([first(height)], height)).toBe('accepted');
    }
    expect(judgeBlock([first(8)], 9)).toBe('bad-cb-height/invalid');
    expect(judgeBlock([first(1)], 17)).toBe('bad-cb-height/invalid');
  });

  it('was not made for another room', () => {
    const outcome = refusal(() =>
      checkBlockContext(blockOf([first(9)]), 9, NOW, {
        ...PARAMS,
        genesisPush: new Uint8Array(8),
      }),
    );
    expect(outcome).toBe('bad-cb-genesis/invalid');
    const cut = editInputs(first(9), { scriptSig: Uint8Array.of(0x59, 8, 1, 2) });
    expect(judgeBlock([cut], 9)).toBe('bad-cb-genesis/invalid');
  });

  it('has a coinbase locked to the height below (BIP54)', () => {
    for (const locktime of [0, 7, 9]) {
      const other = { ...first(9), locktime };
      expect(judgeBlock([other], 9)).toBe('bad-cb-locktime/invalid');
    }
  });

  it('judges locktime and sequence of coinbases as strictly as the vectors of BIP54', () => {
    const chains = vectors<{ block_chain: string[]; valid: boolean }[]>('bip54_coinbases.json');
    const outcomes = chains.map(({ block_chain: blocks, valid }) => {
      const theirs = decodeBlock(fromHex(blocks.at(-1)!)).transactions[0]!;
      const { sequence } = theirs.inputs[0]!;
      const ours = { ...editInputs(first(4), { sequence }), locktime: theirs.locktime };
      const outcome = judgeBlock([ours], 4);
      return [valid, outcome === 'accepted' && refusal(() => checkCoinbase(ours)) === outcome];
    });
    // Theirs allows every sequence that is not final, ours only fffffffe.
    expect(outcomes.filter(([valid]) => !valid).every(([, accepted]) => !accepted)).toBe(true);
    expect(outcomes).toContainEqual([true, true]);
  });

  it('holds no transaction before its locktime', () => {
    const locked = { ...spend([outpoint(1)], [pay(1)]), locktime: 9 };
    expect(judgeBlock([first(9), locked], 9)).toBe('bad-txns-nonfinal/invalid');
    expect(judgeBlock([first(10), locked], 10)).toBe('accepted');
  });
});

describe('a locktime', () => {
  const locked = (locktime: number) => ({ ...spend([outpoint(1)], [pay(1)]), locktime });

  it('of zero never binds', () => {
    expect(isFinal(locked(0), 1, 1)).toBe(true);
  });

  it('below 500,000,000 is a height', () => {
    expect(isFinal(locked(499_999_999), 499_999_999, NOW)).toBe(false);
    expect(isFinal(locked(499_999_999), 500_000_000, 0)).toBe(true);
  });

  it('from there is a time, compared with the median (BIP113)', () => {
    expect(isFinal(locked(NOW), 1_000, NOW)).toBe(false);
    expect(isFinal(locked(NOW), 1_000, NOW + 1)).toBe(true);
    expect(isFinal(locked(500_000_000), 600_000_000, 500_000_000)).toBe(false);
  });

  it('is switched off by final sequences in every input', () => {
    const final = editInputs(spend([outpoint(1), outpoint(2)], [pay(1)]), { sequence: 0xffffffff });
    expect(isFinal({ ...final, locktime: NOW }, 1, 1)).toBe(true);
    const inputs = [final.inputs[0]!, { ...final.inputs[1]!, sequence: 0xfffffffe }];
    expect(isFinal({ ...final, inputs, locktime: NOW }, 1, 1)).toBe(false);
  });
});
