/**
 * A block that is worth telling in short, of transactions whose signatures count as verified, and a
 * node whose mempool holds some of them.
 */

import type { Block, Transaction } from '../../src/consensus/types.ts';
import { compactBlock } from '../../src/net/compact-block.ts';
import { type Foe, NetHarness, type TestNode } from './net-harness.ts';
import { FEE, TransactionLab } from './transaction-lab.ts';

/** Together above 8 kB. */
export const COUNT = 100;
const NONCE = 0xfeed_f00d_1234_5678n;

export class CompactLab {
  readonly harness = new NetHarness();
  readonly lab = new TransactionLab(this.harness);
  readonly node: TestNode;
  readonly transactions: readonly Transaction[];
  readonly block: Block;
  private readonly nodes: readonly TestNode[];
  private siblings = 0;

  /** Of so many nodes, the first of which has the first `waiting` transactions in its mempool. */
  constructor(waiting = COUNT, nodes = 1) {
    this.nodes = Array.from({ length: nodes }, () => this.lab.node());
    this.node = this.nodes[0]!;
    this.transactions = this.lab.trusted(COUNT, this.nodes);
    for (const transaction of this.transactions.slice(0, waiting)) this.node.add(transaction);
    this.block = this.make(this.transactions);
  }

  /** The nodes that are not the first. */
  get others(): readonly TestNode[] {
    return this.nodes.slice(1);
  }

  /** Another block of these on the same parent each time. */
  make(transactions: readonly Transaction[], parent: Block = this.lab.tip): Block {
    const { lab } = this.harness;
    this.siblings += 1;
    const tail = Uint8Array.of(2, this.siblings & 0xff, this.siblings >> 8);
    const scriptSig = lab.scriptSig(lab.height(parent) + 1, tail);
    return lab.make({ parent, transactions, fees: transactions.length * FEE, scriptSig });
  }

  /** A block whose last signatures are good for nothing. */
  makeBad(): Block {
    return this.make(this.lab.unsigned(COUNT, this.nodes));
  }

  foe(): Foe {
    return this.lab.foe(this.node);
  }
}

export function tellShort(foe: Foe, block: Block): void {
  foe.say({ name: 'cmpctblock', compact: compactBlock(block, NONCE) });
}

/** Answers the last question for transactions, with those of the block that was asked for. */
export function answerLast(foe: Foe, block: Block): void {
  const { blockHash, indexes } = foe.all('getblocktxn').at(-1)!.question;
  const transactions = indexes.map((index) => block.transactions[index]!);
  foe.say({ name: 'blocktxn', answer: { blockHash, transactions } });
}

/** Hashes of the blocks that were asked for whole. */
export function askedWhole(foe: Foe): string[] {
  return foe
    .all('getdata')
    .flatMap(({ items }) =>
      items.filter(({ type }) => type === 0x40000002).map(({ hash }) => hash),
    );
}
