/** A wire that talks: made-up pings with every peer, and links where nothing else happens. */

import type { NodeSnapshot } from '../../../src/node/api.ts';
import { fixtureHash } from '../fixture-hash.ts';

const PING = Uint8Array.of(1, 2, 3, 4, 4, 8, 0, 0, 0, 9, 8, 7, 6, 5, 4, 3, 2);
const PONG_TYPE = 5;
const NOTHING = { headers: false, blocks: [], transactions: 0, overdue: 0 };
const FULL = { left: 100, max: 100, persecond: 10 };

let lastId = 0;

/** Undefined for what is no command of the network. */
export function callWire({ peers }: NodeSnapshot, method: string): unknown {
  if (method === 'getmessages') return talk(peers);
  return method === 'getpeerdetails' ? accountsOf(peers) : undefined;
}

function talk(peers: NodeSnapshot['peers']) {
  const events = peers.flatMap(({ id }) =>
    ['received', 'sent'].map((kind) => {
      lastId += 1;
      const bytes = PING.slice();
      if (kind === 'sent') bytes[4] = PONG_TYPE;
      return { id: lastId, at: Date.now(), link: id, kind, sizeBytes: bytes.length, bytes };
    }),
  );
  return { events, next: lastId + 1, missed: 0 };
}

/** Each is linked to the next two. */
function accountsOf(peers: NodeSnapshot['peers']) {
  const keyOf = (at: number) => fixtureHash(`key ${peers[at % peers.length]!.id}`);
  return peers.map(({ id, pingMs }, at) => ({
    id,
    key: keyOf(at),
    useragent: '/tabchain:0.1.0(made up)/',
    claimedheight: 0,
    clockoffsetms: pingMs,
    heardat: 0,
    blockat: 0,
    transactionat: 0,
    neighbours: [keyOf(at + 1), keyOf(at + 2)],
    asked: NOTHING,
    wanted: NOTHING,
    announced: 0,
    waiting: 0,
    untold: 0,
    backlog: { bytes: 0, max: 1, since: 0 },
    budgets: {
      unasked: FULL,
      upload: { ...FULL, left: 12 },
      signatures: FULL,
      announcements: FULL,
      peers: FULL,
      signals: FULL,
    },
    minute: { pings: { count: 0, max: 120 }, unknown: { count: 0, max: 100 } },
  }));
}
