/**
 * Headers cost memory for ever, so a branch earns its place in the tree by work: it is kept once it
 * comes within 144 blocks of what we have. A branch that leaves ours further down begins with less,
 * and must be heard before it can be judged.
 *
 * It is heard twice (as in Bitcoin's headerssync). The first time it is validated and let go again;
 * only every 128th hash stays. When its work suffices it is asked for once more, and 128 headers at
 * a time enter the tree when they lead to the hash that was noted: a peer cannot prove one branch
 * and deliver another. So a million headers of little work leave nothing behind and cost less than
 * a megabyte while they pass. Two peers can be heard at a time; others come later. There is no need
 * to count: a branch with more headers than its time has room for would have to be of great work.
 */

import { type Handle, Status } from '../chain/block-index.ts';
import type { Chain } from '../chain/chain.ts';
import { headerHash } from '../consensus/hash.ts';
import { blockWork } from '../consensus/pow.ts';
import { RuleError } from '../consensus/rule-error.ts';
import type { Hash, Header } from '../consensus/types.ts';
import { HEADERS_MAX, STAGES_MAX } from '../util/limits.ts';
import { HeaderWalk } from './header-walk.ts';
import type { LinkId } from './link.ts';
import type { Peer } from './peer.ts';

/** A branch with less than our work by no more than so many blocks is kept without a proof. */
const NEAR_BLOCKS = 144n;
const CHECKPOINT_HEADERS = 128;

interface Stage {
  readonly fork: Handle;
  readonly walk: HeaderWalk;
  /** Hashes after each CHECKPOINT_HEADERS of the proof, and in the end of its last header. */
  readonly checkpoints: Hash[];
  /** Headers heard in the proof. */
  count: number;
  /** The second hearing; undefined during the first. */
  delivery: Delivery | undefined;
}

interface Delivery {
  delivered: number;
  /** The last header heard, or the fork. */
  last: Hash;
  /** Not vouched for by a checkpoint yet. */
  waiting: Header[];
}

/** Where the next question about a staged branch begins. */
export interface StageQuestion {
  readonly fork: Handle;
  readonly last: Hash;
}

export class Staging {
  private readonly chain: Chain;
  private readonly stages = new Map<LinkId, Stage>();

  constructor(chain: Chain) {
    this.chain = chain;
  }

  get size(): number {
    return this.stages.size;
  }

  /** What a branch must have in all to be kept at once, in hashes. */
  get workNeeded(): bigint {
    const { tip, bestHeader } = this.chain;
    const [ofTip, ofBest] = [this.workNear(tip), this.workNear(bestHeader)];
    return ofTip > ofBest ? ofTip : ofBest;
  }

  /** Whether headers with this parent go on with what this peer is being heard about. */
  continues(peer: Peer, parent: Hash): boolean {
    return this.question(peer)?.last === parent;
  }

  question(peer: Peer): StageQuestion | undefined {
    const stage = this.stages.get(peer.link);
    if (stage === undefined) return undefined;
    return { fork: stage.fork, last: stage.delivery?.last ?? stage.walk.hash };
  }

  /**
   * Hears new headers in a row, on a known block or on what this peer said last, and returns those
   * that may enter the tree now. Throws RuleError for a header that breaks a rule.
   */
  hear(peer: Peer, headers: readonly Header[], now: number): readonly Header[] {
    const stage = this.stages.get(peer.link);
    if (stage === undefined || !this.continues(peer, headers[0]!.previousHash)) {
      return this.begin(peer, headers, now);
    }
    if (stage.delivery !== undefined) return this.deliver(peer, stage.delivery, headers);
    this.prove(peer, headers, now);
    return [];
  }

  close(peer: Peer): void {
    this.stages.delete(peer.link);
  }

  private workNear(handle: Handle): bigint {
    const { index } = this.chain;
    return index.chainWork(handle) - NEAR_BLOCKS * blockWork(index.bits(handle));
  }

  private begin(peer: Peer, headers: readonly Header[], now: number): readonly Header[] {
    const { index, params } = this.chain;
    const fork = index.find(headers[0]!.previousHash);
    const isBroken = index.has(fork, Status.failed);
    if (isBroken || index.chainWork(fork) >= this.workNeeded) return headers;
    const walk = new HeaderWalk(index, fork, params);
    const stage: Stage = { fork, walk, checkpoints: [], count: 0, delivery: undefined };
    if (!pass(stage, headers, now)) return [];
    if (walk.work >= this.workNeeded) return headers;
    const isKnown = this.stages.has(peer.link);
    const hasRoom = isKnown || this.stages.size < STAGES_MAX;
    if (headers.length === HEADERS_MAX && hasRoom) this.stages.set(peer.link, stage);
    return [];
  }

  private prove(peer: Peer, headers: readonly Header[], now: number): void {
    const stage = this.stages.get(peer.link)!;
    const { walk, fork, checkpoints } = stage;
    const isWhole = pass(stage, headers, now);
    if (isWhole && walk.work >= this.workNeeded) {
      if (stage.count % CHECKPOINT_HEADERS !== 0) checkpoints.push(walk.hash);
      stage.delivery = { delivered: 0, last: this.chain.index.hash(fork), waiting: [] };
    } else if (!isWhole || headers.length < HEADERS_MAX) this.close(peer);
  }

  private deliver(peer: Peer, delivery: Delivery, headers: readonly Header[]): readonly Header[] {
    const { count, checkpoints } = this.stages.get(peer.link)!;
    const free: Header[] = [];
    for (const [at, header] of headers.entries()) {
      delivery.last = headerHash(header);
      delivery.delivered += 1;
      delivery.waiting.push(header);
      const isEnd = delivery.delivered === count;
      if (!isEnd && delivery.delivered % CHECKPOINT_HEADERS !== 0) continue;
      const checkpoint = checkpoints[Math.ceil(delivery.delivered / CHECKPOINT_HEADERS) - 1];
      if (checkpoint !== delivery.last) return this.end(peer, free);
      free.push(...delivery.waiting.splice(0));
      if (isEnd) return this.end(peer, [...free, ...headers.slice(at + 1)]);
    }
    return headers.length < HEADERS_MAX ? this.end(peer, free) : free;
  }

  /** Told otherwise than before, or cut short, is no crime: a peer may change its mind. */
  private end(peer: Peer, free: readonly Header[]): readonly Header[] {
    this.close(peer);
    return free;
  }
}

/** Walks on and notes checkpoints; false where a header lies in the future. */
function pass(stage: Stage, headers: readonly Header[], now: number): boolean {
  for (const header of headers) {
    try {
      stage.walk.step(header, now);
    } catch (error) {
      if (error instanceof RuleError && error.blame === 'early') return false;
      throw error;
    }
    stage.count += 1;
    if (stage.count % CHECKPOINT_HEADERS === 0) stage.checkpoints.push(stage.walk.hash);
  }
  return true;
}
