import { describe, expect, it } from 'vitest';
import { type Foe, NetHarness } from '../../support/net-harness.ts';

const MB = 1024 * 1024;

function meet() {
  const harness = new NetHarness();
  const node = harness.node();
  const foe = harness.foe(node).greet();
  return { harness, node, foe };
}

/** Seconds pass in which the foe does nothing but answer pings. */
function live(harness: NetHarness, foe: Foe, seconds: number): void {
  for (let second = 0; second < seconds; second += 1) {
    harness.pass(1);
    const ping = foe.heard.at(-1);
    if (ping?.name === 'ping') foe.say({ name: 'pong', nonce: ping.nonce });
  }
}

describe('a link', () => {
  it('is pinged every ten seconds', () => {
    const { harness, foe } = meet();
    foe.sayHeaders([]);
    live(harness, foe, 35);
    expect(foe.all('ping')).toHaveLength(3);
    expect(foe.isDown).toBe(false);
  });

  it('that is silent for thirty seconds is gone, and nobody is blamed', () => {
    const { harness, node, foe } = meet();
    foe.sayHeaders([]);
    harness.pass(30);
    expect(foe.isDown).toBe(false);
    harness.pass(1);
    expect(node.dropped).toEqual(['silent']);
    expect(node.refused).toEqual([]);
  });

  it('tells its round trip by the pong to the last ping alone', () => {
    const { harness, node, foe } = meet();
    harness.pass(10);
    harness.now += 40;
    foe.say({ name: 'pong', nonce: 12345n });
    expect(node.peer.pingMs).toBe(-1);
    foe.say({ name: 'pong', nonce: foe.all('ping')[0]!.nonce });
    expect(node.peer.pingMs).toBe(40);
    harness.now += 500;
    foe.say({ name: 'pong', nonce: foe.all('ping')[0]!.nonce });
    expect(node.peer.pingMs).toBe(40);
  });

  it('answers 120 pings a minute, and then rests until the next', () => {
    const { harness, foe } = meet();
    for (let nonce = 1n; nonce <= 200n; nonce += 1n) foe.say({ name: 'ping', nonce });
    expect(foe.all('pong').map(({ nonce }) => Number(nonce))).toEqual(
      Array.from({ length: 120 }, (_, at) => at + 1),
    );
    expect(foe.isDown).toBe(false);
    foe.sayHeaders([]);
    live(harness, foe, 60);
    foe.say({ name: 'ping', nonce: 1000n });
    expect(foe.all('pong').at(-1)?.nonce).toBe(1000n);
  });

  it('carries 100 unknown messages a minute and not 101', () => {
    const { harness, node, foe } = meet();
    foe.sayHeaders([]);
    const speak = (count: number) => {
      for (let at = 0; at < count; at += 1) foe.say({ name: 'unknown', type: 200 });
    };
    speak(100);
    live(harness, foe, 60);
    speak(100);
    expect(foe.isDown).toBe(false);
    speak(1);
    expect(node.refused).toEqual(['unknown-flood']);
  });
});

describe('a backlog', () => {
  function clogged(sizeBytes: number) {
    const scene = meet();
    scene.foe.sayHeaders([]);
    const pipe = scene.node.pipes.get(scene.foe.link)!;
    pipe.queue.push({ bytes: new Uint8Array(sizeBytes), lane: 'bulk' });
    pipe.stopped = true;
    return { ...scene, pipe };
  }

  it('above a megabyte for fifteen seconds costs the link, and nobody is blamed', () => {
    const { harness, node, foe } = clogged(MB + 1);
    harness.pass(16);
    expect(foe.isDown).toBe(false);
    harness.pass(1);
    expect(node.dropped).toEqual(['backlog']);
    expect(node.refused).toEqual([]);
  });

  it('of a megabyte costs nothing', () => {
    const { harness, foe } = clogged(MB - 1000);
    harness.pass(25);
    expect(foe.isDown).toBe(false);
  });

  it('that drains in between has its full time again', () => {
    const { harness, foe, pipe } = clogged(MB + 1);
    harness.pass(10);
    const [letter] = pipe.queue.splice(0, 1);
    harness.pass(1);
    pipe.queue.push(letter!);
    harness.pass(14);
    expect(foe.isDown).toBe(false);
  });
});

describe('a tip that does not move', () => {
  it('for fifteen spacings makes every peer be asked for news', () => {
    const { harness, foe } = meet();
    foe.sayHeaders([]);
    live(harness, foe, 150);
    expect(foe.all('getheaders')).toHaveLength(1);
    live(harness, foe, 2);
    expect(foe.all('getheaders')).toHaveLength(2);
    foe.sayHeaders([]);
    live(harness, foe, 140);
    foe.sayBlock(harness.blocks(1)[0]!);
    live(harness, foe, 140);
    expect(foe.all('getheaders')).toHaveLength(2);
  });
});

describe('a sleep of this tab', () => {
  it('is not held against its peers, who are asked how they are', () => {
    const { harness, node, foe } = meet();
    foe.sayHeaders([]);
    harness.pass(1);
    harness.now += 3_600_000;
    harness.pass(1);
    expect(foe.isDown).toBe(false);
    expect(foe.all('ping')).toHaveLength(1);
    expect(foe.all('getheaders')).toHaveLength(2);
    foe.sayHeaders([]);
    harness.pass(31);
    expect(node.dropped).toEqual(['silent']);
  });

  it('begins a new minute of what is counted, also where the clock was set back', () => {
    const { harness, node, foe } = meet();
    foe.sayHeaders([]);
    harness.pass(1);
    harness.now -= 3_600_000;
    harness.pass(1);
    foe.sayHeaders([]);
    for (let minute = 0; minute < 2; minute += 1) {
      for (let count = 0; count < 60; count += 1) foe.say({ name: 'unknown', type: 200 });
      live(harness, foe, 61);
    }
    expect([foe.isDown, node.refused]).toEqual([false, []]);
  });

  it('may be a clock set back, too', () => {
    const { harness, foe } = meet();
    foe.sayHeaders([]);
    harness.pass(1);
    harness.now -= 3_600_000;
    harness.pass(1);
    expect(foe.all('ping')).toHaveLength(1);
  });
});
