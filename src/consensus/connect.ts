/**
 * A block meets the coins: it spends what exists, creates no more than it may, and every spend is
 * signed. Taking it back again needs only the coins it spent.
 *
 * Signatures come last and for all transactions at once, because they cost a thousand times what
 * everything before them costs. Who must not wait for them takes the block apart: `applyBlock`,
 * then `blockChecks` for somebody else to answer.
 */

import { assert } from '../util/assert.ts';
import { outputsTotal } from './check-transaction.ts';
import { AMOUNT_MAX, outpointKey } from './encoding.ts';
import { txid } from './hash.ts';
import type { ConsensusParams } from './params.ts';
import { RuleError } from './rule-error.ts';
import { type InputCheck, checkSignatures, isPayToTaproot, signatureChecks } from './signature.ts';
import type { SignatureCache } from './signature-cache.ts';
import { subsidy } from './subsidy.ts';
import type { Block, Coin, Transaction } from './types.ts';

/** The coins as one branch sees them, by `outpointKey`. */
export interface CoinView {
  get(key: string): Coin | undefined;
  add(key: string, coin: Coin): void;
  spend(key: string): void;
}

/** The coins a block spent: one list for each transaction after the coinbase, in input order. */
export type SpentCoins = readonly (readonly Coin[])[];

export interface ConnectedBlock {
  /** In ticks. */
  readonly fees: number;
  readonly spent: SpentCoins;
}

/** When a coin is spent: in which block, under which rule of maturity. */
export interface SpendContext {
  readonly height: number;
  readonly coinbaseMaturity: number;
}

function invalid(code: string, detail: string): RuleError {
  return new RuleError(code, 'invalid', detail);
}

/**
 * Applies a block that passed `checkBlock` and `checkBlockContext`. Throws RuleError and then
 * leaves the view half changed: the caller works on an overlay and throws it away.
 */
export function connectBlock(
  block: Block,
  height: number,
  view: CoinView,
  params: ConsensusParams,
): ConnectedBlock {
  const connected = applyBlock(block, height, view, params);
  for (const [at, coins] of connected.spent.entries()) {
    checkSignatures(block.transactions[at + 1]!, coins);
  }
  return connected;
}

/** All of `connectBlock` but the signatures, which the block stands or falls with. */
export function applyBlock(
  block: Block,
  height: number,
  view: CoinView,
  params: ConsensusParams,
): ConnectedBlock {
  const [coinbase, ...others] = block.transactions;
  assert(coinbase !== undefined, 'a checked block has a coinbase');
  const context = { height, coinbaseMaturity: params.coinbaseMaturity };
  addCoins(view, coinbase, { height, coinbase: true });
  const spent: Coin[][] = [];
  let fees = 0;
  for (const transaction of others) {
    const coins = findCoins(view, transaction);
    fees += checkInputs(transaction, coins, context);
    if (fees > AMOUNT_MAX) throw invalid('bad-txns-accumulated-fee-outofrange', `fees of ${fees}`);
    for (const input of transaction.inputs) view.spend(outpointKey(input.prevout));
    addCoins(view, transaction, { height, coinbase: false });
    spent.push(coins);
  }
  checkReward(coinbase, fees + subsidy(height, params.halvingInterval));
  return { fees, spent };
}

/** The signatures of an applied block that are not `known` to be good, in order. */
export function blockChecks(
  { transactions }: Block,
  spent: SpentCoins,
  known: SignatureCache,
): InputCheck[] {
  return spent.flatMap((coins, at) => signatureChecks(transactions[at + 1]!, coins, known));
}

/** Takes a connected block back, last transaction first. */
export function disconnectBlock(block: Block, spent: SpentCoins, view: CoinView): void {
  const { transactions } = block;
  assert(spent.length === transactions.length - 1, 'undo data of this very block');
  for (let at = transactions.length - 1; at >= 0; at -= 1) {
    const transaction = transactions[at]!;
    for (const key of coinKeys(transaction)) view.spend(key);
    if (at > 0) restoreCoins(view, transaction, spent[at - 1]!);
  }
}

/** Coins old enough and worth no less than the outputs. Returns the fee. Throws RuleError. */
export function checkInputs(
  transaction: Transaction,
  coins: readonly Coin[],
  context: SpendContext,
): number {
  let total = 0;
  for (const coin of coins) {
    checkMaturity(coin, context);
    total += coin.value;
    if (total > AMOUNT_MAX) throw invalid('bad-txns-inputvalues-outofrange', `${total}`);
  }
  const fee = total - outputsTotal(transaction);
  if (fee < 0) throw invalid('bad-txns-in-belowout', `spends ${-fee} more than it has`);
  return fee;
}

/**
 * A reorganisation may take a coinbase away, and all that descends from it: let it settle first.
 */
export function isMature(coin: Coin, { height, coinbaseMaturity }: SpendContext): boolean {
  return !coin.coinbase || height - coin.height >= coinbaseMaturity;
}

function checkMaturity(coin: Coin, context: SpendContext): void {
  if (isMature(coin, context)) return;
  const depth = context.height - coin.height;
  throw invalid('bad-txns-premature-spend-of-coinbase', `a coinbase ${depth} blocks deep`);
}

function checkReward(coinbase: Transaction, allowed: number): void {
  const paid = outputsTotal(coinbase);
  if (paid > allowed) throw invalid('bad-cb-amount', `pays itself ${paid} of ${allowed}`);
}

function findCoins(view: CoinView, transaction: Transaction): Coin[] {
  return transaction.inputs.map(({ prevout }) => {
    const coin = view.get(outpointKey(prevout));
    if (coin === undefined) {
      throw invalid('bad-txns-inputs-missingorspent', `no coin ${outpointKey(prevout)}`);
    }
    return coin;
  });
}

/**
 * No coin can be there already: heights make coinbases unique, so by induction every txid is
 * (BIP30 needs no check of its own). Data outputs are no coins.
 */
function addCoins(
  view: CoinView,
  transaction: Transaction,
  origin: { readonly height: number; readonly coinbase: boolean },
): void {
  const id = txid(transaction);
  for (const [vout, output] of transaction.outputs.entries()) {
    if (!isPayToTaproot(output.scriptPubKey)) continue;
    const { value, scriptPubKey } = output;
    view.add(outpointKey({ txid: id, vout }), { value, scriptPubKey, ...origin });
  }
}

function restoreCoins(view: CoinView, { inputs }: Transaction, coins: readonly Coin[]): void {
  assert(coins.length === inputs.length, 'one spent coin for each input');
  for (const [at, coin] of coins.entries()) view.add(outpointKey(inputs[at]!.prevout), coin);
}

function coinKeys(transaction: Transaction): string[] {
  const id = txid(transaction);
  return transaction.outputs.flatMap(({ scriptPubKey }, vout) =>
    isPayToTaproot(scriptPubKey) ? [outpointKey({ txid: id, vout })] : [],
  );
}
