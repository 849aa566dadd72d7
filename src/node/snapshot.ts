/** What the page is shown of the network and of the node's health, derived anew each time. */

import type { Chain } from '../chain/chain.ts';
import { isNear, isNodeKey } from '../net/link.ts';
import type { Peer } from '../net/peer.ts';
import { inertText } from '../util/text.ts';
import type { Health, PeerRow, RoomView, SyncProgress } from './api.ts';
import type { MeetingState } from './ports.ts';
import type { SyncFacts } from './progress.ts';
import type { Room } from './room.ts';

export interface HealthFacts {
  readonly chain: Chain;
  readonly peers: readonly Peer[];
  readonly networkActive: boolean;
  readonly meeting: MeetingState;
  /** Tabs found, where all were tried and no network let us through to any; else 0. */
  readonly blocked: number;
  readonly sync: SyncProgress | undefined;
  readonly isSyncing: boolean;
}

const KEY_DIGITS_SHOWN = 8;
const NAME_MAX_CHARACTERS = 32;
/** BIP14: /software:version(comment)/; the comment is the name of the tab's miner. */
const USER_AGENT_COMMENT = /\(([^()]*)\)\/$/;

export function describeHealth(facts: HealthFacts): Health {
  const { blocked, chain, meeting, networkActive, sync, isSyncing } = facts;
  if (!networkActive) return { kind: 'network-off' };
  const ready = facts.peers.filter(({ phase }) => phase === 'ready');
  if (blocked > 0) return { kind: 'unreachable', found: Math.max(blocked, meeting.population - 1) };
  if (ready.length === 0) return withoutPeers(meeting);
  if (isSyncing && sync !== undefined) {
    return { kind: 'syncing', done: sync.blocksDone, total: sync.headersTotal };
  }
  // Who is ahead is no reason to wait for others, and of a newcomer nothing is known yet.
  const behind = ready.filter((peer) => relationOf(peer, chain) === 'behind').length;
  if (behind > 0) return { kind: 'others-behind', peers: ready.length, behind };
  return { kind: 'in-step', peers: ready.length, height: chain.height };
}

function withoutPeers({ status, population }: MeetingState): Health {
  if (population > 1) return { kind: 'connecting', found: population - 1 };
  return { kind: status === 'online' || status === 'offline' ? 'alone' : 'looking' };
}

export function describePeers(peers: readonly Peer[], chain: Chain): readonly PeerRow[] {
  return peers.map((peer) => ({
    id: peer.link,
    key: peer.key.slice(0, KEY_DIGITS_SHOWN),
    name: peerName(peer),
    state: peer.phase === 'ready' ? 'ready' : 'greeting',
    outbound: peer.outbound,
    ...reachedBy(peer),
    connectedSince: Math.floor(peer.upAt / 1000),
    height: peer.shown ? chain.index.height(peer.known) : -1,
    tip: peer.shown ? chain.index.hash(peer.known) : '',
    relation: relationOf(peer, chain),
    pingMs: peer.pingMs,
    bytesSent: peer.bytesSent,
    bytesReceived: peer.bytesReceived,
  }));
}

/** A peer's id says by what means the two tabs came to know of each other. */
function reachedBy({ id }: Peer): Pick<PeerRow, 'reachedBy'> {
  if (isNear(id)) return {};
  if (isNodeKey(id)) return { reachedBy: 'neighbour' };
  return { reachedBy: id.startsWith('invitation-') ? 'invitation' : 'meeting-place' };
}

/** The name a peer gives itself, made inert; empty when it gives none. */
export function peerName(peer: Peer): string {
  const comment = USER_AGENT_COMMENT.exec(peer.version?.userAgent ?? '')?.[1] ?? '';
  return inertText(comment, NAME_MAX_CHARACTERS);
}

function relationOf(peer: Peer, { index, tip }: Chain): PeerRow['relation'] {
  if (!peer.shown) return 'unknown';
  if (peer.known === tip) return 'in-step';
  return index.chainWork(peer.known) > index.chainWork(tip) ? 'ahead' : 'behind';
}

/** What the network says about what this node lacks. */
export function syncFacts({ bestHeader, height, index, tip }: Chain, peers: readonly Peer[]) {
  const tipWork = index.chainWork(tip);
  const ready = peers.filter(({ phase }) => phase === 'ready');
  const asked = ready.filter(({ headersAskedAt }) => headersAskedAt !== 0);
  const hasCarrier = ready.some((peer) => index.chainWork(peer.known) > tipWork);
  const facts: SyncFacts = {
    height,
    headerHeight: index.height(bestHeader),
    claimedHeight: Math.max(0, ...asked.map((peer) => peer.claimedHeight)),
    isFetching: hasCarrier || asked.length > 0,
  };
  return facts;
}

export function viewRoom({ code, name, params }: Room): RoomView {
  const { kind, targetSpacingSeconds, halvingInterval, genesisHash, genesisTime } = params;
  return { code, name, kind, targetSpacingSeconds, halvingInterval, genesisHash, genesisTime };
}
