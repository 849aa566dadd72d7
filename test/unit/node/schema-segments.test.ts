import { describe, expect, it } from 'vitest';
import { BlockIndex, type Place } from '../../../src/chain/block-index.ts';
import { headerHash } from '../../../src/consensus/hash.ts';
import { packParts, readPart } from '../../../src/node/schema-segments.ts';
import type { StoreWrite } from '../../../src/node/ports.ts';
import { ChainBuilder } from '../../support/chain-builder.ts';

const SEGMENT_MAX_BYTES = 128 * 1024;
const SEAL_BYTES = 4;

const builder = new ChainBuilder();
const index = new BlockIndex(builder.genesis.header, builder.params.genesisHash);
for (const { header } of builder.run(builder.genesis, 9)) index.add(header, headerHash(header));

function pack(sizesBytes: readonly number[], first = 5) {
  const places = new Map<number, Place>();
  const parts = sizesBytes.map((sizeBytes, at) => ({
    handle: at + 1,
    bytes: new Uint8Array(sizeBytes).fill(at + 1),
  }));
  const placed = (handle: number, place: Place) => void places.set(handle, place);
  const writes = packParts(parts, { table: 'bodies', first, index, placed });
  return { writes, places, parts };
}

const recordOf = (write: StoreWrite) => ('put' in write ? write.put[2] : new Uint8Array());

describe('a segment', () => {
  it('holds parts up to its limit, and a larger one alone', () => {
    const half = SEGMENT_MAX_BYTES / 2 - SEAL_BYTES;
    const { writes } = pack([half, half, 1, 3 * SEGMENT_MAX_BYTES, 1, half]);
    const sizes = writes.map((write) => recordOf(write).length);
    expect(sizes).toEqual([
      SEGMENT_MAX_BYTES,
      1 + SEAL_BYTES,
      3 * SEGMENT_MAX_BYTES + SEAL_BYTES,
      half + 1 + 2 * SEAL_BYTES,
    ]);
    expect(writes.map((write) => 'put' in write && write.put.slice(0, 2))).toEqual([
      ['bodies', 5],
      ['bodies', 6],
      ['bodies', 7],
      ['bodies', 8],
    ]);
  });

  it('gives every part back, in memory of its own', () => {
    const { writes, places, parts } = pack([300, 1, 200_000, 70, 70]);
    for (const { handle, bytes } of parts) {
      const place = places.get(handle)!;
      const record = recordOf(writes[place.segment - 5]!);
      const part = readPart(record, place, { index, handle });
      expect(part).toEqual(bytes);
      expect(part!.buffer.byteLength).toBe(bytes.length);
    }
  });

  it('has nothing for another block, at another place, or beyond its end', () => {
    const { writes, places } = pack([300, 300]);
    const record = recordOf(writes[0]!);
    const place = places.get(1)!;
    expect(readPart(record, place, { index, handle: 2 })).toBeUndefined();
    const wrong = [
      { offset: 1 },
      { offset: -1 },
      { offset: 2 ** 31 - 1 },
      { length: 299 },
      { length: -5 },
      { length: 2 ** 31 - 1 },
    ];
    for (const bent of wrong) {
      expect(readPart(record, { ...place, ...bent }, { index, handle: 1 })).toBeUndefined();
    }
  });

  it('is not made of nothing', () => {
    expect(pack([]).writes).toEqual([]);
  });
});
