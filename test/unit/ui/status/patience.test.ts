/** A block that travels makes nobody late; who stays behind is said. */

import { describe, expect, it } from 'vitest';
import { patientPeer } from '../../../../src/ui/network/peer-order.ts';
import { patientHealth } from '../../../../src/ui/status/patience.ts';
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

describe('a peer of such a room', () => {
  it('is in step while it does not lag', () => {
    expect(patientPeer(late, false)).toEqual({ ...late, relation: 'in-step' });
  });

  it.each([
    ['one that lags', late, true],
    ['one that says hello', { ...late, state: 'greeting' }, false],
    ['one whose tip is not known', { ...late, relation: 'unknown' }, false],
  ] as const)('is told as it is: %s', (_, peer, isLagging) => {
    expect(patientPeer(peer, isLagging)).toBe(peer);
  });
});
