import { describe, expect, it } from 'vitest';
import type { BlockCard } from '../../../../src/node/api.ts';
import { type StripLayout, layoutStrip } from '../../../../src/ui/live/layout.ts';
import { FIXTURES, fixtureCard, fixtureChain } from '../../../support/fixture-snapshots.ts';

const LANES_MAX = 5;

function card(hash: string, previousHash: string, height: number, state: BlockCard['state']) {
  return fixtureCard(height, { hash, previousHash, state });
}

function place(layout: StripLayout, hash: string): string {
  const cell = layout.cells.find((candidate) => candidate.card.hash === hash);
  return cell === undefined ? 'hidden' : `${cell.column}/${cell.lane}`;
}

function edges(layout: StripLayout): string[] {
  return layout.edges.map(({ parent, child }) => `${parent.card.hash}>${child.card.hash}`);
}

describe('the layout of the strip', () => {
  it('of no blocks is empty', () => {
    expect(layoutStrip([])).toEqual({
      lowest: 0,
      columns: 0,
      lanes: 1,
      cells: [],
      edges: [],
      hidden: 0,
    });
  });

  it('puts a chain into one lane, a column per height', () => {
    const layout = layoutStrip(fixtureChain(100));
    expect(layout.columns).toBe(24);
    expect(layout.lanes).toBe(1);
    expect(layout.edges).toHaveLength(23);
    expect(layout.cells.map((cell) => cell.column)).toEqual(
      Array.from({ length: 24 }, (_, index) => index),
    );
  });

  it('keeps the branch with most work in the first lane though a stale one came first', () => {
    const layout = layoutStrip([
      card('a', '', 0, 'active'),
      card('s1', 'a', 1, 'stale'),
      card('b', 'a', 1, 'active'),
      card('s2', 's1', 2, 'stale'),
      card('c', 'b', 2, 'active'),
    ]);
    expect(['a', 'b', 'c'].map((hash) => place(layout, hash))).toEqual(['0/0', '1/0', '2/0']);
    expect(['s1', 's2'].map((hash) => place(layout, hash))).toEqual(['1/1', '2/1']);
    expect(edges(layout).toSorted()).toEqual(['a>b', 'a>s1', 'b>c', 's1>s2']);
  });

  it('keeps a shorter active branch above a longer stale one: work counts, not length', () => {
    const layout = layoutStrip([
      card('a', '', 0, 'active'),
      card('s1', 'a', 1, 'stale'),
      card('b', 'a', 1, 'active'),
      card('s2', 's1', 2, 'stale'),
      card('s3', 's2', 3, 'stale'),
    ]);
    expect(place(layout, 'b')).toBe('1/0');
    expect(place(layout, 's3')).toBe('3/1');
  });

  it('lets headers on their way go on behind the tip', () => {
    const layout = layoutStrip([
      card('a', '', 0, 'active'),
      card('b', 'a', 1, 'pending'),
      card('c', 'b', 2, 'pending'),
    ]);
    expect(['b', 'c'].map((hash) => place(layout, hash))).toEqual(['1/0', '2/0']);
  });

  it('gives a lane away again once its branch has ended', () => {
    const layout = layoutStrip([
      ...['a', 'b', 'c', 'd'].map((hash, height) =>
        card(hash, ['', 'a', 'b', 'c'][height] ?? '', height, 'active'),
      ),
      card('s1', 'a', 1, 'stale'),
      card('s3', 'c', 3, 'stale'),
    ]);
    expect([place(layout, 's1'), place(layout, 's3')]).toEqual(['1/1', '3/1']);
    expect(layout.lanes).toBe(2);
  });

  it('puts branches that overlap into lanes of their own', () => {
    const layout = layoutStrip(FIXTURES.fork.strip);
    const taken = layout.cells.map((cell) => `${cell.column}/${cell.lane}`);
    expect(new Set(taken).size).toBe(taken.length);
    expect(layout.lanes).toBe(3);
  });

  it('draws a branch whose parent is out of the strip without a line', () => {
    const layout = layoutStrip([
      card('a', 'gone', 5, 'active'),
      card('s', 'elsewhere', 5, 'stale'),
      card('b', 'a', 6, 'active'),
    ]);
    expect(edges(layout)).toEqual(['a>b']);
    expect(place(layout, 's')).toBe('0/1');
  });

  it('keeps the chain in the first lane behind a gap of blocks that were not fetched', () => {
    const layout = layoutStrip([
      card('a', 'gone', 5, 'active'),
      card('s', 'elsewhere', 60, 'stale'),
      card('b', 'missing', 60, 'active'),
      card('c', 'b', 61, 'active'),
    ]);
    expect(layout.lowest).toBe(5);
    expect(['a', 's', 'b', 'c'].map((hash) => place(layout, hash))).toEqual([
      '0/0',
      '55/1',
      '55/0',
      '56/0',
    ]);
  });

  it('counts what does not fit instead of growing without end', () => {
    const rivals = Array.from({ length: 40 }, (_, index) => card(`s${index}`, 'a', 1, 'stale'));
    const layout = layoutStrip([
      card('a', '', 0, 'active'),
      card('b', 'a', 1, 'active'),
      ...rivals,
    ]);
    expect(layout.lanes).toBe(LANES_MAX);
    expect(layout.cells).toHaveLength(LANES_MAX + 1);
    expect(layout.hidden).toBe(40 - (LANES_MAX - 1));
  });
});
