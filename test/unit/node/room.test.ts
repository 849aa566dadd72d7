import { createHash, hkdfSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { hashToBytes, headerHash } from '../../../src/consensus/hash.ts';
import { createRoom, DEFAULT_ROOM, parseRoomCode } from '../../../src/node/room.ts';
import { fromBase32, toBase32 } from '../../../src/util/base32.ts';
import { concatBytes, toHex } from '../../../src/util/bytes.ts';
import { Random } from '../../../src/util/random.ts';

const PARAMS = { ...DEFAULT_ROOM, genesisTime: 1_764_000_000 };
const SECRET = Uint8Array.from({ length: 16 }, (_, at) => at);
const room = createRoom(PARAMS, SECRET);

function reasonOf(text: string): string {
  const parsed = parseRoomCode(text);
  return parsed.ok ? 'ok' : parsed.reason;
}

function sha256(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(createHash('sha256').update(bytes).digest());
}

/** A code with these first bytes and a right checksum. */
function resealed(change: (content: Uint8Array) => void): string {
  const content = fromBase32(room.code).slice(0, -4);
  change(content);
  return toBase32(concatBytes(content, sha256(sha256(content)).subarray(0, 4)));
}

describe('the code of a room', () => {
  it('has 56 lower-case characters and leads back to the room', () => {
    expect(room.code).toMatch(/^[0-9a-hjkmnp-tv-z]{56}$/);
    expect(parseRoomCode(room.code)).toEqual({ ok: true, room });
    expect(fromBase32(room.code).subarray(15, 31)).toEqual(SECRET);
  });

  it('may be typed in capitals, with O for 0 and L or I for 1', () => {
    expect(parseRoomCode(room.code.toUpperCase())).toEqual({ ok: true, room });
    const typed = room.code.replaceAll('0', 'O').replaceAll('1', 'l');
    expect(parseRoomCode(typed)).toEqual({ ok: true, room });
  });

  it.each([
    ['', 'empty'],
    [room.code.slice(0, -1), 'cut'],
    [room.code.slice(1), 'cut'],
    ['x', 'cut'],
    [`${room.code.slice(0, 40)}…`, 'cut'],
    [`${room.code}…`, 'long'],
    [`${room.code}.`, 'long'],
    [`${room.code} `, 'long'],
    [` ${room.code}`, 'long'],
    [`${room.code}0`, 'long'],
    [room.code + room.code, 'long'],
    [`${room.code.slice(0, -1)}…`, 'mistyped'],
    [`${room.code.slice(0, -1)}u`, 'mistyped'],
    ['0'.repeat(56), 'mistyped'],
    ['\u212A'.repeat(56), 'mistyped'],
    [resealed((content) => (content[0] = 2)), 'version'],
    [resealed((content) => (content[0] = 0)), 'version'],
    [resealed((content) => (content[1] = 7)), 'params'],
    [resealed((content) => (content[2] = 1)), 'params'],
    [resealed((content) => content.fill(0, 3, 7)), 'params'],
    [resealed((content) => content.fill(0, 7, 11)), 'params'],
  ])('is refused when it reads %j: %s', (text, reason) => {
    const parsed = parseRoomCode(text);
    expect(reasonOf(text)).toBe(reason);
    expect(parsed.ok ? '' : parsed.sentence).toMatch(/^This link .*\.$/);
  });

  it('is refused with any single character changed, and with any two exchanged', () => {
    for (let at = 0; at < room.code.length; at += 1) {
      const other = room.code[at] === '7' ? '8' : '7';
      const changed = room.code.slice(0, at) + other + room.code.slice(at + 1);
      expect(reasonOf(changed)).toBe('mistyped');
      const [left, right] = [room.code[at]!, room.code[at + 1] ?? ''];
      if (right === '' || left === right) continue;
      const swapped = room.code.slice(0, at) + right + left + room.code.slice(at + 2);
      expect(reasonOf(swapped)).toBe('mistyped');
    }
  });
});

describe('a room', () => {
  it('has keys that follow from the secret, one for each purpose', () => {
    const derive = (info: string, length: number) =>
      new Uint8Array(hkdfSync('sha256', SECRET, new Uint8Array(), info, length));
    expect(room.topic).toBe(toHex(derive('tabchain/topic/v1', 16)));
    expect(room.sealKey).toEqual(derive('tabchain/seal/v1', 32));
    expect(room.linkKey).toEqual(derive('tabchain/link/v1', 32));
  });

  it('has a magic from the hash of its genesis hash', () => {
    const { genesisHash } = room.params;
    expect(headerHash(room.genesis.header)).toBe(genesisHash);
    const digest = sha256(sha256(hashToBytes(genesisHash)));
    expect(room.magic).toBe(new DataView(digest.buffer).getUint32(0, true));
  });

  it('has a name of two words, always the same', () => {
    expect(room.name).toMatch(/^[a-z]+ [a-z]+$/);
    expect(createRoom(PARAMS, SECRET).name).toBe(room.name);
  });

  it('shares nothing with one of another secret or another time', () => {
    const random = new Random(4);
    const rooms = [
      room,
      createRoom(PARAMS, random.bytes(16)),
      createRoom({ ...PARAMS, genesisTime: PARAMS.genesisTime + 1 }, SECRET),
    ];
    for (const fact of ['code', 'magic'] as const) {
      expect(new Set(rooms.map((one) => one[fact])).size).toBe(3);
    }
    expect(new Set(rooms.map((one) => one.params.genesisHash)).size).toBe(3);
    expect(new Set(rooms.map((one) => one.topic)).size).toBe(2);
  });

  it('is never made from impossible parameters', () => {
    expect(() => createRoom({ ...PARAMS, targetSpacingSeconds: 1 }, SECRET)).toThrow('can exist');
    expect(() => createRoom(PARAMS, new Uint8Array(15))).toThrow('16 bytes');
  });

  it('of 4,096 names uses nearly all', () => {
    const random = new Random(5);
    const names = Array.from({ length: 300 }, () => createRoom(PARAMS, random.bytes(16)).name);
    expect(new Set(names).size).toBeGreaterThan(270);
  });
});
