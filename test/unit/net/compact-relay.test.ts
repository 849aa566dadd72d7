import { describe, expect, it } from 'vitest';
import { Status } from '../../../src/chain/block-index.ts';
import type { Block, Transaction } from '../../../src/consensus/types.ts';
import { Random } from '../../../src/util/random.ts';
import { answerLast, CompactLab, COUNT, tellShort } from '../../support/compact-lab.ts';
import { type Foe, hashOf, type TestNode } from '../../support/net-harness.ts';

/** Hashes of the blocks that a foe was told in short, and whole. */
function told(foe: Foe): string[] {
  const shorts = foe.all('cmpctblock').map(({ compact }) => ({
    header: compact.header,
    transactions: [],
  }));
  return [...shorts, ...foe.all('block').map(({ block }) => block)].map(hashOf);
}

const counts = (node: TestNode) => node.network.compact.intake.counts;

/** Its mempool may have heard of it from others. */
function offer(node: TestNode, transaction: Transaction): void {
  if (!node.has(transaction)) node.add(transaction);
}

function statusOf(node: TestNode, block: Block): number {
  return node.chain.index.status(node.chain.index.find(hashOf(block)));
}

describe('a block with many transactions', () => {
  it('goes down a line of nodes in short, and back in one header', () => {
    const lab = new CompactLab(0, 4);
    const nodes = [lab.node, ...lab.others];
    for (const node of nodes) for (const transaction of lab.transactions) node.add(transaction);
    const links = lab.others.map((node, at) => lab.harness.join(nodes[at]!, node));
    lab.harness.pass(2);
    const before = links.map((link, at) => nodes[at]!.network.peers.get(link)!.bytesSent);
    lab.node.mine(lab.block);
    lab.harness.settle();
    expect(nodes.map(({ tip }) => tip)).toEqual(nodes.map(() => hashOf(lab.block)));
    const sent = links.map((link, at) => nodes[at]!.network.peers.get(link)!.bytesSent);
    // Six bytes for each, a coinbase and two headers.
    for (const [at, bytes] of sent.entries()) {
      expect(bytes - before[at]!).toBeLessThan(6 * COUNT + 500);
    }
  });

  it('is told before it is connected, by a node whose verifier is busy', () => {
    const lab = new CompactLab(0, 1);
    const payments = lab.lab.unsigned(COUNT, [lab.node]);
    const block = lab.make(payments);
    lab.node.areSignaturesHeld = true;
    const [foe, friend] = [lab.foe(), lab.foe()];
    tellShort(foe, block);
    answerLast(foe, block);
    expect(lab.node.tip).toBe(hashOf(lab.lab.tip));
    expect([told(friend), told(foe)]).toEqual([[hashOf(block)], []]);
  });

  it('is told once, and its header to whoever told it', () => {
    const lab = new CompactLab();
    const [foe, friend] = [lab.foe(), lab.foe()];
    tellShort(foe, lab.block);
    lab.harness.pass(3);
    expect([told(friend), told(foe)]).toEqual([[hashOf(lab.block)], []]);
    expect(foe.all('headers').at(-1)!.headers).toEqual([lab.block.header]);
    expect(friend.all('headers').flatMap(({ headers }) => headers)).not.toContainEqual(
      lab.block.header,
    );
  });

  it('is told before it is connected when it was mined here, too', () => {
    const lab = new CompactLab();
    const block = lab.make(lab.lab.unsigned(COUNT, [lab.node]));
    lab.node.areSignaturesHeld = true;
    const foe = lab.foe();
    lab.node.mine(block);
    lab.harness.settle();
    expect([lab.node.tip, told(foe)]).toEqual([hashOf(lab.lab.tip), [hashOf(block)]]);
  });

  it('is told in short also when it was connected first', () => {
    const lab = new CompactLab();
    const foe = lab.foe();
    const child = lab.make(lab.lab.trusted(COUNT, [lab.node]), lab.block);
    lab.node.accept(child, [...lab.lab.trunk, lab.block, child]);
    lab.node.advance();
    foe.sayHeaders([lab.block]);
    lab.node.mine(lab.block);
    lab.harness.settle();
    expect(lab.node.tip).toBe(hashOf(child));
    expect(told(foe)).toEqual([hashOf(child)]);
  });
});

describe('a block is not told before it is connected', () => {
  function hold() {
    const lab = new CompactLab();
    lab.node.areSignaturesHeld = true;
    const [teller, foe] = [lab.foe(), lab.foe()];
    const bring = (block: Block) => {
      tellShort(teller, block);
      if (teller.all('getblocktxn').at(-1)?.question.blockHash === hashOf(block)) {
        answerLast(teller, block);
      }
    };
    return { lab, foe, bring };
  }

  it('when its parent is not our tip', () => {
    const { lab, foe, bring } = hold();
    const first = lab.makeBad();
    const second = lab.make(lab.transactions, first);
    bring(first);
    bring(second);
    expect(statusOf(lab.node, second) & Status.body).toBe(Status.body);
    expect(told(foe)).toEqual([hashOf(first)]);
  });

  it('when a rival was told already', () => {
    const { lab, foe, bring } = hold();
    const [first, second] = [lab.makeBad(), lab.make(lab.transactions)];
    bring(first);
    foe.sayBlock(second);
    expect(statusOf(lab.node, second) & Status.body).toBe(Status.body);
    expect(told(foe)).toEqual([hashOf(first)]);
  });

  it('when it stands on a branch that broke a rule', () => {
    const { lab, foe, bring } = hold();
    const bad = lab.makeBad();
    bring(bad);
    lab.node.areSignaturesHeld = false;
    lab.node.advance();
    lab.harness.settle();
    expect(statusOf(lab.node, bad) & Status.failed).toBe(Status.failed);
    bring(bad);
    expect(told(foe)).toEqual([hashOf(bad)]);
    // Its rival is told when it is connected: one on each tip is enough for whoever makes many.
    lab.node.areSignaturesHeld = true;
    bring(lab.makeBad());
    expect(told(foe)).toEqual([hashOf(bad)]);
    lab.node.areSignaturesHeld = false;
    bring(lab.block);
    lab.harness.pass(1);
    expect([lab.node.tip, told(foe)]).toEqual([hashOf(lab.block), [bad, lab.block].map(hashOf)]);
  });

  it('when the peer lacks more than it, or has it', () => {
    const lab = new CompactLab();
    const behind = lab.harness.foe(lab.node).greet();
    behind.sayHeaders(lab.lab.trunk.slice(0, 30));
    const has = lab.foe();
    has.sayHeaders([lab.block]);
    lab.node.areSignaturesHeld = true;
    lab.node.mine(lab.block);
    lab.harness.settle();
    expect([told(behind), told(has)]).toEqual([[], []]);
  });

  it('when it is small: its signatures are checked within the step', () => {
    const lab = new CompactLab();
    const small = lab.make(lab.lab.unsigned(20, [lab.node]));
    lab.node.areSignaturesHeld = true;
    const foe = lab.foe();
    lab.node.mine(small);
    lab.harness.settle();
    expect(told(foe)).toEqual([]);
  });
});

describe('a room of eight with mempools of every kind', () => {
  it.each([1, 2, 3])('agrees on large blocks, rivals among them (seed %i)', (seed) => {
    const random = new Random(seed);
    const lab = new CompactLab(0, 8);
    const nodes = [lab.node, ...lab.others];
    for (const [at, node] of nodes.entries()) {
      if (at > 0) lab.harness.join(node, nodes[random.below(at)]!);
      if (at > 2) lab.harness.join(node, nodes[random.below(at - 1)]!);
    }
    for (let tip = lab.lab.tip, round = 0; round < 4; round += 1) {
      const transactions = lab.lab.trusted(2 * COUNT, nodes);
      const [first, second] = [transactions.slice(0, COUNT), transactions.slice(COUNT)];
      for (const node of nodes) {
        const share = random.below(5);
        for (const it of transactions) if (random.below(4) < share) offer(node, it);
      }
      const rivals = [lab.make(first, tip), lab.make(first.slice(0, 80), tip)];
      for (const rival of rivals) nodes[random.below(nodes.length)]!.mine(rival);
      lab.harness.settle();
      tip = lab.make(second, rivals[random.below(2)]);
      nodes.find((node) => node.tip === tip.header.previousHash)!.mine(tip);
      lab.harness.pass(4);
      expect(new Set(nodes.map((node) => node.tip))).toEqual(new Set([hashOf(tip)]));
    }
    for (const node of nodes) {
      expect([node.refused, counts(node)]).toEqual([[], { blocks: 0, questions: 0 }]);
    }
  });
});

describe('a bad block that was told on', () => {
  it('parts nobody who told it, and the next good one reaches everybody', () => {
    const lab = new CompactLab(0, 5);
    const nodes = [lab.node, ...lab.others];
    for (const [at, node] of nodes.entries()) {
      for (const other of nodes.slice(at + 1)) lab.harness.join(node, other);
    }
    const foes = [lab.foe()];
    const bad = lab.makeBad();
    tellShort(foes[0]!, bad);
    answerLast(foes[0]!, bad);
    lab.harness.pass(3);
    for (const node of nodes) {
      expect(statusOf(node, bad) & Status.failed).toBe(Status.failed);
      expect([node.refused, node.dropped, node.tip]).toEqual([[], [], hashOf(lab.lab.tip)]);
    }
    nodes[2]!.mine(lab.block);
    lab.harness.pass(1);
    expect(nodes.map(({ tip }) => tip)).toEqual(nodes.map(() => hashOf(lab.block)));
    expect(foes[0]!.isDown).toBe(false);
  });
});
