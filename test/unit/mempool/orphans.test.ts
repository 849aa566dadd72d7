import { describe, expect, it } from 'vitest';
import { txid, wtxid } from '../../../src/consensus/hash.ts';
import type { Hash, Transaction } from '../../../src/consensus/types.ts';
import { Orphans } from '../../../src/mempool/orphans.ts';
import { makeBlock, outpoint, pay, spend } from '../../support/blocks.ts';

const orphan = (seed: number, value = 1_000) => spend([outpoint(seed)], [pay(value)]);
const parentsOf = ({ inputs }: Transaction) => new Set(inputs.map(({ prevout }) => prevout.txid));

function park(orphans: Orphans, transaction: Transaction, peer = 'peer', now = 0): void {
  orphans.add({ transaction, peer }, parentsOf(transaction), now);
}

const taken = (orphans: Orphans, parent: Hash) =>
  orphans.take(parent).map(({ transaction }) => transaction);

describe('an orphan', () => {
  it('is handed out, with its sender, when a parent comes, and then waits no more', () => {
    const orphans = new Orphans();
    const child = spend([outpoint(1), outpoint(2)], [pay(1_000)]);
    park(orphans, child, 'ann');
    expect(orphans.has(wtxid(child))).toBe(true);
    expect(orphans.take(outpoint(3).txid)).toEqual([]);
    expect(orphans.take(outpoint(2).txid)).toEqual([{ transaction: child, peer: 'ann' }]);
    expect(orphans.size).toBe(0);
  });

  it('is handed out when a block brings its parent', () => {
    const orphans = new Orphans();
    const parent = orphan(1);
    const child = spend([{ txid: txid(parent), vout: 0 }], [pay(900)]);
    park(orphans, child);
    park(orphans, orphan(7));
    const found = orphans.takeForBlock(makeBlock(1, [parent]));
    expect(found.map(({ transaction }) => transaction)).toEqual([child]);
    expect(orphans.size).toBe(1);
  });

  it('waits for thirty seconds and not a moment longer', () => {
    const orphans = new Orphans();
    park(orphans, orphan(1), 'peer', 1_000);
    orphans.expire(30_999);
    expect(orphans.size).toBe(1);
    orphans.expire(31_000);
    expect(orphans.size).toBe(0);
  });

  it('that two peers bring stays with the first', () => {
    const orphans = new Orphans();
    park(orphans, orphan(1), 'ann');
    park(orphans, orphan(1), 'bob', 5_000);
    expect(orphans.size).toBe(1);
    expect(orphans.take(outpoint(1).txid)[0]!.peer).toBe('ann');
  });

  it('is one of sixteen of its peer, whose oldest goes for a new one', () => {
    const orphans = new Orphans();
    for (let seed = 1; seed <= 17; seed += 1) park(orphans, orphan(seed));
    expect(orphans.size).toBe(16);
    expect(taken(orphans, outpoint(1).txid)).toEqual([]);
    expect(taken(orphans, outpoint(2).txid)).toEqual([orphan(2)]);
  });

  it('is one of 64 in all, and a flood costs the peer that floods', () => {
    const orphans = new Orphans();
    park(orphans, orphan(1), 'quiet');
    for (let seed = 2; seed <= 1_000; seed += 1) {
      park(orphans, orphan(seed), `peer ${seed % 5}`);
      if (orphans.size > 64) throw new Error(`${orphans.size} wait`);
    }
    park(orphans, orphan(1_001), 'newcomer');
    expect(orphans.size).toBe(64);
    expect(taken(orphans, outpoint(1).txid)).toEqual([orphan(1)]);
    expect(taken(orphans, outpoint(1_001).txid)).toEqual([orphan(1_001)]);
  });
});
