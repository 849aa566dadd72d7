import { describe, expect, it } from 'vitest';
import { wtxid } from '../../../src/consensus/hash.ts';
import { Random } from '../../../src/util/random.ts';
import { Trickle } from '../../../src/net/transaction-trickle.ts';
import { createPeer, type Outbox } from '../../../src/net/peer.ts';
import { Voice } from '../../../src/net/voice.ts';
import { PoolWorld } from '../../support/pool-world.ts';
import { NetHarness } from '../../support/net-harness.ts';
import { FEE, toldTo, TransactionLab } from '../../support/transaction-lab.ts';

const MB = 1024 * 1024;
const SEEDS = [1, 2, 3];

function makePeer(link: number) {
  const facts = { link, peer: `tab-${link}`, outbound: false, binding: new Uint8Array(64) };
  return createPeer(facts, new Uint8Array(32), 0);
}

/** A peer, a mempool with one payment, and the delays drawn for it by this seed, in ms. */
function delays(seed: number, count: number): number[] {
  const world = new PoolWorld();
  const id = wtxid(world.enterPayment(FEE));
  const outbox = { send: () => {} } as unknown as Outbox;
  const trickle = new Trickle(world.pool, new Voice(1, outbox), new Random(seed));
  return Array.from({ length: count }, () => {
    const peer = makePeer(1);
    trickle.add(peer, id, 0);
    return peer.transactions.tellAt;
  });
}

function meet() {
  const harness = new NetHarness();
  const lab = new TransactionLab(harness);
  const node = lab.node();
  return { harness, lab, node, foe: lab.foe(node) };
}

describe('the time until a peer is told', () => {
  it.each(SEEDS)('is that of a Poisson process of half a second (seed %i)', (seed) => {
    const drawn = delays(seed, 4_000).sort((left, right) => left - right);
    const mean = drawn.reduce((sum, delay) => sum + delay, 0) / drawn.length;
    expect(mean).toBeGreaterThan(470);
    expect(mean).toBeLessThan(530);
    // Quantiles of the exponential distribution: ln 2, ln 10.
    expect(drawn[2_000]! / 500).toBeCloseTo(Math.LN2, 1);
    expect(Math.abs(drawn[3_600]! / 500 - Math.LN10)).toBeLessThan(0.2);
  });

  it('is the same by the same seed, and another by another', () => {
    expect(delays(1, 20)).toEqual(delays(1, 20));
    expect(delays(1, 20)).not.toEqual(delays(2, 20));
  });

  it('is drawn for each peer, and what comes meanwhile goes with the first', () => {
    const harness = new NetHarness();
    const lab = new TransactionLab(harness);
    const node = lab.node();
    const foes = [lab.foe(node), lab.foe(node)];
    const { transactions } = node.network;
    node.add(lab.payment(0));
    const times = [...node.network.peers.values()].map((peer) => peer.transactions.tellAt);
    expect(times[0]).not.toBe(times[1]);
    expect(transactions!.nextTellAt).toBe(Math.min(...times));
    node.add(lab.payment(1));
    expect(transactions!.nextTellAt).toBe(Math.min(...times));
    transactions!.tell(Math.max(...times));
    harness.settle();
    for (const foe of foes) expect(foe.all('inv').map(({ items }) => items.length)).toEqual([2]);
    expect(transactions!.nextTellAt).toBe(Infinity);
  });
});

describe('a peer', () => {
  it('is told of 500 at once and of 100 a second from then on', () => {
    const { harness, lab, node, foe } = meet();
    const flood = lab.trusted(1_200, [node]);
    for (const transaction of flood) node.add(transaction);
    harness.passMs(5_000);
    const sizes = foe.all('inv').map(({ items }) => items.length);
    expect(sizes[0]).toBe(500);
    expect(Math.max(...sizes)).toBe(500);
    const told = toldTo(foe).length;
    expect(told).toBeGreaterThan(500);
    expect(told).toBeLessThanOrEqual(1_000);
    harness.passMs(10_000);
    expect(new Set(toldTo(foe))).toEqual(new Set(flood.map(wtxid)));
  });

  it('is told of the best first', () => {
    const { harness, lab, node, foe } = meet();
    for (const transaction of lab.trusted(600, [node])) node.add(transaction);
    const best = lab.payment(0, 100 * FEE);
    node.add(best);
    harness.passMs(5_000);
    expect(toldTo(foe)[0]).toBe(wtxid(best));
  });

  it('is not told of what has left', () => {
    const { harness, lab, node, foe } = meet();
    const old = lab.payment(0);
    node.add(old);
    node.add(lab.payment(0, 10 * FEE));
    harness.passMs(10_000);
    expect(toldTo(foe)).toEqual([wtxid(lab.payment(0, 10 * FEE))]);
    expect(node.peer.transactions.untold.size).toBe(0);
  });

  it('that does not read is told later', () => {
    const { harness, lab, node, foe } = meet();
    node.add(lab.payment(0));
    node.network.backlog(foe.link, MB, harness.now);
    node.network.transactions!.tell(harness.now + 5_000);
    harness.settle();
    expect(toldTo(foe)).toEqual([]);
    node.network.backlog(foe.link, 0, harness.now);
    harness.passMs(15_000);
    expect(toldTo(foe)).toEqual([wtxid(lab.payment(0))]);
  });
});
