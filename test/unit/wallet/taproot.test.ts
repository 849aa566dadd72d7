import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../../src/util/bytes.ts';
import { encodeSegwit } from '../../../src/wallet/address.ts';
import { payToTaproot, tweakPublicKey, tweakSecretKey } from '../../../src/wallet/taproot.ts';
import { vectors } from '../../support/vectors.ts';

interface WalletVectors {
  readonly scriptPubKey: readonly {
    readonly given: { readonly internalPubkey: string };
    readonly intermediary: { readonly merkleRoot: string | null; readonly tweakedPubkey: string };
    readonly expected: { readonly scriptPubKey: string; readonly bip350Address: string };
  }[];
  readonly keyPathSpending: readonly [
    {
      readonly inputSpending: readonly {
        readonly given: { readonly internalPrivkey: string; readonly merkleRoot: string | null };
        readonly intermediary: { readonly internalPubkey: string; readonly tweakedPrivkey: string };
      }[];
    },
  ];
}

const { scriptPubKey, keyPathSpending } = vectors<WalletVectors>('bip341_wallet.json');
const { inputSpending } = keyPathSpending[0];
const rootOf = (root: string | null) => (root === null ? undefined : fromHex(root));

describe('the vectors of BIP341', () => {
  it.each(scriptPubKey)('output key of $given.internalPubkey', (vector) => {
    const { given, intermediary, expected } = vector;
    const root = rootOf(intermediary.merkleRoot);
    const key = tweakPublicKey(fromHex(given.internalPubkey), root);
    expect(toHex(key)).toBe(intermediary.tweakedPubkey);
    expect(toHex(payToTaproot(key))).toBe(expected.scriptPubKey);
    expect(encodeSegwit('bc', payToTaproot(key))).toBe(expected.bip350Address);
  });

  it.each(inputSpending)('secret key of $intermediary.internalPubkey', (vector) => {
    const { given, intermediary } = vector;
    const secret = tweakSecretKey(fromHex(given.internalPrivkey), rootOf(given.merkleRoot));
    expect(toHex(secret)).toBe(intermediary.tweakedPrivkey);
  });

  it('are all there', () => {
    expect([scriptPubKey.length, inputSpending.length]).toEqual([7, 7]);
  });
});
