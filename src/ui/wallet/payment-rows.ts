/** Payments as the command lists them, read back into the rows that the page draws. */

import type { PaymentRow } from '../../node/api.ts';
import { say } from '../language/say.ts';
import { type Call, fieldsOf, listOf, numberOf, textOf, ticksOf } from './commands.ts';
import { ANSWER_UNKNOWN } from './refusal-words.ts';

const KINDS: Readonly<Record<PaymentRow['kind'], true>> = {
  mined: true,
  received: true,
  sent: true,
  moved: true,
};
const STAGES: Readonly<Record<PaymentRow['stage'], true>> = {
  pending: true,
  immature: true,
  confirming: true,
  confirmed: true,
  replaced: true,
  orphaned: true,
  dropped: true,
};

/** Newest first, `skip` of them left out. */
export async function listPayments(
  call: Call,
  count: number,
  skip: number,
): Promise<readonly PaymentRow[]> {
  return listOf(await call('listtransactions', count, skip)).map(readRow);
}

function readRow(value: unknown): PaymentRow {
  const row = fieldsOf(value);
  return {
    txid: textOf(row['txid']),
    kind: memberOf(KINDS, row['kind']),
    stage: memberOf(STAGES, row['stage']),
    depth: numberOf(row['confirmations']),
    net: ticksOf(row['amount']),
    ...(row['fee'] === undefined ? {} : { fee: ticksOf(row['fee']) }),
    addresses: listOf(row['addresses']).map(textOf),
    memo: textOf(row['memo']),
    at: 1_000 * numberOf(row['time']),
    ...(row['blockheight'] === undefined ? {} : { height: numberOf(row['blockheight']) }),
    ...textsOf(row, ['replacedBy', 'winner', 'reason']),
    canBump: row['canBump'] === true,
    canHurry: row['canHurry'] === true,
  };
}

function textsOf<Name extends string>(
  row: Readonly<Record<string, unknown>>,
  names: readonly Name[],
): Partial<Record<Name, string>> {
  const known = names.filter((name) => row[name] !== undefined);
  return Object.fromEntries(known.map((name) => [name, textOf(row[name])])) as Partial<
    Record<Name, string>
  >;
}

function memberOf<Name extends string>(names: Readonly<Record<Name, true>>, value: unknown): Name {
  const name = textOf(value);
  if (!Object.hasOwn(names, name)) throw new Error(say(ANSWER_UNKNOWN));
  return name as Name;
}
