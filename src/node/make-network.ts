/** The peer protocol as the node has it: its ways out are effects, its judge the node's. */

import type { Handle } from '../chain/block-index.ts';
import { Network } from '../net/network.ts';
import type { Peer } from '../net/peer.ts';
import { Random } from '../util/random.ts';
import { readAnchors } from './anchors.ts';
import type { LooseJudge } from './loose-judge.ts';
import type { NodeOptions } from './options.ts';
import type { Pool } from './pool.ts';
import type { Effect } from './ports.ts';

export interface NetworkWays {
  readonly pool: Pool;
  readonly judge: LooseJudge;
  readonly emit: (effect: Effect) => void;
  readonly readBody: (handle: Handle) => void;
  readonly refused: (peer: Peer, code: string) => void;
}

const USER_AGENT = 'tabchain:0.1.0';

export function makeNetwork(options: NodeOptions, ways: NetworkWays): Network {
  const { anchors, chain, minerName, nodeKey, room, seed, sign } = options;
  const { emit, judge, pool, readBody, refused } = ways;
  return new Network({
    chain,
    magic: room.magic,
    secrets: { genesisHash: room.params.genesisHash, linkKey: room.linkKey, nodeKey, sign },
    anchors: readAnchors(anchors),
    userAgent: `/${USER_AGENT}(${minerName})/`,
    random: new Random(seed),
    transactions: {
      mempool: pool.mempool,
      judge: (transaction, _, now) => judge.judge(transaction, now),
    },
    outbox: {
      send: (link, bytes, lane) => emit({ type: 'send', link, bytes, lane }),
      drop: (link, reason) => emit({ type: 'drop', link, reason }),
      dial: (peer) => emit({ type: 'dial', peer }),
      seek: () => emit({ type: 'seek' }),
      signal: (peer, payload) => emit({ type: 'signal', peer, payload }),
      readBody,
      refused,
    },
  });
}
