import { describe, expect, it } from 'vitest';
import { GENESIS, Status } from '../../../src/chain/block-index.ts';
import { wtxid } from '../../../src/consensus/hash.ts';
import type { Block } from '../../../src/consensus/types.ts';
import { type CompactBlock, compactBlock } from '../../../src/net/compact-block.ts';
import { Random } from '../../../src/util/random.ts';
import { answerLast, askedWhole, CompactLab, COUNT, tellShort } from '../../support/compact-lab.ts';
import { type Foe, hashOf, type TestNode } from '../../support/net-harness.ts';

function places(foe: Foe): readonly number[] {
  return foe.all('getblocktxn').at(-1)?.question.indexes ?? [];
}

function say(foe: Foe, compact: CompactBlock): void {
  foe.say({ name: 'cmpctblock', compact });
}

function has(node: TestNode, block: Block): boolean {
  const { index } = node.chain;
  const handle = index.find(hashOf(block));
  return handle > GENESIS && index.has(handle, Status.body);
}

const counts = (node: TestNode) => node.network.compact.intake.counts;
const NOTHING = { blocks: 0, questions: 0 };

describe('a block in short', () => {
  it('of which everything waits here is put together without a question', () => {
    const lab = new CompactLab();
    const foe = lab.foe();
    tellShort(foe, lab.block);
    expect(lab.node.tip).toBe(hashOf(lab.block));
    expect([foe.all('getblocktxn'), askedWhole(foe), foe.isDown]).toEqual([[], [], false]);
    expect(counts(lab.node)).toEqual(NOTHING);
  });

  it.each([1, 2, 3, 4])('is put together from any part of it (seed %i)', (seed) => {
    const lab = new CompactLab(0);
    const random = new Random(seed);
    const known = lab.transactions.filter(() => random.below(3) > 0);
    for (const transaction of known) lab.node.add(transaction);
    const foe = lab.foe();
    tellShort(foe, lab.block);
    const missing = lab.transactions.flatMap((it, at) => (known.includes(it) ? [] : [at + 1]));
    expect([places(foe), askedWhole(foe)]).toEqual([missing, []]);
    answerLast(foe, lab.block);
    expect(lab.node.tip).toBe(hashOf(lab.block));
    expect(counts(lab.node)).toEqual(NOTHING);
  });

  it('is put together also from what is still being judged', () => {
    const lab = new CompactLab(COUNT - 1);
    const last = lab.transactions.at(-1)!;
    lab.node.areVerdictsHeld = true;
    const foe = lab.foe();
    foe.say({ name: 'inv', items: [{ type: 5, hash: wtxid(last) }] });
    foe.say({ name: 'tx', transaction: last });
    expect(lab.node.undecided).toEqual([last]);
    tellShort(foe, lab.block);
    expect(lab.node.tip).toBe(hashOf(lab.block));
    expect(foe.all('getblocktxn')).toEqual([]);
  });

  it('that rivals our tip is put together from the same transactions, and never asked for', () => {
    const lab = new CompactLab();
    const [same, other] = [lab.make(lab.transactions), lab.make(lab.lab.trusted(2, [lab.node]))];
    lab.node.mine(lab.block);
    const foe = lab.foe();
    tellShort(foe, same);
    tellShort(foe, other);
    expect([has(lab.node, same), has(lab.node, other)]).toEqual([true, false]);
    expect([foe.all('getblocktxn'), askedWhole(foe)]).toEqual([[], []]);
    expect(lab.node.tip).toBe(hashOf(lab.block));
  });

  it('is no news when its body is here, and far ahead only its header is', () => {
    const lab = new CompactLab();
    lab.node.mine(lab.block);
    const later = lab.harness.blocks(3, lab.block);
    const foe = lab.foe();
    foe.sayHeaders(later);
    tellShort(foe, lab.block);
    tellShort(foe, lab.make([lab.lab.payment(0)], later[2]!));
    expect([foe.all('getblocktxn'), foe.isDown]).toEqual([[], false]);
    expect(askedWhole(foe)[0]).toBe(hashOf(later[0]!));
  });

  it('whose parent nobody knows makes us ask for what lies between', () => {
    const lab = new CompactLab();
    const foe = lab.foe();
    const before = foe.all('getheaders').length;
    tellShort(foe, lab.make([], lab.harness.blocks(2, lab.lab.tip)[1]!));
    expect([foe.all('getheaders').length - before, foe.isDown]).toEqual([1, false]);
  });

  it('is not fetched whole by the download while its rest is on its way', () => {
    const lab = new CompactLab(0);
    const [foe, friend] = [lab.foe(), lab.foe()];
    tellShort(foe, lab.block);
    friend.sayHeaders([lab.block]);
    lab.harness.pass(1);
    expect([askedWhole(foe), askedWhole(friend)]).toEqual([[], []]);
  });
});

describe('what is missing of a block', () => {
  it('is asked of three peers at a time, of each once and by its own names', () => {
    const lab = new CompactLab(COUNT - 5, 2);
    // One that we dialled is asked first, and hears nothing.
    const [friend] = lab.others;
    lab.node.pipes.get(lab.harness.join(lab.node, friend!))!.stopped = true;
    friend!.mine(lab.block);
    lab.harness.settle();
    const foes = Array.from({ length: 4 }, () => lab.foe());
    for (const foe of [...foes, ...foes]) tellShort(foe, lab.block);
    expect(counts(lab.node)).toEqual({ blocks: 1, questions: 3 });
    expect(foes.map((foe) => foe.all('getblocktxn').length)).toEqual([1, 1, 0, 0]);
    answerLast(foes[1]!, lab.block);
    expect(lab.node.tip).toBe(hashOf(lab.block));
    answerLast(foes[0]!, lab.block);
    expect([counts(lab.node), foes.map(({ isDown }) => isDown)]).toEqual([
      NOTHING,
      [false, false, false, false],
    ]);
  });

  it('is asked for whole when two seconds have passed, and nobody is punished', () => {
    const lab = new CompactLab(0);
    const foe = lab.foe();
    tellShort(foe, lab.block);
    lab.harness.pass(1);
    expect(askedWhole(foe)).toEqual([]);
    lab.harness.pass(1);
    expect([askedWhole(foe), foe.isDown]).toEqual([[hashOf(lab.block)], false]);
    // It had its time; the next peer may still be quicker with the block than its own answer.
    const friend = lab.foe();
    tellShort(friend, lab.block);
    answerLast(friend, lab.block);
    expect([lab.node.tip, lab.node.dropped]).toEqual([hashOf(lab.block), []]);
  });

  it('gets its full time again after a sleep', () => {
    const lab = new CompactLab(0);
    const foe = lab.foe();
    lab.harness.pass(1);
    tellShort(foe, lab.block);
    lab.harness.now += 60_000;
    lab.harness.pass(1);
    expect([counts(lab.node).questions, askedWhole(foe)]).toEqual([1, []]);
  });

  it.each([
    ['others', (block: Block) => block.transactions.slice(1, 3)],
    ['too few', (block: Block) => block.transactions.slice(1, 2)],
    ['none', () => []],
    ['those in another order', (block: Block) => block.transactions.slice(-2).toReversed()],
  ])('may be answered with %s: then the whole block is asked for', (_, pick) => {
    const lab = new CompactLab(COUNT - 2);
    const foe = lab.foe();
    tellShort(foe, lab.block);
    const answer = { blockHash: hashOf(lab.block), transactions: pick(lab.block) };
    foe.say({ name: 'blocktxn', answer });
    expect([askedWhole(foe), foe.isDown]).toEqual([[hashOf(lab.block)], false]);
    foe.sayBlock(lab.block);
    expect([lab.node.tip, foe.isDown]).toEqual([hashOf(lab.block), false]);
  });

  it('is asked elsewhere when the peer has it no more, or is gone', () => {
    for (const leave of ['notfound', 'down'] as const) {
      const lab = new CompactLab(0);
      const foe = lab.foe();
      tellShort(foe, lab.block);
      const friend = lab.foe();
      friend.sayHeaders([lab.block]);
      expect(askedWhole(friend)).toEqual([]);
      const item = { type: 0x40000002, hash: hashOf(lab.block) };
      if (leave === 'notfound') foe.say({ name: 'notfound', items: [item] });
      else {
        lab.harness.cut(lab.node, foe.link);
        lab.node.network.down(foe.link, lab.harness.now);
        lab.harness.settle();
      }
      expect([...askedWhole(friend), ...askedWhole(foe)]).toEqual([hashOf(lab.block)]);
    }
  });

  it('is not looked at when nobody asked for it', () => {
    const lab = new CompactLab(0);
    const foe = lab.foe();
    const answer = { blockHash: hashOf(lab.block), transactions: lab.transactions };
    for (let count = 0; count < 200; count += 1) foe.say({ name: 'blocktxn', answer });
    expect([foe.isDown, has(lab.node, lab.block), counts(lab.node)]).toEqual([
      false,
      false,
      NOTHING,
    ]);
  });
});

describe('names that mislead', () => {
  it('of two transactions alike: the whole block is asked for', () => {
    const lab = new CompactLab();
    const foe = lab.foe();
    const compact = compactBlock(lab.block, 1n);
    const shortIds = [...compact.shortIds.slice(0, -1), compact.shortIds[0]!];
    say(foe, { ...compact, shortIds });
    expect([askedWhole(foe), foe.isDown]).toEqual([[hashOf(lab.block)], false]);
  });

  it('to another transaction that waits: the whole block is asked for, and is still good', () => {
    const lab = new CompactLab();
    const [stranger] = lab.lab.trusted(1, [lab.node]);
    lab.node.add(stranger!);
    const foe = lab.foe();
    // As if the stranger had the name of the last.
    const transactions = [...lab.block.transactions.slice(0, -1), stranger!];
    say(foe, compactBlock({ ...lab.block, transactions }, 1n));
    expect([askedWhole(foe), foe.isDown]).toEqual([[hashOf(lab.block)], false]);
    foe.sayBlock(lab.block);
    expect([lab.node.tip, lab.node.refused]).toEqual([hashOf(lab.block), []]);
  });

  it('to more than fits into a block: the same', () => {
    const lab = new CompactLab();
    const large = lab.lab.trusted(9, [lab.node], 400);
    for (const transaction of large) lab.node.add(transaction);
    const foe = lab.foe();
    const transactions = [...lab.block.transactions, ...large];
    say(foe, compactBlock({ ...lab.block, transactions }, 1n));
    expect([askedWhole(foe), foe.isDown]).toEqual([[hashOf(lab.block)], false]);
  });

  it('by a coinbase that is not the block’s: the same', () => {
    const lab = new CompactLab();
    const foe = lab.foe();
    const compact = compactBlock(lab.block, 1n);
    const [coinbase] = lab.make([]).transactions;
    say(foe, { ...compact, prefilled: [{ index: 0, transaction: coinbase! }] });
    expect([askedWhole(foe), foe.isDown]).toEqual([[hashOf(lab.block)], false]);
  });
});

describe('a block in short that breaks a rule', () => {
  it('in its header is punished as headers are', () => {
    const lab = new CompactLab();
    const foe = lab.foe();
    const idle = lab.harness.lab.make({ parent: lab.lab.tip, idle: true });
    tellShort(foe, idle);
    expect([lab.node.refused, foe.isDown]).toEqual([['high-hash'], true]);
  });

  it('in its signatures costs nobody the link, however often it is told', () => {
    const lab = new CompactLab();
    const bad = lab.makeBad();
    const foes = [lab.foe(), lab.foe()];
    for (const foe of foes) {
      tellShort(foe, bad);
      if (foe === foes[0]) answerLast(foe, bad);
    }
    tellShort(foes[1]!, bad);
    expect(foes.map(({ isDown }) => isDown)).toEqual([false, false]);
    expect([lab.node.tip, lab.node.refused]).toEqual([hashOf(lab.lab.tip), []]);
    // What it showed is forgotten: it is asked for nothing that stands on it.
    const { index } = lab.node.chain;
    for (const peer of lab.node.network.peers.values()) {
      expect(index.has(peer.known, Status.failed)).toBe(false);
    }
    expect(lab.node.network.sync.isBehind).toBe(false);
  });

  it('in its form marks the block, and costs nobody the link', () => {
    const lab = new CompactLab();
    const [first] = lab.transactions;
    const { lab: blocks } = lab.harness;
    const bad = blocks.make({
      parent: lab.lab.tip,
      list: ([coinbase]) => [coinbase!, { ...first!, version: 1 }],
      commit: (commitment) => [commitment],
      transactions: [{ ...first!, version: 1 }],
    });
    const foe = lab.foe();
    tellShort(foe, bad);
    answerLast(foe, bad);
    const handle = lab.node.chain.index.find(hashOf(bad));
    expect(lab.node.chain.index.has(handle, Status.failed)).toBe(true);
    expect([foe.isDown, askedWhole(foe), counts(lab.node)]).toEqual([false, [], NOTHING]);
  });

  it('may be brought whole by who told it, who did not know; not by anybody else', () => {
    const lab = new CompactLab();
    const bad = lab.makeBad();
    const [foe, other] = [lab.foe(), lab.foe()];
    const compact = compactBlock(bad, 1n);
    const shortIds = [...compact.shortIds.slice(0, -1), compact.shortIds[0]!];
    say(foe, { ...compact, shortIds });
    expect(askedWhole(foe)).toEqual([hashOf(bad)]);
    foe.sayBlock(bad);
    expect([lab.node.refused, foe.isDown]).toEqual([[], false]);
    other.sayBlock(lab.makeBad());
    expect([lab.node.refused.length, other.isDown]).toEqual([1, true]);
  });

  it('is excused no more often than blocks in short are looked at', () => {
    const lab = new CompactLab();
    const foe = lab.foe();
    let brought = 0;
    for (; brought < 20 && !foe.isDown; brought += 1) {
      const bad = lab.makeBad();
      tellShort(foe, bad);
      foe.sayBlock(bad);
    }
    // Ten looks: one for each in short, and one for each whole.
    expect([brought, lab.node.refused.length]).toEqual([6, 1]);
  });

  it('is remembered among 64 of one peer, so that who told much is excused for the latest', () => {
    const fates = [30, 70].map((others) => {
      const lab = new CompactLab();
      const bad = lab.makeBad();
      const foe = lab.foe();
      const compact = compactBlock(bad, 1n);
      say(foe, { ...compact, shortIds: compact.shortIds.map(() => 5) });
      const strangers = lab.harness.blocks(others + 1, lab.lab.tip, 9);
      for (const stranger of strangers.slice(1)) tellShort(foe, stranger);
      foe.sayBlock(bad);
      return foe.isDown;
    });
    expect(fates).toEqual([false, true]);
  });
});

describe('blocks in short', () => {
  it('of one peer are looked at ten at once and two a second, and fetched whole beyond', () => {
    const lab = new CompactLab();
    const foe = lab.foe();
    const rivals = Array.from({ length: 14 }, () => lab.make(lab.transactions));
    for (const rival of rivals) tellShort(foe, rival);
    expect(rivals.filter((rival) => has(lab.node, rival))).toHaveLength(10);
    lab.harness.pass(1);
    for (const rival of rivals) tellShort(foe, rival);
    expect(rivals.filter((rival) => has(lab.node, rival))).toHaveLength(12);
    const next = lab.make([], rivals[0]!);
    tellShort(foe, next);
    expect([askedWhole(foe), foe.isDown]).toEqual([[hashOf(next)], false]);
  });

  it('one is put together with seven others, and gives way to a ninth', () => {
    const lab = new CompactLab(0);
    const foe = lab.foe();
    const rivals = Array.from({ length: 9 }, () => lab.make(lab.transactions));
    for (const rival of rivals.slice(0, 8)) tellShort(foe, rival);
    expect([counts(lab.node), askedWhole(foe)]).toEqual([{ blocks: 8, questions: 8 }, []]);
    tellShort(foe, rivals[8]!);
    expect(counts(lab.node)).toEqual({ blocks: 8, questions: 8 });
    const first = { blockHash: hashOf(rivals[0]!), transactions: lab.transactions };
    foe.say({ name: 'blocktxn', answer: first });
    expect(has(lab.node, rivals[0]!)).toBe(false);
    answerLast(foe, rivals[8]!);
    expect([lab.node.tip, counts(lab.node).blocks]).toEqual([hashOf(rivals[8]!), 7]);
  });

  it('the last place of three is for a peer that we dialled', () => {
    const lab = new CompactLab(0, 2);
    const [friend] = lab.others;
    lab.harness.join(lab.node, friend!);
    const foes = Array.from({ length: 3 }, () => lab.foe());
    for (const foe of foes) tellShort(foe, lab.block);
    expect(foes.map((foe) => foe.all('getblocktxn').length)).toEqual([1, 1, 0]);
    friend!.mine(lab.block);
    lab.harness.settle();
    expect(lab.node.tip).toBe(hashOf(lab.block));
  });
});
