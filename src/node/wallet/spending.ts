/**
 * Commands that send: planned, shown or signed, and handed to the mempool, which tells the peers.
 */

import type { Hash } from '../../consensus/types.ts';
import type { PaymentPlan } from '../../wallet/draft.ts';
import { NOTE_MAX_BYTES } from '../../util/limits.ts';
import { encodeAddress } from '../../wallet/address.ts';
import { fileMemo, textMemo } from '../../wallet/note.ts';
import { CommandError } from '../api.ts';
import { type CommandContext, RPC_INVALID_PARAMETER } from '../command.ts';
import { refuseUnaccepted } from '../mempool-commands.ts';
import {
  planned,
  type Recipients,
  type SpendOptions,
  toCoins,
  toRecipients,
  toScript,
  toSpendOptions,
  toTicks,
  toTxid,
} from './parameters.ts';
import {
  type Desk,
  planBumpOf,
  planCancelOf,
  planChildOf,
  planWish,
  type Replacing,
  signed,
} from './payments.ts';

const NOBODY: Recipients = { recipients: [], subtractFee: false };
const HASH = /^[0-9a-f]{64}$/;

export function send(context: CommandContext, [list, options]: readonly unknown[]) {
  return pay(context, toRecipients(list), toSpendOptions(options));
}

export function sendToAddress(context: CommandContext, parameters: readonly unknown[]): string {
  const [address, amount, options] = parameters;
  const recipients = [{ scriptPubKey: toScript(address), value: toTicks(amount) }];
  const wish = { ...toSpendOptions(options), isDryRun: false };
  return pay(context, { recipients, subtractFee: false }, wish).txid!;
}

export function writeNote(context: CommandContext, [text, options]: readonly unknown[]) {
  const wish = toSpendOptions(options);
  if (typeof text !== 'string' || text === '') {
    throw new CommandError(RPC_INVALID_PARAMETER, 'a note is text of at least one character');
  }
  const bytes = new TextEncoder().encode(text);
  if (bytes.length > NOTE_MAX_BYTES) {
    const message = `A note has at most ${NOTE_MAX_BYTES} bytes, and this one has ${bytes.length}`;
    throw new CommandError(RPC_INVALID_PARAMETER, message);
  }
  return pay(context, NOBODY, { ...wish, memo: textMemo(bytes) });
}

export function writeHash(context: CommandContext, [hash, options]: readonly unknown[]) {
  const wish = toSpendOptions(options);
  if (typeof hash !== 'string' || !HASH.test(hash)) {
    throw new CommandError(RPC_INVALID_PARAMETER, 'a hash is 64 lowercase hex digits');
  }
  const bytes = hash.match(/../g)!.map((digits) => Number.parseInt(digits, 16));
  return pay(context, NOBODY, { ...wish, memo: fileMemo(Uint8Array.from(bytes)) });
}

export function bumpFee(context: CommandContext, parameters: readonly unknown[]) {
  return pushBy(planBumpOf, context, parameters).answer;
}

export function cancelTransaction(context: CommandContext, parameters: readonly unknown[]) {
  return pushBy(planCancelOf, context, parameters).answer;
}

/** Tells beside the child what it carries, under the names of `getmempoolentry`. */
export function childPaysForParent(context: CommandContext, parameters: readonly unknown[]) {
  const { answer, pushed } = pushBy(planChildOf, context, parameters);
  const { fees, sizeVbytes } = pushed.parents;
  return { ...answer, ancestorfees: toCoins(fees), ancestorsize: sizeVbytes };
}

function pay(context: CommandContext, to: Recipients, options: SpendOptions) {
  const { memo } = options;
  const ticksPerKvb = options.ticksPerKvb ?? normalFeerate(context);
  const wish = { ...to, ticksPerKvb, ...(memo === undefined ? {} : { memo }) };
  const plan = planned(() => planWish(context.wallet.planning, wish));
  const told = { ...describePlan(plan), recipients: describeRecipients(plan) };
  return { ...broadcast(context, plan, options), ...told };
}

/** What each gets: all that is left, and less than was asked for where they pay the fee. */
function describeRecipients({ unsigned: { outputs }, changeVout }: PaymentPlan) {
  const paid = outputs.filter(({ value }, vout) => vout !== changeVout && value > 0);
  return paid.map(({ scriptPubKey, value }) => ({
    address: encodeAddress(scriptPubKey),
    amount: toCoins(value),
  }));
}

type Planner<Pushed> = (desk: Desk, txid: Hash, ticksPerKvb: number) => Pushed;

function pushBy<Pushed extends Replacing>(
  plan: Planner<Pushed>,
  context: CommandContext,
  [txid, value]: readonly unknown[],
) {
  const options = toSpendOptions(value);
  const id = toTxid(txid);
  const rate = options.ticksPerKvb ?? normalFeerate(context);
  const pushed = planned(() => plan(context.wallet.planning, id, rate));
  const answer = {
    ...broadcast(context, pushed.plan, options),
    origfee: toCoins(pushed.originalFee),
    ...describePlan(pushed.plan),
  };
  return { answer, pushed };
}

/** Signs, and lets it wait in our own mempool: nothing is sent that we would not take. */
function broadcast(
  { wallet, pool, now }: CommandContext,
  plan: PaymentPlan,
  { isDryRun }: SpendOptions,
): { readonly txid?: string } {
  if (isDryRun) return {};
  const { account } = wallet.held.keyring.secret(now);
  const { transaction, txid } = signed(plan, account, wallet.auxiliaryRandom());
  refuseUnaccepted(pool.accept(transaction, now, true));
  return { txid };
}

function describePlan({ fee, ticksPerKvb, sizeVbytes, leaves, returns, coins }: PaymentPlan) {
  return {
    fee: toCoins(fee),
    feerate: ticksPerKvb,
    vsize: sizeVbytes,
    amount: toCoins(leaves),
    change: toCoins(returns),
    inputs: coins.length,
  };
}

function normalFeerate({ wallet, now }: CommandContext): number {
  return wallet.presets(now).find(({ name }) => name === 'normal')!.ticksPerKvb;
}
