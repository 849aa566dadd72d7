/**
 * The blocks that the nodes of the laboratory stand on. This tab's own strip does not know what is
 * mined apart from it, so each new tip is asked of the node that has it, and so are its ancestors
 * until a known one, as far down as the strip goes.
 */

import type { NodeRef } from '../../lab/api.ts';
import type { BlockCard } from '../../node/api.ts';
import { fromHex } from '../../util/bytes.ts';
import { LAB_BLOCKS_MAX, STRIP_HEIGHTS } from '../../util/limits.ts';
import { readCoinbaseParts } from '../explorer/coinbase-parts.ts';

export interface BookBlock {
  readonly hash: string;
  readonly previousHash: string;
  readonly height: number;
  /** Seconds since 1970, from the header. */
  readonly time: number;
  /** Inert text; empty without one. */
  readonly miner: string;
  readonly transactions: number;
  /** In Bitcoin's measure. */
  readonly difficulty: number;
  /** Expected hashes of the whole chain up to it. */
  readonly chainWork: bigint;
}

export interface Standing {
  readonly ref: NodeRef;
  readonly tip: string;
}

type Ask = (ref: NodeRef, hash: string) => Promise<unknown>;

/** The part of getblock's answer that is read here. */
interface AnsweredBlock {
  readonly hash: string;
  readonly previousblockhash?: string;
  readonly height: number;
  readonly time: number;
  readonly difficulty: number;
  readonly chainwork: string;
  readonly nTx: number;
  readonly tx: readonly [{ readonly vin: readonly [{ readonly coinbase: string }] }];
}

export class BlockBook {
  private readonly ask: Ask;
  /** In order of arrival. */
  private readonly known = new Map<string, BookBlock>();
  /** What a node was asked for and did not have, by both. */
  private readonly refused = new Set<string>();
  private isBusy = false;

  constructor(ask: Ask) {
    this.ask = ask;
  }

  get blocks(): readonly BookBlock[] {
    return [...this.known.values()];
  }

  get(hash: string): BookBlock | undefined {
    return this.known.get(hash);
  }

  /** Resolves to whether anything was new; at once where a look is still under way. */
  async look(standings: readonly Standing[]): Promise<boolean> {
    if (this.isBusy) return false;
    this.isBusy = true;
    const before = this.known.size;
    const newest = standings.map(({ tip }) => tip).filter((tip) => !this.known.has(tip));
    try {
      for (const { ref, tip } of standings) {
        if (tip !== '' && !this.refused.has(`${ref} ${tip}`)) await this.walk(ref, tip);
      }
    } finally {
      this.isBusy = false;
    }
    this.forget();
    return this.known.size !== before || newest.some((tip) => this.known.has(tip));
  }

  private async walk(ref: NodeRef, tip: string): Promise<void> {
    let hash = tip;
    for (let step = 0; step < STRIP_HEIGHTS && !this.known.has(hash); step += 1) {
      const answer = await this.ask(ref, hash).catch(() => undefined);
      if (answer === undefined) return void this.refused.add(`${ref} ${tip}`);
      const block = readBlock(answer as AnsweredBlock);
      this.known.set(hash, block);
      if (block.height === 0) return;
      hash = block.previousHash;
    }
  }

  private forget(): void {
    // What was missing may have come since: it is asked for once more.
    if (this.refused.size > LAB_BLOCKS_MAX) this.refused.clear();
    const lowestFirst = this.blocks.toSorted((a, b) => a.height - b.height);
    for (const { hash } of lowestFirst.slice(0, Math.max(0, this.known.size - LAB_BLOCKS_MAX))) {
      this.known.delete(hash);
    }
  }
}

function readBlock(answer: AnsweredBlock): BookBlock {
  const { hash, previousblockhash = '', height, time, difficulty, chainwork, nTx, tx } = answer;
  const script = fromHex(tx[0].vin[0].coinbase);
  const tag = readCoinbaseParts(script).find(({ kind }) => kind === 'miner-tag');
  return {
    hash,
    previousHash: previousblockhash,
    height,
    time,
    miner: tag?.value ?? '',
    transactions: nTx,
    difficulty,
    chainWork: BigInt(`0x${chainwork}`),
  };
}

/** As the strip has it, which learns a miner's name from the block too. */
export function cardOf(block: BookBlock, state: BlockCard['state']): BlockCard {
  const { hash, previousHash, height, time, miner, transactions } = block;
  const own = { own: false, weight: 0, lostBy: 0 };
  return { hash, previousHash, height, time, state, miner, transactions, ...own };
}
