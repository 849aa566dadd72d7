/**
 * A web of signed payments drawn from a seed: they spend coins of a chain and each other, now and
 * then the same thing twice, and some must wait for a height. They are signed once and offered, in
 * any order, thousands of times.
 */

import { txid } from '../../src/consensus/hash.ts';
import type { Hash, Transaction } from '../../src/consensus/types.ts';
import type { Random } from '../../src/util/random.ts';
import { type Funds, outputOf, payment } from './block-lab.ts';
import { editInputs, pay } from './blocks.ts';

/** How often a payment spends what another made instead of a coin of the chain, in percent. */
const LINKED_PERCENT = 60;
/** How often it spends what another payment spends as well. */
const RIVAL_PERCENT = 8;
const LOCKED_PERCENT = 2;
/** Payments link to recent ones, so that the web has threads of some length. */
const RECENT = 10;

export interface PaymentWeb {
  /** Parents before children. */
  readonly payments: readonly Transaction[];
  readonly byTxid: ReadonlyMap<Hash, Transaction>;
}

/** `coins` may be spent now or, the last of them, in a few blocks; `height` is the next block's. */
export function makeWeb(
  random: Random,
  { coins, height, count }: { coins: readonly Funds[]; height: number; count: number },
): PaymentWeb {
  const payments: Transaction[] = [];
  const purse: Purse = { coins: random.shuffle(coins), outputs: [], spent: [] };
  while (payments.length < count) {
    const made = drawPayment(random, drawFunds(random, purse), height);
    payments.push(made);
    purse.outputs.push(...made.outputs.map((_, vout) => outputOf(made, vout)));
  }
  return { payments, byTxid: new Map(payments.map((made) => [txid(made), made])) };
}

/** What there is to spend: of the chain, of payments, and what is spent once already. */
interface Purse {
  readonly coins: Funds[];
  readonly outputs: Funds[];
  readonly spent: Funds[];
}

/** A payment and all of the web that it descends from, parents first. */
export function withForebears(web: PaymentWeb, payment: Transaction): Transaction[] {
  const found = new Set<Transaction>([payment]);
  for (const one of found) {
    for (const { prevout } of one.inputs) {
      const parent = web.byTxid.get(prevout.txid);
      if (parent !== undefined) found.add(parent);
    }
  }
  return web.payments.filter((one) => found.has(one));
}

function drawFunds(random: Random, purse: Purse): Funds[] {
  const count = 1 + (random.below(3) === 0 ? 1 + random.below(2) : 0);
  return [...new Set(Array.from({ length: count }, () => drawOne(random, purse)))];
}

function drawOne(random: Random, { coins, outputs, spent }: Purse): Funds {
  const isRival = spent.length > 0 && random.below(100) < RIVAL_PERCENT;
  if (isRival) return spent[random.below(spent.length)]!;
  const isLinked = coins.length === 0 || (outputs.length > 0 && random.below(100) < LINKED_PERCENT);
  const from = isLinked ? outputs : coins;
  const at = Math.max(0, from.length - RECENT) + random.below(Math.min(RECENT, from.length));
  const [drawn] = from.splice(at, 1);
  spent.push(drawn!);
  return drawn!;
}

function drawPayment(random: Random, funds: readonly Funds[], height: number): Transaction {
  const total = funds.reduce((sum, { output }) => sum + output.value, 0);
  const count = 1 + random.below(3);
  // From below what is relayed up to fifty ticks per byte.
  const fee = 90 + random.below(1 + random.below(8_000));
  const each = Math.floor((total - fee) / count);
  const outputs = Array.from({ length: count }, () => pay(each));
  const locktime = height + random.below(6);
  const isLocked = random.below(100) < LOCKED_PERCENT;
  const edit = (bare: Transaction) =>
    isLocked ? { ...editInputs(bare, { sequence: 0xfffffffe }), locktime } : bare;
  return payment(funds, outputs, { edit });
}
