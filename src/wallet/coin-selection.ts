/**
 * Which coins pay.
 *
 * First a search for coins that meet the amount so closely that no change is needed (branch and
 * bound, Erhardt 2016): the payment is smaller now, and one coin less is to be spent later. When
 * there are none, the largest coins first, which keeps the payment small. Coins that cost more to
 * spend than they are worth stay where they are. Every coin weighs the same, so a fee depends only
 * on how many there are.
 */

import { SELECTION_TRIES_MAX } from '../util/limits.ts';
import { WalletError } from './wallet-error.ts';

export interface Valued {
  /** In ticks. */
  readonly value: number;
}

export interface SelectionRequest<Coin extends Valued> {
  /** Spent whatever the others are. */
  readonly required: readonly Coin[];
  readonly candidates: readonly Coin[];
  /** The sum of the outputs without change, in ticks. */
  readonly amount: number;
  /** The fee with that many inputs, with or without an output of change. */
  readonly fee: (inputs: number, withChange: boolean) => number;
  /** What one more input costs, rounded up. */
  readonly inputFee: number;
  /** Change below this is not worth its output, and is left to the miner. */
  readonly changeMin: number;
  readonly inputsMax: number;
}

export interface Selection<Coin extends Valued> {
  readonly coins: readonly Coin[];
  /** In ticks; 0 for none. */
  readonly change: number;
  /** What is left for the miner: exactly the fee with change, up to a little more without. */
  readonly fee: number;
}

/**
 * Undefined when the coins do not suffice; throws WalletError when they do and are too many for one
 * transaction.
 */
export function selectCoins<Coin extends Valued>(
  request: SelectionRequest<Coin>,
): Selection<Coin> | undefined {
  const worthwhile = request.candidates
    .filter(({ value }) => value > request.inputFee)
    .toSorted((left, right) => right.value - left.value);
  const exact = request.required.length === 0 ? branchAndBound(request, worthwhile) : undefined;
  return exact ?? largestFirst(request, worthwhile);
}

/** What spending just these coins comes to; undefined when they do not suffice. */
export function settle<Coin extends Valued>(
  request: SelectionRequest<Coin>,
  coins: readonly Coin[],
): Selection<Coin> | undefined {
  const over = total(coins) - request.amount;
  const change = over - request.fee(coins.length, true);
  if (change >= request.changeMin) return { coins, change, fee: over - change };
  return over >= request.fee(coins.length, false) ? { coins, change: 0, fee: over } : undefined;
}

export function total(coins: readonly Valued[]): number {
  return coins.reduce((sum, { value }) => sum + value, 0);
}

function largestFirst<Coin extends Valued>(
  request: SelectionRequest<Coin>,
  sorted: readonly Coin[],
): Selection<Coin> | undefined {
  const coins = [...request.required];
  const found = fill(request, coins, sorted);
  if (found !== undefined && found.coins.length > request.inputsMax) {
    throw new WalletError('transaction-too-large', `${found.coins.length} coins would be needed`);
  }
  return found;
}

/** Adds from the front of `more` until the coins suffice. */
function fill<Coin extends Valued>(
  request: SelectionRequest<Coin>,
  coins: Coin[],
  more: readonly Coin[],
): Selection<Coin> | undefined {
  let over = total(coins) - request.amount;
  for (const coin of more) {
    if (coins.length > 0 && over >= request.fee(coins.length, false)) break;
    coins.push(coin);
    over += coin.value;
  }
  return coins.length > 0 ? settle(request, coins) : undefined;
}

/**
 * Depth first over "with this coin" and then "without it", largest first. A branch ends when it has
 * too much or can no longer have enough; of coins of equal value left out, the rest are too, since
 * each would begin what another has tried. The tries are limited as in Bitcoin Core.
 */
function branchAndBound<Coin extends Valued>(
  request: SelectionRequest<Coin>,
  sorted: readonly Coin[],
): Selection<Coin> | undefined {
  const values = sorted.map(({ value }) => value - request.inputFee);
  const remaining = sumsFromEach(values);
  const target = request.amount + request.fee(0, false);
  const most = request.amount + request.fee(0, true) + request.changeMin;
  const chosen: number[] = [];
  let best: Selection<Coin> | undefined;
  let [sum, at] = [0, 0];
  for (let tries = 0; tries < SELECTION_TRIES_MAX; tries += 1) {
    if (sum < target && sum + remaining[at]! >= target && chosen.length < request.inputsMax) {
      chosen.push(at);
      sum += values[at]!;
      at += 1;
      continue;
    }
    if (sum >= target && sum <= most) best = closer(request, best, pick(sorted, chosen));
    const last = chosen.pop();
    if (last === undefined) break;
    sum -= values[last]!;
    at = last + 1;
    while (values[at] === values[last]) at += 1;
  }
  return best;
}

function pick<Coin>(sorted: readonly Coin[], chosen: readonly number[]): Coin[] {
  return chosen.map((at) => sorted[at]!);
}

/** The selection that pays less beyond its outputs; one that needs change is no match at all. */
function closer<Coin extends Valued>(
  request: SelectionRequest<Coin>,
  best: Selection<Coin> | undefined,
  coins: readonly Coin[],
): Selection<Coin> | undefined {
  const found = settle(request, coins);
  if (found === undefined || found.change > 0) return best;
  return best === undefined || found.fee < best.fee ? found : best;
}

/** At each place the sum of what stands there and after; one more entry, zero, at the end. */
function sumsFromEach(values: readonly number[]): number[] {
  const sums = [...values, 0];
  for (let at = values.length - 1; at >= 0; at -= 1) sums[at] = values[at]! + sums[at + 1]!;
  return sums;
}
