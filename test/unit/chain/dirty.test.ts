import { describe, expect, it } from 'vitest';
import { PAGE_HEADERS } from '../../../src/chain/block-index.ts';
import { type Changes, Dirty } from '../../../src/chain/dirty.ts';
import type { Coin } from '../../../src/consensus/types.ts';
import { coin } from '../../support/blocks.ts';

const UNDO = { bytes: Uint8Array.of(0) };

function delta(spent: readonly string[], added: readonly (readonly [string, Coin])[]) {
  return { spent: new Set(spent), added: new Map(added) };
}

/** What the disk holds after it took the changes in their documented order. */
function replay(disk: ReadonlyMap<string, Coin>, { coins, coinsCleared }: Changes) {
  const after = new Map(coinsCleared ? [] : disk);
  for (const key of coins.spent) {
    if (!after.delete(key)) throw new Error(`the disk has no ${key}`);
  }
  for (const [key, added] of coins.added) {
    if (after.has(key)) throw new Error(`the disk has ${key}`);
    after.set(key, added);
  }
  return Object.fromEntries(after);
}

describe('a batch for the disk', () => {
  it('names pages of the index, new bodies, undo data and whether the tip moved', () => {
    const dirty = new Dirty();
    dirty.header(PAGE_HEADERS - 1);
    dirty.header(0);
    dirty.body(PAGE_HEADERS);
    dirty.connected(5 * PAGE_HEADERS, UNDO);
    const changes = dirty.take();
    expect(changes.pages).toEqual([0, 1, 5]);
    expect(changes.bodies).toEqual([PAGE_HEADERS]);
    expect(changes.undo).toEqual(new Map([[5 * PAGE_HEADERS, UNDO.bytes]]));
    expect([changes.tipMoved, changes.coinsCleared]).toEqual([false, false]);
  });

  it('is taken once, and what follows gathers anew', () => {
    const dirty = new Dirty();
    dirty.body(1);
    dirty.moved(delta([], [['a', coin(1)]]));
    const first = dirty.take();
    expect(dirty.isEmpty).toBe(true);
    dirty.connected(2, UNDO);
    expect(dirty.isEmpty).toBe(false);
    const second = dirty.take();
    expect([first.bodies, first.coins.added.size, first.tipMoved]).toEqual([[1], 1, true]);
    expect([second.bodies, second.coins.added.size, second.tipMoved]).toEqual([[], 0, false]);
  });

  it('counts the blocks that wait', () => {
    const dirty = new Dirty();
    for (const handle of [1, 2, 3, 3]) dirty.body(handle);
    for (const handle of [3, 4]) dirty.connected(handle, UNDO);
    expect(dirty.blocks).toBe(3);
  });
});

describe('coins in a batch', () => {
  const disk = new Map([['old', coin(1)]]);

  it.each<[string, ReturnType<typeof delta>[], Record<string, Coin>]>([
    [
      'spent after they were added never reach the disk',
      [delta([], [['new', coin(2)]]), delta(['new'], [])],
      { old: coin(1) },
    ],
    [
      'added again after they were spent are replaced',
      [delta(['old'], []), delta([], [['old', coin(1)]])],
      { old: coin(1) },
    ],
    [
      'spent, added again and spent again are gone',
      [delta(['old'], []), delta([], [['old', coin(1)]]), delta(['old'], [])],
      {},
    ],
    [
      'spent and added within one change are replaced',
      [delta(['old'], [['old', coin(3)]]), delta([], [['new', coin(2)]])],
      { old: coin(3), new: coin(2) },
    ],
    [
      'added, then spent and added again in one change, are added',
      [delta([], [['new', coin(2)]]), delta(['new'], [['new', coin(4)]])],
      { old: coin(1), new: coin(4) },
    ],
  ])('%s', (_, moves, expected) => {
    const dirty = new Dirty();
    for (const move of moves) dirty.moved(move);
    expect(replay(disk, dirty.take())).toEqual(expected);
  });

  it('before a restart do not count', () => {
    const dirty = new Dirty();
    dirty.moved(delta(['old'], [['new', coin(2)]]));
    dirty.restarted();
    dirty.moved(delta([], [['newer', coin(3)]]));
    const changes = dirty.take();
    expect(changes.tipMoved).toBe(true);
    expect(replay(disk, changes)).toEqual({ newer: coin(3) });
    expect(dirty.take().coinsCleared).toBe(false);
  });
});
