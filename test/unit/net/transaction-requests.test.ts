import { describe, expect, it } from 'vitest';
import type { Hash } from '../../../src/consensus/types.ts';
import { type Foe, NetHarness } from '../../support/net-harness.ts';
import { askedOf, deliver, nameOf, TransactionLab } from '../../support/transaction-lab.ts';

const WTX = 5;
const KNOWN_MAX = 10_000;

function meet(foes = 1) {
  const harness = new NetHarness();
  const lab = new TransactionLab(harness);
  const node = lab.node();
  const all = Array.from({ length: foes }, () => lab.foe(node));
  return { harness, lab, node, foes: all, foe: all[0]! };
}

/** So many names from a number on, in messages of 500. */
function sayNames(foe: Foe, count: number, from = 0): Hash[] {
  const names = Array.from(
    { length: count },
    (_, at) => (from + at + 1).toString(16).padStart(64, 'a') as Hash,
  );
  for (let at = 0; at < count; at += 500) {
    const items = names.slice(at, at + 500).map((hash) => ({ type: WTX, hash }));
    foe.say({ name: 'inv', items });
  }
  return names;
}

describe('a peer that announces much', () => {
  it('is asked for fifty transactions at a time, in its order', () => {
    const { foe } = meet();
    const names = sayNames(foe, 200);
    expect(askedOf(foe)).toEqual(names.slice(0, 50));
    const items = names.slice(0, 20).map((hash) => ({ type: WTX, hash }));
    foe.say({ name: 'notfound', items });
    expect(askedOf(foe)).toEqual(names.slice(0, 70));
  });

  it('is asked for the next fifty when four seconds have passed', () => {
    const { harness, foe } = meet();
    const names = sayNames(foe, 200);
    harness.passMs(3_900);
    expect(askedOf(foe)).toEqual(names.slice(0, 50));
    harness.passMs(1_100);
    expect(askedOf(foe)).toEqual(names.slice(0, 100));
  });

  it('is heard of 2,000 that it has not delivered, and of no more', () => {
    const { node, foe } = meet();
    sayNames(foe, 2_600);
    const { announced, asked } = node.peer.transactions;
    expect([announced.size, asked.size]).toEqual([1_950, 50]);
    expect(foe.isDown).toBe(false);
  });

  it('is known to have 10,000, however many it names', () => {
    const { node, foe } = meet();
    sayNames(foe, 20_500);
    expect(node.peer.transactions.known.size).toBeLessThanOrEqual(KNOWN_MAX);
    expect(node.peer.transactions.known.size).toBeGreaterThanOrEqual(KNOWN_MAX / 2);
  });

  it('takes no place from others', () => {
    const { harness, lab, node, foes } = meet(2);
    const [flooder, honest] = foes as [Foe, Foe];
    sayNames(flooder, 2_000);
    honest.say({ name: 'inv', items: [nameOf(lab.payment(0))] });
    expect(askedOf(honest)).toHaveLength(1);
    deliver(honest, lab.payment(0));
    expect(node.has(lab.payment(0))).toBe(true);
    harness.passMs(1_000);
    expect(node.dropped).toEqual([]);
  });

  it('may answer late what it was asked last, and not what it was asked long ago', () => {
    const { harness, lab, node, foe } = meet();
    const early = lab.payment(0);
    foe.say({ name: 'inv', items: [nameOf(early)] });
    sayNames(foe, 49);
    harness.passMs(5_000);
    const late = lab.payment(1);
    foe.say({ name: 'inv', items: [nameOf(late)] });
    sayNames(foe, 49, 1_000);
    harness.passMs(5_000);
    deliver(foe, early);
    deliver(foe, late);
    expect([node.has(early), node.has(late)]).toEqual([false, true]);
    expect(node.peer.transactions.overdue.size).toBe(49);
  });
});

describe('what is no wtxid', () => {
  it('in an inv says nothing', () => {
    const { foe } = meet();
    const hash = 'cd'.repeat(32) as Hash;
    foe.say({ name: 'inv', items: [1, 2, 0x40000001, 0x40000002].map((type) => ({ type, hash })) });
    expect(askedOf(foe)).toEqual([]);
    expect(foe.isDown).toBe(false);
  });
});
