/**
 * Payments: what the owner wishes, turned into a draft. Confirmed coins pay first; change that
 * still waits for its block only helps out, so that two payments in quick succession both go
 * through and long chains of waiting ones stay rare.
 */

import { AMOUNT_MAX } from '../consensus/encoding.ts';
import { isPayToTaproot } from '../consensus/signature.ts';
import type { TransactionOutput } from '../consensus/types.ts';
import { assert } from '../util/assert.ts';
import { concatBytes } from '../util/bytes.ts';
import { MEMO_MAX_BYTES } from '../util/limits.ts';
import { type PaymentPlan, planDraft, type Surroundings, type WalletCoin } from './draft.ts';
import { checkFeerate, DUST_TICKS, feeFor, inputFee } from './fees.ts';
import { WalletError } from './wallet-error.ts';

export interface Recipient {
  /** Of a decoded address. */
  readonly scriptPubKey: Uint8Array;
  /** In ticks; 'rest' is all that the others and the fee leave, from every coin there is. */
  readonly value: number | 'rest';
}

export interface PaymentRequest {
  readonly recipients: readonly Recipient[];
  /** At most 80 bytes, for everyone to read. */
  readonly memo?: Uint8Array;
  readonly ticksPerKvb: number;
  /** The recipients pay the fee, each the same part. */
  readonly subtractFee?: boolean;
  /** What the ledger says may be spent now. */
  readonly coins: readonly WalletCoin[];
}

const OP_RETURN = 0x6a;
const OP_PUSHDATA1 = 0x4c;

/** Throws WalletError when it cannot be had. */
export function planPayment(request: PaymentRequest, surroundings: Surroundings): PaymentPlan {
  const { coins, memo, recipients, ticksPerKvb, subtractFee = false } = request;
  checkFeerate(ticksPerKvb);
  if (recipients.length === 0 && memo === undefined) {
    throw new WalletError('recipients-none', 'nobody to pay and nothing to write');
  }
  const rest = findRest(recipients);
  const fixed = recipients.flatMap(({ value, scriptPubKey }) =>
    value === 'rest' ? [] : [{ value: checkAmount(value), scriptPubKey }],
  );
  return planDraft({
    ...sources(coins, ticksPerKvb, rest !== undefined),
    outputs: [...fixed, ...memoOutputs(memo)],
    ...(rest === undefined ? {} : { rest }),
    // With nobody who is paid there is nobody to take it from.
    subtractFee: subtractFee && fixed.length > 0,
    ticksPerKvb,
    fee: (weight) => feeFor(weight, ticksPerKvb),
    surroundings,
  });
}

/** The groups in which coins are asked for. */
export function coinGroups(coins: readonly WalletCoin[]): readonly (readonly WalletCoin[])[] {
  const isWaiting = ({ height }: WalletCoin): boolean => height < 0;
  return [coins.filter((coin) => !isWaiting(coin)), coins.filter(isWaiting)];
}

/** An OP_RETURN output with one push of these bytes. */
export function memoScript(memo: Uint8Array): Uint8Array {
  if (memo.length > MEMO_MAX_BYTES) {
    throw new WalletError('memo-too-long', `${memo.length} bytes of ${MEMO_MAX_BYTES}`);
  }
  const push = memo.length < OP_PUSHDATA1 ? [memo.length] : [OP_PUSHDATA1, memo.length];
  return concatBytes(Uint8Array.of(OP_RETURN, ...push), memo);
}

function memoOutputs(memo: Uint8Array | undefined): TransactionOutput[] {
  return memo === undefined ? [] : [{ value: 0, scriptPubKey: memoScript(memo) }];
}

/** To send all is to spend every coin, but for those that cost more than they bring. */
function sources(coins: readonly WalletCoin[], ticksPerKvb: number, everything: boolean) {
  if (!everything) return { required: [], candidates: coinGroups(coins) };
  return { required: coins.filter(({ value }) => value > inputFee(ticksPerKvb)), candidates: [] };
}

function findRest(recipients: readonly Recipient[]): Uint8Array | undefined {
  for (const { scriptPubKey } of recipients) {
    assert(isPayToTaproot(scriptPubKey), 'recipients are keys');
  }
  const rests = recipients.filter(({ value }) => value === 'rest');
  if (rests.length > 1) throw new WalletError('rest-twice', `${rests.length} receive the rest`);
  return rests[0]?.scriptPubKey;
}

function checkAmount(value: number): number {
  if (!Number.isSafeInteger(value) || value < 0 || value > AMOUNT_MAX) {
    throw new WalletError('amount-invalid', `an amount of ${value}`);
  }
  if (value < DUST_TICKS) throw new WalletError('amount-dust', `${value}, below ${DUST_TICKS}`);
  return value;
}
