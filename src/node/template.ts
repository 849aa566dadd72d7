/**
 * The block a miner works on: everything but the extra nonce and the nonce, in two forms. The job
 * goes to the miners, who know bytes and a target; the template stays here, and makes the block of
 * what they find.
 */

import {
  COINBASE_SCRIPT_OFFSET,
  encodeCoinbaseScript,
  EXTRA_NONCE_BYTES,
} from '../consensus/coinbase.ts';
import { earliestTime, type HeaderContext } from '../consensus/context.ts';
import { expectedBits } from '../consensus/difficulty.ts';
import { encodeTransactionStripped } from '../consensus/encoding.ts';
import { hashToBytes, txid } from '../consensus/hash.ts';
import {
  commitmentScript,
  foldBranch,
  merkleBranch,
  WITNESS_RESERVED,
} from '../consensus/merkle.ts';
import type { ConsensusParams } from '../consensus/params.ts';
import { expandCompact } from '../consensus/pow.ts';
import { subsidy } from '../consensus/subsidy.ts';
import {
  type Block,
  type Hash,
  type Transaction,
  type TransactionOutput,
  ZERO_HASH,
} from '../consensus/types.ts';
import type { Selection } from '../mempool/template.ts';
import { fromHex } from '../util/bytes.ts';
import type { MiningHit, MiningJob } from './ports.ts';

/** Who is paid for a block, and under which name it is shown. */
export interface MinerIdentity {
  /** The script that the reward is paid to. */
  readonly scriptPubKey: Uint8Array;
  /** At most 32 bytes in UTF-8. */
  readonly tag: string;
}

export interface BlockTemplate {
  readonly version: number;
  readonly previousHash: Hash;
  readonly height: number;
  readonly time: number;
  readonly bits: number;
  readonly merkleBranch: readonly Hash[];
  /** The first is the coinbase, whose extra nonce is zero. */
  readonly transactions: readonly Transaction[];
  /** Where the extra nonce stands in the coinbase's script. */
  readonly extraNonceOffset: number;
}

export interface TemplateFacts {
  readonly previousHash: Hash;
  readonly context: HeaderContext;
  readonly params: ConsensusParams;
  readonly miner: MinerIdentity;
  /** Seconds since 1970 that the header should carry, where the rules allow it. */
  readonly time: number;
  /** What the block holds beside its coinbase, in the order of the block. */
  readonly selection: Pick<Selection, 'transactions' | 'fees'>;
}

const HEADER_VERSION = 0x2000_0000;
const TRANSACTION_VERSION = 2;
const COINBASE_SEQUENCE = 0xffff_fffe;
const COINBASE_VOUT = 0xffff_ffff;
const TARGET_DIGITS = 64;

export function buildTemplate(facts: TemplateFacts): BlockTemplate {
  const { context, params } = facts;
  const height = context.parentHeight + 1;
  const time = Math.max(facts.time, earliestTime(context, params));
  const { coinbase, extraNonceOffset } = buildCoinbase(height, facts);
  const transactions = [coinbase, ...facts.selection.transactions];
  return {
    version: HEADER_VERSION,
    previousHash: facts.previousHash,
    height,
    time,
    bits: expectedBits(params, { ...context, time }),
    merkleBranch: merkleBranch(transactions.map(txid), 0),
    transactions,
    extraNonceOffset,
  };
}

export function jobOf(template: BlockTemplate, id: number): MiningJob {
  const coinbase = encodeTransactionStripped(template.transactions[0]!);
  const cut = COINBASE_SCRIPT_OFFSET + template.extraNonceOffset;
  return {
    id,
    version: template.version,
    previousHash: hashToBytes(template.previousHash),
    time: template.time,
    bits: template.bits,
    target: targetBytes(template.bits),
    coinbasePrefix: coinbase.slice(0, cut),
    coinbaseSuffix: coinbase.slice(cut + EXTRA_NONCE_BYTES),
    merkleBranch: template.merkleBranch.map(hashToBytes),
  };
}

/** The whole block that a hit stands for. */
export function blockOf(template: BlockTemplate, hit: Omit<MiningHit, 'jobId'>): Block {
  const [first, ...others] = template.transactions;
  const coinbase = withExtraNonce(first!, template.extraNonceOffset, hit.extraNonce);
  const { previousHash, time, bits } = template;
  const merkleRoot = foldBranch(txid(coinbase), template.merkleBranch, 0);
  const header = { version: hit.version, previousHash, merkleRoot, time, bits, nonce: hit.nonce };
  return { header, transactions: [coinbase, ...others] };
}

function buildCoinbase(
  height: number,
  { params, miner, selection }: TemplateFacts,
): { readonly coinbase: Transaction; readonly extraNonceOffset: number } {
  const { script, extraNonceOffset } = encodeCoinbaseScript({
    height,
    genesisPush: params.genesisPush,
    extraNonce: new Uint8Array(EXTRA_NONCE_BYTES),
    tag: miner.tag,
  });
  const input = {
    prevout: { txid: ZERO_HASH, vout: COINBASE_VOUT },
    scriptSig: script,
    sequence: COINBASE_SEQUENCE,
    witness: [WITNESS_RESERVED],
  };
  const reward = subsidy(height, params.halvingInterval) + selection.fees;
  const rewards = rewardOutputs(reward, miner);
  const bare = {
    version: TRANSACTION_VERSION,
    inputs: [input],
    outputs: rewards,
    locktime: height - 1,
  };
  const commitment = {
    value: 0,
    scriptPubKey: commitmentScript([bare, ...selection.transactions]),
  };
  return { coinbase: { ...bare, outputs: [...rewards, commitment] }, extraNonceOffset };
}

/** An output that pays nothing to a key is against the rules, so a late block may have none. */
function rewardOutputs(value: number, { scriptPubKey }: MinerIdentity): TransactionOutput[] {
  return value > 0 ? [{ value, scriptPubKey }] : [];
}

function withExtraNonce(
  coinbase: Transaction,
  offset: number,
  extraNonce: Uint8Array,
): Transaction {
  const input = coinbase.inputs[0]!;
  const scriptSig = input.scriptSig.slice();
  scriptSig.set(extraNonce, offset);
  return { ...coinbase, inputs: [{ ...input, scriptSig }] };
}

function targetBytes(bits: number): Uint8Array {
  return fromHex(expandCompact(bits).target.toString(16).padStart(TARGET_DIGITS, '0'));
}
