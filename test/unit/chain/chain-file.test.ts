import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  blockRecord,
  chainFileHead,
  ChainFileReader,
  type FileRecord,
  lessonRecord,
} from '../../../src/chain/chain-file.ts';
import { encodeBlock } from '../../../src/consensus/encoding.ts';
import { frameMagic } from '../../../src/consensus/genesis.ts';
import { CodecError } from '../../../src/util/codec-error.ts';
import { concatBytes, fromHex, toHex } from '../../../src/util/bytes.ts';
import { ChainBuilder, ROOM } from '../../support/chain-builder.ts';

const TOPIC = '00'.repeat(16);
const BLOCK_MAX_BYTES = 400_000;
const ROOM_RECORD_BYTES = 38;

const builder = new ChainBuilder();
const magic = frameMagic(builder.params.genesisHash);
const blocks = builder.run(builder.genesis, 5).map(encodeBlock);
const head = chainFileHead(ROOM, TOPIC);
const file = concatBytes(head, ...blocks.map((bytes) => blockRecord(magic, bytes)));

interface Reading {
  readonly records: readonly FileRecord[];
  readonly code: string | undefined;
}

/** Reads a file handed over in pieces to its end, or to the first fault. */
function read(bytes: Uint8Array, pieceBytes = bytes.length || 1): Reading {
  const reader = new ChainFileReader();
  const records: FileRecord[] = [];
  try {
    for (let at = 0; at < bytes.length; at += pieceBytes) {
      reader.push(bytes.subarray(at, at + pieceBytes));
      for (let next = reader.next(); next !== undefined; next = reader.next()) records.push(next);
    }
    reader.end();
    return { records, code: undefined };
  } catch (error) {
    if (!(error instanceof CodecError)) throw error;
    return { records, code: error.code };
  }
}

const blocksOf = ({ records }: Reading) =>
  records.flatMap((record) => (record.kind === 'block' ? [toHex(record.bytes)] : []));

function withU32(bytes: Uint8Array, at: number, value: number): Uint8Array {
  const copy = bytes.slice();
  new DataView(copy.buffer).setUint32(at, value, true);
  return copy;
}

describe('a chain as a file', () => {
  it('begins with its room: the letters tabr, 30 bytes of parameters and topic', () => {
    expect(new TextDecoder().decode(head.subarray(0, 4))).toBe('tabr');
    expect(toHex(head.subarray(4, 8))).toBe('1e000000');
    // Kind, T, bits, halving interval, time, topic: as they stand in the link.
    const params = '010affff7f205034030000f15365';
    expect(toHex(head.subarray(8, ROOM_RECORD_BYTES))).toBe(params + TOPIC);
  });

  it('goes on in the form of Bitcoin: magic, length, block, from genesis upwards', () => {
    const view = new DataView(file.buffer, file.byteOffset);
    expect(view.getUint32(ROOM_RECORD_BYTES, true)).toBe(magic);
    const length = view.getUint32(ROOM_RECORD_BYTES + 4, true);
    const start = ROOM_RECORD_BYTES + 8;
    expect(toHex(file.subarray(start, start + length))).toBe(toHex(encodeBlock(builder.genesis)));
    expect(toHex(file.subarray(start + length, start + length + 8))).toBe(
      toHex(blockRecord(magic, blocks[0]!).subarray(0, 8)),
    );
  });

  it.each([1, 7, 100, 1_000, file.length])('is read alike in pieces of %i bytes', (pieceBytes) => {
    const reading = read(file, pieceBytes);
    expect(reading.code).toBeUndefined();
    expect(blocksOf(reading)).toEqual(blocks.map(toHex));
    const [first] = reading.records;
    expect(first?.kind === 'room' && first.room.params).toEqual(builder.params);
    expect(first?.kind === 'room' && first.room.topic).toBe(TOPIC);
  });

  it('may hold genesis alone', () => {
    expect(read(head)).toMatchObject({ code: undefined, records: [{ kind: 'room' }] });
  });
});

describe('a file that is no whole chain', () => {
  const other = chainFileHead(ROOM, 'ff'.repeat(16));
  const genesisRecord = head.subarray(ROOM_RECORD_BYTES);
  const lengthAt = head.length + 4;
  it.each([
    ['an empty file', new Uint8Array(0), 'file-no-chain'],
    ['a file of something else', new TextEncoder().encode('{"chain": []}'), 'file-no-chain'],
    ['blocks without their room', file.subarray(ROOM_RECORD_BYTES), 'file-no-chain'],
    ['a cut room', file.subarray(0, 20), 'file-no-chain'],
    ['a room of another length', withU32(file, 4, 29), 'file-bad-room'],
    ['a room that cannot exist', withU32(file, 12, 0), 'file-bad-room'],
    ['a room record that claims more', withU32(file, 4, 31), 'file-record-size'],
    ['a room without genesis', file.subarray(0, ROOM_RECORD_BYTES), 'file-cut'],
    ['parameters its genesis denies', withU32(file, 14, 5), 'file-no-block'],
    [
      'a genesis that is another block',
      concatBytes(head.subarray(0, ROOM_RECORD_BYTES), blockRecord(magic, blocks[0]!)),
      'file-bad-genesis',
    ],
    ['the head of one room on another', concatBytes(other, genesisRecord), 'file-no-block'],
    ['a cut record', file.subarray(0, -1), 'file-cut'],
    ['a cut head of a record', file.subarray(0, head.length + 3), 'file-cut'],
    [
      'bytes behind the last record',
      concatBytes(file, fromHex('0011223344556677')),
      'file-no-block',
    ],
    ['fewer bytes behind it than a head', concatBytes(file, fromHex('00')), 'file-cut'],
    ['an empty record', withU32(file, lengthAt, 0), 'file-record-size'],
  ])('%s', (_, bytes, code) => {
    expect(read(bytes).code).toBe(code);
    expect(read(bytes, 3).code).toBe(code);
  });

  it('is refused at the claim of a record larger than a block, before it is waited for', () => {
    const largest = withU32(file, lengthAt, BLOCK_MAX_BYTES).subarray(0, lengthAt + 4);
    expect(read(largest).code).toBe('file-cut');
    const larger = withU32(file, lengthAt, BLOCK_MAX_BYTES + 1).subarray(0, lengthAt + 4);
    expect(read(larger).code).toBe('file-record-size');
    expect(read(withU32(larger, lengthAt, 0xffffffff)).code).toBe('file-record-size');
  });

  it('gives its good beginning and one fault, however it was altered and handed over', () => {
    const good = blocks.map(toHex);
    const change = fc.tuple(fc.nat(file.length - 1), fc.integer({ min: 1, max: 255 }));
    const plan = fc.record({
      changes: fc.array(change, { maxLength: 3 }),
      keepBytes: fc.nat(file.length),
      tail: fc.uint8Array({ maxLength: 20 }),
      pieceBytes: fc.integer({ min: 1, max: 500 }),
    });
    fc.assert(
      fc.property(plan, ({ changes, keepBytes, tail, pieceBytes }) => {
        const bytes = file.slice();
        for (const [at, flip] of changes) bytes[at]! ^= flip;
        const whole = concatBytes(bytes.subarray(0, keepBytes), tail);
        const reading = read(whole, pieceBytes);
        expect(reading).toEqual(read(whole));
        // Only a change inside of a block is not the reader's to see.
        const records = blocksOf(reading);
        expect(records.length).toBeLessThanOrEqual(good.length);
        const isTouched = changes.some(([at]) => at < keepBytes) || tail.length > 0;
        if (!isTouched) expect(records).toEqual(good.slice(0, records.length));
      }),
      { numRuns: 500 },
    );
  });
});

describe('what somebody noted down', () => {
  const notes = lessonRecord(Uint8Array.of(1, 2, 3));

  it('stands behind the blocks, under the letters tabl', () => {
    expect(new TextDecoder().decode(notes.subarray(0, 4))).toBe('tabl');
    const whole = concatBytes(file, notes);
    for (const pieceBytes of [1, 7, whole.length]) {
      const reading = read(whole, pieceBytes);
      expect(reading.code).toBeUndefined();
      expect(blocksOf(reading)).toEqual(blocks.map(toHex));
      expect(reading.records.at(-1)).toEqual({ kind: 'lesson', bytes: Uint8Array.of(1, 2, 3) });
    }
  });

  it('is the last of the file, and there once', () => {
    expect(read(concatBytes(file, notes, Uint8Array.of(0))).code).toBe('file-no-block');
    expect(read(concatBytes(file, notes, notes)).code).toBe('file-no-block');
    expect(read(concatBytes(head, notes, blockRecord(magic, blocks[0]!))).code).toBe(
      'file-no-block',
    );
  });

  it('is no chain by itself, and no genesis', () => {
    expect(read(notes).code).toBe('file-no-chain');
    expect(read(concatBytes(head.subarray(0, ROOM_RECORD_BYTES), notes)).code).toBe(
      'file-no-block',
    );
  });

  it('is not cut off unseen', () => {
    expect(read(concatBytes(file, notes.subarray(0, -1))).code).toBe('file-cut');
  });
});
