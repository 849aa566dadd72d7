/** Bodies whose miner broke a rule of coinbase, commitment or size, and odd ones that are good. */

import type { Transaction, TransactionOutput } from '../../src/consensus/types.ts';
import { concatBytes, fromHex, reverseBytes } from '../../src/util/bytes.ts';
import {
  commitmentOutput,
  data,
  heightPush,
  payment,
  type Recipe,
  subsidyAt,
} from '../support/block-lab.ts';
import { editInputs, pay } from '../support/blocks.ts';
import type { ChainWorld } from '../support/chain-world.ts';
import { type Acceptance, made, type Refusal } from './block-case.ts';
import { unspent } from './spare-payments.ts';

const RESERVED = new Uint8Array(32);
const NONZERO = RESERVED.map((_, at) => (at === 0 ? 1 : 0));

const three = (past: ChainWorld): Recipe => ({ transactions: unspent(past, 3) });
const reserving = (value: Uint8Array) => (coinbase: Transaction) =>
  editInputs(coinbase, { witness: [value] });
const scripted = (script: (past: ChainWorld) => Uint8Array) =>
  made((past) => ({ scriptSig: script(past) }));
const padded = ({ lab }: ChainWorld, bytes: number) => {
  const prefix = lab.scriptSig(lab.nextHeight);
  return concatBytes(prefix, new Uint8Array(bytes - prefix.length));
};
const alsoPaying = (output: TransactionOutput) =>
  made(() => ({ coinbase: (bare) => ({ ...bare, outputs: [output] }) }));
const withInput = (edit: (coinbase: Transaction) => Transaction) =>
  made(() => ({ coinbase: edit }));
/** The room's push after another height. */
const atHeight = ({ lab }: ChainWorld, push: Uint8Array) =>
  concatBytes(push, lab.scriptSig(0).slice(1));

/** The header commits to it: the miner's own. Before both commitments match it stays mutated. */
export const MINED_BODIES: readonly Refusal[] = [
  [
    'a root of other transactions',
    'bad-txnmrklroot/mutated',
    made(({ lab }) => ({ header: { merkleRoot: lab.tip.header.merkleRoot } })),
  ],
  [
    'one transaction in two places',
    'bad-txns-duplicate/mutated',
    made((past) => {
      const [first, second] = unspent(past, 2) as [Transaction, Transaction];
      return { transactions: [first, second, first] };
    }),
  ],
  [
    'no coinbase',
    'bad-cb-missing/mutated',
    made((past) => ({ ...three(past), list: (list) => list.slice(1) })),
  ],
  [
    'its coinbase in the second place',
    'bad-cb-missing/mutated',
    made((past) => ({ ...three(past), list: ([c, first, ...rest]) => [first!, c!, ...rest] })),
  ],
  [
    'a coinbase that spends a coin as well',
    'bad-cb-missing/mutated',
    made((past) => {
      const { inputs } = unspent(past, 1)[0]!;
      return { coinbase: (bare) => ({ ...bare, inputs: [...bare.inputs, ...inputs] }) };
    }),
  ],
  [
    'a coinbase of output 0 of no transaction',
    'bad-cb-missing/mutated',
    withInput((bare) => {
      const { txid } = bare.inputs[0]!.prevout;
      return editInputs(bare, { prevout: { txid, vout: 0 } });
    }),
  ],
  ['no witness commitment', 'bad-witness-missing/mutated', made(() => ({ commit: () => [] }))],
  [
    'a commitment cut short by a byte',
    'bad-witness-missing/mutated',
    made(() => ({
      commit: ({ scriptPubKey }) => [{ value: 0, scriptPubKey: scriptPubKey.slice(0, -1) }],
    })),
  ],
  [
    'a commitment of another mark',
    'bad-witness-missing/mutated',
    made(() => ({
      commit: ({ scriptPubKey }) => [
        { value: 0, scriptPubKey: scriptPubKey.map((byte, at) => (at === 5 ? 0xee : byte)) },
      ],
    })),
  ],
  ['two commitments', 'bad-witness-multiple/mutated', made(() => ({ commit: (it) => [it, it] }))],
  [
    'a commitment before its last output',
    'bad-witness-place/mutated',
    made(() => ({ commit: (it) => [it, data(4)] })),
  ],
  [
    'a commitment to other witnesses',
    'bad-witness-merkle-match/mutated',
    made((past) => ({
      ...three(past),
      commit: () => [commitmentOutput(unspent(past, 2))],
    })),
  ],
  [
    'a commitment to the coinbase as well',
    'bad-witness-merkle-match/mutated',
    made((past) => ({
      ...three(past),
      commit: () => [commitmentOutput([unspent(past, 1)[0]!, ...unspent(past, 3)])],
    })),
  ],
  [
    'a reserved value for something',
    'bad-witness-nonce/invalid',
    made(() => ({ coinbase: reserving(NONZERO) })),
  ],
  [
    'a reserved value of all ones',
    'bad-witness-nonce/invalid',
    made(() => ({ coinbase: reserving(RESERVED.map(() => 0xff)) })),
  ],
  [
    'a commitment that burns a tick',
    'bad-txns-data-value/invalid',
    made(({ lab }) => ({
      reward: subsidyAt(lab.nextHeight) - 1,
      commit: ({ scriptPubKey }) => [{ value: 1, scriptPubKey }],
    })),
  ],
  [
    'a second coinbase',
    'bad-cb-multiple/invalid',
    made(({ lab }) => {
      const [other] = lab.make({ scriptSig: lab.scriptSig(lab.nextHeight, Uint8Array.of(1)) })
        .transactions as [Transaction];
      return { transactions: [other] };
    }),
  ],
  ['a coinbase script of no bytes', 'bad-cb-length/invalid', scripted(() => new Uint8Array())],
  ['a coinbase script of 1 byte', 'bad-cb-length/invalid', scripted(() => Uint8Array.of(0x51))],
  [
    'a coinbase script of 101 bytes',
    'bad-cb-length/invalid',
    scripted((past) => padded(past, 101)),
  ],
  [
    'the height of its parent',
    'bad-cb-height/invalid',
    scripted((past) => atHeight(past, heightPush(past.lab.nextHeight - 1))),
  ],
  [
    'the height of its child',
    'bad-cb-height/invalid',
    scripted((past) => atHeight(past, heightPush(past.lab.nextHeight + 1))),
  ],
  [
    'its height in a byte too many',
    'bad-cb-height/invalid',
    scripted((past) => {
      const [, low, high] = heightPush(past.lab.nextHeight);
      return atHeight(past, Uint8Array.of(3, low!, high!, 0));
    }),
  ],
  [
    'its height by another opcode',
    'bad-cb-height/invalid',
    scripted((past) =>
      atHeight(past, concatBytes(Uint8Array.of(0x4c), heightPush(past.lab.nextHeight))),
    ),
  ],
  ['no height', 'bad-cb-height/invalid', scripted((past) => atHeight(past, new Uint8Array()))],
  [
    'no push of its room',
    'bad-cb-genesis/invalid',
    scripted(({ lab }) => concatBytes(heightPush(lab.nextHeight), data(8).scriptPubKey)),
  ],
  [
    "another room's push",
    'bad-cb-genesis/invalid',
    scripted(({ lab }) => lab.scriptSig(lab.nextHeight).map((byte, at) => (at > 3 ? 7 : byte))),
  ],
  [
    "its room's push as people read it",
    'bad-cb-genesis/invalid',
    scripted(({ lab }) => {
      const script = lab.scriptSig(lab.nextHeight);
      return concatBytes(script.slice(0, 4), reverseBytes(script.slice(4)));
    }),
  ],
  [
    "its room's push cut by a byte",
    'bad-cb-genesis/invalid',
    scripted(({ lab }) => lab.scriptSig(lab.nextHeight).slice(0, -1)),
  ],
  [
    'a coinbase of another locktime',
    'bad-cb-locktime/invalid',
    withInput((bare) => ({ ...bare, locktime: bare.locktime - 1 })),
  ],
  [
    'a coinbase locked to its own height',
    'bad-cb-locktime/invalid',
    withInput((bare) => ({ ...bare, locktime: bare.locktime + 1 })),
  ],
  [
    'a coinbase without locktime',
    'bad-cb-locktime/invalid',
    withInput((bare) => ({ ...bare, locktime: 0 })),
  ],
  [
    'a coinbase whose locktime is out of force',
    'bad-cb-sequence/invalid',
    withInput((bare) => editInputs(bare, { sequence: 0xffffffff })),
  ],
  [
    'a coinbase of version 1',
    'bad-txns-version/invalid',
    withInput((bare) => ({ ...bare, version: 1 })),
  ],
  [
    'a reward to a key hash',
    'bad-txns-vout-form/invalid',
    alsoPaying({ value: 1, scriptPubKey: fromHex(`0014${'07'.repeat(20)}`) }),
  ],
  ['a reward of nothing to a key', 'bad-txns-vout-zero/invalid', alsoPaying(pay(0))],
  [
    'rewards of more than can exist',
    'bad-txns-txouttotal-toolarge/invalid',
    made(() => ({ coinbase: (bare) => ({ ...bare, outputs: [pay(21e14), pay(1)] }) })),
  ],
  [
    'a reward with 84 bytes of data',
    'bad-txns-data-size/invalid',
    made(() => ({ coinbase: (bare) => ({ ...bare, outputs: [data(81)] }) })),
  ],
  [
    'a reward one tick too high',
    'bad-cb-amount/invalid',
    made(({ lab }) => ({ reward: subsidyAt(lab.nextHeight) + 1 })),
  ],
  ['a reward of everything there can be', 'bad-cb-amount/invalid', made(() => ({ reward: 21e14 }))],
  [
    'a reward one tick above subsidy and fees',
    'bad-cb-amount/invalid',
    made((past) => {
      const funds = past.mature(0);
      const spending = payment([funds], [pay(funds.output.value - 500)]);
      return { transactions: [spending], fees: 501 };
    }),
  ],
  [
    'a weight of 400,001',
    'bad-blk-weight/invalid',
    made((past) => ({ transactions: heavy(past, 400_001) })),
  ],
];

const PAY_WEIGHT = 4 * 43;

/** Payments that bring an otherwise empty block to this weight, every byte of them counted here. */
function heavy(past: ChainWorld, weight: number): Transaction[] {
  const { lab } = past;
  const header = 4 * (80 + 1);
  const script = lab.scriptSig(lab.nextHeight).length;
  const coinbase = 4 * (4 + 1 + 36 + 1 + script + 4 + 1 + 43 + 47 + 4) + 2 + 34;
  const bare = 4 * (4 + 1 + 41 + 1 + 4) + 2 + 66;
  let left = weight - header - coinbase - 3 * bare - 3 * PAY_WEIGHT;
  // Signatures of 65 bytes bring what outputs cannot: single units.
  const odd = left % 4;
  left -= odd;
  // The count of outputs takes 3 bytes from 253 on; a data output of n bytes weighs 4 · (11 + n).
  left -= 4 * 2 + 4 * 11;
  const outputs = Math.floor(left / PAY_WEIGHT);
  const last = data((left % PAY_WEIGHT) / 4);
  return [0, 1, 2].map((number) => {
    const funds = past.mature(number);
    const more = number === 0 ? [...Array.from({ length: outputs }, () => pay(1)), last] : [];
    return payment([funds], [pay(1), ...more], { hashType: number < odd ? 1 : 0 });
  });
}

export const BODY_ACCEPTANCES: readonly Acceptance[] = [
  ['a coinbase script of 100 bytes', (past) => past.lab.make({ scriptSig: padded(past, 100) })],
  [
    'a reward below what is allowed',
    (past) => past.lab.make({ reward: subsidyAt(past.lab.nextHeight) - 1 }),
  ],
  ['no reward', ({ lab }) => lab.make({ reward: 0 })],
  [
    'a reward in several outputs, with data',
    ({ lab }) => {
      const reward = subsidyAt(lab.nextHeight);
      const outputs = [pay(1), data(80), pay(reward - 2), pay(1), data(0)];
      return lab.make({ coinbase: (bare) => ({ ...bare, outputs }) });
    },
  ],
  [
    'a commitment followed by more pushes in its own output',
    ({ lab }) =>
      lab.make({
        commit: ({ scriptPubKey }) => [
          { value: 0, scriptPubKey: concatBytes(scriptPubKey, fromHex('0401020304')) },
        ],
      }),
  ],
  [
    'the fees of its payments',
    (past) => {
      const funds = past.mature(3);
      const spending = payment([funds], [pay(funds.output.value - 500)]);
      return past.lab.make({ transactions: [spending], fees: 500 });
    },
  ],
  ['a weight of 400,000', (past) => past.lab.make({ transactions: heavy(past, 400_000) })],
];
