import { describe, expect, it } from 'vitest';
import { CoinOutlook } from '../../../../src/ui/lab/coin-outlook.tsx';
import type { NodeSnapshot } from '../../../../src/node/api.ts';
import { createFakeLaboratory } from '../../../support/fake-laboratory.ts';
import { FIXTURES } from '../../../support/fixture-snapshots.ts';
import { cellsOf, plain } from '../../../support/vnode-text.ts';

const lab = createFakeLaboratory().snapshot();

function said(spendable: number, loan: boolean): string {
  const { alone } = FIXTURES;
  const wallet = { ...alone.wallet!, state: 'open', spendable, payments: [] } as const;
  const snapshot: NodeSnapshot = { ...alone, wallet };
  return plain(cellsOf(CoinOutlook({ snapshot, lab, loan, choose: () => {} })).text);
}

describe('before a double spend begins', () => {
  it('the wait for a first coin is told, with a way around it', () => {
    expect(said(0, true)).toBe(
      'Nobody here has a coin to spend: the first one takes 30 blocks, about 5 min. ' +
        'In a sandbox room it begins at once.',
    );
  });

  it('a loan is offered where this tab has the coins, and what it is without one', () => {
    const coins = 5_000_000_000;
    expect(said(coins, true)).toContain('Lend the attacker 20.000 000 00 TAB');
    expect(said(coins, true)).toContain('It begins with the next block, in about 10 s.');
    expect(said(coins, false)).toContain('the first one takes 30 blocks, about 5 min');
  });

  it('nothing is said where a virtual node has coins', () => {
    const [node] = [{ state: 'running', spendable: 1 }] as (typeof lab.nodes)[number][];
    const rich = { ...lab, nodes: [node!] };
    const props = { snapshot: FIXTURES.alone, lab: rich, loan: true, choose: () => {} };
    expect(CoinOutlook(props)).toBeNull();
  });
});
