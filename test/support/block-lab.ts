/**
 * A laboratory of blocks: valid and mined by default, bent at one named place by the caller. Every
 * number of the rules is written here a second time, so that a changed rule cannot change its test.
 * The room is a sandbox, whose proof of work is real and takes two hashes.
 */

import { expectedBits } from '../../src/consensus/difficulty.ts';
import { encodeBlock } from '../../src/consensus/encoding.ts';
import { genesisBlock } from '../../src/consensus/genesis.ts';
import { hashToBytes, headerHash, sha256d, txid, wtxid } from '../../src/consensus/hash.ts';
import { merkleRoot } from '../../src/consensus/merkle.ts';
import {
  type ConsensusParams,
  consensusParams,
  type RoomParams,
} from '../../src/consensus/params.ts';
import type {
  Block,
  Hash,
  Header,
  OutPoint,
  Transaction,
  TransactionOutput,
} from '../../src/consensus/types.ts';
import { concatBytes, fromHex } from '../../src/util/bytes.ts';
import { pay, sign, unsigned, ZERO } from './blocks.ts';

export const GENESIS_TIME = 1_700_000_000;
export const EASIEST_BITS = 0x207fffff;
export const HALVING_INTERVAL = 150;
export const MATURITY = 30;
export const MAX_WEIGHT = 400_000;
/** Above the target spacing of 10, so that the difficulty stays at its limit. */
export const SPACING = 20;

const ROOM: RoomParams = {
  kind: 'sandbox',
  targetSpacingSeconds: 10,
  genesisBits: EASIEST_BITS,
  halvingInterval: HALVING_INTERVAL,
  genesisTime: GENESIS_TIME,
};

/** A coin of the key of all tests. */
export interface Funds {
  readonly prevout: OutPoint;
  readonly output: TransactionOutput;
}

/** The stages of a block's making, each with the place to bend it. */
export interface Recipe {
  readonly parent?: Block;
  /** After the coinbase. */
  readonly transactions?: readonly Transaction[];
  /** What the coinbase pays to the key; the whole subsidy unless given, and the fees. */
  readonly reward?: number;
  readonly fees?: number;
  readonly scriptSig?: Uint8Array;
  /** Changes the coinbase before its commitment is added. */
  readonly coinbase?: (coinbase: Transaction) => Transaction;
  /** The outputs that the commitment becomes, instead of one. */
  readonly commit?: (commitment: TransactionOutput) => readonly TransactionOutput[];
  /** Changes the whole list, before the header commits to it. */
  readonly list?: (transactions: readonly Transaction[]) => readonly Transaction[];
  readonly header?: Partial<Header>;
  /** Looks for a hash above the target instead. */
  readonly idle?: boolean;
}

export class BlockLab {
  readonly genesis: Block;
  readonly params: ConsensusParams;
  /** The tip on which the next recipe builds, moved by the caller. */
  tip: Block;
  private readonly places = new Map<Hash, { readonly height: number; readonly parent?: Block }>();

  /** Rooms of different topics (16 bytes in hex) share nothing. */
  constructor(topic = '00112233445566778899aabbccddeeff', room: RoomParams = ROOM) {
    this.genesis = genesisBlock(room, topic);
    this.params = consensusParams(room, headerHash(this.genesis.header));
    this.tip = this.genesis;
    this.places.set(this.params.genesisHash, { height: 0 });
  }

  /** Of a block made here. */
  height(block: Block): number {
    return this.places.get(headerHash(block.header))!.height;
  }

  /** From genesis to the block, by height. */
  branch(block: Block): Block[] {
    const blocks: Block[] = [];
    let at: Block | undefined = block;
    for (; at !== undefined; at = this.places.get(headerHash(at.header))!.parent) blocks.push(at);
    return blocks.reverse();
  }

  /** The header fields of a child of `parent` at a time, with the difficulty that is due. */
  timed(parent: Block, time: number): Pick<Header, 'time' | 'bits'> {
    const grandparent = this.places.get(headerHash(parent.header))!.parent;
    const bits = expectedBits(this.params, {
      parentBits: parent.header.bits,
      parentTime: parent.header.time,
      grandparentTime: grandparent?.header.time,
      time,
    });
    return { time, bits };
  }

  /** The height of the next block on the tip. */
  get nextHeight(): number {
    return this.height(this.tip) + 1;
  }

  make(recipe: Recipe = {}): Block {
    const parent = recipe.parent ?? this.tip;
    const height = this.height(parent) + 1;
    const others = recipe.transactions ?? [];
    const reward =
      recipe.reward ?? subsidyAt(height, this.params.halvingInterval) + (recipe.fees ?? 0);
    const scriptSig = recipe.scriptSig ?? this.scriptSig(height);
    const plain = coinbaseOf(scriptSig, height - 1, reward > 0 ? [pay(reward)] : []);
    const coinbase = recipe.coinbase?.(plain) ?? plain;
    const commitment = commitmentOutput(others, coinbase.inputs[0]!.witness[0]);
    const outputs = [...coinbase.outputs, ...(recipe.commit?.(commitment) ?? [commitment])];
    const list = [{ ...coinbase, outputs }, ...others];
    const block = mine(parent, recipe.list?.(list) ?? list, recipe);
    this.places.set(headerHash(block.header), { height, parent });
    return block;
  }

  /** Height, the room's 8 bytes, and a free tail that tells siblings apart. */
  scriptSig(height: number, tail: Uint8Array = Uint8Array.of()): Uint8Array {
    const genesisHash = sha256d(headerBytes(this.genesis));
    return concatBytes(heightPush(height), Uint8Array.of(8), genesisHash.slice(0, 8), tail);
  }
}

/** The coin that a block of the laboratory pays to its miner. */
export function rewardOf(block: Block): Funds {
  return outputOf(block.transactions[0]!, 0);
}

export function outputOf(transaction: Transaction, vout: number): Funds {
  return { prevout: { txid: txid(transaction), vout }, output: transaction.outputs[vout]! };
}

/** Signed by the key of all tests; what the outputs leave is the fee. */
export function payment(
  funds: readonly Funds[],
  outputs: readonly TransactionOutput[],
  change: { readonly hashType?: number; readonly edit?: (bare: Transaction) => Transaction } = {},
): Transaction {
  const bare = unsigned(
    funds.map(({ prevout }) => prevout),
    outputs,
  );
  const spent = funds.map(({ output }) => output);
  return sign(change.edit?.(bare) ?? bare, spent, change.hashType);
}

export function subsidyAt(height: number, halvingInterval = HALVING_INTERVAL): number {
  return Math.floor(50e8 / 2 ** Math.floor(height / halvingInterval));
}

/** BIP34, for heights of 15 bits. */
export function heightPush(height: number): Uint8Array {
  if (height === 0) return Uint8Array.of(0);
  if (height <= 16) return Uint8Array.of(0x50 + height);
  if (height < 0x80) return Uint8Array.of(1, height);
  return Uint8Array.of(2, height & 0xff, height >> 8);
}

function coinbaseOf(
  scriptSig: Uint8Array,
  locktime: number,
  outputs: readonly TransactionOutput[],
): Transaction {
  const prevout = { txid: ZERO, vout: 0xffffffff };
  const witness = [new Uint8Array(32)];
  return {
    version: 2,
    inputs: [{ prevout, scriptSig, sequence: 0xfffffffe, witness }],
    outputs,
    locktime,
  };
}

/** BIP141: what a coinbase commits to, for the transactions after it. */
export function commitmentOutput(
  others: readonly Transaction[],
  reserved: Uint8Array = new Uint8Array(32),
): TransactionOutput {
  const { root } = merkleRoot([ZERO, ...others.map(wtxid)]);
  const hash = sha256d(concatBytes(hashToBytes(root), reserved));
  return { value: 0, scriptPubKey: concatBytes(fromHex('6a24aa21a9ed'), hash) };
}

function mine(parent: Block, transactions: readonly Transaction[], recipe: Recipe): Block {
  const draft: Header = {
    version: 0x20000000,
    previousHash: headerHash(parent.header),
    merkleRoot: merkleRoot(transactions.map(txid)).root,
    time: parent.header.time + SPACING,
    bits: EASIEST_BITS,
    nonce: 0,
    ...recipe.header,
  };
  return { header: grind(draft, recipe.idle ?? false), transactions };
}

/** Counts nonces until the hash meets the target, or misses it. */
function grind(draft: Header, idle: boolean): Header {
  const target = BigInt(draft.bits & 0x7fffff) << BigInt(8 * Math.max(0, (draft.bits >>> 24) - 3));
  // Bits that no hash can meet, or that are no target, are offered as they stand.
  if (target < 1n << 240n) return draft;
  for (let nonce = 0; ; nonce += 1) {
    const header = { ...draft, nonce };
    if (BigInt(`0x${headerHash(header)}`) <= target !== idle) return header;
  }
}

function headerBytes(block: Block): Uint8Array {
  return encodeBlock(block).slice(0, 80);
}

/** An output of so much data, whose script is 2 bytes longer; 1 more from 76 bytes on. */
export function data(bytes: number): TransactionOutput {
  const prefix = bytes <= 75 ? [0x6a, bytes] : [0x6a, 0x4c, bytes];
  return { value: 0, scriptPubKey: concatBytes(Uint8Array.from(prefix), new Uint8Array(bytes)) };
}
