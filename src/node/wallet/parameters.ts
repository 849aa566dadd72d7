/**
 * What the parameters of wallet commands may be, read strictly once. All of it throws CommandError.
 */

import { parseHash } from '../../consensus/hash.ts';
import type { Hash } from '../../consensus/types.ts';
import { CodecError } from '../../util/codec-error.ts';
import { PASSPHRASE_MAX_CHARACTERS, RECIPIENTS_MAX } from '../../util/limits.ts';
import { decodeAddress } from '../../wallet/address.ts';
import type { Recipient } from '../../wallet/builder.ts';
import { WalletError, type WalletRefusal } from '../../wallet/wallet-error.ts';
import { CommandError } from '../api.ts';
import {
  isRecord,
  RPC_INVALID_ADDRESS_OR_KEY,
  RPC_INVALID_PARAMETER,
  RPC_TYPE_ERROR,
  TICKS_PER_COIN,
  toInteger,
} from '../command.ts';
import { RPC_WALLET_ERROR } from './keyring.ts';

export interface SpendOptions {
  /** Undefined for the preset. */
  readonly ticksPerKvb: number | undefined;
  readonly memo: Uint8Array | undefined;
  readonly isDryRun: boolean;
}

const RPC_WALLET_INSUFFICIENT_FUNDS = -6;
/** Up to eight decimals: a tick is the least there is. */
const AMOUNT = /^\d{1,8}(?:\.(\d{1,8}))?$/;
const DECIMALS = 8;

const REFUSALS: Readonly<Record<WalletRefusal, readonly [code: number, sentence: string]>> = {
  'funds-insufficient': [
    RPC_WALLET_INSUFFICIENT_FUNDS,
    'Insufficient funds: what may be spent now does not cover the amount and its fee',
  ],
  'amount-invalid': [RPC_TYPE_ERROR, 'Amount out of range'],
  'amount-dust': [RPC_INVALID_PARAMETER, 'The amount is too small to be worth spending again'],
  'recipients-none': [RPC_INVALID_PARAMETER, 'There is nobody to pay and nothing to write'],
  'rest-twice': [RPC_INVALID_PARAMETER, 'Only one recipient can get all that is left'],
  'memo-too-long': [RPC_INVALID_PARAMETER, 'A memo has at most 80 bytes'],
  'feerate-out-of-range': [
    RPC_INVALID_PARAMETER,
    'The feerate must be from 1000 to 10000000 ticks per 1,000 virtual bytes',
  ],
  'transaction-too-large': [
    RPC_WALLET_ERROR,
    'It would take more coins than one transaction can hold: send a smaller amount first',
  ],
  'transaction-unknown': [RPC_INVALID_ADDRESS_OR_KEY, 'No such payment waits here'],
  'transaction-not-replaceable': [
    RPC_WALLET_ERROR,
    'Only a payment of this wallet that still waits can be replaced',
  ],
  'transaction-no-own-output': [RPC_WALLET_ERROR, 'That payment brings nothing to this wallet'],
  'key-watch-only': [RPC_WALLET_ERROR, 'This wallet only watches: its secret is elsewhere'],
};

/** Runs what may be refused by the wallet, with Bitcoin's codes for it; the page knows our own. */
export function planned<Answer>(plan: () => Answer): Answer {
  try {
    return plan();
  } catch (error) {
    if (!(error instanceof WalletError)) throw error;
    const [code, sentence] = REFUSALS[error.code];
    throw new CommandError(code, `${error.code}: ${sentence}`);
  }
}

/** Coins as a number or as decimal text, exactly. */
export function toTicks(value: unknown): number {
  const text = typeof value === 'number' ? numberText(value) : value;
  const match = typeof text === 'string' ? AMOUNT.exec(text) : null;
  if (match === null) throw new CommandError(RPC_TYPE_ERROR, 'Invalid amount');
  const [whole = ''] = match[0].split('.');
  return Number(whole) * TICKS_PER_COIN + Number((match[1] ?? '').padEnd(DECIMALS, '0'));
}

export function toCoins(ticks: number): number {
  return ticks / TICKS_PER_COIN;
}

/** The script that an address stands for. */
export function toScript(value: unknown): Uint8Array {
  if (typeof value !== 'string') throw new CommandError(RPC_TYPE_ERROR, 'an address is text');
  try {
    return decodeAddress(value.trim());
  } catch (error) {
    if (!(error instanceof CodecError)) throw error;
    throw new CommandError(RPC_INVALID_ADDRESS_OR_KEY, `Invalid address: ${detailOf(error)}`);
  }
}

export function toTxid(value: unknown): Hash {
  const parsed = typeof value === 'string' ? parseHash(value) : undefined;
  if (parsed === undefined) {
    throw new CommandError(RPC_INVALID_PARAMETER, 'txid must be 64 lowercase hex digits');
  }
  return parsed;
}

export interface Recipients {
  readonly recipients: readonly Recipient[];
  readonly subtractFee: boolean;
}

export function toRecipients(value: unknown): Recipients {
  const rows: readonly unknown[] = Array.isArray(value) ? value : [];
  if (rows.length === 0 || rows.length > RECIPIENTS_MAX) {
    const message = `recipients must be a list of 1 to ${RECIPIENTS_MAX}`;
    throw new CommandError(RPC_INVALID_PARAMETER, message);
  }
  const records = rows.map(toRecord);
  const recipients = records.map(({ address, amount }) => ({
    scriptPubKey: toScript(address),
    value: amount === 'all' ? ('rest' as const) : toTicks(amount),
  }));
  const subtracting = records.filter(({ subtractfee }) => subtractfee === true).length;
  if (subtracting > 0 && subtracting < records.length) {
    const message = 'Either all recipients pay the fee, each the same part, or none does';
    throw new CommandError(RPC_INVALID_PARAMETER, message);
  }
  return { recipients, subtractFee: subtracting > 0 };
}

export function toSpendOptions(value: unknown): SpendOptions {
  const { feerate, memo, dry_run: dryRun } = value === undefined ? {} : toRecord(value);
  if (memo !== undefined && typeof memo !== 'string') {
    throw new CommandError(RPC_TYPE_ERROR, 'a memo is text');
  }
  return {
    ticksPerKvb: feerate === undefined ? undefined : toInteger(feerate, 'feerate'),
    memo: memo === undefined || memo === '' ? undefined : new TextEncoder().encode(memo),
    isDryRun: dryRun === true,
  };
}

export function toPassphrase(value: unknown): string {
  if (typeof value !== 'string') throw new CommandError(RPC_TYPE_ERROR, 'a passphrase is text');
  if (value === '') throw new CommandError(RPC_INVALID_PARAMETER, 'passphrase cannot be empty');
  if (value.length > PASSPHRASE_MAX_CHARACTERS) {
    const message = `a passphrase has at most ${PASSPHRASE_MAX_CHARACTERS} characters`;
    throw new CommandError(RPC_INVALID_PARAMETER, message);
  }
  return value;
}

export function toRecord(value: unknown): Readonly<Record<string, unknown>> {
  if (!isRecord(value)) throw new CommandError(RPC_TYPE_ERROR, 'options must be an object');
  return value;
}

/** An error of ours begins with its code. */
export function detailOf({ code, message }: CodecError): string {
  return message.startsWith(`${code}: `) ? message.slice(code.length + 2) : message;
}

/** As JSON would write it, without an exponent; nothing for what is no amount. */
function numberText(value: number): string {
  const text = Number.isFinite(value) && value >= 0 ? value.toFixed(DECIMALS) : '';
  return Number(text) === value ? text : '';
}
