/** Commands for transactions, under Bitcoin's RPC names: those that wait, and any given as hex. */

import { decodeTransaction } from '../consensus/encoding.ts';
import { parseHash, txid } from '../consensus/hash.ts';
import type { Hash, Transaction } from '../consensus/types.ts';
import { mempoolEntry, mempoolInfo, rawMempool, testResult } from '../mempool/describe.ts';
import type { Verdict } from '../mempool/verdict.ts';
import { fromHex } from '../util/bytes.ts';
import { CodecError } from '../util/codec-error.ts';
import { TEST_ACCEPT_MAX } from '../util/limits.ts';
import { CommandError } from './api.ts';
import {
  type Command,
  type CommandContext,
  RPC_INVALID_ADDRESS_OR_KEY,
  RPC_INVALID_PARAMETER,
  RPC_TYPE_ERROR,
} from './command.ts';
import { describeTransaction } from './describe.ts';

/** Bitcoin's codes for transactions (rpc/protocol.h). */
const RPC_DESERIALIZATION_ERROR = -22;
const RPC_VERIFY_ERROR = -25;
const RPC_VERIFY_REJECTED = -26;

export const MEMPOOL_COMMANDS: Readonly<Record<string, Command>> = {
  getmempoolinfo: {
    synopsis: '',
    does: 'how much waits for a block, and what a newcomer must pay',
    most: 0,
    run: ({ pool, now }) => mempoolInfo(pool.mempool, now),
  },
  getrawmempool: {
    synopsis: 'verbose=false',
    does: 'the ids of what waits, best paid first; verbose: with all that is known of each',
    most: 1,
    run: ({ pool }, [verbose = false]) => rawMempool(pool.mempool, verbose === true),
  },
  getmempoolentry: {
    synopsis: 'txid',
    does: 'what is known of one that waits',
    most: 1,
    run: getMempoolEntry,
  },
  decoderawtransaction: {
    synopsis: 'hex',
    does: 'decodes a transaction, whether or not it could ever be valid',
    most: 1,
    run: (_, [hex]) => describeTransaction(readTransaction(hex)),
  },
  testmempoolaccept: {
    synopsis: '[hex, …]',
    does: 'what sendrawtransaction would say, without sending',
    most: 1,
    run: testMempoolAccept,
  },
  sendrawtransaction: {
    synopsis: 'hex',
    does: 'judges a transaction, lets it wait here, and tells the peers',
    most: 1,
    run: sendRawTransaction,
  },
};

function getMempoolEntry({ pool }: CommandContext, [id]: readonly unknown[]): unknown {
  const entry = pool.mempool.withTxid(toTxid(id));
  if (entry === undefined) {
    throw new CommandError(RPC_INVALID_ADDRESS_OR_KEY, 'Transaction not in mempool');
  }
  return mempoolEntry(pool.mempool, entry);
}

function testMempoolAccept(context: CommandContext, [list]: readonly unknown[]): unknown {
  const hexes: readonly unknown[] = Array.isArray(list) ? list : [list];
  if (hexes.length === 0 || hexes.length > TEST_ACCEPT_MAX) {
    const message = `Array must contain between 1 and ${TEST_ACCEPT_MAX} transactions.`;
    throw new CommandError(RPC_INVALID_PARAMETER, message);
  }
  const { pool, now } = context;
  return hexes
    .map(readTransaction)
    .map((transaction) => testResult(transaction, pool.mempool.test(transaction, now)));
}

function sendRawTransaction({ pool, now }: CommandContext, [hex]: readonly unknown[]): unknown {
  const transaction = readTransaction(hex);
  refuseUnaccepted(pool.accept(transaction, now, true));
  return txid(transaction);
}

/** Throws CommandError unless the transaction waits now. */
export function refuseUnaccepted(verdict: Verdict): void {
  if (verdict.kind === 'orphan') {
    throw new CommandError(RPC_VERIFY_ERROR, 'bad-txns-inputs-missingorspent');
  }
  if (verdict.kind === 'refused' && verdict.code !== 'txn-already-in-mempool') {
    throw new CommandError(RPC_VERIFY_REJECTED, `${verdict.code}: ${verdict.detail}`);
  }
}

function readTransaction(hex: unknown): Transaction {
  if (typeof hex !== 'string') throw new CommandError(RPC_TYPE_ERROR, 'a transaction is hex text');
  try {
    return decodeTransaction(fromHex(hex));
  } catch (error) {
    if (!(error instanceof CodecError)) throw error;
    throw new CommandError(RPC_DESERIALIZATION_ERROR, `TX decode failed: ${error.message}`);
  }
}

function toTxid(value: unknown): Hash {
  const parsed = typeof value === 'string' ? parseHash(value) : undefined;
  if (parsed === undefined) {
    throw new CommandError(RPC_INVALID_PARAMETER, 'txid must be 64 lowercase hex digits');
  }
  return parsed;
}
