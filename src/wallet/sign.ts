/**
 * Signatures on a plan: BIP340 over BIP341's message of type DEFAULT, which commits to every coin
 * and every output, so that nothing of what the owner saw can be changed afterwards.
 */

import { schnorr } from '@noble/curves/secp256k1.js';
import { SIGHASH_DEFAULT, SighashContext } from '../consensus/sighash.ts';
import type { Transaction } from '../consensus/types.ts';
import { assert } from '../util/assert.ts';
import type { PaymentPlan } from './draft.ts';
import { type AccountKey, accountSecrets } from './keys.ts';

/**
 * The plan's transaction, signed. `auxiliaryRandom` is 32 fresh random bytes of the host: BIP340
 * mixes them into each nonce against faults and power analysis, and is safe without. Throws
 * WalletError where the account only watches.
 */
export function signPlan(
  { unsigned, coins }: Pick<PaymentPlan, 'unsigned' | 'coins'>,
  account: AccountKey,
  auxiliaryRandom: Uint8Array,
): Transaction {
  assert(auxiliaryRandom.length === 32, '32 bytes of randomness');
  const context = new SighashContext(unsigned, coins);
  const secretAt = accountSecrets(account);
  const inputs = unsigned.inputs.map((input, inputIndex) => {
    const message = context.sighash({ inputIndex, hashType: SIGHASH_DEFAULT });
    const secret = secretAt(coins[inputIndex]!.place);
    const signature = schnorr.sign(message, secret, auxiliaryRandom);
    secret.fill(0);
    return { ...input, witness: [signature] };
  });
  return { ...unsigned, inputs };
}
