import { describe, expect, it } from 'vitest';
import type { NodeReport } from '../../../src/lab/colony.ts';
import type { NodeFacts } from '../../../src/lab/facts.ts';
import { Roster } from '../../../src/lab/roster.ts';

function reportOf(ref: string): NodeReport {
  const facts = { view: { minerName: `Miner of ${ref}` } } as NodeFacts;
  return { ref, id: `id of ${ref}`, state: 'running', share: 50, facts };
}

const BOTH = [reportOf('lab-1'), reportOf('lab-2')];
const refs = (roster: Roster) => roster.nodes.map(({ ref }) => ref);

describe('the roster', () => {
  it('does not take a node back that was removed while a report of it was on its way', () => {
    const roster = new Roster();
    roster.take(BOTH);
    roster.remove('lab-1');
    const news = roster.take(BOTH);
    expect(refs(roster)).toEqual(['lab-2']);
    expect(news.map(([ref]) => ref)).toEqual(['lab-2']);
  });

  it('takes a node of the same ref once the removed one is no longer told of', () => {
    const roster = new Roster();
    roster.take(BOTH);
    roster.remove('lab-1');
    roster.take([]);
    roster.take(BOTH);
    expect(refs(roster)).toEqual(['lab-1', 'lab-2']);
  });

  it('takes a node of the same ref from another worker after theirs has failed', () => {
    const roster = new Roster();
    roster.take(BOTH);
    roster.remove('lab-1');
    roster.fail();
    expect(roster.nodes).toMatchObject([{ ref: 'lab-2', state: 'failed' }]);
    roster.remove('lab-2');
    roster.take(BOTH);
    expect(refs(roster)).toEqual(['lab-1', 'lab-2']);
  });
});
