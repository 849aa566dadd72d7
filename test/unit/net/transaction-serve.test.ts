import { describe, expect, it } from 'vitest';
import { wtxid } from '../../../src/consensus/hash.ts';
import type { Transaction } from '../../../src/consensus/types.ts';
import { type Foe, NetHarness } from '../../support/net-harness.ts';
import { nameOf, toldTo, TransactionLab } from '../../support/transaction-lab.ts';

const MB = 1024 * 1024;

function meet() {
  const harness = new NetHarness();
  const lab = new TransactionLab(harness);
  const node = lab.node();
  return { harness, lab, node, foe: lab.foe(node) };
}

function ask(foe: Foe, transactions: readonly Transaction[]): void {
  foe.say({ name: 'getdata', items: transactions.map(nameOf) });
}

describe('a peer that asks for transactions', () => {
  it('may leave 500 waiting, and is told that the others are not found', () => {
    const { harness, lab, node, foe } = meet();
    const flood = lab.trusted(260, [node]);
    for (const transaction of flood) node.add(transaction);
    const pipe = node.pipes.get(foe.link)!;
    const question = { name: 'getdata', items: flood.map(nameOf) } as const;
    node.network.backlog(foe.link, MB, harness.now);
    // It hears nothing meanwhile.
    pipe.stopped = true;
    pipe.queue.push({ bytes: new Uint8Array(MB), lane: 'bulk' });
    foe.say(question);
    foe.say(question);
    expect(node.peer.transactions.wanted.length).toBe(500);
    pipe.queue.splice(0, 1);
    pipe.stopped = false;
    harness.settle();
    expect(foe.all('notfound').map(({ items }) => items.length)).toEqual([20]);
    node.network.backlog(foe.link, 0, harness.now);
    harness.settle();
    expect(foe.all('tx')).toHaveLength(500);
    expect(foe.isDown).toBe(false);
  });

  it('is sent no more than fits into its link', () => {
    const { harness, lab, node, foe } = meet();
    const flood = lab.trusted(30, [node], 300);
    for (const transaction of flood) node.add(transaction);
    const pipe = node.pipes.get(foe.link)!;
    pipe.stopped = true;
    ask(foe, flood);
    const sizeBytes = pipe.queue.reduce((sum, { bytes }) => sum + bytes.length, 0);
    expect(sizeBytes).toBeGreaterThan(MB / 4);
    expect(sizeBytes).toBeLessThan(MB);
    pipe.stopped = false;
    harness.settle();
    harness.pass(1);
    harness.pass(1);
    expect(foe.all('tx').map(({ transaction }) => wtxid(transaction))).toEqual(flood.map(wtxid));
  });

  it('is not told of what it was sent', () => {
    const { harness, lab, node, foe } = meet();
    node.add(lab.payment(0));
    ask(foe, [lab.payment(0)]);
    harness.passMs(10_000);
    expect(toldTo(foe)).toEqual([]);
  });

  it('may ask for blocks in the same breath', () => {
    const { lab, node, foe } = meet();
    node.add(lab.payment(0));
    const block = { type: 0x40000002, hash: node.tip };
    foe.say({ name: 'getdata', items: [nameOf(lab.payment(0)), block] });
    expect([foe.all('tx').length, foe.all('block').length]).toEqual([1, 1]);
    expect(foe.all('notfound')).toEqual([]);
  });
});
