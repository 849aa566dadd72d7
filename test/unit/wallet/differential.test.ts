import { Transaction as Signer } from '@scure/btc-signer';
import { initEccLib, Psbt, Transaction as Peer } from 'bitcoinjs-lib';
import * as libsecp256k1 from 'tiny-secp256k1';
import { describe, expect, it } from 'vitest';
import { checkTransaction } from '../../../src/consensus/check-transaction.ts';
import { encodeTransaction, transactionWeight } from '../../../src/consensus/encoding.ts';
import { txid } from '../../../src/consensus/hash.ts';
import { checkSignatures } from '../../../src/consensus/signature.ts';
import type { Transaction } from '../../../src/consensus/types.ts';
import { toHex } from '../../../src/util/bytes.ts';
import { Random } from '../../../src/util/random.ts';
import { planPayment } from '../../../src/wallet/builder.ts';
import type { PaymentPlan } from '../../../src/wallet/draft.ts';
import { internalKey, type KeyPlace } from '../../../src/wallet/keys.ts';
import { signPlan } from '../../../src/wallet/sign.ts';
import { ACCOUNT, coinOf, foreignScript, surroundings } from '../../support/wallet-lab.ts';

const SEED = 1_000;
const PAYMENTS = 1_000;
const SLOW = { timeout: 120_000 };

initEccLib(libsecp256k1);

/** One to three recipients, sometimes a memo, everything, or a fee that the recipients pay. */
function anyPlan(random: Random): PaymentPlan {
  const rich = Array.from({ length: 1 + random.below(3) }, () => 1e6 + random.below(1e9));
  const recipients = Array.from({ length: 1 + random.below(3) }, () => ({
    scriptPubKey: foreignScript(random),
    value: 40_000 + random.below(250_000),
  }));
  const everything = { scriptPubKey: foreignScript(random), value: 'rest' as const };
  return planPayment(
    {
      recipients: random.below(6) === 0 ? [everything] : recipients,
      ticksPerKvb: 1_000 + random.below(30_000),
      subtractFee: random.below(4) === 0,
      coins: rich.map((value) => coinOf(random, value)),
      ...(random.below(4) === 0 ? { memo: random.bytes(random.below(81)) } : {}),
    },
    surroundings(random, random.below(1_000_000)),
  );
}

const internalKeys = new Map<string, Uint8Array>();

function keyAt(place: KeyPlace): Uint8Array {
  const name = `${place.chain}/${place.index}`;
  const key = internalKeys.get(name) ?? internalKey(ACCOUNT, place);
  internalKeys.set(name, key);
  return key;
}

/** Put together from its parts by bitcoinjs-lib, which verifies by libsecp256k1 and counts fees. */
function byBitcoinjs({ coins }: PaymentPlan, transaction: Transaction) {
  const psbt = new Psbt();
  psbt.setVersion(transaction.version);
  psbt.setLocktime(transaction.locktime);
  psbt.setMaximumFeeRate(100_000);
  for (const [at, { prevout, sequence }] of transaction.inputs.entries()) {
    const { place, scriptPubKey, value } = coins[at]!;
    psbt.addInput({
      hash: prevout.txid,
      index: prevout.vout,
      sequence,
      witnessUtxo: { script: scriptPubKey, value: BigInt(value) },
      // From which it makes the output's key by its own tweak.
      tapInternalKey: keyAt(place),
    });
  }
  for (const { scriptPubKey, value } of transaction.outputs) {
    psbt.addOutput({ script: scriptPubKey, value: BigInt(value) });
  }
  for (const [at, { witness }] of transaction.inputs.entries()) {
    psbt.updateInput(at, { tapKeySig: witness[0]! });
  }
  const verified = transaction.inputs.every((_, at) =>
    psbt.validateSignaturesOfInput(at, (key, message, signature) =>
      libsecp256k1.verifySchnorr(message, key, signature),
    ),
  );
  psbt.finalizeAllInputs();
  const extracted = psbt.extractTransaction();
  return { verified, fee: Number(psbt.getFee()), bytes: toHex(extracted.toBuffer()) };
}

/** Decoded by @scure/btc-signer, which computes the messages and the fee by itself. */
function byBtcSigner({ coins }: PaymentPlan, transaction: Transaction) {
  const signer = Signer.fromRaw(encodeTransaction(transaction), { allowUnknownOutputs: true });
  for (const [at, { scriptPubKey, value }] of coins.entries()) {
    signer.updateInput(at, { witnessUtxo: { script: scriptPubKey, amount: BigInt(value) } }, true);
  }
  const scripts = coins.map(({ scriptPubKey }) => scriptPubKey);
  const values = coins.map(({ value }) => BigInt(value));
  const verified = coins.every(({ scriptPubKey }, at) => {
    const message = signer.preimageWitnessV1(at, scripts, 0, values);
    const [signature] = signer.getInput(at).finalScriptWitness!;
    return libsecp256k1.verifySchnorr(message, scriptPubKey.subarray(2), signature!);
  });
  return { verified, fee: Number(signer.fee), bytes: signer.hex, weight: signer.weight };
}

describe(`${PAYMENTS} payments of ours, from seed ${SEED}`, () => {
  it('are decoded, verified and counted alike by bitcoinjs-lib and @scure/btc-signer', SLOW, () => {
    const random = new Random(SEED);
    const shapes = new Set<string>();
    for (let run = 0; run < PAYMENTS; run += 1) {
      const plan = anyPlan(random);
      const signed = signPlan(plan, ACCOUNT, random.bytes(32));
      const bytes = toHex(encodeTransaction(signed));
      const expected = { run, verified: true, fee: plan.fee, bytes };
      expect({ run, ...byBitcoinjs(plan, signed) }).toEqual(expected);
      const { weight } = plan;
      expect({ run, ...byBtcSigner(plan, signed) }).toEqual({ ...expected, weight });
      const peer = Peer.fromHex(bytes);
      expect([run, peer.getId(), peer.weight()]).toEqual([run, txid(signed), weight]);
      expect(transactionWeight(signed)).toBe(weight);
      checkTransaction(signed);
      shapes.add(`${signed.inputs.length} in, ${signed.outputs.length} out`);
    }
    expect(shapes.size).toBeGreaterThan(8);
  });

  it('are good by our own rules, until a coin is worth something else', SLOW, () => {
    const random = new Random(SEED + 1);
    for (let run = 0; run < 20; run += 1) {
      const plan = anyPlan(random);
      const signed = signPlan(plan, ACCOUNT, random.bytes(32));
      checkSignatures(signed, plan.coins);
      const lied = plan.coins.map(({ scriptPubKey, value }) => ({
        scriptPubKey,
        value: value - 1,
      }));
      expect(() => checkSignatures(signed, lied)).toThrow('bad-txns-signature');
    }
  });
});
