/**
 * A payment of somebody else's coin. It is well made in every way, and signed: only that the key is
 * the forger's own, which is all that somebody without the owner's key can do.
 */

import { SIGHASH_DEFAULT, SighashContext } from '../consensus/sighash.ts';
import type { OutPoint, Transaction, TransactionOutput } from '../consensus/types.ts';
import { concatBytes } from '../util/bytes.ts';
import type { Identity } from './forge-assistant.ts';

export interface StolenCoin {
  readonly prevout: OutPoint;
  readonly output: TransactionOutput;
}

const TRANSACTION_VERSION = 2;
/** BIP125. */
const REPLACEABLE = 0xffff_fffd;
const P2TR_PREFIX = Uint8Array.of(0x51, 0x20);

/** Pays to the forger's key what the fee leaves of the coin. */
export async function forgedPayment(
  { prevout, output }: StolenCoin,
  forger: Identity,
  fee: number,
): Promise<Transaction> {
  const input = { prevout, scriptSig: new Uint8Array(), sequence: REPLACEABLE, witness: [] };
  const paid = { value: output.value - fee, scriptPubKey: scriptOf(forger) };
  const bare: Transaction = {
    version: TRANSACTION_VERSION,
    inputs: [input],
    outputs: [paid],
    locktime: 0,
  };
  const context = new SighashContext(bare, [output]);
  const message = context.sighash({ inputIndex: 0, hashType: SIGHASH_DEFAULT });
  return { ...bare, inputs: [{ ...input, witness: [await forger.sign(message)] }] };
}

export function scriptOf({ nodeKey }: Pick<Identity, 'nodeKey'>): Uint8Array {
  return concatBytes(P2TR_PREFIX, nodeKey);
}
