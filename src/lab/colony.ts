/**
 * The virtual nodes of one page, together in one Worker with the switchboard that links them and
 * the miner that they share. This page's own node is linked to it by a port of its own, straight
 * from its Worker: no message of a node ever passes through the page's thread.
 *
 * The nodes find and dial each other, and this page's node, as tabs do at a meeting place, and by
 * the same rules. This page's node takes them for peers outside of the room's mesh (net/link.ts):
 * it tells nobody of them, and they take no place that another tab could have.
 *
 * They share one Worker, by measurement on two busy cores (Chromium 156): ten nodes started in
 * 0.9 s and took 2.8 MB each (8 MB with 500 blocks); in Workers of their own they took 14 s, and
 * 15 MB each. Twenty that stand idle cost 3 % of a core.
 *
 * A guest is a participant that is no node: a hidden end of the switchboard behind a port, for who
 * wants to say to nodes what no node would say.
 */

import type { MinerSeat, SharedMiner } from '../adapters/miner/shared-miner.ts';
import { createSwitchboard, type Part } from '../adapters/transport/switchboard.ts';
import type { LinkWeather } from '../adapters/transport/weather.ts';
import type { Clock, PeerId, Transport, Vault, Verifier } from '../node/ports.ts';
import type { Room } from '../node/room.ts';
import { toHex } from '../util/bytes.ts';
import { LAB_GUESTS_MAX, LAB_NODES_MAX } from '../util/limits.ts';
import { createAgenda } from './agenda.ts';
import { LaboratoryError, type LabLink, type NodeRef, SELF, type VirtualNode } from './api.ts';
import { factsOf, type NodeFacts } from './facts.ts';
import { Shares } from './shares.ts';
import { type RunningNode, startVirtualNode } from './virtual-node.ts';

export interface ColonyOptions {
  readonly room: Room;
  /** The room's whole link. */
  readonly link: string;
  readonly miner: SharedMiner;
  readonly verifier: Verifier;
  readonly vault: Vault;
  readonly makeClock: () => Clock;
  readonly randomBytes: (length: number) => Uint8Array;
  /** From 0 to 1, 1 excluded: decides which messages get lost. */
  readonly random: () => number;
}

/** A virtual node as the page is told of it; facts only where they are others than before. */
export interface NodeReport {
  readonly ref: NodeRef;
  readonly id: PeerId;
  readonly state: VirtualNode['state'];
  readonly share: number;
  readonly facts?: NodeFacts;
}

export interface ColonyReport {
  /** The id by which this page's node is dialled. */
  readonly self: PeerId;
  readonly nodes: readonly NodeReport[];
  readonly links: readonly LabLink[];
  readonly hashesPerSecond: number;
}

export type RefPair = readonly [from: NodeRef, to: NodeRef];

export interface Colony {
  /** For this page's node to link by; start and stop it as any other. */
  readonly self: Transport;
  /** Resolves to their refs once they run; rejects with a LaboratoryError. */
  add(count: number): Promise<readonly NodeRef[]>;
  remove(ref: NodeRef): void;
  cut(pairs: readonly RefPair[]): void;
  heal(pairs: readonly RefPair[]): void;
  setWeather(weather: LinkWeather): void;
  setShares(shares: Readonly<Record<NodeRef, number>>): void;
  /** Rejects with a CommandError, or a LaboratoryError for a node that is not here. */
  call(ref: NodeRef, method: string, parameters: readonly unknown[]): Promise<unknown>;
  /** Throws LaboratoryError. */
  join(): { readonly ref: NodeRef; readonly transport: Transport };
  leave(guest: NodeRef): void;
  report(): ColonyReport;
  /** Ends all nodes and the miner. */
  end(): void;
}

interface Member {
  readonly ref: NodeRef;
  readonly seat: MinerSeat;
  readonly transport: Transport;
  state: VirtualNode['state'];
  node: RunningNode | undefined;
  /** Whether its node was told to mine. */
  isMining: boolean;
}

const NODE = 'lab-';
const ID_BYTES = 16;
/** Blocks of a sandbox are made on command, and its first ones would come in a storm. */
const SHARES_OF_ALL = { main: 100, sandbox: 0 } as const;

export function createColony(options: ColonyOptions): Colony {
  const { room, miner, random, randomBytes } = options;
  const clock = options.makeClock();
  const later = createAgenda(clock);
  const switchboard = createSwitchboard({ later, now: () => clock.now(), random });
  const shares = new Shares(SHARES_OF_ALL[room.params.kind]);
  const members = new Map<NodeRef, Member>();
  const guests = new Set<NodeRef>();
  const ids = new Map<NodeRef, PeerId>();
  let lastNode = 0;
  let lastGuest = 0;
  /** Nodes start one after the other, so that those who run get their turns between. */
  let starting: Promise<unknown> = Promise.resolve();

  function enroll(ref: NodeRef, part: Part): Transport {
    const id = toHex(randomBytes(ID_BYTES));
    ids.set(ref, id);
    return switchboard.transport(id, part);
  }

  function strike(ref: NodeRef): void {
    const id = ids.get(ref);
    ids.delete(ref);
    if (id !== undefined) switchboard.leave(id);
  }

  async function add(count: number): Promise<readonly NodeRef[]> {
    if (members.size + count > LAB_NODES_MAX) {
      const detail = `at most ${LAB_NODES_MAX} nodes, and ${members.size} are here`;
      throw new LaboratoryError('full', detail);
    }
    const added = Array.from({ length: count }, makeMember);
    shares.join(added.map(({ ref }) => ref));
    for (const member of added) starting = starting.then(() => begin(member));
    await starting;
    return added.map(({ ref }) => ref);
  }

  function makeMember(): Member {
    lastNode += 1;
    const ref = `${NODE}${lastNode}`;
    const parts = { ref, transport: enroll(ref, 'open'), seat: miner.seat() };
    const member: Member = { ...parts, state: 'starting', node: undefined, isMining: false };
    members.set(ref, member);
    return member;
  }

  async function begin(member: Member): Promise<void> {
    if (!members.has(member.ref)) return;
    const node = await startVirtualNode({
      ...options,
      slot: Number(member.ref.replace(NODE, '')),
      transport: member.transport,
      miner: member.seat,
      clock: options.makeClock(),
      takenNames: new Set([...members.values()].flatMap((it) => it.node?.minerName ?? [])),
    }).catch(() => undefined);
    member.state = node === undefined ? 'failed' : 'running';
    // It may have been removed meanwhile.
    if (!members.has(member.ref)) return node?.stop();
    member.node = node;
    return applyShares();
  }

  function applyShares(): void {
    for (const member of members.values()) {
      const share = shares.of(member.ref);
      const isMining = share > 0 && member.node !== undefined;
      member.seat.setWeight(share);
      if (isMining !== member.isMining) void member.node?.host.call('setmining', isMining ? 1 : 0);
      member.isMining = isMining;
    }
  }

  function remove(ref: NodeRef): void {
    const member = members.get(ref);
    if (!member) return;
    members.delete(ref);
    shares.leave(ref);
    member.node?.stop();
    member.seat.leave();
    strike(ref);
    applyShares();
  }

  function forEach(pairs: readonly RefPair[], act: (left: PeerId, right: PeerId) => void): void {
    for (const [from, to] of pairs) {
      const [left, right] = [ids.get(from), ids.get(to)];
      if (left !== undefined && right !== undefined && left !== right) act(left, right);
    }
  }

  function join(): { readonly ref: NodeRef; readonly transport: Transport } {
    if (guests.size >= LAB_GUESTS_MAX) {
      throw new LaboratoryError('full', `at most ${LAB_GUESTS_MAX} guests`);
    }
    lastGuest += 1;
    const ref = `guest-${lastGuest}`;
    guests.add(ref);
    return { ref, transport: enroll(ref, 'hidden') };
  }

  async function call(ref: NodeRef, method: string, parameters: readonly unknown[]) {
    const node = members.get(ref)?.node;
    if (!node) throw new LaboratoryError('unknown-node', `no node ${ref} runs here`);
    return node.host.call(method, ...parameters);
  }

  function reportOf({ ref, node, state }: Member): NodeReport {
    const news = node?.news();
    const facts = news === undefined ? {} : { facts: factsOf(news) };
    return { ref, id: ids.get(ref)!, state, share: shares.of(ref), ...facts };
  }

  function links(): LabLink[] {
    const refs = new Map([...ids].map(([ref, id]) => [id, ref]));
    return switchboard.pairs().map(({ left, right, state, messages, sizeBytes }) => {
      const [from, to] = inOrder(refs.get(left)!, refs.get(right)!);
      return { from, to, state, messages, sizeBytes };
    });
  }

  return {
    // It takes no signals of the page's nodes (net/neighbours.ts).
    self: enroll(SELF, 'deaf'),
    add,
    remove,
    cut: (pairs) => forEach(pairs, switchboard.cut),
    heal: (pairs) => forEach(pairs, switchboard.heal),
    setWeather: switchboard.setWeather,
    setShares(wanted) {
      shares.set(wanted);
      applyShares();
    },
    call,
    join,
    leave(guest) {
      if (guests.delete(guest)) strike(guest);
    },
    report: () => ({
      self: ids.get(SELF)!,
      nodes: [...members.values()].map(reportOf),
      links: links(),
      hashesPerSecond: miner.hashesPerSecond,
    }),
    end() {
      for (const ref of members.keys()) remove(ref);
      for (const ref of ids.keys()) strike(ref);
      miner.end();
    },
  };
}

/** This page's node first, guests last, and all else by age. */
function inOrder(left: NodeRef, right: NodeRef): readonly [NodeRef, NodeRef] {
  return rankOf(left) <= rankOf(right) ? [left, right] : [right, left];
}

function rankOf(ref: NodeRef): number {
  if (ref === SELF) return 0;
  const number = Number(/\d+$/.exec(ref)?.[0]);
  return ref.startsWith(NODE) ? number : Infinity;
}
