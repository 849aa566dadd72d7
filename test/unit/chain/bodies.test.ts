import { describe, expect, it } from 'vitest';
import { Recent } from '../../../src/chain/bodies.ts';
import { Chain } from '../../../src/chain/chain.ts';
import {
  BODIES_MAX_BLOCKS,
  BODIES_MAX_BYTES,
  UNDO_MAX_BLOCKS,
  UNDO_MAX_BYTES,
} from '../../../src/util/limits.ts';
import { ChainBuilder } from '../../support/chain-builder.ts';

const recordOf = (sizeBytes: number) => ({ bytes: new Uint8Array(sizeBytes) });
const createRecent = () => new Recent({ maxBlocks: 3, maxBytes: 100 });

function keptOf(recent: Recent<{ readonly bytes: Uint8Array }>, upTo: number): number[] {
  return Array.from({ length: upTo + 1 }, (_, handle) => handle).filter((it) => recent.has(it));
}

describe('what memory holds', () => {
  it('is kept up to a number of blocks, newest last', () => {
    const recent = createRecent();
    for (let handle = 1; handle <= 5; handle += 1) recent.keep(handle, recordOf(1));
    expect(keptOf(recent, 5)).toEqual([3, 4, 5]);
  });

  it('is kept up to a number of bytes', () => {
    const recent = createRecent();
    recent.keep(1, recordOf(60));
    recent.keep(2, recordOf(60));
    expect(keptOf(recent, 2)).toEqual([2]);
    recent.keep(3, recordOf(101));
    expect(keptOf(recent, 3)).toEqual([]);
    recent.keep(4, recordOf(100));
    expect(keptOf(recent, 4)).toEqual([4]);
  });

  it('goes when it was unused for longest', () => {
    const recent = createRecent();
    for (const handle of [1, 2, 3]) recent.keep(handle, recordOf(1));
    recent.get(1);
    recent.keep(4, recordOf(1));
    expect(keptOf(recent, 4)).toEqual([1, 3, 4]);
  });

  it('is the only copy while pinned, and stays whatever comes', () => {
    const recent = createRecent();
    const first = recordOf(1_000);
    recent.pin(1, first);
    for (let handle = 2; handle <= 9; handle += 1) recent.pin(handle, recordOf(10));
    recent.keep(1, recordOf(1));
    expect(recent.pinnedBytes).toBe(1_080);
    expect(recent.get(1)).toBe(first);
    expect(keptOf(recent, 9)).toHaveLength(9);
  });

  it('can go once the store has it', () => {
    const recent = createRecent();
    for (let handle = 1; handle <= 5; handle += 1) recent.pin(handle, recordOf(1));
    for (let handle = 1; handle <= 5; handle += 1) recent.release(handle);
    recent.release(77);
    expect(recent.pinnedBytes).toBe(0);
    expect(keptOf(recent, 5)).toEqual([3, 4, 5]);
  });

  it('counts a record once, however often it is pinned and kept', () => {
    const recent = createRecent();
    for (let round = 0; round < 10; round += 1) {
      recent.keep(1, recordOf(40));
      recent.pin(1, recordOf(40));
      recent.pin(1, recordOf(40));
      expect(recent.pinnedBytes).toBe(40);
      recent.release(1);
    }
    recent.keep(2, recordOf(60));
    expect(keptOf(recent, 2)).toEqual([1, 2]);
  });

  it('of a chain is bounded, for bodies and for undo data', () => {
    const builder = new ChainBuilder();
    const { bodies, undo } = new Chain(builder.params, builder.genesis);
    const body = { block: builder.genesis, bytes: new Uint8Array(1) };
    for (let handle = 0; handle <= BODIES_MAX_BLOCKS; handle += 1) bodies.keep(handle, body);
    for (let handle = 0; handle <= UNDO_MAX_BLOCKS; handle += 1) undo.keep(handle, recordOf(1));
    expect([bodies.has(0), bodies.has(1)]).toEqual([false, true]);
    expect([undo.has(0), undo.has(1)]).toEqual([false, true]);
    bodies.keep(-1, { ...body, bytes: new Uint8Array(BODIES_MAX_BYTES) });
    undo.keep(-1, recordOf(UNDO_MAX_BYTES));
    expect([bodies.has(BODIES_MAX_BLOCKS), bodies.has(-1)]).toEqual([false, true]);
    expect([undo.has(UNDO_MAX_BLOCKS), undo.has(-1)]).toEqual([false, true]);
  });
});
