import { describe, expect, it } from 'vitest';
import type { PeerRow } from '../../../../src/node/api.ts';
import { type ApartSince, noteApart, orderPeers } from '../../../../src/ui/network/peer-order.ts';
import { FIXTURES } from '../../../support/fixture-snapshots.ts';

const OWN_HEIGHT = 5000;

function peer(id: number, changes: Partial<PeerRow> = {}): PeerRow {
  return { ...FIXTURES.room.peers[0]!, id, height: OWN_HEIGHT, ...changes };
}

const behind = (id: number, height: number) => peer(id, { relation: 'behind', height });

/** The order after the peers have looked like this from second 0 to `seconds`. */
function orderAfter(peers: readonly PeerRow[], seconds: number) {
  let apartSince: ApartSince = new Map();
  for (let now = 0; now <= seconds; now += 1) apartSince = noteApart(apartSince, peers, now);
  const order = orderPeers({ peers, ownHeight: OWN_HEIGHT, apartSince, nowSeconds: seconds });
  return { lagging: order.lagging.map(({ id }) => id), others: order.others.map(({ id }) => id) };
}

describe('the order of peers', () => {
  it('stands still while a fresh block travels', () => {
    const peers = [peer(1), behind(2, 4999), peer(3)];
    expect(orderAfter(peers, 2)).toEqual({ lagging: [], others: [1, 2, 3] });
  });

  it('brings who stays a block behind to the top', () => {
    const peers = [peer(1), behind(2, 4999), peer(3)];
    expect(orderAfter(peers, 3)).toEqual({ lagging: [2], others: [1, 3] });
  });

  it('brings who is far apart to the top at once, the furthest first', () => {
    const ahead = peer(3, { relation: 'ahead', height: 5100 });
    const peers = [peer(1), behind(2, 4990), ahead];
    expect(orderAfter(peers, 0)).toEqual({ lagging: [3, 2], others: [1] });
  });

  it('forgets how long a peer was behind once it has caught up', () => {
    const late = noteApart(new Map(), [behind(1, 4999)], 0);
    expect(noteApart(late, [behind(1, 4999)], 2).get(1)).toBe(0);
    expect(noteApart(late, [peer(1)], 2).size).toBe(0);
  });

  it('leaves those in their place who have not shown a tip yet', () => {
    const greeting = peer(2, { state: 'greeting', relation: 'behind', height: -1 });
    const unknown = peer(3, { relation: 'unknown', height: -1 });
    expect(orderAfter([peer(1), greeting, unknown], 9).others).toEqual([1, 2, 3]);
  });
});
