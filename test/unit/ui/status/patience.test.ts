/** A block that travels makes nobody late; who stays behind is said. */

import { describe, expect, it } from 'vitest';
import { patientHealth, patientPeers } from '../../../../src/ui/status/patience.ts';
import { FIXTURES } from '../../../support/fixture-snapshots.ts';

const { room } = FIXTURES;
const late = { ...room.peers[1]!, relation: 'behind', height: room.height - 1 } as const;
const peers = [room.peers[0]!, late, ...room.peers.slice(2)];
const health = { kind: 'others-behind', peers: 3, behind: 1 } as const;

describe('the health of a room whose newest block is on its way', () => {
  it('is in step at the height that all of them have', () => {
    expect(patientHealth({ ...room, health, peers }, [])).toEqual({
      kind: 'in-step',
      peers: 3,
      height: room.height - 1,
    });
  });

  it('is told as it is once somebody stays behind', () => {
    expect(patientHealth({ ...room, health, peers }, [late])).toBe(health);
  });

  it('is not made up where no tip is known', () => {
    const unknown = { ...late, relation: 'unknown', height: -1 } as const;
    expect(patientHealth({ ...room, health, peers: [unknown] }, [])).toBe(health);
  });

  it.each(['alone', 'room', 'syncing-blocks', 'network-off'] as const)('is as told: %s', (name) => {
    expect(patientHealth(FIXTURES[name], [])).toBe(FIXTURES[name].health);
  });
});

describe('the peers of such a room', () => {
  it('are in step while nobody lags', () => {
    const shown = patientPeers(peers, []);
    expect(shown.map(({ relation }) => relation)).toEqual(peers.map(() => 'in-step'));
    expect(shown[1]).toEqual({ ...late, relation: 'in-step' });
  });

  it('are told as they are: who lags, who says hello, whose tip is not known', () => {
    const greeting = { ...late, state: 'greeting' } as const;
    const unknown = { ...late, relation: 'unknown' } as const;
    expect(patientPeers([late, greeting, unknown], [late])).toEqual([late, greeting, unknown]);
  });
});
