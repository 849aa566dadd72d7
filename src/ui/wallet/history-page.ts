/**
 * A history that is longer than a page. A page is at most fifty lines, however many payments those
 * stand for, so that a wallet of ten years draws no more than one of a day.
 *
 * A page is kept by what lies below its top, down to the oldest payment: whatever comes in above
 * moves nothing before one's eyes.
 */

import type { PaymentRow, WalletView } from '../../node/api.ts';
import { LISTED_PAYMENTS_MAX } from '../../util/limits.ts';
import { formatCount } from '../format.ts';
import { say } from '../language/say.ts';
import { type HistoryLine, historyLines, rowsOf } from './history-lines.ts';

export const LINES_PER_PAGE = 50;

export interface Place {
  /** Payments from the page's first one down to the oldest; Infinity to stay with the newest. */
  readonly left: number;
  /** Rewards one by one, too. */
  readonly each: boolean;
}

/** As an answer of the node brought it. */
export interface HistoryPage {
  readonly place: Place;
  readonly lines: readonly HistoryLine[];
  /** Payments above the page. */
  readonly skipped: number;
  /** Payments that its lines stand for. */
  readonly held: number;
  readonly total: number;
}

export const NEWEST: Place = { left: Infinity, each: false };

/** What is asked of the node for a page. */
export function askFor({ left, each }: Place, total: number): { count: number; skip: number } {
  return {
    count: each ? LINES_PER_PAGE : LISTED_PAYMENTS_MAX,
    skip: Math.max(0, total - left),
  };
}

/** `rows` answer what was asked for this place. */
export function pageOf(place: Place, rows: readonly PaymentRow[], total: number): HistoryPage {
  const lines = place.each ? rows.map(lineOf) : historyLines(rows);
  const shown = lines.slice(0, LINES_PER_PAGE);
  const held = shown.reduce((sum, line) => sum + rowsOf(line).length, 0);
  return { place, lines: shown, skipped: askFor(place, total).skip, held, total };
}

/** Where the next older page begins; undefined on the last one. */
export function earlierPlace({ place, skipped, held, total }: HistoryPage): Place | undefined {
  const left = total - skipped - held;
  return left > 0 ? { left, each: place.each } : undefined;
}

/** The page that begins with this line and tells each of its payments. */
export function placeOfEach(
  { skipped, total, lines }: Pick<HistoryPage, 'skipped' | 'total' | 'lines'>,
  line: HistoryLine,
): Place {
  const above = lines.slice(0, lines.indexOf(line));
  const before = above.reduce((sum, it) => sum + rowsOf(it).length, 0);
  return { left: total - skipped - before, each: true };
}

/** Changes with whatever may change a row: what came, and how deep things stand. */
export function historyVersion({ payments, paymentsTotal }: WalletView): string {
  const rows = payments.map(({ txid, stage, depth }) => `${txid.slice(0, 8)} ${stage} ${depth}`);
  return [paymentsTotal, ...rows].join();
}

/** 'Payments 51 to 100 of 312'. */
export function rangeWords({ skipped, held, total }: HistoryPage): string {
  const last = formatCount(skipped + held);
  return held === 1
    ? say('Payment {last} of {total}', { last, total: formatCount(total) })
    : say('Payments {first} to {last} of {total}', {
        first: formatCount(skipped + 1),
        last,
        total: formatCount(total),
      });
}

function lineOf(row: PaymentRow): HistoryLine {
  return { kind: 'payment', row };
}
