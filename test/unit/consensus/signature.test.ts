import { describe, expect, it } from 'vitest';
import { decodeTransaction } from '../../../src/consensus/encoding.ts';
import { SighashContext } from '../../../src/consensus/sighash.ts';
import { hashTypeOf } from '../../../src/consensus/signature.ts';
import { verifySignature } from '../../../src/consensus/signature-verifier.ts';
import { fromHex, toHex } from '../../../src/util/bytes.ts';
import { outpoint, pay, unsigned } from '../../support/blocks.ts';
import { vectors, vectorText } from '../../support/vectors.ts';

interface KeyPathVectors {
  readonly keyPathSpending: readonly [
    {
      readonly given: {
        readonly rawUnsignedTx: string;
        readonly utxosSpent: readonly { scriptPubKey: string; amountSats: number }[];
      };
      readonly inputSpending: readonly {
        readonly given: { readonly txinIndex: number; readonly hashType: number };
        readonly intermediary: { readonly sigMsg: string; readonly sigHash: string };
        readonly expected: { readonly witness: readonly string[] };
      }[];
    },
  ];
}

const [wallet] = vectors<KeyPathVectors>('bip341_wallet.json').keyPathSpending;
const spent = wallet.given.utxosSpent.map(({ amountSats, scriptPubKey }) => ({
  value: amountSats,
  scriptPubKey: fromHex(scriptPubKey),
}));
const context = new SighashContext(decodeTransaction(fromHex(wallet.given.rawUnsignedTx)), spent);

describe('the vectors of BIP341', () => {
  it.each(wallet.inputSpending)(
    'input $given.txinIndex under hash type $given.hashType',
    ({ given, intermediary, expected }) => {
      const request = { inputIndex: given.txinIndex, hashType: given.hashType };
      const sighash = context.sighash(request);
      expect(`00${toHex(context.message(request))}`).toBe(intermediary.sigMsg);
      expect(toHex(sighash)).toBe(intermediary.sigHash);
      const witness = fromHex(expected.witness[0]!);
      expect(hashTypeOf(witness)).toBe(given.hashType);
      const key = spent[given.txinIndex]!.scriptPubKey.subarray(2);
      expect(verifySignature(witness.subarray(0, 64), sighash, key)).toBe(true);
    },
  );
});

/** index, secret key, public key, aux_rand, message, signature, verification result, comment */
const rows = vectorText('bip340.csv')
  .trim()
  .split(/\r?\n/)
  .slice(1)
  .map((line) => line.split(','));

describe('the vectors of BIP340', () => {
  it.each(rows)('row %s', (...row) => {
    const [key, message, signature] = [row[2]!, row[4]!, row[5]!].map(fromHex);
    expect(verifySignature(signature!, message!, key!)).toBe(row[6] === 'TRUE');
  });

  it('are all there', () => {
    expect(rows).toHaveLength(19);
  });

  it.each([0, 63, 65])('a signature of %d bytes is false, and throws nothing', (length) => {
    const [key, message] = [fromHex(rows[0]![2]!), fromHex(rows[0]![4]!)];
    expect(verifySignature(new Uint8Array(length), message, key)).toBe(false);
  });
});

describe('a sighash', () => {
  const transaction = unsigned([outpoint(1), outpoint(2)], [pay(1)]);
  const both = new SighashContext(transaction, [pay(5), pay(6)]);

  it('is never asked for what the shape of a transaction rules out', () => {
    expect(() => both.sighash({ inputIndex: 1, hashType: 3 })).toThrow('SINGLE');
    expect(() => both.sighash({ inputIndex: 0, hashType: 4 })).toThrow('hash type');
    expect(() => new SighashContext(transaction, [pay(5)])).toThrow('one spent output');
  });

  it('differs by hash type and by input', () => {
    const hashes = [0, 1, 2, 0x81, 0x82].flatMap((hashType) =>
      [0, 1].map((inputIndex) => toHex(both.sighash({ inputIndex, hashType }))),
    );
    expect(new Set(hashes).size).toBe(hashes.length);
  });
});
