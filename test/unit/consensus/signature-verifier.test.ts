import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  installVerifier,
  type SchnorrVerify,
  verifyByNoble,
  verifySignature,
} from '../../../src/consensus/signature-verifier.ts';
import { badCheck, goodCheck } from '../../support/signature-checks.ts';

const good = goodCheck(1);
const bad = badCheck(good);
const judge = ({ signature, message, publicKey }: typeof good) =>
  verifySignature(signature, message, publicKey);
const countingNoble = () => vi.fn<SchnorrVerify>(verifyByNoble);

afterEach(() => {
  installVerifier(verifyByNoble);
});

describe('a verifier', () => {
  it('that agrees with noble is used from then on', () => {
    const candidate = countingNoble();
    expect(installVerifier(candidate)).toBe(true);
    const asked = candidate.mock.calls.length;
    expect([judge(good), judge(bad)]).toEqual([true, false]);
    expect(candidate).toHaveBeenCalledTimes(asked + 2);
  });

  it.each<[string, SchnorrVerify]>([
    ['that takes everything for good', () => true],
    ['that takes nothing for good', () => false],
    [
      'that does not look at the message',
      (signature, _, key) => verifyByNoble(signature, good.message, key),
    ],
    [
      'that fails at a key off the curve',
      (signature, message, key) => {
        if (key.every((byte) => byte === 0xff)) throw new Error('bad point');
        return verifyByNoble(signature, message, key);
      },
    ],
  ])('%s is not installed', (_, candidate) => {
    expect(installVerifier(candidate)).toBe(false);
    expect([judge(good), judge(bad)]).toEqual([true, false]);
  });

  it('that breaks later is replaced, and says nothing about the signature', () => {
    let isBroken = false;
    const candidate = vi.fn<SchnorrVerify>((...asked) => {
      if (isBroken) throw new Error('out of memory');
      return verifyByNoble(...asked);
    });
    installVerifier(candidate);
    isBroken = true;
    candidate.mockClear();
    expect([judge(good), judge(bad), judge(good)]).toEqual([true, false, true]);
    expect(candidate).toHaveBeenCalledTimes(1);
  });

  it('is not asked about wrong lengths, nor about messages other than hashes', () => {
    const candidate = countingNoble();
    installVerifier(candidate);
    candidate.mockClear();
    expect(judge({ ...good, signature: good.signature.subarray(1) })).toBe(false);
    expect(judge({ ...good, publicKey: new Uint8Array(33) })).toBe(false);
    expect(judge({ ...good, message: new Uint8Array(31) })).toBe(false);
    expect(candidate).not.toHaveBeenCalled();
  });
});
