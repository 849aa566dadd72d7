import { describe, expect, it } from 'vitest';
import type { Body } from '../../../src/chain/bodies.ts';
import { encodeUndo } from '../../../src/chain/undo.ts';
import { transactionWeight } from '../../../src/consensus/encoding.ts';
import { blockStats } from '../../../src/node/block-stats.ts';
import {
  readableOf,
  readStats,
  type StatsColumns,
  stretchBelow,
} from '../../../src/node/chain-stats.ts';
import { bodyOf, ChainBuilder } from '../../support/chain-builder.ts';
import { coin, coinbase, outpoint, pay, spend } from '../../support/blocks.ts';
import { StoredChain } from '../../support/stored-chain.ts';

const ANYTHING = outpoint(1);

describe('the figures of a block', () => {
  const first = spend([ANYTHING], [pay(900), pay(50)]);
  const second = spend([ANYTHING, ANYTHING], [pay(1_000)]);
  const third = spend([ANYTHING], [pay(10)]);
  const block = {
    header: new ChainBuilder().genesis.header,
    transactions: [coinbase(7, [pay(50)]), first, second, third],
  };
  const spent = [[coin(1_000)], [coin(700), coin(500)], [coin(2_010)]];

  it('are fees of what was spent over weight, and the middle is by weight', () => {
    const rates = [first, second, third].map(
      (transaction, at) => ([50, 200, 2_000][at]! * 4) / transactionWeight(transaction),
    );
    const weight = [first, second, third].reduce((sum, it) => sum + transactionWeight(it), 0);
    expect(blockStats(block, spent)).toMatchObject({
      txs: 4,
      total_weight: weight,
      totalfee: 2_250,
      minfeerate: rates[0],
      medianfeerate: rates[1],
      maxfeerate: rates[2],
    });
  });

  it('leave out the fees where what was spent is not known', () => {
    const none = { totalfee: null, minfeerate: null, medianfeerate: null, maxfeerate: null };
    expect(blockStats(block, undefined)).toMatchObject({ txs: 4, ...none });
  });
});

describe('reading a stretch', () => {
  const builder = new ChainBuilder();
  const blocks = builder.run(builder.genesis, 200);
  const stored = new StoredChain(builder);
  stored.offer(...blocks);
  const { chain } = stored;

  function readAll(missing: number) {
    const waiting: Array<() => void> = [];
    const told: StatsColumns[] = [];
    const source = {
      chain,
      readBody: (handle: number, answer: (body: Body | undefined) => void) => {
        const height = chain.index.height(handle);
        const body = height === missing ? undefined : bodyOf(blocks[height - 1]!);
        waiting.push(() => answer(body));
      },
      readUndo: (handle: number, answer: (bytes: Uint8Array | undefined) => void) =>
        answer(encodeUndo(chain.index.hash(handle), []).bytes),
    };
    readStats(source, stretchBelow(chain, 200, 200), (columns) => told.push(columns));
    return { told, waiting };
  }

  it('asks for 64 blocks at a time, and puts them in their order', () => {
    const { told, waiting } = readAll(50);
    expect(waiting).toHaveLength(64);
    let most = 0;
    for (; waiting.length > 0; most = Math.max(most, waiting.length)) waiting.pop()!();
    expect(most).toBeLessThanOrEqual(64);
    expect(told).toHaveLength(1);
    expect(told[0]!.txs).toHaveLength(200);
    expect(told[0]!.txs.indexOf(null)).toBe(49);
    expect(told[0]!.txs.lastIndexOf(null)).toBe(49);
  });

  it('takes the highest megabyte of bodies, and one at least', () => {
    const handles = stretchBelow(chain, 200, 3);
    const withSizes = (...sizes: readonly number[]) => {
      const get = (handle: number) => ({ bytes: { length: sizes[handles.indexOf(handle)] } });
      const { index } = chain;
      return readableOf({ index, bodies: { get } } as unknown as typeof chain, handles);
    };
    const half = 512 * 1024;
    expect(withSizes(1, half, half)).toEqual(handles.slice(1));
    expect(withSizes(0, 1, 3 * half)).toEqual(handles.slice(2));
    expect(withSizes(1, 1, 1)).toEqual(handles);
  });
});
