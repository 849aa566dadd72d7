/**
 * Payments for tests of their relay: a chain whose first rewards are mature, signed payments of
 * them, and payments of coins that come from nowhere, for floods that no wallet could sign in time.
 */

import { outpointKey } from '../../src/consensus/encoding.ts';
import { wtxid } from '../../src/consensus/hash.ts';
import type { Block, Hash, OutPoint, Transaction } from '../../src/consensus/types.ts';
import { type InventoryItem, InventoryType } from '../../src/net/messages.ts';
import { type Funds, MATURITY, outputOf, payment, rewardOf } from './block-lab.ts';
import { outpoint, pay, spend } from './blocks.ts';
import type { Foe, NetHarness, TestNode } from './net-harness.ts';

const MATURE_REWARDS = 10;
const COIN_VALUE = 1_000_000;
export const FEE = 10_000;

export class TransactionLab {
  readonly trunk: readonly Block[];
  private readonly harness: NetHarness;
  private made = 0;

  constructor(harness: NetHarness) {
    this.harness = harness;
    this.trunk = harness.blocks(MATURITY + MATURE_REWARDS);
  }

  get tip(): Block {
    return this.trunk.at(-1)!;
  }

  /** A node that relays transactions and has the chain. */
  node(): TestNode {
    const node = this.harness.relay();
    node.mineAll(this.trunk);
    return node;
  }

  /** Somebody linked to `victim` who has shown that its chain is the same. */
  foe(victim: TestNode): Foe {
    const foe = this.harness.foe(victim).greet();
    foe.sayHeaders([this.tip]);
    return foe;
  }

  /** A signed payment of a mature reward, from 0 to 9. */
  payment(reward: number, fee = FEE): Transaction {
    return this.spend(rewardOf(this.trunk[reward]!), fee);
  }

  /** A signed payment of the first output of another. */
  child(parent: Transaction, fee = FEE): Transaction {
    return this.spend(outputOf(parent, 0), fee);
  }

  /** Payments with so many inputs each, of coins that these nodes are given; nothing signs them. */
  unsigned(count: number, nodes: readonly TestNode[], inputs = 1): Transaction[] {
    return Array.from({ length: count }, () => {
      const prevouts = Array.from({ length: inputs }, () => this.coin(nodes));
      return spend(prevouts, [pay(inputs * COIN_VALUE - inputs * FEE)]);
    });
  }

  /** The same, whose signatures these nodes take for verified. */
  trusted(count: number, nodes: readonly TestNode[], inputs = 1): Transaction[] {
    const transactions = this.unsigned(count, nodes, inputs);
    for (const transaction of transactions) {
      for (const inputIndex of transaction.inputs.keys()) {
        const place = { wtxid: wtxid(transaction), inputIndex };
        for (const { chain } of nodes) chain.signatures.add(place);
      }
    }
    return transactions;
  }

  private coin(nodes: readonly TestNode[]): OutPoint {
    const prevout = outpoint((this.made += 1));
    const coin = { ...pay(COIN_VALUE), height: 0, coinbase: false };
    for (const { chain } of nodes) chain.coins.add(outpointKey(prevout), coin);
    return prevout;
  }

  private spend(funds: Funds, fee: number): Transaction {
    return payment([funds], [pay(funds.output.value - fee)]);
  }
}

export function announce(foe: Foe, transactions: readonly Transaction[]): void {
  const items = transactions.map((transaction) => nameOf(transaction));
  foe.say({ name: 'inv', items });
}

export function deliver(foe: Foe, transaction: Transaction): void {
  foe.say({ name: 'tx', transaction });
}

export function nameOf(transaction: Transaction): InventoryItem {
  return { type: InventoryType.wtx, hash: wtxid(transaction) };
}

/** The names of all that the node has asked a foe for. */
export function askedOf(foe: Foe): Hash[] {
  return foe.all('getdata').flatMap(({ items }) => items.map(({ hash }) => hash));
}

/** The names of all that the node has told a foe. */
export function toldTo(foe: Foe): Hash[] {
  return foe.all('inv').flatMap(({ items }) => items.map(({ hash }) => hash));
}

/** Answers every question for one of these, once. */
export function answer(foe: Foe, transactions: readonly Transaction[]): void {
  const asked = new Set(askedOf(foe));
  for (const transaction of transactions) {
    if (asked.has(wtxid(transaction))) deliver(foe, transaction);
  }
}
