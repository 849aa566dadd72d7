/**
 * Chains too long to mine and too rich to sign, for measuring what it costs to write and read them:
 * headers that stand on each other, and coins that nobody earned.
 */

import { BlockIndex, GENESIS, PAGE_HEADERS, Status } from '../../src/chain/block-index.ts';
import { Chain } from '../../src/chain/chain.ts';
import { CoinSet } from '../../src/chain/coins.ts';
import { genesisBlock } from '../../src/consensus/genesis.ts';
import { hashFromBytes, headerHash, sha256 } from '../../src/consensus/hash.ts';
import { type ConsensusParams, consensusParams } from '../../src/consensus/params.ts';
import type { Block, Coin } from '../../src/consensus/types.ts';
import type { StoreWrite } from '../../src/node/ports.ts';
import { ChainRecords } from '../../src/node/schema.ts';
import { Writer } from '../../src/util/codec.ts';

const ROOM = {
  kind: 'sandbox',
  targetSpacingSeconds: 10,
  genesisBits: 0x207fffff,
  halvingInterval: 210_000,
  genesisTime: 1_700_000_000,
} as const;
const BATCH_HEADERS = 10_000;
const BATCH_COINS = 200;

export interface LargeChain {
  readonly params: ConsensusParams;
  readonly genesis: Block;
  readonly batches: ReadonlyArray<readonly StoreWrite[]>;
  /** Of the coin set that must come back. */
  readonly checksum: string;
}

/** Headers first, then the coins, a few in each batch, as after a synchronisation. */
export function makeLargeChain(headers: number, coins: number): LargeChain {
  const genesis = genesisBlock(ROOM, '00'.repeat(16));
  const params = consensusParams(ROOM, headerHash(genesis.header));
  const index = new BlockIndex(genesis.header, params.genesisHash);
  while (index.size <= headers) extend(index, genesis);
  const chain = new Chain(params, genesis, { index, coins: new CoinSet(), tip: headers });
  const records = new ChainRecords(index);
  const batches: Array<readonly StoreWrite[]> = [];
  const write = (pages: readonly number[], added: ReadonlyMap<string, Coin>) => {
    for (const [key, coin] of added) chain.coins.add(key, coin);
    const delta = { added, spent: new Set<string>() };
    const rest = { bodies: [], undo: new Map(), tipMoved: true, coinsCleared: false };
    batches.push(records.writes(chain, { pages, coins: delta, ...rest }));
  };
  const pages = Array.from({ length: Math.ceil(index.size / PAGE_HEADERS) }, (_, at) => at);
  for (let at = 0; at < pages.length; at += BATCH_HEADERS / PAGE_HEADERS) {
    write(pages.slice(at, at + BATCH_HEADERS / PAGE_HEADERS), new Map());
  }
  for (let made = 0; made < coins; made += BATCH_COINS) write([], makeCoins(made));
  return { params, genesis, batches, checksum: chain.coins.checksum };
}

function extend(index: BlockIndex, genesis: Block): void {
  const parent = index.size - 1;
  const header = {
    ...genesis.header,
    previousHash: index.hash(parent),
    time: genesis.header.time + 12 * index.size,
    nonce: index.size,
  };
  const handle = index.add(header, headerHash(header));
  index.setStatus(handle, Status.body | Status.linked | Status.connected);
  const place = { segment: Math.floor(handle / 200), offset: (handle % 200) * 300, length: 296 };
  index.setBodyPlace(handle, place);
  index.setUndoPlace(handle, { segment: -1, offset: 0, length: 0 });
}

function makeCoins(first: number): Map<string, Coin> {
  return new Map(
    Array.from({ length: BATCH_COINS }, (_, at) => {
      const number = first + at;
      const writer = new Writer(4);
      writer.u32(number);
      const digest = sha256(writer.finish());
      const scriptPubKey = Uint8Array.of(0x51, 0x20, ...digest);
      const key = `${hashFromBytes(digest)}:${number % 3}`;
      return [
        key,
        { value: 50e8 - number, scriptPubKey, height: GENESIS + number, coinbase: true },
      ];
    }),
  );
}
