/** Reading and hashing, beside bitcoinjs-lib on the same bytes in the same process. */

import { readFileSync } from 'node:fs';
import { Block as PeerBlock } from 'bitcoinjs-lib';
import { decodeBlock, decodeHeader, encodeBlock } from '../../src/consensus/encoding.ts';
import { headerHash } from '../../src/consensus/hash.ts';
import { compare, ratePerSecond, type Row } from './report.ts';

const HEADERS = 20_000;
const BLOCKS = 200;
const HEADER_BYTES = 80;

export async function measure(): Promise<Row[]> {
  const block = readLargestBlock();
  const bytes = Buffer.from(block);
  const headerBytes = Uint8Array.from(block.subarray(0, HEADER_BYTES));
  const theirHeader = PeerBlock.fromBuffer(bytes);
  return [
    compare('codec.header-hash', 'hashes/s', [
      ratePerSecond(HEADERS, () => repeat(HEADERS, () => headerHash(decodeHeader(headerBytes)))),
      ratePerSecond(HEADERS, () => repeat(HEADERS, () => theirHeader.getId())),
    ]),
    compare('codec.block-decode', 'blocks/s', [
      ratePerSecond(BLOCKS, () => repeat(BLOCKS, () => decodeBlock(block))),
      ratePerSecond(BLOCKS, () => repeat(BLOCKS, () => PeerBlock.fromBuffer(bytes))),
    ]),
    compare('codec.block-encode', 'blocks/s', [
      measureEncode(block),
      ratePerSecond(BLOCKS, () => repeat(BLOCKS, () => theirHeader.toBuffer())),
    ]),
  ];
}

function measureEncode(bytes: Uint8Array): number {
  const block = decodeBlock(bytes);
  return ratePerSecond(BLOCKS, () => repeat(BLOCKS, () => encodeBlock(block)));
}

function repeat(count: number, work: () => unknown): void {
  for (let index = 0; index < count; index += 1) work();
}

/** A real block of the main network. */
function readLargestBlock(): Uint8Array {
  const file = new URL('../vectors/blocks_bcoin.json', import.meta.url);
  const texts = readFileSync(file, 'utf8').match(/[0-9a-f]{2000,}/g) ?? [];
  const [largest = ''] = texts.toSorted((left, right) => right.length - left.length);
  return Uint8Array.from(Buffer.from(largest, 'hex'));
}
