import { describe, expect, it } from 'vitest';
import type { Hash } from '../../../src/consensus/types.ts';
import { checkHello, makeHello, type Secrets } from '../../../src/net/handshake.ts';
import { openNodeKey } from '../../../src/net/node-key.ts';
import { ProtocolError } from '../../../src/net/wire.ts';

const fill = (byte: number, length = 32) => new Uint8Array(length).fill(byte);
const GENESIS = '11'.repeat(32) as Hash;
const ANNA: Secrets = { genesisHash: GENESIS, linkKey: fill(1), ...openNodeKey(fill(2)) };
const BERT: Secrets = { ...ANNA, ...openNodeKey(fill(3)) };
/** Anna dials Bert. */
const AT_ANNA = { binding: fill(4, 64), ownNonce: fill(5) };
const AT_BERT = { binding: fill(4, 64), ownNonce: fill(6) };

function verdict(check: () => void): string {
  try {
    check();
    return 'accepted';
  } catch (error) {
    if (error instanceof ProtocolError) return error.code;
    throw error;
  }
}

describe('hello', () => {
  const first = makeHello(ANNA, AT_ANNA, 'dialler');
  const reply = makeHello(BERT, AT_BERT, 'answerer', first.nonce);

  it('convinces both sides of one link', () => {
    expect(verdict(() => checkHello(BERT, AT_BERT, 'dialler', first))).toBe('accepted');
    expect(verdict(() => checkHello(ANNA, AT_ANNA, 'answerer', reply))).toBe('accepted');
  });

  it('is worth nothing on another connection, where somebody sits in the middle', () => {
    const elsewhere = { ...AT_BERT, binding: fill(8, 64) };
    expect(verdict(() => checkHello(BERT, elsewhere, 'dialler', first))).toBe('hello-proof');
  });

  it('cannot be sent back to the one who made it', () => {
    expect(verdict(() => checkHello(ANNA, AT_ANNA, 'answerer', first))).toBe('hello-proof');
  });

  it('answers one nonce only, so an old answer is none', () => {
    const later = { ...AT_ANNA, ownNonce: fill(9) };
    expect(verdict(() => checkHello(ANNA, later, 'answerer', reply))).toBe('hello-proof');
  });

  it.each([
    ['the key of the room', { linkKey: fill(7) }],
    ['the proof of its node key', { nodeKey: fill(7) }],
  ])('without %s is refused', (_, change) => {
    const { mac } = makeHello({ ...ANNA, ...change }, AT_ANNA, 'dialler');
    const check = () => checkHello(BERT, AT_BERT, 'dialler', { ...first, mac });
    expect(verdict(check)).toBe('hello-proof');
  });

  it('of another room or version says so before anything else', () => {
    const stranger = makeHello(
      { ...ANNA, genesisHash: '22'.repeat(32) as Hash },
      AT_ANNA,
      'dialler',
    );
    expect(verdict(() => checkHello(BERT, AT_BERT, 'dialler', stranger))).toBe('hello-genesis');
    const newer = { ...first, protocolVersion: 2 };
    expect(verdict(() => checkHello(BERT, AT_BERT, 'dialler', newer))).toBe('hello-version');
  });

  it('in another’s name is refused, though its speaker knows the room', () => {
    const { nodeKey } = openNodeKey(fill(7));
    const borrowed = makeHello({ ...ANNA, nodeKey }, AT_ANNA, 'dialler');
    expect(verdict(() => checkHello(BERT, AT_BERT, 'dialler', borrowed))).toBe('hello-key');
    const altered = { ...first, signature: fill(1, 64) };
    expect(verdict(() => checkHello(BERT, AT_BERT, 'dialler', altered))).toBe('hello-key');
    // What Anna signed for Bert is worth nothing on Carl's link to him.
    const elsewhere = { binding: fill(8, 64), ownNonce: fill(6) };
    const { mac } = makeHello(ANNA, { ...elsewhere, ownNonce: first.nonce }, 'dialler');
    const replayed = { ...first, mac };
    expect(verdict(() => checkHello(BERT, elsewhere, 'dialler', replayed))).toBe('hello-key');
  });

  it('covers the nonce it carries', () => {
    const changed = { ...first, nonce: fill(9) };
    expect(verdict(() => checkHello(BERT, AT_BERT, 'dialler', changed))).toBe('hello-proof');
  });
});
