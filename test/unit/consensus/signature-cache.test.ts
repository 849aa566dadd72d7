import { describe, expect, it } from 'vitest';
import { wtxid } from '../../../src/consensus/hash.ts';
import { checkSignatures, signatureChecks } from '../../../src/consensus/signature.ts';
import { SignatureCache } from '../../../src/consensus/signature-cache.ts';
import type { Hash, Transaction } from '../../../src/consensus/types.ts';
import { editInputs, outpoint, pay, sign, unsigned } from '../../support/blocks.ts';
import { refusal } from '../../support/refusal.ts';

const MAX = 40_000;
const coins = [pay(5), pay(6)];
const payment = sign(unsigned([outpoint(1), outpoint(2)], [pay(1)]), coins);
const place = (seed: number) => ({
  wtxid: seed.toString(16).padStart(64, '0') as Hash,
  inputIndex: seed % 3,
});

/** The same transaction with one byte of its second signature altered. */
function forge(transaction: Transaction): Transaction {
  const [first, second] = transaction.inputs;
  const witness = [second!.witness[0]!.map((byte, at) => (at === 50 ? byte ^ 1 : byte))];
  return { ...transaction, inputs: [first!, { ...second!, witness }] };
}

describe('a cache of verified signatures', () => {
  it('knows what was verified, by wtxid and input', () => {
    const known = new SignatureCache();
    expect(signatureChecks(payment, coins, known)).toHaveLength(2);
    checkSignatures(payment, coins, known);
    expect(known.size).toBe(2);
    expect(known.has({ wtxid: wtxid(payment), inputIndex: 1 })).toBe(true);
    expect(signatureChecks(payment, coins, known)).toEqual([]);
  });

  it('asks only for the inputs it does not know', () => {
    const known = new SignatureCache();
    known.add({ wtxid: wtxid(payment), inputIndex: 0 });
    expect(signatureChecks(payment, coins, known).map(({ inputIndex }) => inputIndex)).toEqual([1]);
  });

  it('never learns a bad signature, and is no help to one', () => {
    const known = new SignatureCache();
    checkSignatures(payment, coins, known);
    const forged = forge(payment);
    expect(refusal(() => checkSignatures(forged, coins, known))).toBe('bad-txns-signature/invalid');
    // The first input was good, even in this company.
    expect(signatureChecks(forged, coins, known).map(({ inputIndex }) => inputIndex)).toEqual([1]);
  });

  it('does not take one signing for another', () => {
    const known = new SignatureCache();
    checkSignatures(payment, coins, known);
    const other = editInputs(payment, { sequence: 0xffffffff });
    expect(signatureChecks(other, coins, known)).toHaveLength(2);
  });

  it('holds the latest 20,000 at least and 40,000 at most, however many come', () => {
    const known = new SignatureCache();
    let largest = 0;
    for (let seed = 0; seed < 3 * MAX; seed += 1) {
      known.add(place(seed));
      known.add(place(seed));
      largest = Math.max(largest, known.size);
    }
    expect(largest).toBe(MAX);
    for (let seed = 3 * MAX - MAX / 2; seed < 3 * MAX; seed += 1) {
      expect(known.has(place(seed))).toBe(true);
    }
    expect(known.has(place(0))).toBe(false);
  });
});
