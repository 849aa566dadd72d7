/**
 * Everybody on the stage: this tab, the virtual nodes, and the peers in other tabs. The laboratory
 * knows of the second kind only; the others come from what this tab's own node shows of itself.
 */

import { type LabSnapshot, type NodeRef, ROOM, SELF, type VirtualNode } from '../../lab/api.ts';
import type { NodeSnapshot, PeerRow } from '../../node/api.ts';

export interface StageNode {
  readonly ref: NodeRef;
  readonly kind: 'self' | 'virtual' | 'peer';
  /** Others' text; empty while it is not known. */
  readonly name: string;
  readonly state: VirtualNode['state'];
  /** -1 while it is not known. */
  readonly height: number;
  /** Empty while it is not known. */
  readonly tip: string;
}

export interface StageLink {
  readonly from: NodeRef;
  readonly to: NodeRef;
  readonly state: 'up' | 'cut';
  readonly messages: number;
  /** Whether the laboratory tells of it, and can cut it. */
  readonly isOurs: boolean;
}

export interface Stage {
  readonly nodes: readonly StageNode[];
  readonly links: readonly StageLink[];
  /** Peers in other tabs beyond those that are drawn. */
  readonly unseen: number;
}

/** More would crowd the virtual nodes off the stage. */
const PEERS_SHOWN_MAX = 6;

/** `names` are those of peers that were cut off, who show themselves no more. */
export function stageOf(
  lab: LabSnapshot,
  own: NodeSnapshot,
  names: ReadonlyMap<NodeRef, string> = new Map(),
): Stage {
  const others = peersElsewhere(lab, own);
  const shown = others.slice(0, PEERS_SHOWN_MAX);
  const cutOff = peersCutOff(lab, own).map((ref) => absentNode(ref, names.get(ref)));
  const present = [selfNode(own), ...lab.nodes.map(virtualNode), ...shown.map(peerNode)];
  const nodes = [...present, ...cutOff];
  const known = new Set(nodes.map(({ ref }) => ref));
  const links = lab.links
    .filter(({ from, to }) => known.has(from) && known.has(to))
    .map(({ from, to, state, messages }) => ({ from, to, state, messages, isOurs: true }));
  const isTold = ({ key }: PeerRow) => links.some(({ from, to }) => from === key || to === key);
  return {
    nodes,
    links: [...links, ...shown.filter((peer) => !isTold(peer)).map(peerLink)],
    unseen: others.length - shown.length,
  };
}

/** Peers of this tab that are no virtual nodes; a row's key is the beginning of the whole one. */
function peersElsewhere(lab: LabSnapshot, own: NodeSnapshot): PeerRow[] {
  const virtual = lab.nodes.map(({ nodeKey }) => nodeKey).filter((key) => key !== '');
  const isVirtual = ({ key }: PeerRow) => virtual.some((whole) => whole.startsWith(key));
  return own.peers.filter((peer) => peer.key !== '' && !isVirtual(peer));
}

/** What was cut here can be healed here, so it stays in sight. */
function peersCutOff({ links }: LabSnapshot, own: NodeSnapshot): NodeRef[] {
  return links
    .filter(({ from, to, state }) => from === SELF && state === 'cut' && isKey(to))
    .map(({ to }) => to)
    .filter((ref) => own.peers.every(({ key }) => key !== ref));
}

function isKey(ref: NodeRef): boolean {
  return ref !== ROOM && !ref.includes('-');
}

function absentNode(ref: NodeRef, name = ''): StageNode {
  return { ref, kind: 'peer', name, state: 'running', height: -1, tip: '' };
}

function selfNode({ minerName, height, tip }: NodeSnapshot): StageNode {
  return { ref: SELF, kind: 'self', name: minerName, state: 'running', height, tip };
}

function virtualNode({ ref, minerName, state, height, tip }: VirtualNode): StageNode {
  const isKnown = state === 'running';
  const place = isKnown ? { height, tip } : { height: -1, tip: '' };
  return { ref, kind: 'virtual', name: minerName, state, ...place };
}

function peerNode({ key, name, height, tip }: PeerRow): StageNode {
  return { ref: key, kind: 'peer', name, state: 'running', height, tip };
}

function peerLink({ key, bytesSent, bytesReceived }: PeerRow): StageLink {
  const messages = bytesSent + bytesReceived;
  return { from: SELF, to: key, state: 'up', messages, isOurs: false };
}

/**
 * Nodes that can reach each other over links that are up; this tab's part first. Peers in other
 * tabs that were cut off may have ways around that nobody here knows: they are in no part apart.
 */
export function partsOf({ nodes, links }: Stage): StageNode[][] {
  const peers = new Set(nodes.filter(({ kind }) => kind === 'peer').map(({ ref }) => ref));
  const known = links.filter(({ to, state }) => state === 'up' || !peers.has(to));
  const linked = new Set(known.flatMap(({ from, to }) => [from, to]));
  const rest = new Map(nodes.map((node) => [node.ref, node]));
  const parts: StageNode[][] = [];
  for (const { ref } of nodes) {
    if (!rest.has(ref)) continue;
    const part = reachable(ref, links).flatMap((each) => {
      const node = rest.get(each);
      rest.delete(each);
      return node === undefined ? [] : [node];
    });
    // Who was never linked is still on its way in: it waits beside this tab, not apart.
    if (parts.length > 0 && !linked.has(ref)) parts[0]!.push(...part);
    else parts.push(part);
  }
  const order = new Map(nodes.map(({ ref }, at) => [ref, at]));
  return parts.map((part) => part.toSorted((a, b) => order.get(a.ref)! - order.get(b.ref)!));
}

function reachable(from: NodeRef, links: readonly StageLink[]): NodeRef[] {
  const reached = new Set([from]);
  for (const ref of reached) {
    for (const link of links) {
      if (link.state !== 'up') continue;
      if (link.from === ref) reached.add(link.to);
      if (link.to === ref) reached.add(link.from);
    }
  }
  return [...reached];
}
