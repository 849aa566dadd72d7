import { describe, expect, it } from 'vitest';
import { Chain } from '../../../src/chain/chain.ts';
import { MiningRecord } from '../../../src/node/mining-record.ts';
import { OwnBlocks } from '../../../src/node/own-blocks.ts';
import { ChainBuilder } from '../../support/chain-builder.ts';

function create() {
  const builder = new ChainBuilder();
  const chain = new Chain(builder.params, builder.genesis);
  const record = new MiningRecord(new OwnBlocks(chain, { at: () => '' }));
  const worked = (hashes: number, difficulty: number) =>
    record.worked({ perWorker: [], hashes }, difficulty);
  return { record, worked };
}

describe('what came of mining', () => {
  it('is nothing at first', () => {
    const { record } = create();
    expect(record.view).toEqual({
      blocksFound: 0,
      blocksActive: 0,
      luck: { hashes: 0, expected: 0, found: 0 },
      ownBlocks: [],
    });
  });

  it('expects blocks by the hashes done, each at the difficulty of its time', () => {
    const { record, worked } = create();
    worked(1_000, 500);
    worked(4_000, 1_000);
    expect(record.view.luck).toEqual({ hashes: 4_000, expected: 5, found: 0 });
    worked(4_000, 10);
    expect(record.view.luck.expected).toBe(5);
  });

  it('counts as luck what was searched for, and not what was made on command', () => {
    const { record } = create();
    record.foundBlock(0);
    record.hit();
    record.foundBlock(0);
    expect(record.view).toMatchObject({ blocksFound: 1, luck: { found: 1 } });
  });
});
