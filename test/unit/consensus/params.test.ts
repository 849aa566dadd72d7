import { describe, expect, it } from 'vitest';
import { genesisBlock } from '../../../src/consensus/genesis.ts';
import { hashToBytes, headerHash, txid } from '../../../src/consensus/hash.ts';
import {
  areRoomParams,
  consensusParams,
  powLimit,
  readRoomParams,
  type RoomParams,
  writeRoomParams,
} from '../../../src/consensus/params.ts';
import type { Hash } from '../../../src/consensus/types.ts';
import { toHex } from '../../../src/util/bytes.ts';
import { Reader, Writer } from '../../../src/util/codec.ts';

const ROOM: RoomParams = {
  kind: 'main',
  targetSpacingSeconds: 10,
  genesisBits: 0x1e00ffff,
  halvingInterval: 210_000,
  genesisTime: 1_764_000_000,
};
const SANDBOX: RoomParams = { ...ROOM, kind: 'sandbox', genesisBits: 0x207fffff };
const HASH = `${'0'.repeat(48)}1122334455667788` as Hash;
const TOPIC = '000102030405060708090a0b0c0d0e0f';

describe('the parameters of a room', () => {
  it('follow from the target spacing', () => {
    expect(consensusParams(ROOM, HASH)).toMatchObject({
      windowSeconds: 120,
      halfLifeSeconds: 120,
      graceSeconds: 120,
      easeCapSeconds: 600,
      maxBackSeconds: 60,
      futureLimitSeconds: 60,
      coinbaseMaturity: 30,
      blockMaxWeight: 400_000,
    });
    const slow = consensusParams({ ...ROOM, targetSpacingSeconds: 255 }, HASH);
    expect(slow).toMatchObject({
      windowSeconds: 3_060,
      easeCapSeconds: 15_300,
      maxBackSeconds: 1_530,
      coinbaseMaturity: 10,
    });
    const quick = consensusParams({ ...ROOM, targetSpacingSeconds: 7 }, HASH);
    expect(quick).toMatchObject({ windowSeconds: 120, coinbaseMaturity: 43 });
  });

  it('push the first 8 bytes of the genesis hash as it stands in headers', () => {
    expect(toHex(consensusParams(ROOM, HASH).genesisPush)).toBe('8877665544332211');
  });

  it('demand 2^20 hashes in a main room and two in a sandbox', () => {
    expect((1n << 256n) / (powLimit('main') + 1n)).toBe(1_048_577n);
    expect((1n << 256n) / (powLimit('sandbox') + 1n)).toBe(2n);
  });

  it.each([
    ['a spacing of 1 s', { ...ROOM, targetSpacingSeconds: 1 }],
    ['a spacing of 256 s', { ...ROOM, targetSpacingSeconds: 256 }],
    ['no interval', { ...ROOM, halvingInterval: 0 }],
    ['an interval of 33 bits', { ...ROOM, halvingInterval: 2 ** 32 }],
    ['a time of 33 bits', { ...ROOM, genesisTime: 2 ** 32 }],
    ['part of a second', { ...ROOM, genesisTime: 0.5 }],
    ['a target above the limit', { ...ROOM, genesisBits: 0x1e100000 }],
    ['a negative target', { ...ROOM, genesisBits: 0x1e80ffff }],
    ['no target', { ...ROOM, genesisBits: 0 }],
    ['a target in a longer form', { ...ROOM, genesisBits: 0x1f0000ff }],
    ['a sandbox that starts hard', { ...SANDBOX, genesisBits: 0x1e00ffff }],
    ['a main room that starts as a sandbox', { ...ROOM, genesisBits: 0x207fffff }],
  ])('cannot have %s', (_, room) => {
    expect(areRoomParams(room)).toBe(false);
  });

  it.each([ROOM, SANDBOX])('read back what they wrote: $kind', (room) => {
    expect(areRoomParams(room)).toBe(true);
    const writer = new Writer();
    writeRoomParams(writer, room);
    expect(writer.finish()).toHaveLength(14);
    expect(readRoomParams(new Reader(writer.finish()))).toEqual(room);
  });

  it('of an unknown kind are none', () => {
    const writer = new Writer();
    writeRoomParams(writer, SANDBOX);
    const bytes = writer.finish();
    bytes[0] = 2;
    expect(readRoomParams(new Reader(bytes))).toBeUndefined();
  });
});

describe('the genesis block', () => {
  it('follows from parameters and topic alone', () => {
    const genesis = genesisBlock(ROOM, TOPIC);
    expect(genesisBlock(ROOM, TOPIC)).toEqual(genesis);
    expect(genesis.header).toMatchObject({
      time: 1_764_000_000,
      bits: 0x1e00ffff,
      merkleRoot: txid(genesis.transactions[0]!),
      previousHash: '0'.repeat(64),
    });
    expect(genesis.transactions[0]!.outputs[0]!.value).toBe(0);
  });

  it('is another one for every difference', () => {
    const rooms: [RoomParams, string][] = [
      [ROOM, TOPIC],
      [ROOM, TOPIC.replace('0f', '1f')],
      [{ ...ROOM, targetSpacingSeconds: 11 }, TOPIC],
      [{ ...ROOM, halvingInterval: 210_001 }, TOPIC],
      [{ ...ROOM, genesisTime: 1_764_000_001 }, TOPIC],
      [{ ...ROOM, genesisBits: 0x1e00fffe }, TOPIC],
      [SANDBOX, TOPIC],
    ];
    const hashes = rooms.map(([room, topic]) => headerHash(genesisBlock(room, topic).header));
    expect(new Set(hashes).size).toBe(rooms.length);
    const pushes = hashes.map((hash) => toHex(hashToBytes(hash).subarray(0, 8)));
    expect(new Set(pushes).size).toBe(rooms.length);
  });

  it('never changes between versions', () => {
    expect(headerHash(genesisBlock(ROOM, TOPIC).header)).toBe(
      'ecac0845c14f9893a9fbf00277e6aa1e82775c3933e9d9d85890928f36fbf95e',
    );
  });
});
