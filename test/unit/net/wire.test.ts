import { describe, expect, it } from 'vitest';
import { decodeFrame, encodeFrame, ProtocolError } from '../../../src/net/wire.ts';
import { fromHex, toHex } from '../../../src/util/bytes.ts';

const MAGIC = 0x04030201;

function codeOf(bytes: Uint8Array): string {
  try {
    decodeFrame(bytes, MAGIC);
    return 'accepted';
  } catch (error) {
    if (error instanceof ProtocolError) return error.code;
    throw error;
  }
}

describe('a frame', () => {
  it('is magic, type, length and payload, little-endian', () => {
    const bytes = encodeFrame(MAGIC, 7, Uint8Array.of(0xaa, 0xbb));
    expect(toHex(bytes)).toBe('010203040702000000aabb');
    const { type, payload } = decodeFrame(bytes, MAGIC);
    expect([type, toHex(payload)]).toEqual([7, 'aabb']);
  });

  it.each([
    ['shorter than its header', '0102030407000000', 'frame-short'],
    ['of nothing', '', 'frame-short'],
    ['of another room', '010203050700000000', 'frame-magic'],
    ['that claims four gigabytes in ten bytes', '0102030407ffffffff00', 'frame-too-large'],
    ['that claims more than it has', '010203040702000000aa', 'frame-length'],
    ['that has more than it claims', '010203040700000000aa', 'frame-length'],
    ['without a payload', '010203040700000000', 'accepted'],
  ])('%s', (_, hex, code) => {
    expect(codeOf(fromHex(hex))).toBe(code);
  });

  it('fills one message at most', () => {
    const largest = new Uint8Array(512 * 1024 - 9);
    expect(codeOf(encodeFrame(MAGIC, 1, largest))).toBe('accepted');
    const frame = new Uint8Array(512 * 1024 + 1);
    frame.set(encodeFrame(MAGIC, 1, largest));
    new DataView(frame.buffer).setUint32(5, largest.length + 1, true);
    expect(codeOf(frame)).toBe('frame-too-large');
    expect(() => encodeFrame(MAGIC, 1, new Uint8Array(512 * 1024))).toThrow('one message');
  });
});
