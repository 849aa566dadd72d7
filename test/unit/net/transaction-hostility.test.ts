import { describe, expect, it } from 'vitest';
import { txid, wtxid } from '../../../src/consensus/hash.ts';
import type { Transaction } from '../../../src/consensus/types.ts';
import { encodeMessage, type InventoryItem, type Message } from '../../../src/net/messages.ts';
import { Random } from '../../../src/util/random.ts';
import { editInputs } from '../../support/blocks.ts';
import { type Foe, MAGIC, NetHarness } from '../../support/net-harness.ts';
import { FEE, TransactionLab } from '../../support/transaction-lab.ts';

const ROUNDS = 2_500;

function itemsOf(random: Random, transactions: readonly Transaction[]): InventoryItem[] {
  return random
    .shuffle(transactions)
    .slice(0, random.below(transactions.length))
    .map((transaction) =>
      random.below(4) === 0
        ? { type: 0x40000001, hash: txid(transaction) }
        : { type: 5, hash: wtxid(transaction) },
    );
}

/** What a peer could say that has something to do with these transactions. */
function plausible(random: Random, transactions: readonly Transaction[]): Message {
  const items = itemsOf(random, transactions);
  const transaction = transactions[random.below(transactions.length)]!;
  const messages: readonly Message[] = [
    { name: 'inv', items },
    { name: 'tx', transaction },
    { name: 'tx', transaction },
    { name: 'getdata', items },
    { name: 'notfound', items },
  ];
  return messages[random.below(messages.length)]!;
}

/** Flips a bit now and then. */
function bend(random: Random, bytes: Uint8Array): Uint8Array {
  const bent = bytes.slice();
  if (random.below(12) === 0) bent[random.below(bent.length)]! ^= 1 << random.below(8);
  return bent;
}

describe('whatever peers say of transactions', () => {
  it.each([1, 2, 3])('costs them their links and nothing else (seed %i)', (seed) => {
    const random = new Random(seed);
    const harness = new NetHarness();
    const lab = new TransactionLab(harness);
    const [node, friend] = [lab.node(), lab.node()];
    harness.join(friend, node);
    const good = [0, 1, 2, 3].map((reward) => lab.payment(reward));
    const children = good.map((parent) => lab.child(parent));
    const rivals = [0, 1].map((reward) => lab.payment(reward, 2 * FEE));
    const spoilt = [good[2]!, children[1]!].map((it) =>
      editInputs(it, { witness: [new Uint8Array(64).fill(2)] }),
    );
    const orphans = lab.unsigned(40, []);
    const said = [...good, ...children, ...rivals, ...spoilt, ...orphans];
    const foes: Foe[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const which = random.below(4);
      if (foes[which] === undefined || foes[which].isDown) foes[which] = lab.foe(node);
      foes[which].send(bend(random, encodeMessage(MAGIC, plausible(random, said))));
      if (random.below(20) === 0) harness.pass(1);
      const { judging, orphans: waiting } = node.network.transactions!.counts;
      expect(judging).toBe(0);
      expect(waiting).toBeLessThanOrEqual(64);
      for (const { transactions } of node.network.peers.values()) {
        expect(transactions.asked.size + transactions.waiting.length).toBeLessThanOrEqual(50);
        expect(transactions.announced.size).toBeLessThanOrEqual(2_000);
      }
    }
    for (const foe of foes) if (foe?.isDown === false) foe.send(Uint8Array.of(0));
    const honest = lab.payment(8);
    friend.add(honest);
    harness.passMs(20_000);
    expect([node.has(honest), friend.dropped]).toEqual([true, []]);
    // What one of them has accepted the other has too.
    const waitingAt = (it: typeof node) => [...it.mempool.values()].map((entry) => entry.wtxid);
    expect(waitingAt(friend).toSorted()).toEqual(waitingAt(node).toSorted());
    expect(node.mempool.size).toBeGreaterThan(3);
  });
});
