/**
 * Transactions that each break one rule and keep all others, for every entrance there is: the rules
 * themselves, a block, the wire; later the mempool and the import of a chain.
 *
 * What consensus says is exact. Where the codec refuses the bytes first, nobody ever holds such a
 * transaction: then `codec` is the word that the sender hears.
 */

import type { Transaction, TransactionInput } from '../../src/consensus/types.ts';
import { concatBytes, fromHex } from '../../src/util/bytes.ts';
import { data, type Funds, payment } from './block-lab.ts';
import { editInputs, KEY_SCRIPT, pay, ZERO } from './blocks.ts';
import type { World } from './chain-world.ts';

/** Who is the first to know: the transaction alone, its place in the chain, the coins. */
export type Judge = 'check' | 'context' | 'connect';

export interface BadTransaction {
  readonly name: string;
  readonly judge: Judge;
  /** 'code/blame'. */
  readonly expected: string;
  /** The codec's code for its bytes; without it they decode to the very transaction. */
  readonly codec?: string;
  readonly build: (world: World) => Transaction;
}

type Row = readonly [name: string, code: string, build: (world: World) => Transaction];

const LEFT = 1_000;

/** A payment of one coin that leaves a small fee. */
export function goodPayment({ coin }: Pick<World, 'coin'>): Transaction {
  return payment([coin], [pay(coin.output.value - LEFT)]);
}

function edited({ coin }: World, edit: (bare: Transaction) => Transaction): Transaction {
  return payment([coin], [pay(coin.output.value - LEFT)], { edit });
}

function withOutput(world: World, value: number, script: Uint8Array): Transaction {
  return edited(world, (bare) => ({ ...bare, outputs: [{ value, scriptPubKey: script }] }));
}

/** Every input changed before it is signed. */
function withInputs(world: World, change: Partial<TransactionInput>): Transaction {
  return edited(world, (bare) => editInputs(bare, change));
}

/** The signature replaced after it was made. */
function withWitness(
  world: World,
  change: (signature: Uint8Array) => readonly Uint8Array[],
): Transaction {
  const good = goodPayment(world);
  return editInputs(good, { witness: change(good.inputs[0]!.witness[0]!) });
}

function withSignature(world: World, change: (signature: Uint8Array) => Uint8Array): Transaction {
  return withWitness(world, (signature) => [change(signature)]);
}

function withR(world: World, r: string): Transaction {
  return withSignature(world, (signature) => concatBytes(fromHex(r), signature.slice(32)));
}

function withS(world: World, s: string): Transaction {
  return withSignature(world, (signature) => concatBytes(signature.slice(0, 32), fromHex(s)));
}

function typed(hashType: number): (world: World) => Transaction {
  return (world) =>
    withSignature(world, (signature) => concatBytes(signature, Uint8Array.of(hashType)));
}

function spending(name: 'immature' | 'spent' | 'missing' | 'foreign' | 'offCurve') {
  return (world: World): Transaction =>
    payment([world[name]], [pay(world[name].output.value - LEFT)]);
}

/** With SINGLE on both inputs and an output beside the first only. */
function singleWithoutOutput({ coin, other }: World): Transaction {
  const both = [pay(1), pay(1)];
  const signed = payment([coin, other], both, { hashType: 3 });
  return { ...signed, outputs: both.slice(1) };
}

const NEGATIVE = 'bad-txns-vout-negative';
const TOO_LARGE = 'bad-txns-vout-toolarge';
const FORM = 'bad-txns-vout-form';
const SIGNATURE = 'bad-txns-signature';
const MISSING = 'bad-txns-inputs-missingorspent';

/** The order p of the field and n of the curve (SEC 2), and an r off the curve (BIP340). */
const P = 'fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f';
const N = 'fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141';
const R_OFF_CURVE = '4a298dacae57395a15d0795ddbfd1dcb564da82b0f269bc70a74f8220429ba1d';

const SHAPE: readonly Row[] = [
  ['of version 1', 'bad-txns-version', (w) => edited(w, (bare) => ({ ...bare, version: 1 }))],
  ['of version 3', 'bad-txns-version', (w) => edited(w, (bare) => ({ ...bare, version: 3 }))],
  ['of version −2', 'bad-txns-version', (w) => edited(w, (bare) => ({ ...bare, version: -2 }))],
  [
    'without outputs',
    'bad-txns-vout-empty',
    (w) => edited(w, (bare) => ({ ...bare, outputs: [] })),
  ],
  [
    'of 64 bytes without its witness (CVE-2017-12842)',
    'bad-txns-undersize',
    (w) => withOutput(w, 0, fromHex('6a026869')),
  ],
  [
    'with an input twice (CVE-2018-17144)',
    'bad-txns-inputs-duplicate',
    ({ coin }) => payment([coin, coin], [pay(2 * coin.output.value - LEFT)]),
  ],
  [
    'with an input twice, not side by side',
    'bad-txns-inputs-duplicate',
    ({ coin, other }) => payment([coin, other, coin], [pay(LEFT)]),
  ],
  [
    'that creates coins like a coinbase in its second input',
    'bad-txns-prevout-null',
    ({ coin }) => {
      const prevout = { txid: ZERO, vout: 0xffffffff };
      return payment([coin, { ...coin, prevout }], [pay(coin.output.value)]);
    },
  ],
  [
    'with a scriptSig',
    'bad-txns-scriptsig',
    (w) => withInputs(w, { scriptSig: Uint8Array.of(0x51) }),
  ],
  ['of sequence 0', 'bad-txns-sequence', (w) => withInputs(w, { sequence: 0 })],
  ['of sequence fffffffc', 'bad-txns-sequence', (w) => withInputs(w, { sequence: 0xfffffffc })],
  ['with a relative height', 'bad-txns-sequence', (w) => withInputs(w, { sequence: 1 })],
  ['with a relative time', 'bad-txns-sequence', (w) => withInputs(w, { sequence: 0x00400001 })],
  [
    'with BIP68 switched off in another way',
    'bad-txns-sequence',
    (w) => withInputs(w, { sequence: 0x80000000 }),
  ],
];

const WITNESS: readonly Row[] = [
  ['without a witness', 'bad-txns-witness-items', (w) => withWitness(w, () => [])],
  [
    'with a witness for one of its inputs only',
    'bad-txns-witness-items',
    ({ coin, other }) => {
      const good = payment([coin, other], [pay(LEFT)]);
      return { ...good, inputs: [good.inputs[0]!, { ...good.inputs[1]!, witness: [] }] };
    },
  ],
  ['with its signature twice', 'bad-txns-witness-items', (w) => withWitness(w, (s) => [s, s])],
  [
    'with an annex',
    'bad-txns-witness-items',
    (w) => withWitness(w, (signature) => [signature, Uint8Array.of(0x50)]),
  ],
  [
    'by a script path',
    'bad-txns-witness-items',
    (w) =>
      withWitness(w, () => [
        Uint8Array.of(0x51),
        concatBytes(Uint8Array.of(0xc0), KEY_SCRIPT.slice(2)),
      ]),
  ],
  ['with an empty signature', 'bad-txns-witness-size', (w) => withSignature(w, (s) => s.slice(64))],
  [
    'with 63 bytes of signature',
    'bad-txns-witness-size',
    (w) => withSignature(w, (s) => s.slice(1)),
  ],
  [
    'with 66 bytes of signature',
    'bad-txns-witness-size',
    (w) => withSignature(w, (signature) => concatBytes(signature, Uint8Array.of(1, 1))),
  ],
  ['with DEFAULT written out', 'bad-txns-hash-type', typed(0)],
  ['of hash type 04', 'bad-txns-hash-type', typed(4)],
  ['of hash type 80', 'bad-txns-hash-type', typed(0x80)],
  ['of hash type 84', 'bad-txns-hash-type', typed(0x84)],
  ['of hash type ff', 'bad-txns-hash-type', typed(0xff)],
  ['with SINGLE and no output beside it', 'bad-txns-hash-type-single', singleWithoutOutput],
];

const OUTPUTS: readonly Row[] = [
  [
    'that pays to a key hash',
    FORM,
    (w) => withOutput(w, 1, fromHex(`76a914${'07'.repeat(20)}88ac`)),
  ],
  [
    'that pays to a script hash',
    FORM,
    (w) => withOutput(w, 1, fromHex(`a914${'07'.repeat(20)}87`)),
  ],
  [
    'that pays to a witness key hash',
    FORM,
    (w) => withOutput(w, 1, fromHex(`0014${'07'.repeat(20)}`)),
  ],
  [
    'that pays to a witness of version 2',
    FORM,
    (w) => withOutput(w, 1, fromHex(`5220${'07'.repeat(32)}`)),
  ],
  [
    'that pays to a key of 33 bytes',
    FORM,
    (w) => withOutput(w, 1, fromHex(`5121${'02'.repeat(33)}`)),
  ],
  ['that pays to an anchor', FORM, (w) => withOutput(w, 1, fromHex('51024e73aa'))],
  ['that pays to anybody', FORM, (w) => withOutput(w, 1, fromHex('5151515151'))],
  ['that pays nothing to a key', 'bad-txns-vout-zero', (w) => withOutput(w, 0, KEY_SCRIPT)],
  ['that burns a tick', 'bad-txns-data-value', (w) => withOutput(w, 1, data(20).scriptPubKey)],
  [
    'with 84 bytes of data script',
    'bad-txns-data-size',
    (w) => withOutput(w, 0, data(81).scriptPubKey),
  ],
  [
    'with code after OP_RETURN',
    'bad-txns-data-form',
    (w) => withOutput(w, 0, fromHex('6a0300000061')),
  ],
  ['with a push cut short', 'bad-txns-data-form', (w) => withOutput(w, 0, fromHex('6a05010203'))],
  [
    'that pays more than can exist in all',
    'bad-txns-txouttotal-toolarge',
    (w) => edited(w, (bare) => ({ ...bare, outputs: [pay(21e14), pay(1)] })),
  ],
  [
    'whose outputs are beyond 2^53 in all',
    'bad-txns-txouttotal-toolarge',
    (w) => edited(w, (bare) => ({ ...bare, outputs: Array.from({ length: 5 }, () => pay(21e14)) })),
  ],
];

/** The same rules, where no bytes can say what is wrong. */
const UNSPEAKABLE: readonly (readonly [...Row, codec: string])[] = [
  [
    'without inputs',
    'bad-txns-vin-empty',
    (w) => ({ ...goodPayment(w), inputs: [], outputs: [pay(24)] }),
    'count-beyond-data',
  ],
  [
    'without inputs and outputs',
    'bad-txns-vin-empty',
    (w) => ({ ...goodPayment(w), inputs: [], outputs: [] }),
    'transaction-flag',
  ],
  ['that pays −1', NEGATIVE, (w) => withValue(w, -1), 'amount-too-large'],
  ['that pays 21e14 + 1', TOO_LARGE, (w) => withValue(w, 21e14 + 1), 'amount-too-large'],
  ['that pays 2^53 − 1', TOO_LARGE, (w) => withValue(w, 2 ** 53 - 1), 'amount-too-large'],
  ['that pays 2^63', NEGATIVE, (w) => withValue(w, 2 ** 63), 'amount-too-large'],
];

/** What it pays is changed after signing: no signer could write such an amount down. */
function withValue(world: World, value: number): Transaction {
  return { ...goodPayment(world), outputs: [pay(value)] };
}

const CONTEXT: readonly Row[] = [
  ['locked to the next height', 'bad-txns-nonfinal', ({ coin, height }) => locked(coin, height)],
  [
    'locked to the last height there is',
    'bad-txns-nonfinal',
    ({ coin }) => locked(coin, 499_999_999),
  ],
  [
    'locked to the median time past',
    'bad-txns-nonfinal',
    ({ coin, medianTimePast }) => locked(coin, medianTimePast),
  ],
  ['locked to the end of time', 'bad-txns-nonfinal', ({ coin }) => locked(coin, 0xffffffff)],
  [
    'locked, with one of its two inputs final',
    'bad-txns-nonfinal',
    ({ coin, other, height }) => {
      const edit = (bare: Transaction) => ({
        ...bare,
        locktime: height,
        inputs: [{ ...bare.inputs[0]!, sequence: 0xffffffff }, bare.inputs[1]!],
      });
      return payment([coin, other], [pay(LEFT)], { edit });
    },
  ],
];

function locked(coin: Funds, locktime: number): Transaction {
  const edit = (bare: Transaction) => ({ ...editInputs(bare, { sequence: 0xfffffffe }), locktime });
  return payment([coin], [pay(coin.output.value - LEFT)], { edit });
}

const CONNECT: readonly Row[] = [
  ['of a coin that never was', MISSING, spending('missing')],
  ['of a coin that is spent', MISSING, spending('spent')],
  ["of another room's coin", MISSING, spending('foreign')],
  [
    'of an output that is no coin',
    MISSING,
    ({ coin }) => {
      const prevout = { ...coin.prevout, vout: coin.prevout.vout + 1 };
      return payment([{ ...coin, prevout }], [pay(LEFT)]);
    },
  ],
  [
    'of a coinbase one block too young',
    'bad-txns-premature-spend-of-coinbase',
    spending('immature'),
  ],
  [
    'that pays a tick more than it has',
    'bad-txns-in-belowout',
    ({ coin }) => payment([coin], [pay(coin.output.value + 1)]),
  ],
  [
    'that pays a tick more than its two coins have',
    'bad-txns-in-belowout',
    ({ coin, other }) =>
      payment([coin, other], [pay(coin.output.value), pay(other.output.value + 1)]),
  ],
  ['of a coin whose key is off the curve', SIGNATURE, spending('offCurve')],
  ['signed with nothing', SIGNATURE, (w) => withSignature(w, () => new Uint8Array(64))],
  ['signed with r of p', SIGNATURE, (w) => withR(w, P)],
  ['signed with r off the curve', SIGNATURE, (w) => withR(w, R_OFF_CURVE)],
  ['signed with s of n', SIGNATURE, (w) => withS(w, N)],
  ['signed with s of 0', SIGNATURE, (w) => withS(w, '00'.repeat(32))],
  [
    'signed with one bit wrong',
    SIGNATURE,
    (w) => withSignature(w, (s) => s.map((byte, at) => (at === 63 ? byte ^ 1 : byte))),
  ],
  ['signed under another hash type', SIGNATURE, typed(1)],
  ['changed after signing', SIGNATURE, (w) => ({ ...goodPayment(w), outputs: [pay(LEFT)] })],
  ['relocked after signing', SIGNATURE, (w) => ({ ...goodPayment(w), locktime: 1 })],
  [
    'signed for a coin of another amount',
    SIGNATURE,
    ({ coin }) => {
      const output = { ...coin.output, value: coin.output.value + 1 };
      return payment([{ ...coin, output }], [pay(LEFT)]);
    },
  ],
  [
    'with the signatures of its inputs exchanged',
    SIGNATURE,
    ({ coin, other }) => {
      const good = payment([coin, other], [pay(LEFT)]);
      const [first, second] = good.inputs as [TransactionInput, TransactionInput];
      const inputs = [
        { ...first, witness: second.witness },
        { ...second, witness: first.witness },
      ];
      return { ...good, inputs };
    },
  ],
];

function rows(judge: Judge, list: readonly Row[]): BadTransaction[] {
  return list.map(([name, code, build]) => ({ name, judge, expected: `${code}/invalid`, build }));
}

export const BAD_TRANSACTIONS: readonly BadTransaction[] = [
  ...rows('check', [...SHAPE, ...WITNESS, ...OUTPUTS]),
  ...UNSPEAKABLE.map(([name, code, build, codec]) => ({
    name,
    judge: 'check' as const,
    expected: `${code}/invalid`,
    codec,
    build,
  })),
  ...rows('context', CONTEXT),
  ...rows('connect', CONNECT),
];
