import { describe, expect, it } from 'vitest';
import { txid, wtxid } from '../../../src/consensus/hash.ts';
import type { Hash, Transaction } from '../../../src/consensus/types.ts';
import { editInputs } from '../../support/blocks.ts';
import { type Foe, NetHarness, type TestNode } from '../../support/net-harness.ts';
import {
  announce,
  askedOf,
  deliver,
  FEE,
  nameOf,
  toldTo,
  TransactionLab,
} from '../../support/transaction-lab.ts';

/** Far beyond the delay of any announcement in these tests. */
const LONG_MS = 20_000;
const WTX = 5;
const WITNESS_TX = 0x40000001;
const STRANGER = 'ab'.repeat(32) as Hash;

function meet(foes = 1) {
  const harness = new NetHarness();
  const lab = new TransactionLab(harness);
  const node = lab.node();
  const all = Array.from({ length: foes }, () => lab.foe(node));
  return { harness, lab, node, foes: all, foe: all[0]! };
}

/** Announced by the foe, asked of it and delivered. */
function bring(foe: Foe, transaction: Transaction): void {
  announce(foe, [transaction]);
  deliver(foe, transaction);
}

function spoilt(transaction: Transaction): Transaction {
  return editInputs(transaction, { witness: [new Uint8Array(64).fill(1)] });
}

function line(lab: TransactionLab, harness: NetHarness, length: number): TestNode[] {
  const nodes = Array.from({ length }, () => lab.node());
  for (let at = 1; at < length; at += 1) harness.join(nodes[at - 1]!, nodes[at]!);
  return nodes;
}

describe('a payment', () => {
  it('reaches everybody along a line of five, is judged once by each, and is mined away', () => {
    const harness = new NetHarness();
    const lab = new TransactionLab(harness);
    const nodes = line(lab, harness, 5);
    const transactions = [lab.payment(0), lab.payment(1)];
    nodes[0]!.add(transactions[0]!);
    nodes[4]!.add(transactions[1]!);
    harness.passMs(LONG_MS);
    for (const node of nodes) expect(transactions.map((it) => node.has(it))).toEqual([true, true]);
    expect(nodes.map(({ judged }) => judged.length)).toEqual([1, 2, 2, 2, 1]);
    nodes[2]!.mine(harness.lab.make({ parent: lab.tip, transactions, fees: 2 * FEE }));
    harness.settle();
    expect(nodes.map(({ chain, mempool }) => [chain.height, mempool.size])).toEqual(
      nodes.map(() => [41, 0]),
    );
    expect(nodes.flatMap(({ dropped }) => dropped)).toEqual([]);
  });

  it('is told to no peer that told of it', () => {
    const { harness, lab, node, foes } = meet(2);
    const [first, second] = foes as [Foe, Foe];
    const transaction = lab.payment(0);
    bring(first, transaction);
    expect(node.has(transaction)).toBe(true);
    harness.passMs(LONG_MS);
    expect(toldTo(first)).toEqual([]);
    expect(toldTo(second)).toEqual([wtxid(transaction)]);
  });

  it('that waits already is told to a newcomer, parents first', () => {
    const harness = new NetHarness();
    const lab = new TransactionLab(harness);
    const node = lab.node();
    const parent = lab.payment(0);
    const child = lab.child(parent, 4 * FEE);
    node.add(parent);
    node.add(child);
    const foe = lab.foe(node);
    harness.passMs(LONG_MS);
    expect(toldTo(foe)).toEqual([parent, child].map(wtxid));
  });

  it('is fetched only once our chain is level with the peer’s', () => {
    const harness = new NetHarness();
    const lab = new TransactionLab(harness);
    const node = harness.relay();
    const foe = harness.foe(node).greet();
    const transaction = lab.payment(0);
    announce(foe, [transaction]);
    foe.sayHeaders(lab.trunk);
    harness.passMs(3_000);
    const names = () => askedOf(foe).filter((hash) => hash === wtxid(transaction));
    expect(names()).toEqual([]);
    for (const block of lab.trunk) foe.sayBlock(block);
    harness.passMs(1_000);
    expect(node.chain.height).toBe(40);
    expect(names()).toEqual([wtxid(transaction)]);
  });

  it('is not fetched while the last blocks are missing, where its coin may not be mature', () => {
    const harness = new NetHarness();
    const lab = new TransactionLab(harness);
    const node = harness.relay();
    const foe = harness.foe(node).greet();
    const transaction = lab.payment(9);
    foe.sayHeaders(lab.trunk);
    for (const block of lab.trunk.slice(0, -2)) foe.sayBlock(block);
    announce(foe, [transaction]);
    harness.passMs(3_000);
    expect(node.chain.height).toBe(38);
    expect(askedOf(foe)).not.toContain(wtxid(transaction));
    for (const block of lab.trunk.slice(-2)) foe.sayBlock(block);
    harness.passMs(1_000);
    expect(askedOf(foe)).toContain(wtxid(transaction));
    deliver(foe, transaction);
    expect(node.has(transaction)).toBe(true);
  });

  it('is not looked at when nobody asked for it, which costs nothing', () => {
    const { lab, node, foe } = meet();
    for (let reward = 0; reward < 5; reward += 1) deliver(foe, lab.payment(reward));
    deliver(foe, spoilt(lab.payment(5)));
    expect(node.judged).toEqual([]);
    expect(foe.isDown).toBe(false);
  });

  it('means nothing to a node without a mempool', () => {
    const harness = new NetHarness();
    const lab = new TransactionLab(harness);
    const node = harness.node();
    const foe = lab.foe(node);
    for (let count = 0; count < 50; count += 1) bring(foe, lab.payment(0));
    expect([foe.isDown, askedOf(foe)]).toEqual([false, []]);
    bring(foe, lab.payment(0));
    expect(node.refused).toEqual(['unknown-flood']);
  });
});

describe('a question for a transaction', () => {
  it('goes to the next who announced it after four seconds', () => {
    const { harness, lab, foes } = meet(3);
    const transaction = lab.payment(0);
    for (const foe of foes) announce(foe, [transaction]);
    harness.passMs(3_900);
    expect(foes.map((foe) => askedOf(foe).length)).toEqual([1, 0, 0]);
    harness.passMs(1_100);
    expect(foes.map((foe) => askedOf(foe).length)).toEqual([1, 1, 0]);
    harness.passMs(5_000);
    expect(foes.map((foe) => askedOf(foe).length)).toEqual([1, 1, 1]);
    harness.passMs(LONG_MS);
    expect(foes.map((foe) => askedOf(foe).length)).toEqual([1, 1, 1]);
  });

  it('may be answered late, and by both', () => {
    const { harness, lab, node, foes } = meet(2);
    const [slow, quick] = foes as [Foe, Foe];
    const transaction = lab.payment(0);
    for (const foe of foes) announce(foe, [transaction]);
    harness.passMs(5_000);
    deliver(slow, transaction);
    deliver(quick, transaction);
    deliver(slow, transaction);
    expect(node.has(transaction)).toBe(true);
    expect(node.judged).toHaveLength(1);
    expect(node.dropped).toEqual([]);
  });

  it('goes on at once where the first has it no more', () => {
    const { lab, foes } = meet(2);
    const [first, second] = foes as [Foe, Foe];
    const transaction = lab.payment(0);
    for (const foe of foes) announce(foe, [transaction]);
    second.say({ name: 'notfound', items: [nameOf(transaction)] });
    expect(askedOf(second)).toEqual([]);
    first.say({ name: 'notfound', items: [nameOf(transaction)] });
    expect(askedOf(second)).toEqual([wtxid(transaction)]);
  });

  it('goes on within a second where the first is gone', () => {
    const { harness, lab, node, foes } = meet(2);
    const [first, second] = foes as [Foe, Foe];
    for (const foe of foes) announce(foe, [lab.payment(0)]);
    node.network.down(first.link, harness.now);
    harness.passMs(1_000);
    expect(askedOf(second)).toHaveLength(1);
  });

  it('from a peer is answered with the transaction, by either name, or one notfound', () => {
    const { lab, node, foe } = meet();
    const transaction = lab.payment(0);
    node.add(transaction);
    const items = [
      { type: WTX, hash: wtxid(transaction) },
      { type: WITNESS_TX, hash: txid(transaction) },
      { type: WTX, hash: txid(transaction) },
      { type: WTX, hash: STRANGER },
    ];
    foe.say({ name: 'getdata', items });
    expect(foe.all('tx').map((it) => wtxid(it.transaction))).toEqual([
      wtxid(transaction),
      wtxid(transaction),
    ]);
    expect(foe.all('notfound')).toEqual([{ name: 'notfound', items: items.slice(2) }]);
    expect(foe.lanes.at(-2)).toBe('bulk');
  });

  it('without its witness finds nothing, as there is none without', () => {
    const { lab, node, foe } = meet();
    node.add(lab.payment(0));
    const items = [{ type: 1, hash: txid(lab.payment(0)) }];
    foe.say({ name: 'getdata', items });
    expect(foe.all('notfound')).toEqual([{ name: 'notfound', items }]);
  });
});

describe('a refusal', () => {
  it('by policy punishes nobody, and is remembered until the next block', () => {
    const { harness, lab, node, foes } = meet(2);
    const [first, second] = foes as [Foe, Foe];
    const cheap = lab.payment(0, 1);
    bring(first, cheap);
    announce(second, [cheap]);
    expect(node.judged).toHaveLength(1);
    expect(node.dropped).toEqual([]);
    expect(askedOf(second)).toEqual([]);
    node.mine(harness.blocks(1, lab.tip)[0]!);
    announce(second, [cheap]);
    expect(askedOf(second)).toEqual([wtxid(cheap)]);
  });

  it('for its size needs no judge', () => {
    const { lab, node, foes } = meet(2);
    const [first, second] = foes as [Foe, Foe];
    const [large] = lab.unsigned(1, [node], 500);
    bring(first, large!);
    announce(second, [large!]);
    expect([node.judged, node.dropped, askedOf(second)]).toEqual([[], [], []]);
  });

  it('by a rule costs the link, and the true one is taken from another', () => {
    const { lab, node, foes } = meet(2);
    const [liar, honest] = foes as [Foe, Foe];
    const transaction = lab.payment(0);
    bring(liar, spoilt(transaction));
    expect(node.refused).toEqual(['bad-txns-signature']);
    expect([liar.isDown, honest.isDown]).toEqual([true, false]);
    bring(honest, transaction);
    expect(node.has(transaction)).toBe(true);
  });

  it('that comes after the link was closed keeps its peer out', () => {
    const { harness, lab, node, foe } = meet();
    node.areVerdictsHeld = true;
    bring(foe, spoilt(lab.payment(0)));
    node.network.down(foe.link, harness.now);
    node.decide();
    const again = harness.foe(node);
    again.hello(foe.secrets);
    expect(node.dropped).toEqual(['discouraged']);
  });

  it('of a spoilt parent leaves the question for the true one open', () => {
    const { lab, node, foes } = meet(2);
    const [liar, honest] = foes as [Foe, Foe];
    const parent = lab.payment(0);
    const child = lab.child(parent);
    // All its places are taken, so that the question for the parent has to wait.
    const others = lab.unsigned(50, []);
    announce(honest, [child, ...others]);
    deliver(honest, child);
    bring(liar, spoilt(parent));
    expect([liar.isDown, askedOf(honest).includes(txid(parent))]).toEqual([true, false]);
    honest.say({ name: 'notfound', items: others.map(nameOf) });
    expect(askedOf(honest).at(-1)).toBe(txid(parent));
    deliver(honest, parent);
    expect([node.has(parent), node.has(child)]).toEqual([true, true]);
  });
});

describe('an orphan', () => {
  it('waits while the peer that brought it is asked for its parents by txid', () => {
    const { lab, node, foes } = meet(2);
    const [foe, other] = foes as [Foe, Foe];
    const parent = lab.payment(0);
    const child = lab.child(parent);
    bring(foe, child);
    expect(foe.all('getdata').at(-1)!.items).toEqual([{ type: WITNESS_TX, hash: txid(parent) }]);
    expect(askedOf(other)).toEqual([]);
    expect(node.network.transactions!.counts).toEqual({ judging: 0, orphans: 1 });
    deliver(foe, parent);
    expect([node.has(parent), node.has(child)]).toEqual([true, true]);
    expect(node.network.transactions!.counts).toEqual({ judging: 0, orphans: 0 });
  });

  it('does not ask for a parent that is being judged', () => {
    const { harness, lab, node, foe } = meet();
    const parent = lab.payment(0);
    const child = lab.child(parent);
    node.areVerdictsHeld = true;
    announce(foe, [parent, child]);
    deliver(foe, parent);
    const [held] = node.undecided.splice(0);
    deliver(foe, child);
    node.decide();
    harness.pass(1);
    expect(askedOf(foe)).toEqual([parent, child].map(wtxid));
    node.undecided.push(held!);
    node.areVerdictsHeld = false;
    node.decide();
    expect([node.has(parent), node.has(child)]).toEqual([true, true]);
  });

  it('follows a parent that a block brought', () => {
    const { harness, lab, node, foe } = meet();
    const parent = lab.payment(0);
    const child = lab.child(parent);
    bring(foe, child);
    node.mine(harness.lab.make({ parent: lab.tip, transactions: [parent], fees: FEE }));
    expect(node.has(child)).toBe(true);
  });

  it('is forgotten after thirty seconds, and fetched from another who has it', () => {
    const { harness, lab, node, foes } = meet(2);
    const [first, second] = foes as [Foe, Foe];
    const child = lab.child(lab.payment(0));
    bring(first, child);
    announce(second, [child]);
    harness.passMs(29_000);
    // Their links stay up.
    for (const foe of foes) foe.say({ name: 'ping', nonce: 1n });
    expect(node.network.transactions!.counts.orphans).toBe(1);
    expect(askedOf(second)).toEqual([]);
    harness.passMs(2_000);
    expect(node.network.transactions!.counts.orphans).toBe(0);
    expect(askedOf(second)).toEqual([wtxid(child)]);
  });

  it('that is invalid costs the link of who brought it, not of who brought its parent', () => {
    const { lab, node, foes } = meet(2);
    const [liar, honest] = foes as [Foe, Foe];
    const parent = lab.payment(0);
    bring(liar, spoilt(lab.child(parent)));
    expect(liar.isDown).toBe(false);
    bring(honest, parent);
    expect([liar.isDown, honest.isDown]).toEqual([true, false]);
    expect(node.has(parent)).toBe(true);
  });

  it('is dropped when who brought it is gone', () => {
    const { harness, lab, node, foes } = meet(2);
    const [first, second] = foes as [Foe, Foe];
    const parent = lab.payment(0);
    bring(first, lab.child(parent));
    node.network.down(first.link, harness.now);
    bring(second, parent);
    expect(node.mempool.size).toBe(1);
    expect(node.network.transactions!.counts.orphans).toBe(0);
  });
});

describe('a tab whose clock was set back', () => {
  it('goes on telling and asking', () => {
    const { harness, lab, node, foes } = meet(2);
    const [first, second] = foes as [Foe, Foe];
    harness.passMs(1_000);
    node.add(lab.payment(0));
    for (const foe of foes) announce(foe, [lab.payment(1)]);
    harness.now -= 3_600_000;
    node.tick();
    for (const foe of foes) foe.sayHeaders([lab.tip]);
    harness.passMs(6_000);
    expect(toldTo(first)).toEqual([wtxid(lab.payment(0))]);
    expect(askedOf(second)).toEqual([wtxid(lab.payment(1))]);
    deliver(second, lab.payment(1));
    expect(node.has(lab.payment(1))).toBe(true);
  });
});
