import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { readIce } from '../../../../signaling-server/ice.ts';
import {
  createSignalingServer,
  type SignalingServer,
} from '../../../../signaling-server/server.ts';
import { createSeal, type SignalKind } from '../../../../src/adapters/transport/seal.ts';
import { createWebRtcTransport } from '../../../../src/adapters/transport/webrtc.ts';
import type { MeetingState, PeerLink, TransportEvents } from '../../../../src/node/ports.ts';
import { FakeSimplePeer, OTHER_SDP } from '../../../support/fake-simple-peer.ts';

vi.mock('simple-peer', async () => {
  const { FakeSimplePeer } = await import('../../../support/fake-simple-peer.ts');
  return { default: FakeSimplePeer };
});

const TOPIC = 'a'.repeat(32);
const KEY = new Uint8Array(32).fill(7);
const SELF = '5'.repeat(64);
const HOST = '127.0.0.1';
const DIALS_MAX = 3;
const INBOUND_DIALS_MAX = 8;
const CONNECTIONS_MAX = 26;
const INBOUND_CONNECTIONS_MAX = 18;
const SIGNALS_WAITING_MAX = 64;

let server: SignalingServer;
let transport: ReturnType<typeof createWebRtcTransport>;
const sockets: WebSocket[] = [];

beforeEach(async () => {
  const page = new EventTarget();
  vi.stubGlobal('WebSocket', WebSocket);
  vi.stubGlobal('isSecureContext', true);
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
  vi.stubGlobal('dispatchEvent', page.dispatchEvent.bind(page));
  vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }));
  FakeSimplePeer.made.length = 0;
  const limits = { connectionsPerAddress: 100 };
  server = await createSignalingServer({ port: 0, host: HOST, limits });
});

afterEach(async () => {
  transport.stop();
  for (const socket of sockets.splice(0)) socket.terminate();
  await server.close();
  vi.unstubAllGlobals();
});

/** The transport under test, started and joined. */
async function startTransport() {
  const heard = {
    found: [] as string[],
    missed: [] as string[],
    signals: [] as Array<readonly [peer: string, payload: string]>,
    links: [] as PeerLink[],
    downs: [] as string[],
    states: [] as MeetingState[],
  };
  const signalingUrl = `ws://${HOST}:${server.port}/signal`;
  transport = createWebRtcTransport({ signalingUrl, topic: TOPIC, sealKey: KEY });
  const events: TransportEvents = {
    found: (peer) => void heard.found.push(peer),
    missed: (peer, reason) => void heard.missed.push(`${peer} ${reason}`),
    signal: (peer, payload) => void heard.signals.push([peer, payload]),
    up: (link) => void heard.links.push(link),
    message: () => {},
    down: (_link, reason) => void heard.downs.push(reason),
    meeting: (state) => void heard.states.push(state),
  };
  transport.start(events, SELF);
  await expect.poll(() => heard.states.at(-1)?.status).toBe('online');
  return heard;
}

interface Relayed {
  readonly from: string;
  readonly payload: string;
}

/** A member of the room, played by hand. */
async function createMember(topic = TOPIC, key = KEY) {
  const socket = new WebSocket(`ws://${HOST}:${server.port}/signal`);
  sockets.push(socket);
  const relayed: Relayed[] = [];
  let id = '';
  socket.on('message', (data) => {
    const message = JSON.parse(String(data)) as { type: string; id: string } & Relayed;
    if (message.type === 'joined') id = message.id;
    if (message.type === 'relay') relayed.push(message);
  });
  socket.on('open', () => socket.send(JSON.stringify({ type: 'join', topic })));
  await expect.poll(() => id, { interval: 2 }).not.toBe('');
  const seal = createSeal(key, TOPIC);
  const relay = (to: string, payload: string) =>
    socket.send(JSON.stringify({ type: 'relay', to, payload }));
  const say = async (to: string, kind: SignalKind, connId: string) => {
    const text = JSON.stringify({ connId, sdp: OTHER_SDP });
    const payload = await seal.seal({ kind, text }, { from: id, to });
    relay(to, payload);
    return payload;
  };
  /** What the transport's next signal says, unsealed. */
  const hear = async () => {
    await expect.poll(() => relayed.length, { interval: 2 }).toBeGreaterThan(0);
    const { from, payload } = relayed.shift()!;
    const signal = await seal.unseal(payload, { from, to: id });
    const { connId } = JSON.parse(signal?.text ?? '{}') as { connId: string };
    return { from, kind: signal?.kind, connId };
  };
  return { id, relayed, relay, say, hear };
}

const CONN_ID = '0123456789abcdef';
const pause = (ms = 60) => new Promise((resolve) => setTimeout(resolve, ms));
const inbound = () => FakeSimplePeer.made.filter(({ options }) => !options.initiator);
const outbound = () => FakeSimplePeer.made.filter(({ options }) => options.initiator);

/** The transport's id, learnt by being dialled by it. */
async function meet() {
  const member = await createMember();
  const heard = await startTransport();
  expect(heard.found).toEqual([member.id]);
  transport.dial(member.id);
  const offer = await member.hear();
  return { member, heard, self: offer.from, offer };
}

describe('dialling', () => {
  it('offers sealed, takes the answer to that attempt, and comes up', async () => {
    const { member, heard, self, offer } = await meet();
    expect(offer.kind).toBe('offer');
    await member.say(self, 'answer', CONN_ID);
    await pause();
    expect(outbound()[0]!.signals).toEqual([]);
    await member.say(self, 'answer', offer.connId);
    await expect.poll(() => outbound()[0]!.signals.length).toBe(1);
    outbound()[0]!.emit('connect');
    expect(heard.links).toMatchObject([{ peer: member.id, outbound: true }]);
  });

  it('dials three at once; the next waits until one fails', async () => {
    for (let count = 0; count < 5; count++) await createMember();
    const { found } = await startTransport();
    expect(found).toHaveLength(5);
    for (const peer of found) transport.dial(peer);
    await pause();
    expect(outbound()).toHaveLength(DIALS_MAX);
    outbound()[1]!.destroy(new Error('failed'));
    await expect.poll(() => outbound().length).toBe(DIALS_MAX + 1);
  });

  it('tells nobody of an attempt that fails', async () => {
    const { heard } = await meet();
    outbound()[0]!.destroy(new Error('failed'));
    await pause();
    expect(heard.links).toEqual([]);
    expect(heard.downs).toEqual([]);
  });

  it('lets the offer of the lower id stand when two dial each other', async () => {
    const { member, self } = await meet();
    await member.say(self, 'offer', CONN_ID);
    if (self < member.id) {
      await pause();
      expect(inbound()).toHaveLength(0);
      expect(outbound()[0]!.isDestroyed).toBe(false);
    } else {
      expect(await member.hear()).toMatchObject({ kind: 'answer', connId: CONN_ID });
      expect(outbound()[0]!.isDestroyed).toBe(true);
    }
  });

  it('forgets at once whom the server calls gone', async () => {
    const heard = await startTransport();
    transport.dial('f'.repeat(32));
    await expect.poll(() => outbound()[0]?.isDestroyed).toBe(true);
    expect(heard.downs).toEqual([]);
  });
});

describe('being dialled', () => {
  it('takes eight attempts at once and no ninth', async () => {
    const { self } = await meet();
    for (let count = 0; count < INBOUND_DIALS_MAX + 1; count++) {
      const member = await createMember();
      await member.say(self, 'offer', CONN_ID);
    }
    await expect.poll(() => inbound().length).toBe(INBOUND_DIALS_MAX);
    await pause();
    expect(inbound()).toHaveLength(INBOUND_DIALS_MAX);
  });

  it('holds 26 connections and no more', async () => {
    const { self, heard } = await meet();
    for (let count = 1; count < CONNECTIONS_MAX - INBOUND_CONNECTIONS_MAX; count++) {
      transport.dial(`${count}0`.repeat(32));
      FakeSimplePeer.made.at(-1)!.emit('connect');
    }
    for (let count = 0; count < INBOUND_CONNECTIONS_MAX + 3; count++) {
      const member = await createMember();
      await member.say(self, 'offer', CONN_ID);
      if (count < INBOUND_CONNECTIONS_MAX) {
        await expect.poll(() => inbound().length, { interval: 2 }).toBe(count + 1);
        inbound()[count]!.emit('connect');
      }
    }
    await pause();
    expect(heard.links).toHaveLength(CONNECTIONS_MAX - 1);
    expect(FakeSimplePeer.made).toHaveLength(CONNECTIONS_MAX);
  });

  it('replaces a link whose other end offers anew', async () => {
    const { self, heard } = await meet();
    const member = await createMember();
    await member.say(self, 'offer', CONN_ID);
    await expect.poll(() => inbound().length).toBe(1);
    inbound()[0]!.emit('connect');
    await member.say(self, 'offer', 'f'.repeat(16));
    await expect.poll(() => inbound().length).toBe(2);
    inbound()[1]!.emit('connect');
    expect(heard.downs).toEqual(['replaced']);
    expect(heard.links).toHaveLength(2);
  });
});

/** A tab that is reached by its node key alone, played by hand; `signal` is what it says. */
function createRemote(key: string, sealKey = KEY) {
  const seal = createSeal(sealKey, TOPIC);
  const say = async (kind: SignalKind, connId: string) => {
    const text = JSON.stringify({ connId, sdp: OTHER_SDP });
    const payload = await seal.seal({ kind, text }, { from: key, to: SELF });
    transport.signal(key, payload);
    return payload;
  };
  const read = async (payload: string) => {
    const signal = await seal.unseal(payload, { from: SELF, to: key });
    const { connId } = JSON.parse(signal?.text ?? '{}') as { connId: string };
    return { kind: signal?.kind, connId };
  };
  return { key, say, read };
}

describe('dialling by node key', () => {
  const [LOWER, HIGHER, NOBODY] = ['1', '9', '3'].map((digit) => digit.repeat(64)) as [
    string,
    string,
    string,
  ];

  it('goes by neighbours, also when the meeting place is gone', async () => {
    const heard = await startTransport();
    await server.close();
    const remote = createRemote(HIGHER);
    transport.dial(HIGHER);
    await expect.poll(() => heard.signals.length).toBe(1);
    const [peer, payload] = heard.signals[0]!;
    const offer = await remote.read(payload);
    expect([peer, offer.kind]).toEqual([HIGHER, 'offer']);
    await remote.say('answer', offer.connId);
    await expect.poll(() => outbound()[0]!.signals).toMatchObject([{ type: 'answer' }]);
    outbound()[0]!.emit('connect');
    expect(heard.links).toMatchObject([{ peer: HIGHER, outbound: true }]);
    expect(heard.missed).toEqual([]);
  });

  it('is answered the same way', async () => {
    const heard = await startTransport();
    const remote = createRemote(HIGHER);
    await remote.say('offer', CONN_ID);
    await expect.poll(() => heard.signals.length).toBe(1);
    const [peer, payload] = heard.signals[0]!;
    expect(peer).toBe(HIGHER);
    expect(await remote.read(payload)).toEqual({ kind: 'answer', connId: CONN_ID });
    inbound()[0]!.emit('connect');
    expect(heard.links).toMatchObject([{ peer: HIGHER, outbound: false }]);
  });

  it('ends at once when no neighbour reaches it', async () => {
    const heard = await startTransport();
    transport.dial(NOBODY);
    await expect.poll(() => heard.signals.length).toBe(1);
    transport.signal(NOBODY, '');
    await expect.poll(() => heard.missed).toEqual([`${NOBODY} gone`]);
    transport.signal(NOBODY, '');
    await pause();
    expect(heard.missed).toHaveLength(1);
  });

  it.each([
    [LOWER, 'is dropped for the offer of the lower key'],
    [HIGHER, 'stands against the offer of the higher key'],
  ])('of %.1s… %s', async (key) => {
    const heard = await startTransport();
    const remote = createRemote(key);
    transport.dial(key);
    await expect.poll(() => heard.signals.length).toBe(1);
    await remote.say('offer', CONN_ID);
    if (key === LOWER) await expect.poll(() => heard.signals.length).toBe(2);
    else await pause();
    expect(inbound()).toHaveLength(key === LOWER ? 1 : 0);
    expect(outbound()[0]!.isDestroyed).toBe(key === LOWER);
    expect(heard.missed).toEqual([]);
  });

  it('is not fooled by replayed, altered, misdirected or foreign signals', async () => {
    await startTransport();
    const remote = createRemote(HIGHER);
    const payload = await remote.say('offer', CONN_ID);
    await expect.poll(() => inbound().length).toBe(1);
    transport.signal(HIGHER, payload);
    transport.signal(LOWER, payload);
    transport.signal(SELF, payload);
    transport.signal('f'.repeat(32), payload);
    transport.signal('', payload);
    transport.signal(HIGHER, payload.replace('offer', 'answer'));
    await createRemote(LOWER, new Uint8Array(32)).say('offer', CONN_ID);
    await pause();
    expect(inbound()).toHaveLength(1);
    expect(inbound()[0]!.isDestroyed).toBe(false);
  });

  it('hears a tab again that was reloaded, and began to count anew', async () => {
    await startTransport();
    await createRemote(HIGHER).say('offer', CONN_ID);
    await expect.poll(() => inbound().length).toBe(1);
    await pause(5);
    await createRemote(HIGHER).say('offer', 'f'.repeat(16));
    await expect.poll(() => inbound().length).toBe(2);
  });

  it('opens at most 64 signals that wait', async () => {
    await startTransport();
    const decrypt = vi.spyOn(crypto.subtle, 'decrypt');
    for (let count = 0; count < 2 * SIGNALS_WAITING_MAX; count++) {
      transport.signal(HIGHER, 'offer.1.AAAA');
    }
    await pause();
    expect(decrypt).toHaveBeenCalledTimes(SIGNALS_WAITING_MAX);
    decrypt.mockRestore();
  });
});

describe('a dial that cannot begin', () => {
  it.each([
    [SELF, 'self'],
    ['invitation-0123456789abcdef', 'no-way'],
    ['', 'no-way'],
    ['F'.repeat(64), 'no-way'],
  ])('of %.12s is missed, after the call', async (peer, reason) => {
    const heard = await startTransport();
    transport.dial(peer);
    expect(heard.missed).toEqual([]);
    await pause();
    expect(heard.missed).toEqual([`${peer} ${reason}`]);
    expect(FakeSimplePeer.made).toHaveLength(0);
  });

  it('through a meeting place that is gone is missed', async () => {
    const heard = await startTransport();
    await server.close();
    await expect.poll(() => heard.states.at(-1)?.status).toBe('offline');
    transport.dial('f'.repeat(32));
    await expect.poll(() => heard.missed).toEqual([`${'f'.repeat(32)} meeting-place-offline`]);
  });
});

describe('a hostile meeting place or member', () => {
  it('a replayed, altered, misdirected or foreign offer opens nothing', async () => {
    const { member, self } = await meet();
    const other = await createMember();
    const sealed = await other.say(self, 'offer', CONN_ID);
    await expect.poll(() => inbound().length).toBe(1);
    other.relay(self, sealed);
    member.relay(self, sealed);
    other.relay(self, `${sealed.slice(0, -2)}AA`);
    other.relay(self, 'offer.9.AAAA');
    const stranger = await createMember(TOPIC, new Uint8Array(32).fill(8));
    await stranger.say(self, 'offer', CONN_ID);
    await pause();
    expect(inbound()).toHaveLength(1);
  });

  it('64 signals wait to be opened, and more are dropped', async () => {
    const { self } = await meet();
    const flooders = await Promise.all([createMember(), createMember(), createMember()]);
    let release = () => {};
    const gate = new Promise<void>((resolve) => (release = resolve));
    const decrypt = vi.spyOn(crypto.subtle, 'decrypt').mockImplementation(async () => {
      await gate;
      throw new Error('not for us');
    });
    for (const { relay } of flooders) {
      for (let count = 0; count < 50; count++) relay(self, 'offer.1.AAAA');
    }
    // All of them must be here before the first is opened.
    await pause(1_000);
    release();
    await pause(200);
    expect(decrypt).toHaveBeenCalledTimes(SIGNALS_WAITING_MAX);
    decrypt.mockRestore();
    await flooders[0]!.say(self, 'offer', CONN_ID);
    await expect.poll(() => inbound().length).toBe(1);
  });
});

describe('servers for ICE', () => {
  it('hold for new links, and are forgotten when the browser does not take them', async () => {
    await server.close();
    const ice = readIce({ ICE_SERVERS: 'stun:x.example' });
    server = await createSignalingServer({ port: 0, host: HOST, ice });
    const heard = await startTransport();
    const configOf = (index: number) => FakeSimplePeer.made[index]!.options.config;
    transport.dial('1'.repeat(64));
    expect(configOf(0)).toEqual({
      iceServers: [{ urls: ['stun:x.example'] }],
      iceTransportPolicy: 'all',
    });
    FakeSimplePeer.made[0]!.destroy(
      Object.assign(new Error('bad address'), { code: 'ERR_PC_CONSTRUCTOR' }),
    );
    await expect.poll(() => heard.missed).toEqual([`${'1'.repeat(64)} pc-constructor`]);
    transport.dial('1'.repeat(64));
    expect(configOf(1)).toEqual({ iceServers: [], iceTransportPolicy: 'all' });
  });
});

describe('coming and going', () => {
  it.each(['pageshow', 'online'])('looks who is there at %s', async (sign) => {
    const { heard, member } = await meet();
    dispatchEvent(new Event(sign));
    await expect.poll(() => heard.found).toEqual([member.id, member.id]);
  });

  it.each(['visibilitychange', 'resume'])('looks who is there at %s of the page', async (sign) => {
    const { heard, member } = await meet();
    document.dispatchEvent(new Event(sign));
    await expect.poll(() => heard.found).toEqual([member.id, member.id]);
  });

  it('says to whoever invites that it is switched off', async () => {
    await startTransport();
    transport.stop();
    await expect(transport.invite()).rejects.toMatchObject({ code: 'invitation-offline' });
  });

  it('closes all links when the page is hidden for good', async () => {
    const { heard, member, self, offer } = await meet();
    await member.say(self, 'answer', offer.connId);
    outbound()[0]!.emit('connect');
    dispatchEvent(new Event('pagehide'));
    await pause(0);
    expect(heard.downs).toEqual(['page-hidden']);
  });

  it('says why it cannot meet where the page is not secure', () => {
    vi.stubGlobal('isSecureContext', false);
    const states: MeetingState[] = [];
    const signalingUrl = `ws://${HOST}:${server.port}/signal`;
    transport = createWebRtcTransport({ signalingUrl, topic: TOPIC, sealKey: KEY });
    const events: TransportEvents = {
      found: () => {},
      missed: () => {},
      signal: () => {},
      up: () => {},
      message: () => {},
      down: () => {},
      meeting: (state) => void states.push(state),
    };
    transport.start(events, SELF);
    expect(states).toEqual([{ status: 'offline', population: 0, reason: 'insecure-context' }]);
  });
});
