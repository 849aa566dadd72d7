import { describe, expect, it } from 'vitest';
import type { MeetingState } from '../../../src/node/ports.ts';
import { describeHealth, describePeers } from '../../../src/node/snapshot.ts';
import { NetHarness } from '../../support/net-harness.ts';

const KEY = '0123456789abcdef'.repeat(4);

function alone() {
  const harness = new NetHarness();
  const node = harness.node();
  const health = (population: number, status: MeetingState['status'] = 'online') =>
    describeHealth({
      chain: node.chain,
      peers: [...node.network.peers.values()],
      networkActive: true,
      meeting: { status, population },
      blocked: node.network.mesh.blocked,
      sync: undefined,
      isSyncing: false,
    });
  return { harness, node, health };
}

describe('health', () => {
  it('tells networks that let nothing through from dials that are under way', () => {
    const { harness, node, health } = alone();
    expect(health(0)).toEqual({ kind: 'alone' });
    node.network.setPopulation(3, harness.now);
    for (const id of ['x', 'y']) node.network.found(id, harness.now);
    expect(health(3)).toEqual({ kind: 'connecting', found: 2 });
    node.network.missed('x', 'ice-connection-failure', harness.now);
    expect(health(3)).toEqual({ kind: 'connecting', found: 2 });
    node.network.missed('y', 'dial-timeout', harness.now);
    expect(health(3)).toEqual({ kind: 'unreachable', found: 2 });
    // Trying again is no reason to hope, a link is.
    harness.pass(5);
    expect(health(3)).toEqual({ kind: 'unreachable', found: 2 });
    harness.join(node, harness.node(), 'x');
    expect(health(3)).not.toMatchObject({ kind: 'unreachable' });
  });

  it('calls nobody alone before the meeting place has answered, or has failed', () => {
    const { health } = alone();
    expect(health(0, 'off')).toEqual({ kind: 'looking' });
    expect(health(0, 'connecting')).toEqual({ kind: 'looking' });
    expect(health(1, 'online')).toEqual({ kind: 'alone' });
    expect(health(0, 'offline')).toEqual({ kind: 'alone' });
  });

  it('calls nobody behind who is ahead, or has not said where it stands', () => {
    const { harness, node, health } = alone();
    const foe = harness.foe(node).greet();
    expect(health(2)).toEqual({ kind: 'in-step', peers: 1, height: 0 });
    const blocks = harness.blocks(2);
    foe.sayHeaders(blocks);
    expect(describePeers([...node.network.peers.values()], node.chain)).toMatchObject([
      { relation: 'ahead' },
    ]);
    expect(health(2)).toEqual({ kind: 'in-step', peers: 1, height: 0 });
    node.mineAll(harness.blocks(3));
    expect(health(2)).toEqual({ kind: 'others-behind', peers: 1, behind: 1 });
  });
});

describe('a row of a peer', () => {
  it.each([
    ['a'.repeat(32), 'meeting-place'],
    ['invitation-7', 'invitation'],
  ])('says how %s was reached: %s', (id, reachedBy) => {
    const { harness, node } = alone();
    harness.join(node, harness.node(), id);
    const rows = describePeers([...node.network.peers.values()], node.chain);
    expect(rows).toMatchObject([{ reachedBy, state: 'ready' }]);
  });

  it('that was dialled by its key came through a neighbour; one with another key is let go', () => {
    const { harness, node } = alone();
    const other = harness.node();
    harness.join(node, other, Buffer.from(other.secrets.nodeKey).toString('hex'));
    const rows = describePeers([...node.network.peers.values()], node.chain);
    expect(rows).toMatchObject([{ reachedBy: 'neighbour' }]);
    harness.join(node, harness.node(), KEY);
    expect(node.dropped).toEqual(['hello-other-key']);
    expect(node.refused).toEqual([]);
  });
});
