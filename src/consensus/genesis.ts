/**
 * The first block of a room, which everybody derives from the link. Its coinbase commits to the
 * room's parameters and topic, so two rooms never share a genesis hash. It is known by its id: it
 * carries no proof of work, and its output is no coin.
 */

import { concatBytes, fromHex } from '../util/bytes.ts';
import { Reader, Writer } from '../util/codec.ts';
import { hashToBytes, sha256d, taggedHash, txid } from './hash.ts';
import { ROOM_PARAMS_BYTES, type RoomParams, writeRoomParams } from './params.ts';
import { type Block, type Hash, type Transaction, ZERO_HASH } from './types.ts';

const COMMITMENT_TAG = 'tabchain/room/v1';
/** OP_RETURN and a push of 32 bytes. */
const COMMITMENT_PREFIX = Uint8Array.of(0x6a, 0x20);
/** Height 0, then where every other coinbase has the genesis push: the 8 letters "tabchain". */
const SCRIPT_SIG = Uint8Array.of(0x00, 0x08, ...new TextEncoder().encode('tabchain'));

/** `topic` is the 16 bytes, in hex, under which the room's tabs meet. */
export function genesisBlock(room: RoomParams, topic: string): Block {
  const coinbase = genesisCoinbase(room, topic);
  const header = {
    version: 0x20000000,
    previousHash: ZERO_HASH,
    merkleRoot: txid(coinbase),
    time: room.genesisTime,
    bits: room.genesisBits,
    nonce: 0,
  };
  return { header, transactions: [coinbase] };
}

/** The first 4 bytes of SHA-256d(genesis hash), read as frames write them. */
export function frameMagic(genesisHash: Hash): number {
  return new Reader(sha256d(hashToBytes(genesisHash))).u32();
}

function genesisCoinbase(room: RoomParams, topic: string): Transaction {
  const writer = new Writer(ROOM_PARAMS_BYTES);
  writeRoomParams(writer, room);
  const commitment = taggedHash(COMMITMENT_TAG, writer.finish(), fromHex(topic));
  const prevout = { txid: ZERO_HASH, vout: 0xffffffff };
  return {
    version: 2,
    inputs: [{ prevout, scriptSig: SCRIPT_SIG, sequence: 0xfffffffe, witness: [] }],
    outputs: [{ value: 0, scriptPubKey: concatBytes(COMMITMENT_PREFIX, commitment) }],
    locktime: 0,
  };
}
