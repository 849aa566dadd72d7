/**
 * The wallet's commands with the shapes of their answers. An answer of another shape is an error
 * with a sentence: what cannot be read is never drawn as zero.
 */

import { formatAmount } from '../../wallet/payment-link.ts';
import { say } from '../language/say.ts';
import type { NodeActions } from '../state.ts';
import { ticksFromCoins } from './amount.ts';
import { ANSWER_UNKNOWN } from './refusal-words.ts';

export type Call = NodeActions['call'];

export interface Payee {
  readonly address: string;
  /** Ticks, or all that is left to be spent. */
  readonly amount: number | 'all';
}

export interface Payment {
  /** At least one, and no address twice. */
  readonly payees: readonly Payee[];
  readonly ticksPerKvb: number;
  /** Each payee gets less by the same part of the fee; none may get all that is left. */
  readonly subtractFee: boolean;
  readonly memo: string;
}

/** What a payment would do, or did; in ticks and ticks per 1,000 vB. */
export interface PaymentPlan {
  /** Of all together. */
  readonly amount: number;
  /** What each address gets. */
  readonly gets: ReadonlyMap<string, number>;
  readonly fee: number;
  /** What comes back to us. */
  readonly change: number;
  readonly sizeVbytes: number;
  /** Empty for a plan. */
  readonly txid: string;
}

export interface FeeChange {
  readonly oldFee: number;
  readonly newFee: number;
  /** Empty for a plan. */
  readonly txid: string;
  /** Where the old one stays, and is carried by a new one; `oldFee` is then of all that wait. */
  readonly carried?: { readonly parentsVbytes: number; readonly childVbytes: number };
}

/** The plan of a payment; nothing is reserved and nothing leaves. */
export async function planPayment(call: Call, payment: Payment): Promise<PaymentPlan> {
  return readPlan(await call('send', recipientsOf(payment), optionsOf(payment, true)));
}

export async function sendPayment(call: Call, payment: Payment): Promise<PaymentPlan> {
  return readPlan(await call('send', recipientsOf(payment), optionsOf(payment, false)));
}

function recipientsOf({ payees, subtractFee }: Payment): unknown {
  return payees.map(({ address, amount }) => ({
    address,
    amount: amount === 'all' ? 'all' : formatAmount(amount),
    ...(subtractFee ? { subtractfee: true } : {}),
  }));
}

function optionsOf({ ticksPerKvb, memo }: Payment, dryRun: boolean): unknown {
  return { feerate: ticksPerKvb, ...(memo === '' ? {} : { memo }), dry_run: dryRun };
}

export type FeeCommand = 'bumpfee' | 'canceltransaction' | 'childpaysforparent';

interface FeeOrder {
  readonly txid: string;
  /** At least; the node takes what it needs to replace the old one where that is more. */
  readonly ticksPerKvb: number;
  readonly dryRun: boolean;
}

export async function changeFee(
  call: Call,
  command: FeeCommand,
  { txid, ticksPerKvb, dryRun }: FeeOrder,
): Promise<FeeChange> {
  const answer = fieldsOf(await call(command, txid, { feerate: ticksPerKvb, dry_run: dryRun }));
  const known = { newFee: ticksOf(answer['fee']), txid: textOf(answer['txid'] ?? '') };
  if (command !== 'childpaysforparent') return { ...known, oldFee: ticksOf(answer['origfee']) };
  return {
    ...known,
    oldFee: ticksOf(answer['ancestorfees']),
    carried: {
      parentsVbytes: numberOf(answer['ancestorsize']),
      childVbytes: numberOf(answer['vsize']),
    },
  };
}

export async function readWords(call: Call): Promise<readonly string[]> {
  const { words } = fieldsOf(await call('dumpmnemonic'));
  if (!Array.isArray(words) || words.length === 0) throw new Error(say(ANSWER_UNKNOWN));
  return words.map(textOf);
}

export async function readXpub(call: Call): Promise<string> {
  return textOf(await call('getxpub'));
}

export async function exportFile(call: Call, passphrase: string): Promise<Uint8Array> {
  const { bytes } = fieldsOf(await call('exportwallet', passphrase));
  if (!(bytes instanceof Uint8Array)) throw new Error(say(ANSWER_UNKNOWN));
  return bytes;
}

/** How long the wallet stays open: for one errand, for writing words on paper, for a while. */
export const ERRAND_SECONDS = 30;
export const WRITING_SECONDS = 900;
export const WHILE_SECONDS = 300;

export async function unlock(call: Call, passphrase: string, seconds: number): Promise<void> {
  await call('walletpassphrase', passphrase, seconds);
}

export function readPlan(result: unknown): PaymentPlan {
  const answer = fieldsOf(result);
  return {
    amount: ticksOf(answer['amount']),
    gets: new Map(listOf(answer['recipients']).map(readGets)),
    fee: ticksOf(answer['fee']),
    change: ticksOf(answer['change'] ?? 0),
    sizeVbytes: numberOf(answer['vsize']),
    txid: textOf(answer['txid'] ?? ''),
  };
}

function readGets(value: unknown): [address: string, ticks: number] {
  const { address, amount } = fieldsOf(value);
  return [textOf(address), ticksOf(amount)];
}

export function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new Error(say(ANSWER_UNKNOWN));
  return value;
}

export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) throw new Error(say(ANSWER_UNKNOWN));
  return value as Readonly<Record<string, unknown>>;
}

export function ticksOf(value: unknown): number {
  const ticks = ticksFromCoins(value);
  if (ticks === undefined) throw new Error(say(ANSWER_UNKNOWN));
  return ticks;
}

export function numberOf(value: unknown): number {
  if (typeof value !== 'number') throw new Error(say(ANSWER_UNKNOWN));
  return value;
}

export function textOf(value: unknown): string {
  if (typeof value !== 'string') throw new Error(say(ANSWER_UNKNOWN));
  return value;
}
