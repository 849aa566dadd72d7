import type SimplePeer from 'simple-peer';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RtcLinks } from '../../../../src/adapters/transport/rtc-links.ts';
import { encodeFragments } from '../../../../src/net/fragment.ts';
import { FakeSimplePeer, OTHER_SDP } from '../../../support/fake-simple-peer.ts';

const DIALS_MAX = 3;
const KNOWN_TABS_MAX = 256;
const CONNECTIONS_MAX = 26;
const INBOUND_DIALS_MAX = 8;
const INBOUND_CONNECTIONS_MAX = 18;
const PING_INTERVAL_MS = 10_000;
const QUIET_MS = 15_000;
const DIAL_TIMEOUT_MS = 20_000;
const Peer = FakeSimplePeer as unknown as SimplePeer.SimplePeer;

beforeEach(() => {
  vi.useFakeTimers();
  FakeSimplePeer.made.length = 0;
});
afterEach(() => void vi.useRealTimers());

function createLinks() {
  const heard: string[] = [];
  const tell = (what: string) => void heard.push(what);
  let ids = 0;
  let refusedIce = 0;
  const links = new RtcLinks({
    nextLink: () => ++ids,
    ice: () => ({ servers: [], policy: 'all' }),
    refusedIce: () => (refusedIce += 1),
    described: () => {},
    events: {
      missed: (peer, reason) => tell(`missed ${peer} ${reason}`),
      up: ({ peer }) => tell(`up ${peer}`),
      message: () => {},
      down: ({ peer }, reason) => tell(`down ${peer} ${reason}`),
    },
  });
  /** What was heard since the last call. */
  const news = async () => {
    await vi.advanceTimersByTimeAsync(0);
    return heard.splice(0);
  };
  return { links, news, refusedIce: () => refusedIce };
}

const made = (index: number) => FakeSimplePeer.made[index]!;
const connId = '0'.repeat(16);

describe('a dial', () => {
  it('waits for WebRTC to be there', async () => {
    const { links, news } = createLinks();
    links.dial('a');
    expect(FakeSimplePeer.made).toHaveLength(0);
    links.begin(Peer);
    expect(FakeSimplePeer.made).toHaveLength(1);
    expect(await news()).toEqual([]);
  });

  it('that succeeds is told by its link alone', async () => {
    const { links, news } = createLinks();
    links.begin(Peer);
    links.dial('a');
    made(0).emit('connect');
    made(0).destroy();
    expect(await news()).toEqual(['up a', 'down a closed']);
  });

  it('that fails is missed once, after the call', async () => {
    const { links, news } = createLinks();
    links.begin(Peer);
    links.dial('a');
    made(0).destroy(Object.assign(new Error('failed'), { code: 'ERR_ICE_CONNECTION_FAILURE' }));
    expect(await news()).toEqual(['missed a ice-connection-failure']);
    await vi.advanceTimersByTimeAsync(2 * DIAL_TIMEOUT_MS);
    expect(await news()).toEqual([]);
  });

  it('that nobody answers is missed', async () => {
    const { links, news } = createLinks();
    links.begin(Peer);
    links.dial('a');
    await vi.advanceTimersByTimeAsync(DIAL_TIMEOUT_MS);
    expect(await news()).toEqual(['missed a dial-timeout']);
  });

  it('of a tab that is linked is missed at once', async () => {
    const { links, news } = createLinks();
    links.begin(Peer);
    links.dial('a');
    made(0).emit('connect');
    await news();
    links.dial('a');
    expect(await news()).toEqual(['missed a linked']);
    expect(FakeSimplePeer.made).toHaveLength(1);
  });

  it('made twice shares one attempt, and both hear what came of it', async () => {
    const { links, news } = createLinks();
    links.begin(Peer);
    links.dial('a');
    links.dial('a');
    expect(FakeSimplePeer.made).toHaveLength(1);
    made(0).destroy();
    expect(await news()).toEqual(['missed a closed', 'missed a closed']);
    links.dial('a');
    links.dial('a');
    made(1).emit('connect');
    expect(await news()).toEqual(['up a']);
  });

  it('shares the fate of an attempt by the other side', async () => {
    const { links, news } = createLinks();
    links.begin(Peer);
    links.answer('a', connId);
    links.dial('a');
    made(0).destroy();
    expect(await news()).toEqual(['missed a closed']);
    links.dial('b');
    // Two that dial each other at once: the other side's attempt takes the place of ours.
    links.answer('b', connId);
    expect(await news()).toEqual([]);
    made(2).emit('connect');
    expect(await news()).toEqual(['up b']);
  });

  it('that waits is begun by the other side’s attempt', async () => {
    const { links, news } = createLinks();
    links.begin(Peer);
    for (const peer of ['a', 'b', 'c', 'd']) links.dial(peer);
    expect(FakeSimplePeer.made).toHaveLength(DIALS_MAX);
    links.answer('d', connId)?.describe('offer', OTHER_SDP);
    made(0).destroy();
    expect(await news()).toEqual(['missed a closed']);
    expect(FakeSimplePeer.made).toHaveLength(DIALS_MAX + 1);
    made(3).destroy();
    expect(await news()).toEqual(['missed d closed']);
  });

  it('that is given up is missed, begun or not', async () => {
    const { links, news } = createLinks();
    links.begin(Peer);
    for (const peer of ['a', 'b', 'c', 'd', 'e']) links.dial(peer);
    made(0).emit('connect');
    await news();
    links.giveUp('b', 'gone');
    links.giveUp('e', 'gone');
    links.giveUp('a', 'gone');
    links.giveUp('unknown', 'gone');
    expect((await news()).toSorted()).toEqual(['missed b gone', 'missed e gone']);
    links.giveUpAll((peer) => peer < 'd', 'rejoined');
    expect(await news()).toEqual(['missed c rejoined']);
  });

  it('is one of 256 that wait', async () => {
    const { links, news } = createLinks();
    for (let index = 0; index < KNOWN_TABS_MAX; index += 1) links.dial(`${index}`);
    expect(await news()).toEqual([]);
    links.dial('more');
    expect(await news()).toEqual(['missed more too-many-dials']);
  });

  it('beyond the connections there may be is missed', async () => {
    const { links, news } = createLinks();
    links.begin(Peer);
    for (let index = 0; index < CONNECTIONS_MAX; index += 1) {
      links.dial(`${index}`);
      made(index).emit('connect');
    }
    await news();
    links.dial('more');
    expect(await news()).toEqual(['missed more too-many-links']);
    expect(links.answer('other', connId)).toBeUndefined();
  });

  it('where nothing can be linked is missed, before and after that is known', async () => {
    const { links, news } = createLinks();
    links.dial('a');
    links.refuse('no-webrtc');
    links.dial('b');
    expect(await news()).toEqual(['missed a no-webrtc', 'missed b no-webrtc']);
  });

  it('is missed when all is over, and links go down', async () => {
    const { links, news } = createLinks();
    links.begin(Peer);
    for (const peer of ['a', 'b', 'c', 'd', 'e']) links.dial(peer);
    made(0).emit('connect');
    await news();
    links.refuse('stopped');
    const expected = [
      'down a stopped',
      ...['b', 'c', 'd', 'e'].map((it) => `missed ${it} stopped`),
    ];
    expect((await news()).toSorted()).toEqual(expected);
  });

  it('tells of servers that the browser does not take', async () => {
    const { links, news, refusedIce } = createLinks();
    links.begin(Peer);
    links.dial('a');
    made(0).destroy(Object.assign(new Error('bad url'), { code: 'ERR_PC_CONSTRUCTOR' }));
    expect(await news()).toEqual(['missed a pc-constructor']);
    expect(refusedIce()).toBe(1);
  });

  it('blames no server where the browser has too many connections', async () => {
    const { links, news, refusedIce } = createLinks();
    links.begin(Peer);
    links.dial('a');
    // What Chromium says of its 500, closed ones that are not collected yet among them.
    const full = new Error('Cannot create so many PeerConnections');
    made(0).destroy(Object.assign(full, { code: 'ERR_PC_CONSTRUCTOR' }));
    expect(await news()).toEqual(['missed a too-many-connections']);
    expect(refusedIce()).toBe(0);
  });
});

describe('an offer of another tab', () => {
  const key = 'a'.repeat(64);
  const saying = () => encodeFragments(Uint8Array.of(1), 'prompt', 0)[0];

  it('under a node key ends no link of that key which still talks', async () => {
    const { links, news } = createLinks();
    links.begin(Peer);
    links.dial(key);
    made(0).emit('connect');
    await vi.advanceTimersByTimeAsync(PING_INTERVAL_MS);
    made(0).emit('data', saying());
    await vi.advanceTimersByTimeAsync(PING_INTERVAL_MS);
    expect(links.answer(key, connId)).toBeUndefined();
    expect(await news()).toEqual([`up ${key}`]);
    await vi.advanceTimersByTimeAsync(QUIET_MS - PING_INTERVAL_MS);
    expect(links.answer(key, connId)).toBeDefined();
    expect(await news()).toEqual([`down ${key} replaced`]);
  });

  it('under the id that the meeting place wrote ends the link that there was', async () => {
    const { links, news } = createLinks();
    links.begin(Peer);
    links.dial('a');
    made(0).emit('connect');
    expect(links.answer('a', connId)).toBeDefined();
    expect(await news()).toEqual(['up a', 'down a replaced']);
  });

  it('under a node key leaves half of the attempts to the meeting place', () => {
    const { links } = createLinks();
    links.begin(Peer);
    const keys = Array.from({ length: INBOUND_DIALS_MAX }, (_, index) => `${index}a`.repeat(32));
    const answered = keys.filter((it) => links.answer(it, connId));
    expect(answered).toHaveLength(INBOUND_DIALS_MAX / 2);
    for (let index = 0; index < INBOUND_DIALS_MAX / 2; index += 1) {
      expect(links.answer(`${index}`, connId)).toBeDefined();
    }
    expect(links.answer('more', connId)).toBeUndefined();
  });

  it('takes no place of the eight that we dial', async () => {
    const { links, news } = createLinks();
    links.begin(Peer);
    for (let index = 0; index < INBOUND_CONNECTIONS_MAX; index += 1) {
      expect(links.answer(`${index}`, connId)).toBeDefined();
      made(index).emit('connect');
    }
    expect(links.answer('more', connId)).toBeUndefined();
    await news();
    for (let index = INBOUND_CONNECTIONS_MAX; index < CONNECTIONS_MAX; index += 1) {
      links.dial(`${index}`);
      made(index).emit('connect');
    }
    expect(await news()).toHaveLength(CONNECTIONS_MAX - INBOUND_CONNECTIONS_MAX);
  });
});
