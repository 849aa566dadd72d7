import { describe, expect, it } from 'vitest';
import { findBad, packChecks } from '../../../../src/adapters/verifier/slice.ts';
import { badCheck, goodCheck } from '../../../support/signature-checks.ts';

const checks = [1, 2, 3].map(goodCheck);

describe('a packed slice', () => {
  it('of good signatures has no bad one', () => {
    expect(packChecks(checks)).toHaveLength(3 * 128);
    expect(findBad(packChecks(checks))).toBeUndefined();
  });

  it.each([0, 1, 2])('tells that number %d is bad', (place) => {
    const some = checks.map((check, at) => (at === place ? badCheck(check) : check));
    expect(findBad(packChecks(some))).toBe(place);
  });

  it('is never made of anything but signatures, hashes and keys', () => {
    const { signature, message, publicKey } = checks[0]!;
    const pack = (bent: Uint8Array) => () => packChecks([{ signature: bent, message, publicKey }]);
    expect(pack(signature)).not.toThrow();
    expect(pack(new Uint8Array(65))).toThrow('64, 32 and 32');
  });
});
