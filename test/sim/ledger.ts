/**
 * All blocks that were ever found in a simulation, judged by the oracle at the moment they were:
 * what the network knows beyond what any node does. Here a tip is told from an invention, a late
 * block from a stale one, and the coins at a tip are known without asking a node.
 */

import { CoinSet } from '../../src/chain/coins.ts';
import { encodeBlock, outpointKey } from '../../src/consensus/encoding.ts';
import { hashFromBytes } from '../../src/consensus/hash.ts';
import type { Hash } from '../../src/consensus/types.ts';
import type { Room } from '../../src/node/room.ts';
import { fromHex, toHex } from '../../src/util/bytes.ts';
import { Oracle, type Place } from '../oracle/oracle.ts';

export interface Found {
  readonly hash: Hash;
  readonly atMs: number;
  /** The network was whole and at peace. */
  readonly isCalm: boolean;
  /** From the moment it was found, one for each node that made it its tip's ancestor or its tip. */
  readonly delaysMs: number[];
  readonly place: Place;
}

export class Ledger {
  readonly blocks = new Map<Hash, Found>();
  private readonly oracle: Oracle;

  constructor({ genesis, params }: Room) {
    this.oracle = new Oracle({
      genesis: encodeBlock(genesis),
      spacing: params.targetSpacingSeconds,
      halvingInterval: params.halvingInterval,
      easiestBits: 0x207fffff,
    });
  }

  /** 'valid', or the rule that the block breaks. `nowSeconds` by its finder's clock. */
  enter(
    block: { readonly hash: Hash; readonly bytes: Uint8Array },
    facts: { readonly atMs: number; readonly isCalm: boolean; readonly nowSeconds: number },
  ): string {
    const { hash, bytes } = block;
    const verdict = this.oracle.judge(bytes, facts.nowSeconds);
    if (verdict !== 'valid') return verdict;
    const place = this.oracle.places.get(toHex(fromHex(hash).reverse()))!;
    const { atMs, isCalm } = facts;
    this.blocks.set(hash, { hash, atMs, isCalm, delaysMs: [], place });
    return verdict;
  }

  /** The coins at this block, counted by the oracle; the empty set at genesis. */
  coinsAt(hash: Hash): CoinSet {
    const coins = new CoinSet();
    for (const [key, coin] of this.blocks.get(hash)?.place.coins ?? []) {
      const outpoint = Buffer.from(key, 'hex');
      const txid = hashFromBytes(outpoint.subarray(0, 32));
      coins.add(outpointKey({ txid, vout: outpoint.readUInt32LE(32) }), {
        value: Number(coin.value),
        scriptPubKey: coin.script,
        height: coin.height,
        coinbase: coin.coinbase,
      });
    }
    return coins;
  }

  /** Blocks found and not on the way from this tip to genesis. */
  staleBelow(tip: Hash): Found[] {
    const active = new Set<Place>();
    for (let at = this.blocks.get(tip)?.place; at !== undefined; at = at.parent) active.add(at);
    return [...this.blocks.values()].filter(({ place }) => !active.has(place));
  }
}
