/** What the laboratory takes from a node's snapshot: what it shows of the node, and compares. */

import type { NodeSnapshot, Notice, PaymentRow } from '../node/api.ts';
import type { VirtualNode } from './api.ts';

export type NodeView = Omit<VirtualNode, 'ref' | 'state' | 'share'>;

export interface OwnCard {
  readonly hash: string;
  readonly height: number;
}

export type PaymentFacts = Pick<PaymentRow, 'txid' | 'kind' | 'stage' | 'net'>;

export interface NodeFacts {
  readonly view: NodeView;
  readonly isSyncing: boolean;
  /** Hashes of the newest blocks of its active chain, and the height of the lowest of them. */
  readonly branch: readonly string[];
  readonly branchFrom: number;
  /** The newest blocks that it made, oldest first. */
  readonly own: readonly OwnCard[];
  readonly notices: readonly Notice[];
  /** The newest, newest first. */
  readonly payments: readonly PaymentFacts[];
}

export function factsOf(snapshot: NodeSnapshot): NodeFacts {
  const { strip, sync, wallet } = snapshot;
  const active = strip.filter(({ state }) => state === 'active');
  return {
    view: viewOf(snapshot),
    // Progress is shown for a while after its end.
    isSyncing: sync !== undefined && sync.blocksDone < sync.headersTotal,
    branch: active.map(({ hash }) => hash),
    branchFrom: active[0]?.height ?? 0,
    own: strip.filter(({ own }) => own).map(({ hash, height }) => ({ hash, height })),
    notices: snapshot.notices,
    payments: (wallet?.payments ?? [])
      .filter(({ kind }) => kind !== 'mined')
      .map(({ txid, kind, stage, net }) => ({ txid, kind, stage, net })),
  };
}

function viewOf(snapshot: NodeSnapshot): NodeView {
  const { nodeKey, minerName, height, tip, chainWork, peers, mempool, wallet } = snapshot;
  return {
    nodeKey,
    minerName,
    height,
    tip,
    chainWork,
    peers: peers.filter(({ state }) => state === 'ready').length,
    mempool: mempool?.transactions ?? 0,
    spendable: wallet?.spendable ?? 0,
    immature: wallet?.immature ?? 0,
  };
}
