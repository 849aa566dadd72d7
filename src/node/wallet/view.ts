/** The wallet as the page draws it: rows and sums from the ledger, every text made inert. */

import type { TransactionOutput } from '../../consensus/types.ts';
import { isPayToTaproot } from '../../consensus/signature.ts';
import { toHex } from '../../util/bytes.ts';
import { MEMO_MAX_BYTES } from '../../util/limits.ts';
import { inertText } from '../../util/text.ts';
import { encodeAddress } from '../../wallet/address.ts';
import { readNote } from '../../wallet/note.ts';
import { type HistoryRow, historyRow, historyRows } from '../../wallet/history.ts';
import type { Entry } from '../../wallet/entries.ts';
import type { Ledger } from '../../wallet/ledger.ts';
import type { PaymentRow, WalletView } from '../api.ts';

export interface RowContext {
  readonly ledger: Ledger;
  readonly coinbaseMaturity: number;
  /** The miner of the active block at this height; empty while it is not known. */
  readonly minerAt: (height: number) => string;
}

const OP_PUSHDATA1 = 0x4c;

/** What a wallet shows whose record cannot be read. */
export const DAMAGED_VIEW: WalletView = {
  state: 'damaged',
  protection: 'plain',
  backedUp: false,
  spendable: 0,
  immature: 0,
  pending: 0,
  receiveAddress: '',
  payments: [],
  paymentsTotal: 0,
  feePresets: [],
};

/** Newest first. */
export function paymentRows(context: RowContext, count: number, skip = 0): PaymentRow[] {
  return historyRows(context.ledger, count, skip).map((row) => paymentRow(context, row));
}

export function paymentOf(context: RowContext, entry: Entry): PaymentRow {
  return paymentRow(context, historyRow(context.ledger, entry));
}

function paymentRow(context: RowContext, row: HistoryRow): PaymentRow {
  const { state, txid, kind, depth, net, fee, at } = row;
  return {
    txid,
    kind,
    stage: stageOf(context, row),
    depth,
    net,
    ...(fee === undefined ? {} : { fee }),
    addresses: addressesOf(kind === 'sent' ? row.paid : row.got),
    memo: memoText(row.memos),
    at,
    ...('height' in state ? { height: state.height } : {}),
    ...(state.kind === 'replaced' ? { replacedBy: state.by } : {}),
    ...(state.kind === 'orphaned' ? { winner: context.minerAt(state.height) } : {}),
    ...(state.kind === 'dropped' ? { reason: state.reason } : {}),
    canBump: state.kind === 'pending' && fee !== undefined,
    canHurry: canHurry(context, row),
  };
}

/** What is ours alone is better replaced: that costs one transaction less. */
function canHurry({ ledger }: RowContext, { state, txid, fee }: HistoryRow): boolean {
  return state.kind === 'pending' && fee === undefined && ledger.coinsOf(txid).length > 0;
}

/** What the next block may spend is mature. */
function stageOf({ coinbaseMaturity }: RowContext, row: HistoryRow): PaymentRow['stage'] {
  const isYoung = row.state.kind === 'confirmed' && row.depth < coinbaseMaturity;
  return row.kind === 'mined' && isYoung ? 'immature' : row.stage;
}

export function addressesOf(outputs: readonly TransactionOutput[]): string[] {
  const scripts = outputs.map(({ scriptPubKey }) => scriptPubKey).filter(isPayToTaproot);
  return [...new Set(scripts.map(encodeAddress))];
}

/** The first one's text; a file's hash, and bytes that are no text, are shown as hex. */
export function memoText([script]: readonly Uint8Array[]): string {
  if (script === undefined) return '';
  const memo = script.subarray(script[1] === OP_PUSHDATA1 ? 3 : 2);
  const { kind, data } = readNote(memo) ?? { kind: 'text', data: memo };
  if (kind === 'file') return toHex(data);
  try {
    return inertText(new TextDecoder('utf-8', { fatal: true }).decode(data), MEMO_MAX_BYTES);
  } catch {
    return toHex(data);
  }
}
