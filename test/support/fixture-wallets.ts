/** What a wallet may look like, by name; amounts in ticks. */

import type { PaymentRow, WalletView } from '../../src/node/api.ts';
import { fromHex } from '../../src/util/bytes.ts';
import { encodeAddress } from '../../src/wallet/address.ts';
import { FIXTURE_NOW_MS, fixtureHash } from './fixture-hash.ts';

const COIN = 100_000_000;
const MINUTE_MS = 60_000;

export function fixtureAddress(seed: string): string {
  return encodeAddress(fromHex(`5120${fixtureHash(seed)}`));
}

export function fixturePayment(seed: string, changes: Partial<PaymentRow> = {}): PaymentRow {
  return {
    txid: fixtureHash(`payment ${seed}`),
    kind: 'received',
    stage: 'confirmed',
    depth: 40,
    net: 12.5 * COIN,
    addresses: [fixtureAddress(seed)],
    memo: '',
    at: FIXTURE_NOW_MS - 9 * MINUTE_MS,
    height: 4961,
    canBump: false,
    canHurry: false,
    ...changes,
  };
}

/** No block holds it, so it has no height. */
export function outsideOfChain({ height, ...row }: PaymentRow): PaymentRow {
  return height === undefined ? row : { ...row, depth: 0 };
}

function mined(height: number, changes: Partial<PaymentRow> = {}): PaymentRow {
  const depth = 5001 - height;
  return fixturePayment(`mined ${height}`, {
    kind: 'mined',
    stage: depth < 30 ? 'immature' : 'confirmed',
    depth,
    height,
    net: 50 * COIN + 154,
    at: FIXTURE_NOW_MS - depth * 10_000,
    ...changes,
  });
}

const PENDING: readonly PaymentRow[] = [
  fixturePayment('sent pending', {
    kind: 'sent',
    stage: 'pending',
    depth: 0,
    net: -(12.5 * COIN) - 154,
    fee: 154,
    memo: 'Two coffees and a croissant, from the corner table',
    at: FIXTURE_NOW_MS - 4_000,
    canBump: true,
  }),
  fixturePayment('received pending', {
    stage: 'pending',
    depth: 0,
    net: 3.000_000_01 * COIN,
    at: FIXTURE_NOW_MS - 11_000,
  }),
].map(outsideOfChain);

const DEAD: readonly PaymentRow[] = [
  fixturePayment('replaced', {
    kind: 'sent',
    stage: 'replaced',
    depth: 0,
    net: -(12.5 * COIN) - 110,
    fee: 110,
    replacedBy: fixtureHash('payment sent pending'),
    at: FIXTURE_NOW_MS - 60_000,
  }),
  mined(1204, {
    stage: 'orphaned',
    depth: 0,
    winner: 'Amber Otter',
    at: FIXTURE_NOW_MS - 3 * MINUTE_MS,
  }),
  fixturePayment('dropped', {
    stage: 'dropped',
    depth: 0,
    net: 0.25 * COIN,
    reason: 'expired',
    at: FIXTURE_NOW_MS - 70 * MINUTE_MS,
  }),
];

const SETTLED: readonly PaymentRow[] = [
  fixturePayment('confirming', { stage: 'confirming', depth: 1, height: 5000, net: 7 * COIN }),
  fixturePayment('moved', {
    kind: 'moved',
    net: -111,
    fee: 111,
    depth: 12,
    height: 4989,
    at: FIXTURE_NOW_MS - 14 * MINUTE_MS,
  }),
  fixturePayment('many', {
    kind: 'sent',
    net: -(1_250 * COIN) - 312,
    fee: 312,
    addresses: ['a', 'b', 'c'].map((it) => fixtureAddress(it)),
    at: FIXTURE_NOW_MS - 44 * MINUTE_MS,
  }),
];

const EMPTY: WalletView = {
  state: 'open',
  protection: 'plain',
  backedUp: false,
  spendable: 0,
  immature: 0,
  pending: 0,
  receiveAddress: fixtureAddress('receive 0'),
  payments: [],
  paymentsTotal: 0,
  feePresets: [
    { name: 'slow', ticksPerKvb: 1_000, expectedBlocks: 6 },
    { name: 'normal', ticksPerKvb: 1_500, expectedBlocks: 3 },
    { name: 'fast', ticksPerKvb: 4_250, expectedBlocks: 1 },
  ],
};

function holding(changes: Partial<WalletView> = {}): WalletView {
  const payments = changes.payments ?? [mined(4992), mined(4980), ...SETTLED];
  return {
    ...EMPTY,
    spendable: 1_250 * COIN + 1,
    immature: 100 * COIN + 308,
    payments,
    paymentsTotal: payments.length,
    ...changes,
  };
}

const LONG = [
  ...PENDING,
  ...DEAD,
  ...SETTLED,
  ...Array.from({ length: 42 }, (_, at) => mined(4990 - 9 * at)),
];

export const WALLETS = {
  empty: EMPTY,
  fresh: {
    ...EMPTY,
    immature: 100 * COIN + 308,
    payments: [1, 2].map((depth) =>
      mined(13 - depth, { depth, stage: 'immature', at: FIXTURE_NOW_MS - depth * 7_000 }),
    ),
    paymentsTotal: 2,
  },
  balance: holding({ backedUp: true, protection: 'passphrase' }),
  pending: holding({ pending: 3.000_000_01 * COIN, payments: [...PENDING, ...DEAD, ...SETTLED] }),
  locked: holding({ state: 'locked', protection: 'passphrase', backedUp: true }),
  watching: holding({ state: 'watching', backedUp: true, immature: 0 }),
  damaged: { ...EMPTY, state: 'damaged', receiveAddress: '', feePresets: [] },
  mining: holding({
    payments: [
      ...PENDING.slice(1),
      ...Array.from({ length: 14 }, (_, at) => mined(5000 - at)),
      ...SETTLED,
      ...Array.from({ length: 9 }, (_, at) => mined(4940 - at)),
    ],
  }),
  rescan: { ...EMPTY, backedUp: true, rescan: { done: 1_204, total: 5_000 } },
  long: holding({
    spendable: 123_456 * COIN + 78_901_234,
    payments: LONG,
    paymentsTotal: 1_240,
  }),
} satisfies Readonly<Record<string, WalletView>>;
