import { describe, expect, it } from 'vitest';
import { GENESIS } from '../../../src/chain/block-index.ts';
import { Chain } from '../../../src/chain/chain.ts';
import type { Header } from '../../../src/consensus/types.ts';
import { HeaderWalk } from '../../../src/net/header-walk.ts';
import { BlockLab } from '../../support/block-lab.ts';
import { refusal } from '../../support/refusal.ts';

const NOW_MS = 1_800_000_000_000;

function scene(count: number) {
  const lab = new BlockLab();
  const chain = new Chain(lab.params, lab.genesis);
  for (let made = 0; made < count; made += 1) lab.tip = lab.make();
  const headers = lab
    .branch(lab.tip)
    .slice(1)
    .map(({ header }) => header);
  return { lab, chain, headers };
}

describe('a walk over headers', () => {
  it('comes to the height, hash and work that the tree would have', () => {
    const { chain, headers } = scene(30);
    const walk = new HeaderWalk(chain.index, GENESIS, chain.params);
    for (const header of headers) {
      walk.step(header, NOW_MS);
      const handle = chain.acceptHeader(header, NOW_MS / 1000);
      const { index } = chain;
      expect([walk.hash, walk.height, walk.work]).toEqual([
        index.hash(handle),
        index.height(handle),
        index.chainWork(handle),
      ]);
    }
  });

  it.each<readonly [string, number, Partial<Header>]>([
    ['not after the median of eleven', 20, { time: 1_700_000_000 + 15 * 20 }],
    ['of harder bits than are due', 20, { bits: 0x207ffffe }],
    ['too far ahead of the clock', 20, { time: NOW_MS / 1000 + 61 }],
    ['not after genesis', 0, { time: 1_700_000_000 }],
  ])('refuses a header %s as the chain does, from wherever it began', (_, parent, change) => {
    const { lab, chain, headers } = scene(20);
    const bad = lab.make({ parent: lab.branch(lab.tip)[parent]!, header: change }).header;
    const fromGenesis = new HeaderWalk(chain.index, GENESIS, chain.params);
    for (const header of headers.slice(0, parent)) fromGenesis.step(header, NOW_MS);
    let handle = GENESIS;
    for (const header of headers.slice(0, parent)) {
      handle = chain.acceptHeader(header, NOW_MS / 1000);
    }
    const fromParent = new HeaderWalk(chain.index, handle, chain.params);
    const expected = refusal(() => chain.acceptHeader(bad, NOW_MS / 1000));
    expect(expected).not.toBe('accepted');
    expect(refusal(() => fromGenesis.step(bad, NOW_MS))).toBe(expected);
    expect(refusal(() => fromParent.step(bad, NOW_MS))).toBe(expected);
  });

  it('refuses a hash above its target', () => {
    const { lab, chain } = scene(0);
    const walk = new HeaderWalk(chain.index, GENESIS, chain.params);
    const { header } = lab.make({ idle: true });
    expect(refusal(() => walk.step(header, NOW_MS))).toBe('high-hash/invalid');
  });
});
