import { describe, expect, it } from 'vitest';
import {
  createSwitchboard,
  type Part,
  type SwitchedPair,
} from '../../../../src/adapters/transport/switchboard.ts';
import type { PeerId, PeerLink, TransportEvents } from '../../../../src/node/ports.ts';

const SEND_QUEUE_MAX = 8 * 1024 * 1024;
const MESSAGE_MAX = 512 * 1024;
const KEYS: Readonly<Record<PeerId, string>> = {
  anna: 'a'.repeat(64),
  bert: 'b'.repeat(64),
  carl: 'c'.repeat(64),
};

interface Due {
  readonly at: number;
  readonly event: () => void;
}

/** Participants on one board, under a clock that is moved by hand; every loss is decided by us. */
function createBoard() {
  let now = 0;
  let rows: Due[] = [];
  const losses: boolean[] = [];
  const board = createSwitchboard({
    later: (event, delayMs) => void rows.push({ at: now + delayMs, event }),
    now: () => now,
    random: () => (losses.shift() ? 0 : 0.99),
  });

  function pass(durationMs = 0): void {
    const end = now + durationMs;
    for (;;) {
      const next = rows.toSorted((left, right) => left.at - right.at)[0];
      if (next === undefined || next.at > end) break;
      rows = rows.filter((row) => row !== next);
      now = Math.max(now, next.at);
      next.event();
    }
    now = end;
  }

  function join(id: PeerId, part: Part = 'open') {
    const transport = board.transport(id, part);
    const seen = {
      transport,
      found: [] as PeerId[],
      missed: [] as string[],
      links: [] as PeerLink[],
      texts: [] as string[],
      downs: [] as string[],
      population: 0,
      up: () => seen.links.at(-1)!,
      say: (text: string) => seen.up().send(new TextEncoder().encode(text), 'prompt'),
    };
    const events: TransportEvents = {
      found: (peer) => void seen.found.push(peer),
      missed: (peer, reason) => void seen.missed.push(`${peer} ${reason}`),
      signal: () => {},
      up: (link) => void seen.links.push(link),
      message: (_, bytes) => void seen.texts.push(new TextDecoder().decode(bytes)),
      down: (link, reason) => void seen.downs.push(`${link.peer} ${reason}`),
      meeting: ({ population }) => void (seen.population = population),
    };
    transport.start(events, KEYS[id] ?? id);
    pass();
    return seen;
  }

  /** Two participants; the second has dialled the first. */
  function couple() {
    const anna = join('anna');
    const bert = join('bert');
    bert.transport.dial('anna');
    pass();
    return { anna, bert };
  }

  return { ...board, losses, pass, join, couple, time: () => now };
}

function ends(pairs: readonly SwitchedPair[]) {
  return pairs.map(({ left, right, state }) => `${left}-${right} ${state}`);
}

describe('on a switchboard', () => {
  it('who is hidden is neither found nor counted, and may dial', () => {
    const { join, pass } = createBoard();
    const anna = join('anna');
    const guest = join('guest', 'hidden');
    anna.transport.seek();
    pass();
    expect([anna.found, anna.population, guest.found]).toEqual([[], 1, ['anna']]);
    guest.transport.dial('anna');
    pass();
    expect(anna.links).toHaveLength(1);
  });

  it('who is deaf is linked at once with whoever dials its key', () => {
    const board = createBoard();
    const self = board.join('anna', 'deaf');
    const bert = board.join('bert');
    bert.transport.dial(KEYS['anna']!);
    board.pass();
    expect([bert.up().peer, self.up().peer]).toEqual([KEYS['anna'], KEYS['bert']]);
    board.cut('anna', 'bert');
    bert.transport.dial(KEYS['anna']!);
    board.pass();
    expect(bert.missed).toEqual([`${KEYS['anna']} gone`]);
  });

  it('messages and bytes of both ways are counted, also over several links', () => {
    const board = createBoard();
    const { anna, bert } = board.couple();
    anna.say('four');
    bert.say('seven..');
    board.pass();
    anna.up().close('enough');
    board.pass();
    expect(board.pairs()).toEqual([]);
    bert.transport.dial('anna');
    board.pass();
    bert.say('x');
    expect(board.pairs()).toMatchObject([{ messages: 3, sizeBytes: 12, state: 'up' }]);
  });

  it('who leaves closes its links, and is forgotten with its cuts', () => {
    const board = createBoard();
    const { anna } = board.couple();
    board.join('carl');
    board.cut('carl', 'bert');
    board.leave('bert');
    board.pass();
    expect([anna.downs, anna.population, board.pairs()]).toEqual([['bert closed'], 2, []]);
  });

  it.each([
    ['a message of more than 512 kB', MESSAGE_MAX + 1, 1, 'message-too-large'],
    ['what would make a queue of more than 8 MB', MESSAGE_MAX, 17, 'send-queue-full'],
  ])('%s closes the link', (_, sizeBytes, count, reason) => {
    const board = createBoard();
    const { bert } = board.couple();
    for (let sent = 0; sent < count; sent += 1) bert.up().send(new Uint8Array(sizeBytes), 'bulk');
    expect(bert.up().backlog).toBeLessThanOrEqual(SEND_QUEUE_MAX);
    board.pass();
    expect(bert.downs).toEqual([`anna ${reason}`]);
  });
});

describe('a cut', () => {
  it('closes the link, hides the two from each other, and lets no dial through', () => {
    const board = createBoard();
    const { anna, bert } = board.couple();
    board.cut('anna', 'bert');
    board.pass();
    expect([anna.downs, bert.downs]).toEqual([['bert cut'], ['anna cut']]);
    bert.found.length = 0;
    bert.transport.seek();
    bert.transport.dial('anna');
    board.pass();
    expect([bert.found, bert.missed, bert.links.length]).toEqual([[], ['anna gone'], 1]);
    expect(ends(board.pairs())).toEqual(['anna-bert cut']);
  });

  it('that is healed puts the link back as it was, without a dial', () => {
    const board = createBoard();
    const { anna, bert } = board.couple();
    board.cut('bert', 'anna');
    board.pass();
    board.heal('anna', 'bert');
    board.pass();
    expect([anna.links.length, bert.links.length]).toEqual([2, 2]);
    expect([anna.up().outbound, bert.up().outbound]).toEqual([false, true]);
    bert.say('again');
    board.pass();
    expect(anna.texts).toEqual(['again']);
    expect(ends(board.pairs())).toEqual(['anna-bert up']);
  });

  it('of two who were never linked is healed by telling each of the other', () => {
    const board = createBoard();
    const anna = board.join('anna');
    board.cut('anna', 'bert');
    const bert = board.join('bert');
    expect(anna.found.concat(bert.found)).toEqual([]);
    board.heal('anna', 'bert');
    board.pass();
    expect([anna.found, bert.found, anna.links]).toEqual([['bert'], ['anna'], []]);
  });

  it('also parts those who were introduced by a neighbour', () => {
    const board = createBoard();
    const { anna, bert } = board.couple();
    const carl = board.join('carl');
    const key = KEYS['anna']!;
    board.cut('carl', 'anna');
    carl.transport.signal(key, 'answer');
    board.pass();
    expect(carl.missed).toEqual([`${key} gone`]);
    board.heal('carl', 'anna');
    carl.transport.signal(key, 'answer');
    board.pass();
    expect(carl.up().peer).toBe(key);
    board.cut('anna', 'carl');
    board.pass();
    expect([carl.downs, bert.downs]).toEqual([[`${key} cut`], []]);
    board.heal('anna', 'carl');
    board.pass();
    expect([carl.up().peer, anna.up().peer]).toEqual([key, KEYS['carl']]);
  });

  it('that is healed and cut at once stays cut', () => {
    const board = createBoard();
    const { anna } = board.couple();
    board.cut('anna', 'bert');
    board.heal('anna', 'bert');
    board.cut('anna', 'bert');
    board.pass();
    expect([anna.links.length, ends(board.pairs())]).toEqual([1, ['anna-bert cut']]);
  });
});

describe('bad weather', () => {
  it('delays every message by its latency', () => {
    const board = createBoard();
    const { anna, bert } = board.couple();
    board.setWeather({ latencyMs: 300, lossPercent: 0 });
    bert.say('hello');
    board.pass(299);
    expect([anna.texts, bert.up().backlog]).toEqual([[], 0]);
    board.pass(1);
    expect(anna.texts).toEqual(['hello']);
  });

  it('keeps the order: what is lost holds up all that follows on its link, and no other', () => {
    const board = createBoard();
    const { anna, bert } = board.couple();
    const carl = board.join('carl');
    carl.transport.dial('anna');
    board.pass();
    board.setWeather({ latencyMs: 0, lossPercent: 10 });
    board.losses.push(true, false, false, false);
    bert.say('first');
    bert.say('second');
    carl.say('other');
    board.pass(1);
    expect(anna.texts).toEqual(['other']);
    expect(bert.up().backlog).toBe('firstsecond'.length);
    board.pass(399);
    expect(anna.texts).toEqual(['other', 'first', 'second']);
    expect(bert.up().backlog).toBe(0);
  });

  it('that clears does not let a new message overtake an old one', () => {
    const board = createBoard();
    const { anna, bert } = board.couple();
    board.setWeather({ latencyMs: 500, lossPercent: 0 });
    bert.say('old');
    board.setWeather({ latencyMs: 0, lossPercent: 0 });
    bert.say('new');
    board.pass(499);
    expect(anna.texts).toEqual([]);
    board.pass(1);
    expect(anna.texts).toEqual(['old', 'new']);
  });

  it('does not bring what was under way when the link went down', () => {
    const board = createBoard();
    const { anna, bert } = board.couple();
    board.setWeather({ latencyMs: 500, lossPercent: 0 });
    bert.say('late');
    board.cut('anna', 'bert');
    board.pass(1_000);
    expect([anna.texts, anna.downs]).toEqual([[], ['bert cut']]);
  });
});
