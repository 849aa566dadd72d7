import { describe, expect, it } from 'vitest';
import { encodeBlock } from '../../../src/consensus/encoding.ts';
import type { Block, Hash } from '../../../src/consensus/types.ts';
import { compactBlock } from '../../../src/net/compact-block.ts';
import { encodeMessage, type Message } from '../../../src/net/messages.ts';
import { Random } from '../../../src/util/random.ts';
import { type Foe, hashOf, MAGIC, NetHarness } from '../../support/net-harness.ts';

const ROUNDS = 3_000;
const EARLY_MAX = 256;

/** What a peer could say that has something to do with these blocks. */
function plausible(random: Random, blocks: readonly Block[]): Message {
  const pick = () => blocks[random.below(blocks.length)]!;
  const from = random.below(blocks.length);
  const some = blocks.slice(from, from + 1 + random.below(20));
  const hashes = some.map(hashOf);
  const items = hashes.map((hash) => ({ type: 0x40000002, hash }));
  const block = pick();
  const messages: readonly Message[] = [
    { name: 'ping', nonce: 1n },
    { name: 'pong', nonce: BigInt(random.u32()) },
    { name: 'getheaders', locator: hashes, stop: '0'.repeat(64) as Hash },
    { name: 'headers', headers: some.map(({ header }) => header) },
    { name: 'getdata', items },
    { name: 'notfound', items },
    { name: 'block', block, bytes: encodeBlock(block) },
    { name: 'cmpctblock', compact: compactBlock(block, 1n) },
    { name: 'getblocktxn', question: { blockHash: hashOf(block), indexes: [random.below(2)] } },
    { name: 'blocktxn', answer: { blockHash: hashOf(block), transactions: pick().transactions } },
    { name: 'unknown', type: random.below(256) },
    { name: 'verack' },
  ];
  // The last two cost the link, so they are rarer.
  return messages[random.below(20) === 0 ? random.below(12) : random.below(10)]!;
}

/** Flips, cuts, repeats or leaves alone. */
function bend(random: Random, bytes: Uint8Array): Uint8Array {
  const bent = bytes.slice();
  const at = random.below(bent.length);
  switch (random.below(8)) {
    case 0:
      bent[at]! ^= 1 << random.below(8);
      return bent;
    case 1:
      return bent.slice(0, at);
    case 2:
      return Uint8Array.from([...bent.slice(0, at), ...bent]);
    default:
      return bent;
  }
}

describe('whatever peers say', () => {
  it.each([1, 2, 3])('costs them their links and nothing else (seed %i)', (seed) => {
    const random = new Random(seed);
    const harness = new NetHarness();
    const [node, friend] = [harness.node(), harness.node()];
    const trunk = harness.blocks(40);
    const branch = harness.blocks(20, trunk[15]!, 1);
    const bad = harness.lab.make({ parent: trunk[39]!, reward: 50e8 + 1 });
    const blocks = [...trunk, ...branch, bad, ...harness.blocks(3, bad)];
    node.mineAll(trunk.slice(0, 20));
    harness.join(friend, node);
    const foes: Foe[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const which = random.below(4);
      if (foes[which] === undefined || foes[which].isDown) {
        foes[which] = harness.foe(node).greet();
      }
      foes[which].send(bend(random, encodeMessage(MAGIC, plausible(random, blocks))));
      if (random.below(50) === 0) harness.pass(1);
      expect(node.network.sync.earlyHeaders).toBeLessThanOrEqual(EARLY_MAX);
      expect(node.network.peers.size).toBeLessThanOrEqual(24);
    }
    for (const foe of foes) if (!foe.isDown) foe.send(Uint8Array.of(0));
    const outsider = harness.node();
    outsider.mineAll(trunk);
    harness.join(outsider, node);
    harness.pass(2);
    expect([node.tip, friend.tip]).toEqual([hashOf(trunk[39]!), hashOf(trunk[39]!)]);
    expect(friend.dropped).toEqual([]);
  });
});
