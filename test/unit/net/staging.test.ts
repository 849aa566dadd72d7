import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { headerHash } from '../../../src/consensus/hash.ts';
import type { Block, Header } from '../../../src/consensus/types.ts';
import { Staging } from '../../../src/net/staging.ts';
import { EASIEST_BITS } from '../../support/block-lab.ts';
import { type Foe, hashOf, NetHarness } from '../../support/net-harness.ts';

const PAGE = 2_000;
const MB = 1024 * 1024;

const harness = new NetHarness();
/** What the node has: 2,400 headers. */
const ours = harness.blocks(2_400);
/** Of more work, leaving at genesis. */
const theirs = harness.blocks(4_100, undefined, 1);
const other = harness.blocks(4_100, theirs[99], 2);

function meet() {
  const node = harness.node();
  const friend = harness.foe(node).greet();
  for (let at = 0; at < ours.length; at += PAGE) friend.sayHeaders(ours.slice(at, at + PAGE));
  const foe = harness.foe(node).greet();
  return { node, friend, foe };
}

/** Answers questions for headers with what follows on a branch, as long as there are any. */
function answerAll(foe: Foe, branch: readonly Block[], from = 0): void {
  for (let at = from; at < foe.all('getheaders').length; at += 1) answer(foe, branch, at);
}

function answer(foe: Foe, branch: readonly Block[], question: number): void {
  const heights = new Map(branch.map((block, at) => [hashOf(block), at + 1]));
  const { locator } = foe.all('getheaders')[question]!;
  const start = locator.map((hash) => heights.get(hash)).find((at) => at !== undefined) ?? 0;
  foe.sayHeaders(branch.slice(start, start + PAGE));
}

describe('a branch that leaves ours far below the tip', () => {
  it('enters when its work suffices, after it was heard twice', () => {
    const { node, foe } = meet();
    const questions = foe.all('getheaders').length;
    answer(foe, theirs, questions - 1);
    expect(node.chain.index.size).toBe(1 + 2_400);
    answerAll(foe, theirs, questions);
    expect(node.chain.index.size).toBe(1 + 2_400 + 4_100);
    expect(node.chain.index.hash(node.chain.bestHeader)).toBe(hashOf(theirs[4_099]!));
    // Twice two pages, and what follows them once.
    expect(foe.all('getheaders')).toHaveLength(questions + 4);
    expect(foe.isDown).toBe(false);
  });

  it('and has less work is let go without a trace, and nobody is blamed', () => {
    const { node, foe } = meet();
    const weak = theirs.slice(0, 2_200);
    answerAll(foe, weak);
    expect(node.chain.index.size).toBe(1 + 2_400);
    expect([foe.isDown, node.refused]).toEqual([false, []]);
    const before = foe.all('getheaders').length;
    foe.sayHeaders(weak.slice(0, 10));
    expect(node.chain.index.size).toBe(1 + 2_400);
    expect(foe.all('getheaders')).toHaveLength(before);
  });

  it('cannot be proved by one story and delivered by another', () => {
    const { node, foe } = meet();
    const questions = foe.all('getheaders').length;
    answer(foe, theirs, questions - 1);
    answer(foe, theirs, questions);
    foe.sayHeaders([...theirs.slice(0, 100), ...other.slice(0, 1_900)]);
    expect(node.chain.index.size).toBe(1 + 2_400);
    foe.sayHeaders(other.slice(1_900, 3_900));
    expect(node.chain.index.size).toBe(1 + 2_400);
    expect(foe.isDown).toBe(false);
  });

  it('is delivered as far as its checkpoints agree', () => {
    const { node, foe } = meet();
    const questions = foe.all('getheaders').length;
    for (const at of [questions - 1, questions]) answer(foe, theirs, at);
    foe.sayHeaders(theirs.slice(0, 500));
    // Three whole stretches of 128; nothing vouches for the rest of a story that breaks off.
    expect(node.chain.index.size).toBe(1 + 2_400 + 384);
  });

  it('costs the link when a header of it is invalid', () => {
    const { node, foe } = meet();
    const bad = harness.lab.make({ parent: theirs[2_499]!, idle: true });
    answerAll(foe, [...theirs.slice(0, 2_500), bad]);
    expect(node.refused).toEqual(['high-hash']);
    expect(node.chain.index.size).toBe(1 + 2_400);
  });

  it('is heard of two peers at a time, and of a third when one has gone', () => {
    const { node, foe } = meet();
    const second = harness.foe(node).greet();
    const third = harness.foe(node).greet();
    const asked = [foe, second, third].map((each) => {
      const before = each.all('getheaders').length;
      answer(each, theirs, before - 1);
      return each.all('getheaders').length - before;
    });
    expect(asked).toEqual([1, 1, 0]);
    foe.send(Uint8Array.of(0));
    const before = third.all('getheaders').length;
    third.sayHeaders(theirs.slice(0, PAGE));
    expect(third.all('getheaders')).toHaveLength(before + 1);
  });

  it('is stopped by a header from the future, without blame', () => {
    const { node, foe } = meet();
    const questions = foe.all('getheaders').length;
    answer(foe, theirs, questions - 1);
    const time = harness.now / 1000 + 1_000;
    foe.sayHeaders([harness.lab.make({ parent: theirs[1_999]!, header: { time } })]);
    expect([foe.isDown, node.network.sync.earlyHeaders]).toEqual([false, 0]);
    expect(node.chain.index.size).toBe(1 + 2_400);
  });
});

describe('a branch near the tip', () => {
  it('is kept at once when it comes within 144 blocks of ours, and not before', () => {
    const sizes = [145, 146].map((depth) => {
      const { node, foe } = meet();
      foe.sayHeaders(harness.blocks(1, ours[ours.length - 1 - depth]!, 5));
      return node.chain.index.size - 1 - 2_400;
    });
    expect(sizes).toEqual([1, 0]);
  });
});

describe('a liar with a long story of little work', () => {
  const LENGTH = 40_000;
  const SPACING = 600;
  const collectGarbage = (() => {
    setFlagsFromString('--expose-gc');
    return runInNewContext('gc') as () => void;
  })();

  it('leaves nothing in the tree and next to nothing in memory', { timeout: 120_000 }, () => {
    const { node, foe } = meet();
    const peer = node.network.peers.get(foe.link)!;
    const staging = new Staging(node.chain);
    // More than they will ever have, as if ours had been mined at a real difficulty.
    Object.defineProperty(staging, 'workNeeded', { value: 1n << 40n });
    const story = weakHeaders();
    const page = () => Array.from({ length: PAGE }, () => story.next().value as Header);
    const farFuture = harness.now + LENGTH * SPACING * 1000;
    staging.hear(peer, page(), farFuture);
    collectGarbage();
    const before = process.memoryUsage().heapUsed;
    for (let heard = PAGE; heard < LENGTH; heard += PAGE) {
      expect(staging.hear(peer, page(), farFuture)).toEqual([]);
    }
    collectGarbage();
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(MB);
    expect([staging.size, node.chain.index.size]).toEqual([1, 1 + 2_400]);
  });

  /** Valid headers on genesis without end. */
  function* weakHeaders(): Generator<Header> {
    const { header } = harness.lab.genesis;
    let previousHash = headerHash(header);
    for (let time = header.time + SPACING; ; time += SPACING) {
      const draft = { version: 1, previousHash, merkleRoot: previousHash, time, nonce: 0 };
      const next = grind({ ...draft, bits: EASIEST_BITS });
      previousHash = headerHash(next);
      yield next;
    }
  }

  function grind(draft: Header): Header {
    for (let nonce = 0; ; nonce += 1) {
      const header = { ...draft, nonce };
      if (headerHash(header) < '8') return header;
    }
  }
});
