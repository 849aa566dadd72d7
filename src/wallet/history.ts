/**
 * What the owner is told of each payment: what it did to the wallet, and how it stands. Computed
 * from the ledger when asked, so no row can be out of step with the coins.
 */

import { outpointKey } from '../consensus/encoding.ts';
import type { Hash, TransactionOutput } from '../consensus/types.ts';
import { total } from './coin-selection.ts';
import type { Entry, PaymentState } from './entries.ts';
import type { Ledger } from './ledger.ts';

/** From here on a payment is called confirmed: only a deep reorganisation takes it back. */
export const CONFIRMED_DEPTH = 6;
const OP_RETURN = 0x6a;

export type PaymentKind =
  /** A block's reward. */
  | 'mined'
  | 'received'
  /** Some of it went to others. */
  | 'sent'
  /** From us to us; only the fee is gone. */
  | 'moved';

export type PaymentStage =
  | 'pending'
  /** In a block, less than six deep. */
  | 'confirming'
  | 'confirmed'
  | 'replaced'
  | 'orphaned'
  | 'dropped';

export interface HistoryRow {
  readonly txid: Hash;
  readonly kind: PaymentKind;
  readonly stage: PaymentStage;
  readonly state: PaymentState;
  /** Blocks from its own to the tip; 0 outside of the chain. */
  readonly depth: number;
  /** What the wallet has more (or less) by it, fee included, if it counts. In ticks. */
  readonly net: number;
  /** In ticks; known where all inputs are ours. */
  readonly fee?: number;
  /** Outputs to others. */
  readonly paid: readonly TransactionOutput[];
  /** Outputs to us, change included. */
  readonly got: readonly TransactionOutput[];
  /** Scripts that carry data. */
  readonly memos: readonly Uint8Array[];
  /** Of its block, or when it was first seen. Ms since 1970. */
  readonly at: number;
}

/** Newest first: what waits, then all others by time. */
export function historyRows(ledger: Ledger, count = Infinity, offset = 0): HistoryRow[] {
  const entries = [...ledger.entries.values()].toSorted(compareEntries);
  return entries.slice(offset, offset + count).map((entry) => historyRow(ledger, entry));
}

export function historyRow({ entries, keys, tip }: Ledger, entry: Entry): HistoryRow {
  const { state, transaction, txid } = entry;
  const spent = transaction.inputs.flatMap(
    ({ prevout }) => entries.output(outpointKey(prevout)) ?? [],
  );
  const isOurs = ({ scriptPubKey }: TransactionOutput) => keys.find(scriptPubKey) !== undefined;
  const isData = ({ scriptPubKey }: TransactionOutput) => scriptPubKey[0] === OP_RETURN;
  const got = transaction.outputs.filter(isOurs);
  const paid = transaction.outputs.filter((output) => !isOurs(output) && !isData(output));
  const depth = state.kind === 'confirmed' ? tip.height - state.height + 1 : 0;
  return {
    txid,
    kind: kindOf(entry, { spends: spent.length > 0, pays: paid.length > 0 }),
    stage: stageOf(state, depth),
    state,
    depth,
    net: total(got) - total(spent),
    ...(entries.isOwn(entry) ? { fee: total(spent) - total(transaction.outputs) } : {}),
    paid,
    got,
    // A coinbase's data are the commitment to the witnesses, and nobody's words.
    memos: entry.coinbase
      ? []
      : transaction.outputs.filter(isData).map(({ scriptPubKey }) => scriptPubKey),
    at: timeOf(entry),
  };
}

function kindOf(
  { coinbase }: Entry,
  { spends, pays }: { readonly spends: boolean; readonly pays: boolean },
): PaymentKind {
  if (coinbase) return 'mined';
  if (!spends) return 'received';
  return pays ? 'sent' : 'moved';
}

function stageOf({ kind }: PaymentState, depth: number): PaymentStage {
  return kind === 'confirmed' && depth < CONFIRMED_DEPTH ? 'confirming' : kind;
}

function timeOf({ seenAt, state }: Entry): number {
  return state.kind === 'confirmed' ? 1_000 * state.time : seenAt;
}

function compareEntries(left: Entry, right: Entry): number {
  const waits = Number(right.state.kind === 'pending') - Number(left.state.kind === 'pending');
  return waits || timeOf(right) - timeOf(left) || right.sequence - left.sequence;
}
