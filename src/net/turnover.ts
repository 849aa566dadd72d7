/**
 * Slow change among the links of a large room, so that no set of peers is for ever. A room may fall
 * into parts of which each is content: every tab has links enough and looks no further. So one
 * dialled link in three minutes gives way to another, and every two minutes somebody new is looked
 * at: one short link, kept only if it shows more work than ours. These looks are what brings two
 * parts together again, within seconds of the first chance, since each tab has its own times.
 */

import type { Chain } from '../chain/chain.ts';
import { HEADERS_TIMEOUT_MS } from '../util/limits.ts';
import type { Random } from '../util/random.ts';
import type { LinkId } from './link.ts';
import type { Peer } from './peer.ts';
import type { Topology } from './topology.ts';

export interface TurnoverParts {
  readonly links: ReadonlyMap<LinkId, Peer>;
  readonly chain: Chain;
  readonly topology: Topology;
  readonly random: Random;
  readonly drop: (peer: Peer, reason: string, now: number) => void;
}

/** Something that is due once in a while, at times of its own, so that not all tabs act at once. */
interface Round {
  readonly errand: 'replace' | 'look';
  readonly intervalMs: number;
  /** 0 before it is first known. */
  dueAt: number;
  /** The meeting place was asked, and its answer is awaited for one tick. */
  isPrepared: boolean;
}

const ROTATION_INTERVAL_MS = 3 * 60_000;
const LOOK_INTERVAL_MS = 2 * 60_000;
/** After it a look has seen what there is; one at a branch like ours has let it be told of ours. */
const LOOK_MAX_MS = 3 * HEADERS_TIMEOUT_MS;
/** Dialled links that grew too many while the room was small go one at a time, and only here. */
const SURPLUS_FROM = 16;
const SURPLUS_INTERVAL_MS = 10_000;

export class Turnover {
  private readonly parts: TurnoverParts;
  private readonly rounds: readonly Round[] = [
    { errand: 'replace', intervalMs: ROTATION_INTERVAL_MS, dueAt: 0, isPrepared: false },
    { errand: 'look', intervalMs: LOOK_INTERVAL_MS, dueAt: 0, isPrepared: false },
  ];
  private thinnedAt = 0;

  constructor(parts: TurnoverParts) {
    this.parts = parts;
  }

  tick(now: number): void {
    for (const peer of this.parts.links.values()) if (peer.errand === 'look') this.judge(peer, now);
    if (!this.parts.topology.isBounded) return;
    for (const round of this.rounds) this.attend(round, now);
    this.thin(now);
  }

  /** It has said hello and version: one that was dialled in another's place takes it. */
  ready(peer: Peer, now: number): void {
    if (peer.errand === 'replace') this.takePlace(peer, now);
  }

  private attend(round: Round, now: number): void {
    const { random, topology } = this.parts;
    const isFar = round.dueAt - now > 2 * round.intervalMs;
    // The first time anywhere within the interval, then between a half and one and a half of it.
    if (round.dueAt === 0 || isFar) {
      round.dueAt = now + random.below(round.intervalMs);
      return;
    }
    if (now < round.dueAt || this.isLacking) return;
    if (!round.isPrepared) {
      round.isPrepared = true;
      return topology.seek(now);
    }
    round.isPrepared = false;
    round.dueAt = now + round.intervalMs / 2 + random.below(round.intervalMs);
    topology.dialOne(round.errand, now);
  }

  /** What is missing comes first. */
  private get isLacking(): boolean {
    const { topology } = this.parts;
    return topology.outbound.length < topology.outboundGoal;
  }

  /** A look ends when it has shown nothing that we lack, and that it lacks nothing of ours. */
  private judge(peer: Peer, now: number): void {
    const { chain, drop } = this.parts;
    const isOver = now - peer.upAt > LOOK_MAX_MS || now < peer.upAt;
    const hasTold = peer.phase === 'ready' && peer.headersAskedAt === 0;
    const hasMore = chain.index.chainWork(peer.known) > chain.index.chainWork(chain.tip);
    if (hasTold && hasMore) this.takePlace(peer, now);
    else if (isOver || (hasTold && chain.isActive(peer.known))) drop(peer, 'feeler-done', now);
  }

  /** Of the others that we dialled one goes, unless all of them are needed. */
  private takePlace(peer: Peer, now: number): void {
    const { drop, random, topology } = this.parts;
    peer.errand = 'stay';
    const others = topology.outbound.filter((it) => it !== peer && it.phase === 'ready');
    if (others.length < topology.outboundGoal) return;
    drop(others[random.below(others.length)]!, 'rotated', now);
  }

  private thin(now: number): void {
    const { drop, topology } = this.parts;
    const kept = topology.outbound.filter((it) => it.phase === 'ready' && it.errand === 'stay');
    if (now < this.thinnedAt) this.thinnedAt = now;
    if (topology.population <= SURPLUS_FROM || kept.length <= topology.outboundGoal) return;
    if (now - this.thinnedAt < SURPLUS_INTERVAL_MS) return;
    this.thinnedAt = now;
    const youngest = kept.reduce((left, right) => (left.upAt > right.upAt ? left : right));
    drop(youngest, 'surplus', now);
  }
}
