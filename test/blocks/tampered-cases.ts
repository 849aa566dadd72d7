/** Bodies that are not their header's, though that is good: the poison rule (PROTOCOL 2). */

import type { Transaction, TransactionOutput } from '../../src/consensus/types.ts';
import { concatBytes, fromHex } from '../../src/util/bytes.ts';
import type { Recipe } from '../support/block-lab.ts';
import { editInputs, pay } from '../support/blocks.ts';
import type { ChainWorld } from '../support/chain-world.ts';
import { misspelt, type Refusal, tampered } from './block-case.ts';
import { unspent } from './spare-payments.ts';

const BLOCK_MAX_BYTES = 400_000;
const RESERVED = new Uint8Array(32);

const three = (past: ChainWorld): Recipe => ({ transactions: unspent(past, 3) });
const empty = (): Recipe => ({});
const witnessed = (witness: readonly Uint8Array[]) => (list: readonly Transaction[]) => [
  editInputs(list[0]!, { witness }),
  ...list.slice(1),
];
const lastChanged =
  (change: (signature: Uint8Array) => readonly Uint8Array[]) => (list: readonly Transaction[]) => [
    ...list.slice(0, -1),
    editInputs(list.at(-1)!, { witness: change(list.at(-1)!.inputs[0]!.witness[0]!) }),
  ];
const flipped = (bytes: Uint8Array, bit = 1) => Uint8Array.of(bytes[0]! ^ bit, ...bytes.slice(1));

/** Not the miner's: the hash stays clean and the truth is accepted after it. */
export const TAMPERED_BODIES: readonly Refusal[] = [
  ['no transaction', 'bad-blk-length/mutated', tampered(empty, () => [])],
  [
    'more bytes than a block can have',
    'bad-blk-length/mutated',
    tampered(empty, (list) => witnessed([new Uint8Array(BLOCK_MAX_BYTES)])(list)),
  ],
  [
    'its last transaction missing',
    'bad-txnmrklroot/mutated',
    tampered(three, (l) => l.slice(0, -1)),
  ],
  ['its coinbase missing', 'bad-txnmrklroot/mutated', tampered(three, (l) => l.slice(1))],
  [
    'two transactions exchanged',
    'bad-txnmrklroot/mutated',
    tampered(three, ([first, second, third, fourth]) => [first!, second!, fourth!, third!]),
  ],
  [
    'a transaction more',
    'bad-txnmrklroot/mutated',
    tampered(three, (list, past) => [...list, unspent(past, 4)[3]!]),
  ],
  [
    'an amount changed',
    'bad-txnmrklroot/mutated',
    tampered(three, (list) => [...list.slice(0, 3), { ...list[3]!, outputs: [pay(1)] }]),
  ],
  [
    'the reward paid to another',
    'bad-txnmrklroot/mutated',
    tampered(empty, ([coinbase]) => {
      const scriptPubKey = fromHex(`5120${'11'.repeat(32)}`);
      const [{ value }, commitment] = coinbase!.outputs as [TransactionOutput, TransactionOutput];
      return [{ ...coinbase!, outputs: [{ value, scriptPubKey }, commitment] }];
    }),
  ],
  ['its only transaction twice', 'bad-txnmrklroot/mutated', tampered(empty, (l) => [...l, ...l])],
  [
    'the last of three twice (CVE-2012-2459)',
    'bad-txns-duplicate/mutated',
    tampered(
      (past) => ({ transactions: unspent(past, 2) }),
      (l) => [...l, l[2]!],
    ),
  ],
  [
    'the last two of six twice (CVE-2012-2459)',
    'bad-txns-duplicate/mutated',
    tampered(
      (past) => ({ transactions: unspent(past, 5) }),
      (l) => [...l, ...l.slice(4)],
    ),
  ],
  [
    'the last of five three times more (CVE-2012-2459)',
    'bad-txns-duplicate/mutated',
    tampered(
      (past) => ({ transactions: unspent(past, 4) }),
      (l) => [...l, l[4]!, l[4]!, l[4]!],
    ),
  ],
  [
    'one bit of a signature changed',
    'bad-witness-merkle-match/mutated',
    tampered(
      three,
      lastChanged((signature) => [flipped(signature)]),
    ),
  ],
  [
    'a signature removed',
    'bad-witness-merkle-match/mutated',
    tampered(
      three,
      lastChanged(() => []),
    ),
  ],
  [
    'an item added to a witness',
    'bad-witness-merkle-match/mutated',
    tampered(
      three,
      lastChanged((signature) => [signature, Uint8Array.of(0x50)]),
    ),
  ],
  [
    'a megabyte of witness less a little',
    'bad-witness-merkle-match/mutated',
    tampered(
      three,
      lastChanged(() => [new Uint8Array(390_000)]),
    ),
  ],
  [
    'the reserved value changed',
    'bad-witness-merkle-match/mutated',
    tampered(empty, witnessed([flipped(RESERVED)])),
  ],
  ['no reserved value', 'bad-witness-nonce-size/mutated', tampered(empty, witnessed([]))],
  [
    'a reserved value of 31 bytes',
    'bad-witness-nonce-size/mutated',
    tampered(empty, witnessed([new Uint8Array(31)])),
  ],
  [
    'a reserved value of 33 bytes',
    'bad-witness-nonce-size/mutated',
    tampered(empty, witnessed([new Uint8Array(33)])),
  ],
  [
    'two reserved values',
    'bad-witness-nonce-size/mutated',
    tampered(empty, witnessed([RESERVED, RESERVED])),
  ],
  ['its last byte missing', 'codec:end-of-data', misspelt((bytes) => bytes.slice(0, -1))],
  [
    'a byte after its end',
    'codec:trailing-data',
    misspelt((b) => concatBytes(b, Uint8Array.of(0))),
  ],
  [
    'its one transaction counted in three bytes',
    'codec:size-not-minimal',
    misspelt((bytes) => concatBytes(bytes.subarray(0, 80), fromHex('fd0100'), bytes.subarray(81))),
  ],
  [
    'a count of more transactions than bytes',
    'codec:count-beyond-data',
    misspelt((bytes) =>
      concatBytes(bytes.subarray(0, 80), fromHex('feffffffff'), bytes.subarray(81)),
    ),
  ],
  ['its header alone', 'codec:end-of-data', misspelt((bytes) => bytes.slice(0, 80))],
];
