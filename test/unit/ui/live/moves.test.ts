import { describe, expect, it } from 'vitest';
import type { BlockCard } from '../../../../src/node/api.ts';
import { layoutStrip } from '../../../../src/ui/live/layout.ts';
import { type Moves, planMoves } from '../../../../src/ui/live/moves.ts';
import { fixtureCard, fixtureChain } from '../../../support/fixture-snapshots.ts';

type State = BlockCard['state'];

function branch(name: string, from: number, hashes: readonly string[], state: State) {
  return hashes.map((hash, at) =>
    fixtureCard(from + at, {
      hash,
      previousHash: at === 0 ? name : hashes[at - 1]!,
      state,
      own: hash.startsWith('o'),
    }),
  );
}

const trunk = branch('', 10, ['t1', 't2'], 'active');
const ours = (state: State) => branch('t2', 12, ['o1', 'o2', 'x3'], state);
const theirs = (state: State) => branch('t2', 12, ['n1', 'n2', 'n3', 'n4'], state);

function moves({ moves: found }: Moves): string[] {
  return Array.from(found, ([hash, { kind, order }]) => `${hash} ${kind} ${order}`).toSorted();
}

describe('the moves of the strip', () => {
  it('are none while nothing changes, and none for what stands there first', () => {
    const layout = layoutStrip(fixtureChain(30));
    expect(moves(planMoves(layout, layout))).toEqual([]);
    expect(moves(planMoves(layoutStrip([]), layout))).toEqual([]);
  });

  it('let a new block arrive, and several one after the other', () => {
    const before = layoutStrip(fixtureChain(30));
    const after = layoutStrip(fixtureChain(32));
    const orders = Array.from(planMoves(before, after).moves.values());
    expect(orders).toEqual([
      { kind: 'arrives', order: 0 },
      { kind: 'arrives', order: 1 },
    ]);
  });

  it('are none for blocks that come in throngs', () => {
    const plan = planMoves(layoutStrip(fixtureChain(30)), layoutStrip(fixtureChain(34)));
    expect(moves(plan)).toEqual([]);
  });

  it('are none for older blocks that their user scrolled back to', () => {
    const strip = fixtureChain(60);
    const older = fixtureChain(36, 10);
    const plan = planMoves(layoutStrip(strip), layoutStrip([...older, ...strip]));
    expect(moves(plan)).toEqual([]);
  });

  it('run along both branches from the fork on when they change places', () => {
    const before = layoutStrip([...trunk, ...ours('active'), ...theirs('pending')]);
    const after = layoutStrip([...trunk, ...ours('stale'), ...theirs('active')]);
    const plan = planMoves(before, after);
    expect(moves(plan)).toEqual([
      'n1 rises 0',
      'n2 rises 1',
      'n3 rises 2',
      'n4 rises 3',
      'o1 leaves 0',
      'o2 leaves 1',
      'x3 leaves 2',
    ]);
    expect(plan.change).toEqual({ forkHeight: 11, left: 3, joined: 4, ownLeft: 2 });
  });

  it('let a branch join that was not seen before', () => {
    const before = layoutStrip([...trunk, ...ours('active')]);
    const after = layoutStrip([...trunk, ...ours('stale'), ...theirs('active')]);
    const kinds = new Set(Array.from(planMoves(before, after).moves.values(), ({ kind }) => kind));
    expect(kinds).toEqual(new Set(['leaves', 'joins']));
  });

  it('are over in half a second however long the branches', () => {
    const long = Array.from({ length: 20 }, (_, at) => `l${at}`);
    const other = Array.from({ length: 21 }, (_, at) => `m${at}`);
    const before = layoutStrip([...trunk, ...branch('t2', 12, long, 'active')]);
    const after = layoutStrip([
      ...trunk,
      ...branch('t2', 12, long, 'stale'),
      ...branch('t2', 12, other, 'active'),
    ]);
    const orders = Array.from(planMoves(before, after).moves.values(), ({ order }) => order);
    expect(orders).toHaveLength(41);
    expect(Math.max(...orders)).toBe(6);
  });

  it('see no reorganisation in a rival that was stale all the time', () => {
    const before = layoutStrip([...trunk, ...theirs('active')]);
    const after = layoutStrip([...trunk, ...theirs('active'), ...ours('stale')]);
    expect(planMoves(before, after).change).toBeUndefined();
  });
});
