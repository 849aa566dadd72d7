/**
 * Chains for tests and measurements: a sandbox room whose blocks are mined for real (two hashes
 * each at its limit) and whose transactions are signed. Every block is one of a kind, so two blocks
 * on one parent are rivals.
 */

import { encodeCoinbaseScript } from '../../src/consensus/coinbase.ts';
import { encodeBlock } from '../../src/consensus/encoding.ts';
import { genesisBlock } from '../../src/consensus/genesis.ts';
import { headerHash, txid } from '../../src/consensus/hash.ts';
import { merkleRoot } from '../../src/consensus/merkle.ts';
import { type ConsensusParams, consensusParams } from '../../src/consensus/params.ts';
import { expandCompact, hashToTarget } from '../../src/consensus/pow.ts';
import type { Block, Hash, Header, OutPoint, Transaction } from '../../src/consensus/types.ts';
import type { Body } from '../../src/chain/bodies.ts';
import { commit, pay, ZERO } from './blocks.ts';

export const ROOM = {
  kind: 'sandbox',
  targetSpacingSeconds: 10,
  genesisBits: 0x207fffff,
  halvingInterval: 210_000,
  genesisTime: 1_700_000_000,
} as const;

/** Slower than the room aims at, so the difficulty rests at its limit. */
const SPACING_SECONDS = 12;
export const REWARD = 50e8;
/** A clock that finds no block of a test too new. */
export const LATE_SECONDS = ROOM.genesisTime + 100_000_000;
const { target: EASIEST } = expandCompact(ROOM.genesisBits);

export interface Recipe {
  /** After the coinbase. */
  readonly transactions?: readonly Transaction[];
  readonly reward?: number;
  readonly header?: Partial<Header>;
}

export class ChainBuilder {
  readonly genesis: Block;
  readonly params: ConsensusParams;
  private readonly heights = new Map<Hash, number>();
  private made = 0;

  constructor(topic = '00'.repeat(16)) {
    this.genesis = genesisBlock(ROOM, topic);
    const hash = headerHash(this.genesis.header);
    this.params = consensusParams(ROOM, hash);
    this.heights.set(hash, 0);
  }

  /** A valid block on `parent`, but for what the recipe bends. */
  mine(parent: Block, recipe: Recipe = {}): Block {
    const previousHash = headerHash(parent.header);
    const height = this.heights.get(previousHash)! + 1;
    const others = recipe.transactions ?? [];
    const transactions = [commit(this.coinbase(height, recipe), others), ...others];
    const header = mineHeader({
      version: 0x20000000,
      previousHash,
      merkleRoot: merkleRoot(transactions.map(txid)).root,
      time: parent.header.time + SPACING_SECONDS,
      bits: ROOM.genesisBits,
      nonce: 0,
      ...recipe.header,
    });
    this.heights.set(headerHash(header), height);
    return { header, transactions };
  }

  /** So many blocks one on the other, the first on `parent`. */
  run(parent: Block, count: number): Block[] {
    const blocks: Block[] = [];
    for (let tip = parent; blocks.length < count; tip = blocks.at(-1)!) blocks.push(this.mine(tip));
    return blocks;
  }

  private coinbase(height: number, recipe: Recipe): Transaction {
    this.made += 1;
    const { script } = encodeCoinbaseScript({
      height,
      genesisPush: this.params.genesisPush,
      extraNonce: new Uint8Array(new BigUint64Array([BigInt(this.made)]).buffer),
      tag: 'test',
    });
    const input = {
      prevout: { txid: ZERO, vout: 0xffffffff },
      scriptSig: script,
      sequence: 0xfffffffe,
      witness: [new Uint8Array(32)],
    };
    const outputs = [pay(recipe.reward ?? REWARD)];
    return { version: 2, inputs: [input], outputs, locktime: height - 1 };
  }
}

export function bodyOf(block: Block): Body {
  return { block, bytes: encodeBlock(block) };
}

/** The coin that a block paid to its miner. */
export function rewardOf(block: Block): OutPoint {
  return { txid: txid(block.transactions[0]!), vout: 0 };
}

/** Counts nonces until the hash meets the easiest target. */
export function mineHeader(draft: Header): Header {
  for (let nonce = 0; ; nonce += 1) {
    const header = { ...draft, nonce };
    if (hashToTarget(headerHash(header)) <= EASIEST) return header;
  }
}
