import { describe, expect, it } from 'vitest';
import { encodeBlock } from '../../../src/consensus/encoding.ts';
import type { Hash } from '../../../src/consensus/types.ts';
import { CompactLab, COUNT } from '../../support/compact-lab.ts';
import { type Foe, hashOf } from '../../support/net-harness.ts';

/** What may wait in one link (docs/protocol.md, 5). */
const MB = 1024 * 1024;
const BACKLOG_MAX_BYTES = MB;

function meet() {
  const lab = new CompactLab();
  lab.node.mine(lab.block);
  return { lab, foe: lab.foe() };
}

function ask(foe: Foe, blockHash: Hash, indexes: readonly number[]): void {
  foe.say({ name: 'getblocktxn', question: { blockHash, indexes } });
}

describe('whoever lacks transactions of a block', () => {
  it('is sent those it names, ahead of all that is no news', () => {
    const { lab, foe } = meet();
    ask(foe, hashOf(lab.block), [0, 7, COUNT]);
    const { transactions } = lab.block;
    expect(foe.all('blocktxn').map(({ answer }) => answer)).toEqual([
      {
        blockHash: hashOf(lab.block),
        transactions: [transactions[0], transactions[7], transactions[COUNT]],
      },
    ]);
    expect(foe.lanes.at(-1)).toBe('prompt');
  });

  it('and names a place that the block does not have, loses the link', () => {
    const { lab, foe } = meet();
    ask(foe, hashOf(lab.block), [1, COUNT + 1]);
    expect([lab.node.refused, foe.isDown]).toEqual([['getblocktxn-place'], true]);
  });

  it('is sent the whole block when memory does not hold it', () => {
    const { lab, foe } = meet();
    lab.node.forgetBodies();
    ask(foe, hashOf(lab.block), [1]);
    expect(foe.all('blocktxn')).toEqual([]);
    expect(foe.all('block').map(({ block }) => hashOf(block))).toEqual([hashOf(lab.block)]);
    expect(foe.lanes.at(-1)).toBe('bulk');
  });

  it('of a block that nobody knows is told so', () => {
    const { lab, foe } = meet();
    ask(foe, hashOf(lab.make([])), [0]);
    expect(foe.all('notfound')).toHaveLength(1);
    expect(foe.isDown).toBe(false);
  });

  it('and asks again and again has its share of our line, and then waits for the whole', () => {
    const { lab, foe } = meet();
    const everything = Array.from({ length: COUNT }, (_, at) => at + 1);
    for (let questions = 0; questions < 400; questions += 1) {
      ask(foe, hashOf(lab.block), everything);
    }
    const sizeBytes = encodeBlock(lab.block).length;
    const answered = foe.all('blocktxn').length * sizeBytes;
    expect(answered).toBeGreaterThan(3.9 * MB);
    expect(answered).toBeLessThan(4.2 * MB);
    const before = foe.all('block').length;
    lab.harness.pass(1);
    const waited = (foe.all('block').length - before) * sizeBytes;
    expect(waited).toBeGreaterThan(0.4 * MB);
    expect(waited).toBeLessThan(1.1 * MB);
    expect(foe.isDown).toBe(false);
  });

  it('and does not read what it is sent fills its queue, and is then let go', () => {
    const { lab, foe } = meet();
    const everything = Array.from({ length: COUNT }, (_, at) => at + 1);
    lab.node.pipes.get(foe.link)!.stopped = true;
    let longest = 0;
    for (let questions = 0; !foe.isDown && questions < 2_000; questions += 1) {
      longest = Math.max(longest, lab.node.network.peers.get(foe.link)!.backlog);
      ask(foe, hashOf(lab.block), everything);
    }
    expect(lab.node.refused).toEqual(['getdata-too-many']);
    expect(longest).toBeLessThan(BACKLOG_MAX_BYTES);
  });
});
