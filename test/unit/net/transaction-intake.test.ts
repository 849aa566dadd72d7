import { describe, expect, it } from 'vitest';
import { wtxid } from '../../../src/consensus/hash.ts';
import type { Transaction } from '../../../src/consensus/types.ts';
import { encodeTransaction } from '../../../src/consensus/encoding.ts';
import { type Foe, NetHarness, type TestNode } from '../../support/net-harness.ts';
import { announce, answer, deliver, TransactionLab } from '../../support/transaction-lab.ts';

const MB = 1024 * 1024;

function meet(foes = 1) {
  const harness = new NetHarness();
  const lab = new TransactionLab(harness);
  const node = lab.node();
  const all = Array.from({ length: foes }, () => lab.foe(node));
  return { harness, lab, node, foes: all, foe: all[0]! };
}

function bringAll(foe: Foe, transactions: readonly Transaction[]): void {
  announce(foe, transactions);
  answer(foe, transactions);
}

/** The judge finds all signatures good, whatever they are. */
function approve(node: TestNode): void {
  for (const transaction of node.undecided) {
    for (const inputIndex of transaction.inputs.keys()) {
      node.chain.signatures.add({ wtxid: wtxid(transaction), inputIndex });
    }
  }
  node.decide();
}

describe('signatures that nobody has verified', () => {
  it('are judged at fifty a second for a peer, and the others wait', () => {
    const { harness, lab, node, foe } = meet();
    node.areVerdictsHeld = true;
    const judged = () => node.judged.length;
    bringAll(foe, lab.unsigned(40, [node], 5));
    // The tenth is the fiftieth signature.
    expect(judged()).toBe(10);
    approve(node);
    for (let second = 1; second <= 3; second += 1) {
      harness.pass(1);
      approve(node);
      expect(judged()).toBe(10 + 10 * second);
    }
    expect(node.mempool.size).toBe(40);
    expect(foe.isDown).toBe(false);
  });

  it('of one large transaction pass, and are paid for by waiting', () => {
    const { harness, lab, node, foe } = meet();
    node.areVerdictsHeld = true;
    const [large] = lab.unsigned(1, [node], 200);
    const [small] = lab.unsigned(1, [node]);
    bringAll(foe, [large!, small!]);
    approve(node);
    expect(node.judged).toEqual([large]);
    harness.pass(3);
    expect(node.judged).toHaveLength(1);
    harness.pass(1);
    expect(node.judged).toHaveLength(2);
  });

  it('of one peer hold up nobody else’s', () => {
    const { lab, node, foes } = meet(2);
    const [flooder, honest] = foes as [Foe, Foe];
    node.areVerdictsHeld = true;
    bringAll(flooder, lab.unsigned(40, [node], 5));
    bringAll(honest, [lab.payment(0)]);
    expect(node.judged.at(-1)).toEqual(lab.payment(0));
  });

  it('that wait with one peer are asked from another after four seconds', () => {
    const { harness, lab, node, foes } = meet(2);
    const [flooder, honest] = foes as [Foe, Foe];
    node.areVerdictsHeld = true;
    const [large] = lab.unsigned(1, [node], 400);
    const wanted = lab.payment(0);
    bringAll(flooder, [large!, wanted]);
    announce(honest, [wanted]);
    harness.pass(5);
    answer(honest, [wanted]);
    expect(node.judged.map(wtxid)).toEqual([large!, wanted].map(wtxid));
    approve(node);
    harness.pass(10);
    expect(node.judged).toHaveLength(2);
  });

  it('cost nothing where others vouch for them already', () => {
    const { lab, node, foe } = meet();
    bringAll(foe, lab.trusted(50, [node], 5));
    expect(node.mempool.size).toBe(50);
  });

  it('are not counted where the transaction is refused before them', () => {
    const { lab, node, foe } = meet();
    for (let round = 0; round < 3; round += 1) {
      // Their coins are known to nobody, and they spend too many.
      bringAll(foe, lab.unsigned(5, [], 40));
    }
    expect(node.judged).toHaveLength(15);
    bringAll(foe, [lab.payment(0)]);
    expect(node.has(lab.payment(0))).toBe(true);
  });
});

describe('the judge', () => {
  it('is given 64 at a time, of all peers', () => {
    const { lab, node, foes } = meet(3);
    node.areVerdictsHeld = true;
    const flood = lab.trusted(120, [node]);
    for (const [at, foe] of foes.entries()) bringAll(foe, flood.slice(at * 40, at * 40 + 40));
    expect(node.undecided).toHaveLength(64);
    expect(node.network.transactions!.counts.judging).toBe(64);
    node.areVerdictsHeld = false;
    node.decide();
    expect(node.mempool.size).toBe(120);
  });

  it('is not asked twice about one', () => {
    const { lab, node, foes } = meet(2);
    node.areVerdictsHeld = true;
    for (const foe of foes) bringAll(foe, [lab.payment(0)]);
    expect(node.judged).toHaveLength(1);
  });

  it('may speak of what it was not given, and nothing follows', () => {
    const { harness, lab, node } = meet();
    const verdict = { kind: 'orphan', missing: new Set<never>() } as const;
    node.network.transactions!.judged(wtxid(lab.payment(0)), verdict, harness.now);
    expect(node.network.transactions!.counts).toEqual({ judging: 0, orphans: 0 });
  });

  it('is not asked about what a peer brought that is gone', () => {
    const { harness, lab, node, foe } = meet();
    node.areVerdictsHeld = true;
    bringAll(foe, lab.unsigned(20, [node], 10));
    expect(node.judged).toHaveLength(5);
    node.network.down(foe.link, harness.now);
    harness.pass(10);
    expect(node.judged).toHaveLength(5);
  });
});

describe('what waits to be judged', () => {
  it('is at most a megabyte of one peer', () => {
    const { lab, node, foe } = meet();
    node.areVerdictsHeld = true;
    const flood = lab.unsigned(40, [node], 400);
    const [sizeBytes] = flood.map((transaction) => encodeTransaction(transaction).length);
    bringAll(foe, flood);
    const fitting = Math.floor(MB / sizeBytes!);
    expect(node.peer.transactions.waiting.length).toBe(fitting);
    expect(node.peer.transactions.waitingBytes).toBe(fitting * sizeBytes!);
    expect(fitting).toBeLessThan(39);
    expect(foe.isDown).toBe(false);
  });

  it('is at most fifty transactions of one peer', () => {
    const { harness, lab, node, foe } = meet();
    node.areVerdictsHeld = true;
    const flood = [...lab.unsigned(1, [node], 400), ...lab.unsigned(120, [node])];
    announce(foe, flood);
    for (let second = 0; second < 7; second += 1) {
      for (const transaction of flood) deliver(foe, transaction);
      harness.pass(1);
      const { waiting, asked } = node.peer.transactions;
      expect(waiting.length + asked.size).toBeLessThanOrEqual(50);
    }
    expect(node.judged).toHaveLength(1);
    expect(node.peer.transactions.waiting.length).toBe(50);
  });

  it('has no place for late answers when it is full', () => {
    const { harness, lab, node, foe } = meet();
    node.areVerdictsHeld = true;
    bringAll(foe, lab.unsigned(1, [node], 400));
    const flood = lab.unsigned(100, [node]);
    announce(foe, flood);
    harness.pass(5);
    for (const transaction of [...flood.slice(50), ...flood.slice(0, 50)]) {
      deliver(foe, transaction);
    }
    expect(node.peer.transactions.waiting.map(wtxid)).toEqual(flood.slice(50).map(wtxid));
  });

  it('has at most 16 orphans of one peer among it, and 64 of all', () => {
    const { lab, node, foes } = meet(6);
    const flood = lab.unsigned(120, []);
    for (const [at, foe] of foes.entries()) {
      bringAll(foe, flood.slice(at * 20, at * 20 + 20));
      const most = Math.min(64, 16 * (at + 1));
      expect(node.network.transactions!.counts.orphans).toBe(most);
    }
    expect(node.dropped).toEqual([]);
  });
});
