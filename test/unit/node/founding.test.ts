import { describe, expect, it } from 'vitest';
import { expectedHashes, foundRoom, paramsOf, type RoomWish } from '../../../src/node/founding.ts';
import { parseRoomCode } from '../../../src/node/room.ts';

const WISH: RoomWish = {
  kind: 'main',
  targetSpacingSeconds: 10,
  startPower: 24,
  halvingInterval: 210_000,
};
const SECRET = new Uint8Array(16).fill(7);

describe('a wish for a room', () => {
  it.each([
    [20, 0x1e0fffff],
    [21, 0x1e07ffff],
    [24, 0x1e00ffff],
    [25, 0x1d7fffff],
    [32, 0x1d00ffff],
    [36, 0x1c0fffff],
  ])('to begin at 2^%d hashes has the target for it', (startPower, bits) => {
    const params = paramsOf({ ...WISH, startPower })!;
    expect(params.genesisBits.toString(16)).toBe(bits.toString(16));
    expect(expectedHashes(bits) / 2 ** startPower).toBeCloseTo(1, 4);
  });

  it('for a sandbox has its one target, whatever was chosen', () => {
    const params = paramsOf({ ...WISH, kind: 'sandbox', startPower: 32 });
    expect(params?.genesisBits).toBe(0x207fffff);
    expect(expectedHashes(0x207fffff)).toBe(2);
  });

  it.each([
    ['blocks faster than 2 s', { targetSpacingSeconds: 1 }],
    ['blocks slower than a code can say', { targetSpacingSeconds: 256 }],
    ['half seconds', { targetSpacingSeconds: 2.5 }],
    ['no halving interval', { halvingInterval: 0 }],
    ['an interval beyond 32 bits', { halvingInterval: 2 ** 32 }],
    ['a start easier than any main room', { startPower: 19 }],
    ['a start beyond the choice', { startPower: 37 }],
    ['half a power', { startPower: 24.5 }],
    ['what is no number', { halvingInterval: NaN }],
  ])('for %s is not fulfilled', (_, change) => {
    expect(paramsOf({ ...WISH, ...change })).toBeUndefined();
  });
});

describe('a founded room', () => {
  it('has a code that says what was wished for, and began a second ago', () => {
    const params = paramsOf({ ...WISH, targetSpacingSeconds: 60, halvingInterval: 12 })!;
    const { code, topic } = foundRoom(params, 1_700_000_000_999, SECRET);
    const parsed = parseRoomCode(code);
    expect(parsed.ok && parsed.room.topic).toBe(topic);
    expect(parsed.ok && parsed.room.params).toMatchObject({
      ...params,
      genesisTime: 1_699_999_999,
    });
  });
});
