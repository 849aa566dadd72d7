/** Bytes that say a good transaction in a second way, or say none: the codec refuses them all. */

import { concatBytes } from '../../src/util/bytes.ts';
import { goodPayment } from './bad-transactions.ts';
import { editInputs } from './blocks.ts';
import type { World } from './chain-world.ts';
import { encodeLax } from './lax-encoding.ts';

export interface BadBytes {
  readonly name: string;
  readonly codec: string;
  readonly build: (world: World) => Uint8Array;
}

export const BAD_BYTES: readonly BadBytes[] = [
  { name: 'nothing', codec: 'end-of-data', build: () => new Uint8Array() },
  { name: 'its last byte missing', codec: 'end-of-data', build: (w) => bytesOf(w).slice(0, -1) },
  {
    name: 'a byte after its end',
    codec: 'trailing-data',
    build: (w) => concatBytes(bytesOf(w), Uint8Array.of(0)),
  },
  {
    name: 'flag 2',
    codec: 'transaction-flag',
    build: (w) => bytesOf(w).map((byte, at) => (at === 5 ? 2 : byte)),
  },
  {
    name: 'the segwit form without a witness',
    codec: 'witness-superfluous',
    build: (w) => encodeLax(editInputs(goodPayment(w), { witness: [] }), { segwit: true }),
  },
  {
    name: 'its one input counted in three bytes',
    codec: 'size-not-minimal',
    build: (w) => spliced(bytesOf(w), 6, Uint8Array.of(0xfd, 1, 0)),
  },
  {
    name: 'a count of 2^32 − 1 inputs',
    codec: 'count-beyond-data',
    build: (w) => spliced(bytesOf(w), 6, Uint8Array.of(0xfe, 0xff, 0xff, 0xff, 0xff)),
  },
  {
    name: 'a count of 2^64 − 1 inputs',
    codec: 'size-too-large',
    build: (w) => spliced(bytesOf(w), 6, new Uint8Array(9).fill(0xff)),
  },
  {
    name: 'a scriptSig longer than the rest',
    codec: 'bytes-too-long',
    build: (w) => spliced(bytesOf(w), 43, Uint8Array.of(0xfd, 0xff, 0xff)),
  },
  {
    name: '1,001 items of witness',
    codec: 'witness-too-long',
    build: (w) => {
      const witness = Array.from({ length: 1_001 }, () => new Uint8Array());
      return encodeLax(editInputs(goodPayment(w), { witness }));
    },
  },
];

function bytesOf(world: World): Uint8Array {
  return encodeLax(goodPayment(world));
}

/** One byte replaced by several. */
function spliced(bytes: Uint8Array, at: number, parts: Uint8Array): Uint8Array {
  return concatBytes(bytes.subarray(0, at), parts, bytes.subarray(at + 1));
}
