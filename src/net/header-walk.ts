/**
 * A branch of headers judged as it passes by: the last header and the few facts about it that the
 * next one is judged by. Nothing else is kept, so a branch of any length costs the same memory.
 */

import { type BlockIndex, type Handle, NO_HANDLE } from '../chain/block-index.ts';
import { checkHeader } from '../consensus/check.ts';
import { checkHeaderContext } from '../consensus/context.ts';
import { headerHash } from '../consensus/hash.ts';
import type { ConsensusParams } from '../consensus/params.ts';
import { blockWork } from '../consensus/pow.ts';
import type { Hash, Header } from '../consensus/types.ts';

/** BIP113. */
const MEDIAN_SPAN = 11;

export class HeaderWalk {
  private readonly params: ConsensusParams;
  /** Of the last header and the ten before it, oldest first; fewer near genesis. */
  private readonly times: number[] = [];
  private bits: number;
  private last: Hash;
  private lastHeight: number;
  private chainWork: bigint;

  /** Starts at a known block. */
  constructor(index: BlockIndex, from: Handle, params: ConsensusParams) {
    this.params = params;
    for (
      let at = from;
      at !== NO_HANDLE && this.times.length < MEDIAN_SPAN;
      at = index.parent(at)
    ) {
      this.times.unshift(index.time(at));
    }
    this.bits = index.bits(from);
    this.last = index.hash(from);
    this.lastHeight = index.height(from);
    this.chainWork = index.chainWork(from);
  }

  get hash(): Hash {
    return this.last;
  }

  get height(): number {
    return this.lastHeight;
  }

  /** From genesis, in hashes. */
  get work(): bigint {
    return this.chainWork;
  }

  /** Takes the header that follows. Throws RuleError as `Chain.acceptHeader` would. */
  step(header: Header, now: number): void {
    const hash = headerHash(header);
    checkHeader(header, hash, this.params);
    checkHeaderContext(header, this.context(), this.params, Math.floor(now / 1000));
    this.times.push(header.time);
    if (this.times.length > MEDIAN_SPAN) this.times.shift();
    this.bits = header.bits;
    this.last = hash;
    this.lastHeight += 1;
    this.chainWork += blockWork(header.bits);
  }

  private context(): Parameters<typeof checkHeaderContext>[1] {
    const { times } = this;
    const sorted = times.toSorted((left, right) => left - right);
    return {
      parentHeight: this.lastHeight,
      parentBits: this.bits,
      parentTime: times.at(-1)!,
      grandparentTime: times.at(-2),
      medianTimePast: sorted[sorted.length >> 1]!,
    };
  }
}
