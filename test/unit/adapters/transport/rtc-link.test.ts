import type SimplePeer from 'simple-peer';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RtcLink } from '../../../../src/adapters/transport/rtc-link.ts';
import { encodeFragments } from '../../../../src/net/fragment.ts';
import { FAKE_SDP, FakeSimplePeer, OTHER_SDP } from '../../../support/fake-simple-peer.ts';

const EARLY_MAX = 64;
const DIAL_TIMEOUT_MS = 20_000;
const REASSEMBLY_MS = 15_000;
const HIGH_WATER = 512 * 1024;
const LOW_WATER = 128 * 1024;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function createLink(outbound = true) {
  const heard = {
    described: [] as string[],
    ups: 0,
    messages: [] as Uint8Array[],
    ends: [] as string[],
  };
  const ice = { servers: [{ urls: ['stun:x'] }], policy: 'relay' as const };
  const facts = { id: 1, peer: 'other', outbound, connId: '0'.repeat(16), ice };
  const Peer = FakeSimplePeer as unknown as SimplePeer.SimplePeer;
  const link = new RtcLink(Peer, facts, {
    described: (_link, sdp) => void heard.described.push(sdp),
    up: () => heard.ups++,
    message: (_link, bytes) => void heard.messages.push(bytes),
    ended: (_link, reason) => void heard.ends.push(reason),
  });
  return { link, heard, peer: FakeSimplePeer.made.at(-1)! };
}

const settle = () => vi.advanceTimersByTimeAsync(0);
const fragmentOf = (sequence: number, length = 10) =>
  encodeFragments(new Uint8Array(length).fill(sequence), 'bulk', sequence)[0]!;

describe('RtcLink', () => {
  it('asks simple-peer for one blob, typed data, and no server but ours', () => {
    const { peer } = createLink();
    expect(peer.options).toMatchObject({
      initiator: true,
      trickle: false,
      iceCompleteTimeout: 3_000,
      objectMode: true,
      config: { iceServers: [{ urls: ['stun:x'] }], iceTransportPolicy: 'relay' },
    });
  });

  it.each([true, false])(
    'binds the dialler’s fingerprint first (outbound %s)',
    async (outbound) => {
      const { link, heard } = createLink(outbound);
      link.describe(outbound ? 'answer' : 'offer', OTHER_SDP);
      await settle();
      expect(heard.described).toEqual([FAKE_SDP]);
      const own = new Uint8Array(32).fill(0x0a);
      const other = new Uint8Array(32).fill(0x0b);
      expect([...link.binding]).toEqual(outbound ? [...own, ...other] : [...other, ...own]);
    },
  );

  it('hears one answer only, and no request to renegotiate', async () => {
    const { link, heard, peer } = createLink();
    await settle();
    link.describe('answer', OTHER_SDP);
    link.describe('answer', FAKE_SDP);
    expect(peer.signals).toEqual([{ type: 'answer', sdp: OTHER_SDP }]);
    peer.emit('signal', { type: 'renegotiate', renegotiate: true });
    peer.emit('signal', { type: 'candidate', candidate: {} });
    expect(heard.described).toHaveLength(1);
  });

  it('gives up an attempt after 20 s', async () => {
    const { heard, peer } = createLink();
    await vi.advanceTimersByTimeAsync(DIAL_TIMEOUT_MS - 1);
    expect(heard.ends).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(heard.ends).toEqual(['dial-timeout']);
    expect(peer.isDestroyed).toBe(true);
  });

  it('hands over, after coming up, what the other side said before', () => {
    const { heard, peer } = createLink();
    peer.emit('data', fragmentOf(0));
    peer.emit('data', fragmentOf(1));
    expect(heard.messages).toEqual([]);
    peer.emit('connect');
    expect(heard.ups).toBe(1);
    expect(heard.messages.map(([first]) => first)).toEqual([0, 1]);
  });

  it('keeps 64 early fragments and refuses the next', async () => {
    const { heard, peer } = createLink();
    for (let count = 0; count < EARLY_MAX; count++) peer.emit('data', fragmentOf(count));
    await settle();
    expect(heard.ends).toEqual([]);
    peer.emit('data', fragmentOf(EARLY_MAX));
    await settle();
    expect(heard.ends).toEqual(['early-flood']);
  });

  it.each([
    ['a string', 'text', 'fragment-not-binary'],
    ['a fragment out of order', fragmentOf(3), 'fragment-out-of-order'],
    ['a stub', new Uint8Array(3), 'fragment-short'],
  ])('closes for %s, and hears nothing after it', async (_name, data, code) => {
    const { heard, peer } = createLink();
    peer.emit('connect');
    peer.emit('data', data);
    peer.emit('data', fragmentOf(0));
    await settle();
    expect(heard.ends).toEqual([code]);
    expect(heard.messages).toEqual([]);
  });

  it('closes for a message that does not end in 15 s', async () => {
    const { link, heard, peer } = createLink();
    peer.emit('connect');
    peer.emit('data', fragmentOf(0, 100_000));
    link.checkAssembly(Date.now() + REASSEMBLY_MS);
    await settle();
    expect(heard.ends).toEqual([]);
    link.checkAssembly(Date.now() + REASSEMBLY_MS + 1);
    await settle();
    expect(heard.ends).toEqual(['fragment-timeout']);
  });

  it('writes what is said in one task as one piece', async () => {
    const { link, peer } = createLink();
    peer.emit('connect');
    for (let count = 0; count < 5; count++) link.send(new Uint8Array(100), 'bulk');
    expect(peer.sent).toEqual([]);
    expect(link.backlog).toBe(500);
    await settle();
    expect(peer.sent.map(({ length }) => length)).toEqual([5 * 113]);
  });

  it('feeds the channel between its water marks', async () => {
    const { link, peer } = createLink();
    peer.emit('connect');
    expect(peer.channel.bufferedAmountLowThreshold).toBe(LOW_WATER);
    peer.send = (bytes) => {
      peer.bufferSize += bytes.length;
      peer.sent.push(bytes);
    };
    for (let count = 0; count < 4; count++) link.send(new Uint8Array(400_000), 'bulk');
    await settle();
    expect(peer.bufferSize).toBeLessThanOrEqual(HIGH_WATER);
    expect(link.backlog).toBeGreaterThanOrEqual(1_600_000);
    const before = peer.sent.length;
    peer.bufferSize = LOW_WATER;
    peer.channel.dispatchEvent(new Event('bufferedamountlow'));
    expect(peer.sent.length).toBeGreaterThan(before);
  });

  it('closes when more than 8 MB wait', async () => {
    const { link, heard, peer } = createLink();
    peer.emit('connect');
    peer.bufferSize = HIGH_WATER;
    for (let count = 0; count < 16; count++) link.send(new Uint8Array(512 * 1024), 'bulk');
    await settle();
    expect(heard.ends).toEqual([]);
    link.send(new Uint8Array(1), 'prompt');
    await settle();
    expect(heard.ends).toEqual(['send-queue-full']);
  });

  it.each([
    ['User-Initiated Abort, reason=Close called', 'ERR_DATA_CHANNEL', 'closed'],
    ['Ice connection failed.', 'ERR_ICE_CONNECTION_FAILURE', 'ice-connection-failure'],
  ])('calls "%s" by its name', async (message, code, reason) => {
    const { heard, peer } = createLink();
    peer.emit('connect');
    peer.destroy(Object.assign(new Error(message), { code }));
    await settle();
    expect(heard.ends).toEqual([reason]);
  });

  it('survives a channel that closes under its hands', async () => {
    const { link, heard, peer } = createLink();
    peer.emit('connect');
    peer.send = () => {
      throw new Error('InvalidStateError');
    };
    link.send(new Uint8Array(5), 'prompt');
    await settle();
    expect(heard.ends).toEqual(['closed']);
  });
});
