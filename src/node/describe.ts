/** Answers in the shapes and under the field names of Bitcoin Core's RPC. */

import type { Handle } from '../chain/block-index.ts';
import type { Chain } from '../chain/chain.ts';
import {
  blockBytes,
  blockWeight,
  HEADER_BYTES,
  transactionBytes,
  transactionStrippedBytes,
  transactionWeight,
} from '../consensus/encoding.ts';
import { txid, wtxid } from '../consensus/hash.ts';
import { expandCompact } from '../consensus/pow.ts';
import { isPayToTaproot } from '../consensus/signature.ts';
import type { Block, Transaction } from '../consensus/types.ts';
import type { Peer } from '../net/peer.ts';
import { toHex } from '../util/bytes.ts';
import { compactSizeBytes } from '../util/codec.ts';
import { encodeAddress } from '../wallet/address.ts';

type Json = Record<string, unknown>;

const DIFFICULTY_ONE_BITS = 0x1d00ffff;
const TICKS_PER_COIN = 1e8;
const COINBASE_VOUT = 0xffff_ffff;

/** Bitcoin's measure: how many times harder than its easiest target. */
export function difficultyOf(bits: number): number {
  // Compact targets have 24 bits that count, so as doubles they are exact; a sandbox's is 10^-10.
  const [one, target] = [expandCompact(DIFFICULTY_ONE_BITS), expandCompact(bits)];
  return Number(one.target) / Number(target.target);
}

export function bitsHex(bits: number): string {
  return bits.toString(16).padStart(8, '0');
}

export function targetHex(bits: number): string {
  return hex256(expandCompact(bits).target);
}

/** 64 digits. */
export function hex256(value: bigint): string {
  return value.toString(16).padStart(64, '0');
}

/** getblock with verbosity 1; 2 has whole transactions. */
export function describeBlock(chain: Chain, handle: Handle, block: Block, verbosity: 1 | 2): Json {
  const transactions = block.transactions.map((each) =>
    verbosity === 1 ? txid(each) : describeTransaction(each),
  );
  return {
    ...describeHeader(chain, handle),
    strippedsize: strippedBytes(block),
    size: blockBytes(block),
    weight: blockWeight(block),
    tx: transactions,
    nTx: block.transactions.length,
  };
}

export function describeHeader(chain: Chain, handle: Handle): Json {
  const { index } = chain;
  const { version, merkleRoot, time, nonce, bits, previousHash } = index.header(handle);
  const height = index.height(handle);
  const isActive = chain.isActive(handle);
  const hasNext = isActive && height < chain.height;
  return {
    hash: index.hash(handle),
    confirmations: isActive ? chain.height - height + 1 : -1,
    height,
    version,
    versionHex: bitsHex(version >>> 0),
    merkleroot: merkleRoot,
    time,
    mediantime: index.medianTimePast(handle),
    nonce,
    bits: bitsHex(bits),
    target: targetHex(bits),
    difficulty: difficultyOf(bits),
    chainwork: hex256(index.chainWork(handle)),
    ...(height === 0 ? {} : { previousblockhash: previousHash }),
    ...(hasNext ? { nextblockhash: index.hash(chain.activeAt(height + 1)) } : {}),
  };
}

export function describeTransaction(transaction: Transaction) {
  return {
    txid: txid(transaction),
    hash: wtxid(transaction),
    version: transaction.version,
    size: transactionBytes(transaction),
    vsize: Math.ceil(transactionWeight(transaction) / 4),
    weight: transactionWeight(transaction),
    locktime: transaction.locktime,
    vin: transaction.inputs.map(({ prevout, scriptSig, sequence, witness }) => ({
      ...(prevout.vout === COINBASE_VOUT
        ? { coinbase: toHex(scriptSig) }
        : { txid: prevout.txid, vout: prevout.vout, scriptSig: { hex: toHex(scriptSig) } }),
      txinwitness: witness.map(toHex),
      sequence,
    })),
    vout: transaction.outputs.map(({ value, scriptPubKey }, n) => ({
      value: value / TICKS_PER_COIN,
      n,
      scriptPubKey: describeScript(scriptPubKey),
    })),
  };
}

const OP_RETURN = 0x6a;

/** What an output pays to; of all scripts a room pays to keys only. */
export function describeScript(script: Uint8Array) {
  const hex = toHex(script);
  if (isPayToTaproot(script)) {
    return { hex, address: encodeAddress(script), type: 'witness_v1_taproot' };
  }
  return { hex, type: script[0] === OP_RETURN ? 'nulldata' : 'nonstandard' };
}

/** One row of getpeerinfo; times in seconds, as Bitcoin has them. */
export function describePeer(peer: Peer, chain: Chain): Json {
  const { index } = chain;
  const common = index.height(index.fork(peer.known, chain.tip));
  return {
    id: peer.link,
    addr: peer.key.slice(0, 16),
    inbound: !peer.outbound,
    conntime: Math.floor(peer.upAt / 1000),
    lastrecv: Math.floor(peer.heardAt / 1000),
    bytessent: peer.bytesSent,
    bytesrecv: peer.bytesReceived,
    timeoffset: Math.round(peer.clockOffsetMs / 1000),
    ...(peer.pingMs < 0 ? {} : { pingtime: peer.pingMs / 1000 }),
    version: peer.version?.protocolVersion ?? 0,
    subver: peer.version?.userAgent ?? '',
    startingheight: peer.version?.startHeight ?? -1,
    synced_headers: peer.shown ? index.height(peer.known) : -1,
    synced_blocks: peer.shown ? common : -1,
    inflight: [...peer.inFlight.keys()].map((handle) => index.height(handle)),
  };
}

function strippedBytes({ transactions }: Block): number {
  const head = HEADER_BYTES + compactSizeBytes(transactions.length);
  return transactions.reduce((size, each) => size + transactionStrippedBytes(each), head);
}
