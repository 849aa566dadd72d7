/** Blocks that spend wrongly, or oddly and well: order, maturity, locktimes, hash types. */

import type { Transaction } from '../../src/consensus/types.ts';
import { fromHex } from '../../src/util/bytes.ts';
import { data, type Funds, MATURITY, outputOf, payment, rewardOf } from '../support/block-lab.ts';
import { goodPayment } from '../support/bad-transactions.ts';
import { editInputs, pay } from '../support/blocks.ts';
import type { ChainWorld } from '../support/chain-world.ts';
import { type Acceptance, made, type Refusal } from './block-case.ts';

const MISSING = 'bad-txns-inputs-missingorspent/invalid';
const IMMATURE = 'bad-txns-premature-spend-of-coinbase/invalid';
const NONFINAL = 'bad-txns-nonfinal/invalid';

const holding = (list: (past: ChainWorld) => readonly Transaction[]) =>
  made((past) => ({ transactions: list(past) }));
const sweep = (funds: Funds, fee = 0) => payment([funds], [pay(funds.output.value - fee)]);
const sweeps = (past: ChainWorld, count: number) =>
  Array.from({ length: count }, (_, number) => sweep(past.mature(number)));
const locked = (funds: Funds, locktime: number, sequence = 0xfffffffe) =>
  payment([funds], [pay(1)], {
    edit: (bare) => ({ ...editInputs(bare, { sequence }), locktime }),
  });
const medianTimePast = ({ lab }: ChainWorld) => {
  const times = lab
    .branch(lab.tip)
    .slice(-11)
    .map(({ header }) => header.time);
  return times.sort((left, right) => left - right)[5]!;
};

export const COIN_REFUSALS: readonly Refusal[] = [
  [
    'a spend of a later transaction',
    MISSING,
    holding((past) => {
      const first = sweep(past.mature(0));
      return [sweep(outputOf(first, 0)), first];
    }),
  ],
  [
    'a transaction that spends itself by another',
    MISSING,
    holding((past) => {
      const first = sweep(past.mature(0));
      const second = sweep(outputOf(first, 0));
      return [payment([outputOf(second, 0)], [pay(1)]), second, first];
    }),
  ],
  [
    'two spends of one coin',
    MISSING,
    holding((past) => [sweep(past.mature(0), 1), sweep(past.mature(0), 2)]),
  ],
  [
    'two spends of a coin made in the block',
    MISSING,
    holding((past) => {
      const first = sweep(past.mature(0));
      const funds = outputOf(first, 0);
      return [first, sweep(funds, 1), sweep(funds, 2)];
    }),
  ],
  [
    'a spend of the coin of the block before, spent there',
    MISSING,
    (past) => {
      const funds = past.mature(0);
      past.extend(past.lab.make({ transactions: [sweep(funds, 1)] }));
      return holding(() => [sweep(funds, 2)])(past);
    },
  ],
  [
    'a transaction that is in the block before',
    MISSING,
    (past) => {
      const once = sweep(past.mature(0));
      past.extend(past.lab.make({ transactions: [once] }));
      return holding(() => [once])(past);
    },
  ],
  [
    'a spend of a data output',
    MISSING,
    (past) => {
      const funds = past.mature(0);
      const split = payment([funds], [pay(funds.output.value), data(8)]);
      past.extend(past.lab.make({ transactions: [split] }));
      const ghost = { ...outputOf(split, 0), prevout: outputOf(split, 1).prevout };
      return holding(() => [sweep(ghost)])(past);
    },
  ],
  [
    'a spend of the genesis output',
    MISSING,
    holding((past) => {
      const { prevout } = rewardOf(past.lab.genesis);
      return [sweep({ ...past.mature(0), prevout })];
    }),
  ],
  [
    'a spend of the witness commitment',
    MISSING,
    holding((past) => {
      const { prevout } = outputOf(past.blocks[5]!.transactions[0]!, 1);
      return [sweep({ ...past.mature(0), prevout })];
    }),
  ],
  ["a spend of another room's coin", MISSING, holding((past) => [sweep(past.world.foreign)])],
  ['a coinbase coin of the block before', IMMATURE, holding((past) => [sweep(past.deep(1))])],
  [
    'a coinbase coin one block too young',
    IMMATURE,
    holding((past) => [sweep(past.deep(MATURITY - 1))]),
  ],
  [
    'a coinbase coin too young beside an old one',
    IMMATURE,
    holding((past) => [payment([past.mature(0), past.deep(MATURITY - 1)], [pay(1)])]),
  ],
  [
    'a tick more than its coins, in the last of three',
    'bad-txns-in-belowout/invalid',
    holding((past) => [sweep(past.mature(0)), sweep(past.mature(1)), sweep(past.mature(2), -1)]),
  ],
  [
    'a bad signature in the last of three',
    'bad-txns-signature/invalid',
    holding((past) => {
      const last = sweep(past.mature(2));
      const witness = [last.inputs[0]!.witness[0]!.map((byte, at) => (at === 9 ? byte ^ 4 : byte))];
      return [sweep(past.mature(0)), sweep(past.mature(1)), editInputs(last, { witness })];
    }),
  ],
  [
    'a bad signature in the last of twenty-five, which others verify',
    'bad-txns-signature/invalid',
    holding((past) => {
      const last = sweep(past.mature(24));
      const witness = [
        last.inputs[0]!.witness[0]!.map((byte, at) => (at === 63 ? byte ^ 1 : byte)),
      ];
      return [...sweeps(past, 24), editInputs(last, { witness })];
    }),
  ],
  [
    'a bad signature and too high a reward',
    'bad-cb-amount/invalid',
    made((past) => {
      const bad = editInputs(sweep(past.mature(0)), { witness: [new Uint8Array(64)] });
      return { transactions: [bad], fees: 1 };
    }),
  ],
  [
    'a coin of a key off the curve',
    'bad-txns-signature/invalid',
    holding((past) => [sweep(past.world.offCurve)]),
  ],
  [
    'a transaction of 64 bytes without its witness',
    'bad-txns-undersize/invalid',
    holding((past) => [
      payment([past.mature(0)], [{ value: 0, scriptPubKey: fromHex('6a026869') }]),
    ]),
  ],
  [
    'an input twice in one transaction',
    'bad-txns-inputs-duplicate/invalid',
    holding((past) => [payment([past.mature(0), past.mature(0)], [pay(1)])]),
  ],
  [
    'a transaction locked to its height',
    NONFINAL,
    holding((past) => [locked(past.mature(0), past.lab.nextHeight)]),
  ],
  [
    'a transaction locked to its height, replaceable',
    NONFINAL,
    holding((past) => [locked(past.mature(0), past.lab.nextHeight, 0xfffffffd)]),
  ],
  [
    'a transaction locked to the median time past',
    NONFINAL,
    holding((past) => [locked(past.mature(0), medianTimePast(past))]),
  ],
  [
    "a transaction locked to a second before the block's own time",
    NONFINAL,
    holding((past) => [locked(past.mature(0), past.lab.tip.header.time + 19)]),
  ],
  [
    'a transaction locked to the last height that is one',
    NONFINAL,
    holding((past) => [locked(past.mature(0), 499_999_999)]),
  ],
];

const accepted = (list: (past: ChainWorld) => readonly Transaction[]) => (past: ChainWorld) =>
  past.lab.make({ transactions: list(past) });
const HASH_TYPES = [0, 1, 2, 3, 0x81, 0x82, 0x83];

export const COIN_ACCEPTANCES: readonly Acceptance[] = [
  ['a coinbase coin just old enough', accepted((past) => [sweep(past.deep(MATURITY))])],
  [
    'ten payments, each of the coin of the one before',
    accepted((past) => {
      const list = [sweep(past.mature(0))];
      while (list.length < 10) list.push(sweep(outputOf(list.at(-1)!, 0)));
      return list;
    }),
  ],
  ['twenty-five payments, which others verify', accepted((past) => sweeps(past, 25))],
  [
    'a payment of each hash type',
    accepted((past) =>
      HASH_TYPES.map((hashType, number) =>
        payment([past.mature(number)], [pay(past.mature(number).output.value)], { hashType }),
      ),
    ),
  ],
  [
    'several inputs of each hash type',
    accepted((past) =>
      [0, 3, 0x83].map((hashType, number) => {
        const funds = [0, 1, 2].map((more) => past.mature(3 * number + more));
        return payment(funds, [pay(1), pay(2), data(3)], { hashType });
      }),
    ),
  ],
  [
    'a transaction of 65 bytes without its witness',
    accepted((past) => [
      payment([past.mature(0)], [{ value: 0, scriptPubKey: fromHex('6a03686579') }]),
    ]),
  ],
  [
    'transactions locked to the height before, the second before the median, and the first second',
    accepted((past) => [
      locked(past.mature(0), past.lab.nextHeight - 1),
      locked(past.mature(1), medianTimePast(past) - 1, 0xfffffffd),
      locked(past.mature(2), 500_000_000),
    ]),
  ],
  [
    'a transaction locked for ever and final all the same',
    accepted((past) => [
      locked(past.mature(0), 0xffffffff, 0xffffffff),
      locked(past.mature(1), 499_999_999, 0xffffffff),
    ]),
  ],
  [
    'a payment to a key off the curve',
    accepted((past) => {
      const scriptPubKey = past.world.offCurve.output.scriptPubKey;
      return [payment([past.mature(0)], [{ value: 1, scriptPubKey }])];
    }),
  ],
  ['a good payment', accepted((past) => [goodPayment(past.world)])],
];
