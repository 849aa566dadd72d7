import { describe, expect, it } from 'vitest';
import type { PaymentRow } from '../../../../src/node/api.ts';
import { rowsOf } from '../../../../src/ui/wallet/history-lines.ts';
import {
  askFor,
  earlierPlace,
  type HistoryPage,
  historyVersion,
  NEWEST,
  pageOf,
  type Place,
  placeOfEach,
  rangeWords,
} from '../../../../src/ui/wallet/history-page.ts';
import { fixturePayment, WALLETS } from '../../../support/fixture-wallets.ts';

function payments(count: number): PaymentRow[] {
  return Array.from({ length: count }, (_, at) => fixturePayment(`paid ${at}`));
}

function rewards(count: number): PaymentRow[] {
  const changes = { kind: 'mined', stage: 'confirmed' } as const;
  return Array.from({ length: count }, (_, at) => fixturePayment(`mined ${at}`, changes));
}

/** As the node answers for a place. */
function open(history: readonly PaymentRow[], place: Place): HistoryPage {
  const { count, skip } = askFor(place, history.length);
  return pageOf(place, history.slice(skip, skip + count), history.length);
}

/** Every page from the newest to the oldest. */
function walk(history: readonly PaymentRow[], first: Place = NEWEST): HistoryPage[] {
  const pages = [open(history, first)];
  for (;;) {
    const next = earlierPlace(pages.at(-1)!);
    if (next === undefined) return pages;
    pages.push(open(history, next));
  }
}

const txidsOf = (pages: readonly HistoryPage[]) =>
  pages.flatMap(({ lines }) => lines.flatMap((line) => rowsOf(line).map(({ txid }) => txid)));

describe('a history in pages', () => {
  it('has at most 50 lines on each, and every payment once', () => {
    const history = [...payments(70), ...rewards(1_300), ...payments(45)];
    const pages = walk(history);
    expect(pages.map(({ lines }) => lines.length)).toEqual([50, 21, 46]);
    expect(txidsOf(pages)).toEqual(history.map(({ txid }) => txid));
  });

  it('asks the node for no more than it lists at once', () => {
    expect(askFor(NEWEST, 5_000)).toEqual({ count: 1_000, skip: 0 });
    expect(askFor({ left: 10, each: true }, 5_000)).toEqual({ count: 50, skip: 4_990 });
  });

  it('keeps a page where it is while payments come in above', () => {
    const history = payments(120);
    const place = earlierPlace(open(history, NEWEST))!;
    const before = open(history, place);
    const after = open([fixturePayment('new'), ...history], place);
    expect(txidsOf([after])).toEqual(txidsOf([before]));
    expect(after.skipped).toBe(before.skipped + 1);
  });

  it('begins with the newest where payments that came to nothing are forgotten', () => {
    const place = earlierPlace(open(payments(120), NEWEST))!;
    expect(open(payments(30), place)).toMatchObject({ skipped: 0, held: 30 });
  });

  it('tells each reward of a line from its first on, 50 to a page', () => {
    const history = [...payments(3), ...rewards(60), ...payments(3)];
    const page = open(history, NEWEST);
    const place = placeOfEach(page, page.lines[3]!);
    const pages = walk(history, place);
    expect(pages.map(({ lines }) => lines.length)).toEqual([50, 13]);
    expect(txidsOf(pages)).toEqual(history.slice(3).map(({ txid }) => txid));
  });

  it('says which payments are seen', () => {
    const pages = walk(payments(101));
    expect(pages.map(rangeWords)).toEqual([
      'Payments 1 to 50 of 101',
      'Payments 51 to 100 of 101',
      'Payment 101 of 101',
    ]);
  });

  it('is looked at anew when a payment comes, gets deeper or changes, and not otherwise', () => {
    const wallet = { ...WALLETS.empty, payments: payments(2), paymentsTotal: 2 };
    const versionWith = (changes: Partial<PaymentRow>) =>
      historyVersion({ ...wallet, payments: [fixturePayment('paid 0', changes), payments(2)[1]!] });
    const version = historyVersion(wallet);
    expect(historyVersion({ ...wallet, spendable: 7 })).toBe(version);
    expect(versionWith({})).toBe(version);
    expect(versionWith({ depth: 41 })).not.toBe(version);
    expect(versionWith({ stage: 'dropped' })).not.toBe(version);
    expect(historyVersion({ ...wallet, paymentsTotal: 3 })).not.toBe(version);
  });
});
