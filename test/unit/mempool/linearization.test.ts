import { describe, expect, it } from 'vitest';
import { compareFeerates, type Feerate } from '../../../src/mempool/feerate.ts';
import { cutChunks, linearize, type Member } from '../../../src/mempool/linearization.ts';
import { Random } from '../../../src/util/random.ts';

interface Named extends Member {
  readonly name: string;
}

function member(name: string, [fee, sizeVbytes]: [number, number], ...parents: Named[]): Named {
  return { name, fee, sizeVbytes, parents: new Set(parents) };
}

const chunksOf = (members: readonly Named[]) =>
  cutChunks(linearize(members)).map((piece) => piece.members.map(({ name }) => name).join(''));

/** Ancestor sets by walking links, feerates as exact fractions of whole numbers. */
function slowOrder(members: readonly Named[]): Named[] {
  const left = new Set<Member>(members);
  const order: Named[] = [];
  const ancestors = (of: Member): Set<Member> => {
    const found = new Set<Member>([of]);
    for (const one of found)
      for (const parent of one.parents) if (left.has(parent)) found.add(parent);
    return found;
  };
  const totals = (set: ReadonlySet<Member>): [bigint, bigint] =>
    [...set].reduce<[bigint, bigint]>(
      ([fee, size], one) => [fee + BigInt(one.fee), size + BigInt(one.sizeVbytes)],
      [0n, 0n],
    );
  while (left.size > 0) {
    const sets = members.filter((one) => left.has(one)).map(ancestors);
    const best = sets.reduce((most, set) => {
      const [[fee, size], [mostFee, mostSize]] = [totals(set), totals(most)];
      return fee * mostSize > mostFee * size ? set : most;
    });
    for (const one of members) if (best.has(one)) order.push(one);
    for (const one of best) left.delete(one);
  }
  return order;
}

function randomCluster(random: Random, size: number): Named[] {
  const members: Named[] = [];
  while (members.length < size) {
    const parents = members.filter(() => random.below(members.length + 1) < 2);
    const figures: [number, number] = [random.below(50) * 100, 100 + random.below(4) * 50];
    members.push(member(String.fromCodePoint(97 + members.length), figures, ...parents));
  }
  return members;
}

describe('a linearization', () => {
  it('takes what pays most first', () => {
    const [a, b] = [member('a', [100, 100]), member('b', [300, 100])];
    const c = member('c', [200, 100]);
    expect(chunksOf([a, b, c])).toEqual(['b', 'c', 'a']);
  });

  it('lets a child pay for its parent', () => {
    const parent = member('p', [100, 100]);
    const other = member('o', [300, 100]);
    const child = member('c', [900, 100], parent);
    expect(chunksOf([parent, other, child])).toEqual(['pc', 'o']);
  });

  it('leaves a poor child behind a rich parent', () => {
    const parent = member('p', [900, 100]);
    expect(chunksOf([parent, member('c', [100, 100], parent)])).toEqual(['p', 'c']);
  });

  it('lets two children pay for one parent together', () => {
    const parent = member('p', [0, 100]);
    const children = [member('x', [300, 100], parent), member('y', [290, 100], parent)];
    expect(chunksOf([parent, ...children])).toEqual(['pxy']);
  });

  it('prefers the earlier of equals', () => {
    expect(chunksOf(['a', 'b', 'c'].map((name) => member(name, [100, 100])))).toEqual([
      'a',
      'b',
      'c',
    ]);
  });

  it('agrees with a slow one on clusters of every size', () => {
    const random = new Random(0x11ea);
    for (let round = 0; round < 600; round += 1) {
      const members = randomCluster(random, 1 + (round % 16));
      expect(linearize(members)).toEqual(slowOrder(members));
    }
  });

  it('has parents before children and chunks of falling feerate', () => {
    const random = new Random(0x0de);
    for (let round = 0; round < 300; round += 1) {
      const members = randomCluster(random, 16);
      const order = linearize(members);
      expect(new Set(order)).toEqual(new Set(members));
      const places = new Map<Member, number>(order.map((one, at) => [one, at]));
      const early = order.filter((one, at) => [...one.parents].some((it) => places.get(it)! > at));
      expect(early).toEqual([]);
      const pieces: readonly Feerate[] = cutChunks(order);
      const rising = pieces.slice(1).filter((piece, at) => compareFeerates(piece, pieces[at]!) > 0);
      expect(rising).toEqual([]);
    }
  });

  it('of a child before its parent is our own mistake', () => {
    const parent = member('p', [1, 1]);
    expect(() => linearize([member('c', [1, 1], parent), parent])).toThrow('parents come before');
  });
});
