import { describe, expect, it } from 'vitest';
import type { NodeSnapshot } from '../../../../src/node/api.ts';
import { ExperimentLength } from '../../../../src/ui/lab/experiment-length.tsx';
import { experimentOf } from '../../../../src/ui/lab/experiments/all.ts';
import { FIXTURES } from '../../../support/fixture-snapshots.ts';
import { cellsOf, plain } from '../../../support/vnode-text.ts';

const { room, mining } = FIXTURES.alone;

function said(id: string, part: Partial<NodeSnapshot>): string {
  const snapshot = { ...FIXTURES.alone, ...part };
  return plain(cellsOf(ExperimentLength({ experiment: experimentOf(id)!, snapshot })).text).trim();
}

describe('before an experiment begins', () => {
  const idle = { ...mining, state: 'off' } as const;

  it('its length is told by the pace of the room', () => {
    expect(said('slow-links', { mining: idle })).toBe(
      'It takes some 20 blocks, about 3 min in this room.',
    );
    const slow = { room: { ...room, targetSpacingSeconds: 60 }, mining: idle };
    expect(said('secret', slow)).toBe('It takes some 6 blocks, about 6 min in this room.');
    expect(said('double-spend', slow)).toContain('From then on it takes some 6 blocks');
  });

  it('it is said that this tab’s own miner will rest, where it mines', () => {
    const busy = { mining: { ...mining, state: 'mining' } as const };
    expect(said('secret', busy)).toContain('Longer at first: this tab’s own miner rests');
    expect(said('split', busy)).not.toContain('Longer at first');
  });

  it('nothing is said in a sandbox, whose blocks come at once', () => {
    const props = { experiment: experimentOf('split')!, snapshot: FIXTURES.sandbox };
    expect(ExperimentLength(props)).toBeNull();
  });
});
