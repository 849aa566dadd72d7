/**
 * From what shall be paid to a transaction that only lacks its signatures: whichever wish it began
 * as (payment, replacement, child), a draft ends here as a plan that says what leaves, what returns
 * and what it costs, before anything is signed.
 */

import { checkTransaction } from '../consensus/check-transaction.ts';
import { transactionWeight } from '../consensus/encoding.ts';
import type { OutPoint, Transaction, TransactionOutput } from '../consensus/types.ts';
import { assert } from '../util/assert.ts';
import { equalBytes } from '../util/bytes.ts';
import type { Random } from '../util/random.ts';
import { type Selection, type SelectionRequest, selectCoins, total } from './coin-selection.ts';
import {
  DUST_TICKS,
  feerateOf,
  inputFee,
  inputsThatFit,
  outputSizes,
  paymentWeight,
  sizeVbytes,
  withKeyOutput,
} from './fees.ts';
import type { KeyPlace } from './keys.ts';
import { WalletError } from './wallet-error.ts';

/** Final only above its locktime, and replaceable (BIP125). */
const SEQUENCE = 0xffff_fffd;
const SIGNATURE_BYTES = 64;

/** A coin of ours. */
export interface WalletCoin {
  readonly outpoint: OutPoint;
  /** In ticks. */
  readonly value: number;
  readonly scriptPubKey: Uint8Array;
  readonly place: KeyPlace;
  /** Of the block it came with; -1 while it waits for one. */
  readonly height: number;
  readonly coinbase: boolean;
}

export interface Draft {
  readonly required: readonly WalletCoin[];
  /** Asked in this order: the next group only where the ones before do not suffice. */
  readonly candidates: readonly (readonly WalletCoin[])[];
  /** Paid to others and data; not the change, and not the output of `rest`. */
  readonly outputs: readonly TransactionOutput[];
  /** A script that receives all that remains, in place of change. */
  readonly rest?: Uint8Array;
  /** Whether the recipients pay the fee, each the same part. */
  readonly subtractFee: boolean;
  readonly ticksPerKvb: number;
  /** The least fee at a weight, in ticks. */
  readonly fee: (weight: number) => number;
  readonly surroundings: Surroundings;
}

/** What a plan takes from where and when it is made. */
export interface Surroundings {
  /** Ours, unused; asked for only when there is change. */
  readonly changeScript: Uint8Array;
  readonly tipHeight: number;
  /** Hides which output is change; no secret depends on it. */
  readonly random: Random;
}

export interface PaymentPlan {
  /** Without signatures, and already of their weight. */
  readonly unsigned: Transaction;
  /** What it spends, in the order of its inputs. */
  readonly coins: readonly WalletCoin[];
  /** What the recipients get, in ticks. */
  readonly leaves: number;
  /** What comes back as change, in ticks. */
  readonly returns: number;
  readonly fee: number;
  readonly weight: number;
  readonly sizeVbytes: number;
  /** What the fee amounts to: at least the rate that was asked for. */
  readonly ticksPerKvb: number;
  /** The place of the change among the outputs; absent without. */
  readonly changeVout?: number;
}

/** Throws WalletError when the draft cannot be paid. */
export function planDraft(draft: Draft): PaymentPlan {
  if (draft.rest !== undefined) return planRest(draft, draft.rest);
  return draft.subtractFee ? planSubtracted(draft) : planExact(draft);
}

function planExact(draft: Draft): PaymentPlan {
  const selection = choose(draft, requestOf(draft, draft.fee));
  return finish(draft, draft.outputs, selection);
}

/** The coins are chosen as if nothing cost anything; then the recipients get less by the fee. */
function planSubtracted(draft: Draft): PaymentPlan {
  const selection = choose(
    draft,
    requestOf(draft, () => 0),
  );
  const sizes = outputSizes(draft.outputs);
  const withChange = selection.change > 0 ? withKeyOutput(sizes) : sizes;
  const fee = draft.fee(paymentWeight(selection.coins.length, withChange));
  // What was too little for change is part of the fee already.
  const outputs = subtract(draft.outputs, Math.max(0, fee - selection.fee));
  return finish(draft, outputs, selection);
}

/** All that is required, and of the candidates only what makes the rest worth an output. */
function planRest(draft: Draft, rest: Uint8Array): PaymentPlan {
  const sizes = withKeyOutput(outputSizes(draft.outputs));
  const request = {
    ...requestOf(draft, draft.fee),
    amount: total(draft.outputs) + DUST_TICKS,
    fee: (inputs: number) => draft.fee(paymentWeight(inputs, sizes)),
    changeMin: Infinity,
    inputsMax: inputsThatFit(sizes),
  };
  const { coins } = choose(draft, request);
  const value = total(coins) - total(draft.outputs) - request.fee(coins.length);
  const { outputs, vout } = insert(draft, draft.outputs, { value, scriptPubKey: rest });
  const assembled = assemble(draft, coins, outputs);
  if (!equalBytes(rest, draft.surroundings.changeScript)) return describe(assembled, 0);
  return { ...describe(assembled, value), changeVout: vout };
}

function requestOf(
  { required, outputs, ticksPerKvb }: Draft,
  fee: (weight: number) => number,
): SelectionRequest<WalletCoin> {
  const sizes = outputSizes(outputs);
  const withChange = withKeyOutput(sizes);
  return {
    required,
    candidates: [],
    amount: total(outputs),
    fee: (inputs, change) => fee(paymentWeight(inputs, change ? withChange : sizes)),
    inputFee: inputFee(ticksPerKvb),
    // Not dust, and worth more than it will cost to spend at this rate.
    changeMin: Math.max(DUST_TICKS, inputFee(ticksPerKvb)),
    inputsMax: inputsThatFit(withChange),
  };
}

function choose(
  { required, candidates }: Draft,
  request: SelectionRequest<WalletCoin>,
): Selection<WalletCoin> {
  if (request.inputsMax < Math.max(1, required.length)) {
    throw new WalletError('transaction-too-large', 'more than one transaction can hold');
  }
  const groups = candidates.map((_, at) => candidates.slice(0, at + 1).flat());
  for (const group of groups.length > 0 ? groups : [[]]) {
    const selection = selectCoins({ ...request, candidates: group });
    if (selection !== undefined) return selection;
  }
  const have = total([...required, ...candidates.flat()]);
  throw new WalletError('funds-insufficient', `${have} for ${request.amount} and the fee`);
}

/** Each pays the same part; the first also what does not divide. */
function subtract(outputs: readonly TransactionOutput[], fee: number): TransactionOutput[] {
  const payers = outputs.filter(({ value }) => value > 0).length;
  const share = Math.floor(fee / payers);
  let odd = fee - share * payers;
  return outputs.map((output) => {
    if (output.value === 0) return output;
    const value = output.value - share - odd;
    odd = 0;
    if (value < DUST_TICKS) throw new WalletError('amount-dust', `${value} after the fee`);
    return { ...output, value };
  });
}

function finish(
  draft: Draft,
  outputs: readonly TransactionOutput[],
  { coins, change }: Selection<WalletCoin>,
): PaymentPlan {
  if (change === 0) return describe(assemble(draft, coins, outputs), 0);
  const scriptPubKey = draft.surroundings.changeScript;
  const placed = insert(draft, outputs, { value: change, scriptPubKey });
  const plan = describe(assemble(draft, coins, placed.outputs), change);
  return { ...plan, changeVout: placed.vout };
}

type Assembled = Pick<PaymentPlan, 'unsigned' | 'coins'>;

function assemble(
  { surroundings: { random, tipHeight } }: Draft,
  selected: readonly WalletCoin[],
  outputs: readonly TransactionOutput[],
): Assembled {
  const coins = random.shuffle(selected);
  const inputs = coins.map(({ outpoint: prevout }) => ({
    prevout,
    scriptSig: new Uint8Array(0),
    sequence: SEQUENCE,
    witness: [new Uint8Array(SIGNATURE_BYTES)],
  }));
  // Against fee sniping: a miner who redoes the tip's block cannot take this payment into it.
  return { unsigned: { version: 2, inputs, outputs, locktime: tipHeight }, coins };
}

function describe({ unsigned, coins }: Assembled, returns: number): PaymentPlan {
  // Whatever was wished for: what leaves here is a transaction that every node takes for one.
  checkTransaction(unsigned);
  const paid = total(unsigned.outputs);
  const fee = total(coins) - paid;
  const weight = transactionWeight(unsigned);
  assert(fee > 0, 'a plan that pays its way');
  return {
    unsigned,
    coins,
    leaves: paid - returns,
    returns,
    fee,
    weight,
    sizeVbytes: sizeVbytes(weight),
    ticksPerKvb: feerateOf(fee, weight),
  };
}

/** Somewhere among the outputs, so that no place tells what it is. */
function insert(
  { surroundings: { random } }: Draft,
  outputs: readonly TransactionOutput[],
  output: TransactionOutput,
): { readonly outputs: readonly TransactionOutput[]; readonly vout: number } {
  const vout = random.below(outputs.length + 1);
  return { outputs: outputs.toSpliced(vout, 0, output), vout };
}
