import { describe, expect, it } from 'vitest';
import { EVERYBODY, joinTransports } from '../../../../src/adapters/transport/joined.ts';
import { createHub } from '../../../../src/adapters/transport/memory.ts';
import type { PeerId, PeerLink, Transport, TransportEvents } from '../../../../src/node/ports.ts';

const CUT_IDS_MAX = 256;
const ANNA = 'a'.repeat(64);
const BERT = 'b'.repeat(64);
const encode = (text: string) => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** Here a hello is the key and nothing else. */
function keyOf(bytes: Uint8Array): string | undefined {
  return bytes.length === 64 ? decode(bytes) : undefined;
}

function listen(transport: Transport, key: PeerId) {
  const seen = {
    transport,
    found: [] as PeerId[],
    missed: [] as string[],
    links: [] as PeerLink[],
    texts: [] as string[],
    downs: [] as string[],
    populations: [] as number[],
    start: () => transport.start(events, key),
    say: (text: string) => seen.links.at(-1)!.send(encode(text), 'prompt'),
  };
  const events: TransportEvents = {
    found: (peer) => void seen.found.push(peer),
    missed: (peer, reason) => void seen.missed.push(`${peer} ${reason}`),
    signal: () => {},
    up: (link) => void seen.links.push(link),
    message: (link, bytes) => void seen.texts.push(`${link.id} ${decode(bytes)}`),
    down: (link, reason) => void seen.downs.push(`${link.id} ${reason}`),
    meeting: ({ population }) => void seen.populations.push(population),
  };
  return seen;
}

/** A node whose links are watched, in a room with Anna and Bert; and another in its own page. */
async function createRoom() {
  const far = createHub();
  const near = createHub();
  const joined = joinTransports(far.transport('own'), keyOf);
  const own = listen(joined, 'f'.repeat(64));
  const anna = listen(far.transport('anna'), ANNA);
  const bert = listen(far.transport('bert'), BERT);
  const mate = listen(near.transport('mate'), 'e'.repeat(64));
  const settle = async () => {
    for (let round = 0; round < 3; round += 1) {
      far.flush();
      near.flush();
      await Promise.resolve();
    }
  };
  for (const { start } of [own, anna, bert, mate]) start();
  await settle();

  /** Somebody dials the node and says who it is. */
  async function greet(by: typeof anna, key: string): Promise<void> {
    by.transport.dial('own');
    await settle();
    by.say(key);
    await settle();
  }

  return { far, near, joined, own, anna, bert, mate, settle, greet };
}

describe('of two transports that are joined', () => {
  it('links have numbers of their own, and those of the page ids of their own kind', async () => {
    const { joined, near, own, anna, mate, settle } = await createRoom();
    joined.attach(near.transport('own'));
    anna.transport.dial('own');
    mate.transport.dial('own');
    await settle();
    expect(own.links.map(({ id, peer }) => `${id} ${peer}`)).toEqual(['1 anna', '2 near-mate']);
    mate.say('from here');
    anna.say('from there');
    await settle();
    expect(own.texts.toSorted()).toEqual(['1 from there', '2 from here']);
  });

  it('the page’s is sought by nobody and counted by nobody', async () => {
    const { joined, near, own, settle } = await createRoom();
    joined.attach(near.transport('own'));
    joined.seek();
    await settle();
    expect(new Set(own.found)).toEqual(new Set(['anna', 'bert']));
    expect(Math.max(...own.populations)).toBe(3);
  });

  it('the page’s links are down at once when it is detached, whoever served them', async () => {
    const { joined, near, own, mate, settle } = await createRoom();
    const silent = near.transport('own');
    joined.attach({ ...silent, stop: () => {} });
    mate.transport.dial('own');
    await settle();
    joined.detach();
    await settle();
    expect(own.downs).toEqual(['1 stopped']);
    silent.stop();
    await settle();
    expect(own.downs).toHaveLength(1);
  });

  it('both stop and start again together', async () => {
    const { joined, near, own, mate, anna, settle } = await createRoom();
    joined.attach(near.transport('own'));
    mate.transport.dial('own');
    anna.transport.dial('own');
    await settle();
    joined.stop();
    await settle();
    expect(own.downs.toSorted()).toEqual(['1 stopped', '2 stopped']);
    own.start();
    await settle();
    mate.transport.dial('own');
    await settle();
    expect(own.links.at(-1)).toMatchObject({ id: 3, peer: 'near-mate' });
  });
});

describe('a tab that is cut', () => {
  it('loses its link, and another under the same key is closed at its hello', async () => {
    const { joined, own, anna, greet, settle } = await createRoom();
    await greet(anna, ANNA);
    joined.cut(ANNA.slice(0, 8));
    await settle();
    expect([own.downs, anna.downs]).toEqual([['1 cut'], ['1 closed']]);
    anna.transport.dial('own');
    await settle();
    anna.say(ANNA);
    anna.say('what must not arrive');
    await settle();
    expect(own.downs).toEqual(['1 cut', '2 cut']);
    expect(own.texts).toEqual([`1 ${ANNA}`]);
  });

  it('is neither found nor dialled, and others are', async () => {
    const { joined, own, anna, bert, greet, settle } = await createRoom();
    await greet(anna, ANNA);
    joined.cut(ANNA);
    own.found.length = 0;
    joined.seek();
    joined.dial('anna');
    await settle();
    expect([own.found, anna.links.length]).toEqual([['bert'], 1]);
    // Once for the link that is gone, and once for the dial.
    expect(own.missed).toEqual(['anna gone', 'anna gone']);
    await greet(bert, BERT);
    expect(own.texts.at(-1)).toBe(`2 ${BERT}`);
  });

  it('is known by the 256 ids under which it was met last', async () => {
    const { joined, far, own, greet, settle } = await createRoom();
    joined.cut(ANNA);
    for (let visit = 0; visit <= CUT_IDS_MAX; visit += 1) {
      const again = listen(far.transport(`visit-${visit}`), ANNA);
      again.start();
      await greet(again, ANNA);
    }
    own.found.length = 0;
    joined.seek();
    await settle();
    expect(own.found.filter((id) => id.startsWith('visit-'))).toEqual(['visit-0']);
  });

  it('is found again as soon as it is healed', async () => {
    const { joined, own, anna, greet, settle } = await createRoom();
    await greet(anna, ANNA);
    joined.cut(ANNA);
    await settle();
    own.found.length = 0;
    joined.heal(ANNA);
    await settle();
    expect(own.found).toContain('anna');
    await greet(anna, ANNA);
    expect(own.texts.at(-1)).toBe(`2 ${ANNA}`);
  });
});

describe('a whole room that is cut', () => {
  it('finds nobody, is reached by nobody, and misses its dials', async () => {
    const { joined, own, anna, bert, greet, settle } = await createRoom();
    await greet(anna, ANNA);
    joined.cut(EVERYBODY);
    own.found.length = 0;
    bert.transport.dial('own');
    joined.dial('bert');
    joined.seek();
    await settle();
    expect([own.links.length, own.downs, own.found]).toEqual([1, ['1 cut'], []]);
    expect(own.missed.toSorted()).toEqual(['anna gone', 'bert gone']);
    expect(bert.downs).toEqual(['1 closed']);
  });

  it('lets a link go that comes up of a dial from before', async () => {
    const { joined, own, settle } = await createRoom();
    joined.dial('bert');
    joined.cut(EVERYBODY);
    await settle();
    expect([own.links, own.missed]).toEqual([[], ['bert gone']]);
  });

  it('leaves the page’s own links alone', async () => {
    const { joined, near, own, mate, settle } = await createRoom();
    joined.attach(near.transport('own'));
    joined.cut(EVERYBODY);
    mate.transport.dial('own');
    await settle();
    mate.say('still here');
    await settle();
    expect(own.texts).toEqual(['1 still here']);
  });
});

describe('the links of a room', () => {
  it('are told by the key of their hello, with what they carried', async () => {
    const { joined, near, anna, own, mate, greet, settle } = await createRoom();
    joined.attach(near.transport('own'));
    mate.transport.dial('own');
    await settle();
    expect(joined.links()).toEqual([]);
    await greet(anna, ANNA);
    own.say('six  .');
    expect(joined.links()).toEqual([{ key: ANNA, messages: 2, sizeBytes: 70 }]);
  });
});
