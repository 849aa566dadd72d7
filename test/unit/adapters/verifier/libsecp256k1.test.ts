import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { loadLibsecp256k1 } from '../../../../src/adapters/verifier/libsecp256k1.ts';
import { installVerifier, verifyByNoble } from '../../../../src/consensus/signature-verifier.ts';
import { fromHex } from '../../../../src/util/bytes.ts';
import { Random } from '../../../../src/util/random.ts';
import { bentCheck, goodCheck } from '../../../support/signature-checks.ts';
import { vectorText } from '../../../support/vectors.ts';

const SEED = 340;
const verify = await loadLibsecp256k1(readFile);
/** index, secret key, public key, aux_rand, message, signature, verification result, comment */
const rows = vectorText('bip340.csv').trim().split(/\r?\n/).slice(1);
const ofHashes = rows.map((line) => line.split(',')).filter((row) => row[4]!.length === 64);

describe('libsecp256k1', () => {
  it.each(ofHashes)('answers row %s of the vectors of BIP340', (...row) => {
    const [key, message, signature] = [row[2]!, row[4]!, row[5]!].map(fromHex);
    expect(verify(signature!, message!, key!)).toBe(row[6] === 'TRUE');
  });

  it('has all vectors of BIP340 with messages of 32 bytes', () => {
    expect(ofHashes).toHaveLength(15);
  });

  it('may be installed', () => {
    expect(installVerifier(verify)).toBe(true);
  });

  it('stands after 50,000 keys that are no points of the curve', () => {
    const { signature, message, publicKey } = goodCheck(1);
    const key = new Uint8Array(32).fill(0xff);
    for (let run = 0; run < 50_000; run += 1) {
      if (verify(signature, message, key)) expect.unreachable('a key off the curve');
    }
    expect(verify(signature, message, publicKey)).toBe(true);
  });

  it(
    `agrees with noble on 10,000 random and altered signatures, from seed ${SEED}`,
    { timeout: 120_000 },
    () => {
      const random = new Random(SEED);
      const good = Array.from({ length: 300 }, (_, seed) => goodCheck(seed));
      let accepted = 0;
      for (let run = 0; run < 10_000; run += 1) {
        const { signature, message, publicKey } = bentCheck(good, random);
        const answer = verify(signature, message, publicKey);
        const expected = verifyByNoble(signature, message, publicKey);
        if (answer !== expected) expect.unreachable(`run ${run}: ${answer}, noble ${expected}`);
        if (answer) accepted += 1;
      }
      expect(accepted).toBeGreaterThan(500);
      expect(accepted).toBeLessThan(2_000);
    },
  );
});
