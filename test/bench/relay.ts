/**
 * What a block of 500 transactions costs on its way through a room: bytes on each link, and the
 * time a tab holds it up. Four tabs that are all linked to each other, with their real chains,
 * mempools and peer protocols, which have told each other of the transactions before.
 */

import { encodeBlock } from '../../src/consensus/encoding.ts';
import { wtxid } from '../../src/consensus/hash.ts';
import type { Block, Transaction } from '../../src/consensus/types.ts';
import { compactBlock, shortId, shortIdKey } from '../../src/net/compact-block.ts';
import { encodeMessage } from '../../src/net/messages.ts';
import { FRAME_HEADER_BYTES } from '../../src/net/wire.ts';
import { hashOf, MAGIC, NetHarness, type TestNode } from '../support/net-harness.ts';
import { FEE, TransactionLab } from '../support/transaction-lab.ts';
import { compare, median, type Row, row } from './report.ts';

const TABS = 4;
const TRANSACTIONS = 500;
const ROUNDS = 8;
/** Enough for all to hear of all transactions, at a hundred a second. */
const SPREAD_MS = 20_000;
/** Of 500, those that only the miner has: they came just before the block. */
const UNSEEN = 25;

export async function measure(): Promise<Row[]> {
  const room = new Room();
  const shorts = Array.from({ length: ROUNDS }, () => room.spread(0));
  const lates = Array.from({ length: ROUNDS }, () => room.spread(UNSEEN));
  const whole = median(shorts.map(({ wholeBytes }) => wholeBytes));
  return [
    // Both directions of a link together; the baseline is each block once, whole.
    compare('relay.bytes-ratio', 'bytes', [median(shorts.map((it) => it.bytes)), whole]),
    compare('relay.bytes-ratio.unseen-5', 'bytes', [median(lates.map((it) => it.bytes)), whole]),
    // From a block's arrival until it leaves for the next tab: in short and before it is connected,
    // or whole and after it.
    compare('relay.hop', 'ms', room.hop()),
    row('relay.short-ids', nameAll(room.last), 'ms'),
  ];
}

class Room {
  last: Block;
  private readonly harness = new NetHarness();
  private readonly lab = new TransactionLab(this.harness);
  private readonly tabs: readonly TestNode[];

  constructor() {
    this.last = this.lab.tip;
    this.tabs = Array.from({ length: TABS }, () => this.lab.node());
    for (const [at, tab] of this.tabs.entries()) {
      for (const other of this.tabs.slice(at + 1)) this.harness.join(tab, other);
    }
  }

  /** One block, of which the miner alone has so many transactions. */
  spread(unseen: number): { readonly bytes: number; readonly wholeBytes: number } {
    const transactions = this.lab.trusted(TRANSACTIONS, this.tabs);
    const seen = transactions.slice(unseen);
    for (const [at, transaction] of seen.entries()) this.tabs[at % TABS]!.add(transaction);
    this.harness.passMs(SPREAD_MS);
    for (const tab of this.tabs) expectAll(tab, seen);
    const block = this.make(transactions);
    const before = this.bytesSent();
    this.tabs[0]!.mine(block);
    this.harness.settle();
    for (const tab of this.tabs) if (tab.tip !== hashOf(block)) throw new Error('not all have it');
    const links = (TABS * (TABS - 1)) / 2;
    const wholeBytes = FRAME_HEADER_BYTES + encodeBlock(block).length;
    return { bytes: (this.bytesSent() - before) / links, wholeBytes };
  }

  /** Milliseconds at one tab. */
  hop(): [short: number, whole: number] {
    const [shorts, wholes]: [number[], number[]] = [[], []];
    for (let round = 0; round < ROUNDS; round += 1) {
      shorts.push(
        this.hopOnce((block) => ({ name: 'cmpctblock', compact: compactBlock(block, 1n) })),
      );
      wholes.push(this.hopOnce((block) => ({ name: 'block', block, bytes: encodeBlock(block) })));
    }
    return [median(shorts), median(wholes)];
  }

  private hopOnce(tell: (block: Block) => Parameters<typeof encodeMessage>[1]): number {
    const [tab] = this.tabs;
    const transactions = this.lab.trusted(TRANSACTIONS, this.tabs);
    for (const node of this.tabs) for (const transaction of transactions) node.add(transaction);
    const block = this.make(transactions);
    const message = tell(block);
    const bytes = encodeMessage(MAGIC, message);
    const [link] = tab!.network.peers.keys();
    const startedMs = performance.now();
    tab!.network.message(link!, bytes, this.harness.now);
    // Without short names a tab told others of a block when it was connected.
    if (message.name === 'block') tab!.advance();
    const elapsedMs = performance.now() - startedMs;
    tab!.advance();
    this.harness.settle();
    return elapsedMs;
  }

  private make(transactions: readonly Transaction[]): Block {
    const fees = TRANSACTIONS * FEE;
    this.last = this.harness.lab.make({ parent: this.last, transactions, fees });
    return this.last;
  }

  private bytesSent(): number {
    const peers = this.tabs.flatMap(({ network }) => [...network.peers.values()]);
    return peers.reduce((sum, peer) => sum + peer.bytesSent, 0);
  }
}

function expectAll(tab: TestNode, transactions: readonly Transaction[]): void {
  if (!transactions.every((it) => tab.has(it))) throw new Error('the mempools differ still');
}

/** Milliseconds to name all transactions of a block, as whoever looks for them does. */
function nameAll(block: Block): number {
  const times = Array.from({ length: 50 }, (_, nonce) => {
    const key = shortIdKey(block.header, BigInt(nonce));
    const ids = block.transactions.map(wtxid);
    const startedMs = performance.now();
    for (const id of ids) shortId(key, id);
    return performance.now() - startedMs;
  });
  return median(times);
}
