/** A chain's file for a sandbox room, made in Node: so many blocks of a miner whom nobody knows. */

import { blockRecord, chainFileHead } from '../../src/chain/chain-file.ts';
import { Chain } from '../../src/chain/chain.ts';
import { encodeBlock } from '../../src/consensus/encoding.ts';
import { headerHash } from '../../src/consensus/hash.ts';
import { expandCompact, hashToTarget } from '../../src/consensus/pow.ts';
import type { Block } from '../../src/consensus/types.ts';
import { parseRoomCode } from '../../src/node/room.ts';
import { blockOf, buildTemplate } from '../../src/node/template.ts';
import { concatBytes } from '../../src/util/bytes.ts';
import { KEY_SCRIPT } from './blocks.ts';

const EXTRA_NONCE = new Uint8Array(8);

/** Blocks stand T apart, from the genesis of the room on; `tag` is what their miner writes. */
export function makeChainFile(code: string, blocks: number, tag = 'bench'): Uint8Array {
  const parsed = parseRoomCode(code);
  if (!parsed.ok) throw new Error(parsed.sentence);
  const { room } = parsed;
  const chain = new Chain(room.params, room.genesis);
  const records = [chainFileHead(room.params, room.topic)];
  for (let height = 1; height <= blocks; height += 1) {
    const block = mine(chain, tag);
    const bytes = encodeBlock(block);
    chain.acceptBody(chain.acceptHeader(block.header, block.header.time), { block, bytes });
    chain.advance();
    chain.release(chain.dirty.take());
    records.push(blockRecord(room.magic, bytes));
  }
  return concatBytes(...records);
}

function mine(chain: Chain, tag: string): Block {
  const { index, params, tip } = chain;
  const template = buildTemplate({
    previousHash: index.hash(tip),
    context: chain.headerContext(tip),
    params,
    miner: { scriptPubKey: KEY_SCRIPT, tag },
    time: index.time(tip) + params.targetSpacingSeconds,
    selection: { transactions: [], fees: 0 },
  });
  const { target } = expandCompact(template.bits);
  const found = { extraNonce: EXTRA_NONCE, version: template.version, nonce: 0 };
  const block = blockOf(template, found);
  for (let nonce = 0; ; nonce += 1) {
    const header = { ...block.header, nonce };
    if (hashToTarget(headerHash(header)) <= target) return { ...block, header };
  }
}
