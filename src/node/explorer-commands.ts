/**
 * The commands that look things up: a transaction wherever it stands, the blocks that pay to an
 * address, a note by its words. Blocks are not indexed by what is in them, so each walks down from
 * the tip or a height, a bounded stretch at a time, and says where to go on.
 */

import { type Handle, NO_HANDLE } from '../chain/block-index.ts';
import { decodeUndo } from '../chain/undo.ts';
import { encodeTransaction, outpointKey } from '../consensus/encoding.ts';
import { parseHash, txid } from '../consensus/hash.ts';
import type { Block, Coin, Hash, Transaction } from '../consensus/types.ts';
import { equalBytes, toHex } from '../util/bytes.ts';
import { CodecError } from '../util/codec-error.ts';
import { NOTE_MAX_BYTES } from '../util/limits.ts';
import { decodeAddress } from '../wallet/address.ts';
import { notesOf } from '../wallet/note.ts';
import { CommandError } from './api.ts';
import {
  type Command,
  type CommandContext,
  LATER,
  RPC_INVALID_ADDRESS_OR_KEY,
  RPC_INVALID_PARAMETER,
  RPC_MISC_ERROR,
  TICKS_PER_COIN,
} from './command.ts';
import { describeScript, describeTransaction } from './describe.ts';
import { describeHit, search } from './find.ts';

/** A transaction where it was found: in a block, or waiting for one. */
interface Place {
  readonly transaction: Transaction;
  readonly block?: { readonly handle: Handle; readonly block: Block; readonly index: number };
}

export const EXPLORER_COMMANDS: Readonly<Record<string, Command>> = {
  getrawtransaction: {
    synopsis: 'txid verbosity=0 blockhash',
    does: 'one that waits, or of that block; 0: hex, 1: decoded, 2: with its coins and its fee',
    most: 3,
    run: getRawTransaction,
  },
  findtransaction: {
    synopsis: 'txid height',
    does: 'the block that a transaction is in, sought from that height or the tip down',
    most: 2,
    run: findTransaction,
  },
  findpayments: {
    synopsis: 'address height',
    does: 'the newest block at or below that height that pays to an address, and what it pays',
    most: 2,
    run: findPayments,
  },
  findnote: {
    synopsis: 'words height',
    does: 'the newest note at or below that height with these words in it, however written',
    most: 2,
    run: findNote,
  },
};

function getRawTransaction(context: CommandContext, parameters: readonly unknown[], id: number) {
  const [given, verbosity = 0, blockHash] = parameters;
  const wanted = toTxid(given);
  const detail = Number(verbosity);
  const tell = (place: Place) => describePlace(context, { place, detail, id });
  if (blockHash === undefined) {
    const entry = context.pool.mempool.withTxid(wanted);
    if (entry === undefined) throw new CommandError(RPC_INVALID_ADDRESS_OR_KEY, NOT_WAITING);
    tell({ transaction: entry.transaction });
    return LATER;
  }
  const handle = findBlock(context, blockHash);
  context.readBody(handle, (body) => {
    const block = body?.block;
    const index = block?.transactions.findIndex((each) => txid(each) === wanted) ?? -1;
    if (block === undefined) context.refuse(id, new CommandError(RPC_MISC_ERROR, NOT_KEPT));
    else if (index < 0) {
      context.refuse(id, new CommandError(RPC_INVALID_ADDRESS_OR_KEY, NOT_IN_BLOCK));
    } else tell({ transaction: block.transactions[index]!, block: { handle, block, index } });
  });
  return LATER;
}

const NOT_WAITING =
  'No such mempool transaction. Name its block, or use findtransaction to search the chain';
const NOT_IN_BLOCK = 'No such transaction found in the provided block';
const NOT_KEPT = 'Block not available: its body is not kept here';

interface Telling {
  readonly place: Place;
  readonly detail: number;
  readonly id: number;
}

function describePlace(context: CommandContext, { place, detail, id }: Telling): void {
  const { transaction, block } = place;
  if (detail <= 0) return context.reply(id, toHex(encodeTransaction(transaction)));
  const known = { ...describeTransaction(transaction), ...describeBlockOf(context, place) };
  if (detail === 1) return context.reply(id, known);
  return findSpent(context, place, (coins) => {
    const isCoinbase = block?.index === 0;
    context.reply(id, isCoinbase || coins === undefined ? known : { ...known, ...spent(coins) });
  });

  function spent(coins: readonly Coin[]) {
    const vin = known.vin.map((input, at) =>
      Object.assign({ prevout: describeCoin(coins[at]!) }, input),
    );
    const paidIn = coins.reduce((sum, { value }) => sum + value, 0);
    const paidOut = transaction.outputs.reduce((sum, { value }) => sum + value, 0);
    return { vin, fee: (paidIn - paidOut) / TICKS_PER_COIN };
  }
}

function describeBlockOf({ chain }: CommandContext, { block }: Place) {
  if (block === undefined) return { confirmations: 0 };
  const { index, height } = chain;
  const { handle } = block;
  const isActive = chain.isActive(handle);
  return {
    in_active_chain: isActive,
    blockhash: index.hash(handle),
    confirmations: isActive ? height - index.height(handle) + 1 : 0,
    height: index.height(handle),
    index: block.index,
    blocktime: index.time(handle),
  };
}

function describeCoin({ coinbase, height, scriptPubKey, value }: Coin) {
  const script = describeScript(scriptPubKey);
  return { generated: coinbase, height, value: value / TICKS_PER_COIN, scriptPubKey: script };
}

/** The coins that it spends, in the order of its inputs; undefined where they are not known. */
function findSpent(
  { chain, pool, readUndo }: CommandContext,
  { block, transaction }: Place,
  answer: (coins: readonly Coin[] | undefined) => void,
): void {
  if (block !== undefined) {
    const { handle, index } = block;
    return readUndo(handle, (bytes) => {
      const spent = bytes && decodeUndo(chain.index.hash(handle), { bytes });
      answer(spent?.[index - 1]);
    });
  }
  const coins = transaction.inputs.map(({ prevout }) => {
    const parent = pool.mempool.withTxid(prevout.txid)?.transaction.outputs[prevout.vout];
    const waiting = parent && { ...parent, height: 0, coinbase: false };
    return waiting ?? chain.coins.get(outpointKey(prevout));
  });
  return answer(coins.every((coin) => coin !== undefined) ? coins : undefined);
}

function findTransaction(context: CommandContext, [given, height]: readonly unknown[], id: number) {
  const wanted = toTxid(given);
  const isWanted = (transaction: Transaction) => txid(transaction) === wanted;
  return search(context, { id, height, isWanted }, (hit) => describeHit(context.chain, hit));
}

function findPayments(context: CommandContext, [address, height]: readonly unknown[], id: number) {
  const script = toScript(address);
  const isPaid = ({ scriptPubKey }: { readonly scriptPubKey: Uint8Array }) =>
    equalBytes(scriptPubKey, script);
  const isWanted = ({ outputs }: Transaction) => outputs.some(isPaid);
  const { chain } = context;
  return search(context, { id, height, isWanted }, (hit) => ({
    ...describeHit(chain, hit),
    outputs: hit.block.transactions.filter(isWanted).flatMap((transaction) => {
      const id = txid(transaction);
      return transaction.outputs.flatMap((output, vout) => {
        if (!isPaid(output)) return [];
        const unspent = chain.coins.get(outpointKey({ txid: id, vout })) !== undefined;
        return [{ txid: id, vout, value: output.value / TICKS_PER_COIN, unspent }];
      });
    }),
  }));
}

function findNote(context: CommandContext, [words, height]: readonly unknown[], id: number) {
  const isText = typeof words === 'string' && words.trim() !== '';
  if (!isText || words.length > NOTE_MAX_BYTES) {
    const message = `words are text of 1 to ${NOTE_MAX_BYTES} characters`;
    throw new CommandError(RPC_INVALID_PARAMETER, message);
  }
  const wanted = words.trim().toLowerCase();
  const decoder = new TextDecoder();
  const isWanted = (transaction: Transaction) =>
    notesOf(transaction).some(
      ({ kind, data }) => kind === 'text' && decoder.decode(data).toLowerCase().includes(wanted),
    );
  return search(context, { id, height, isWanted }, (hit) => {
    const [note] = notesOf(hit.block.transactions[hit.index]!);
    return { ...describeHit(context.chain, hit), note: decoder.decode(note!.data) };
  });
}

function findBlock({ chain }: CommandContext, hash: unknown): Handle {
  const parsed = typeof hash === 'string' ? parseHash(hash) : undefined;
  const handle = parsed === undefined ? NO_HANDLE : chain.index.find(parsed);
  if (handle === NO_HANDLE) throw new CommandError(RPC_INVALID_ADDRESS_OR_KEY, 'Block not found');
  return handle;
}

function toScript(address: unknown): Uint8Array {
  try {
    return decodeAddress(String(address));
  } catch (error) {
    if (!(error instanceof CodecError)) throw error;
    throw new CommandError(RPC_INVALID_ADDRESS_OR_KEY, `Invalid address: ${error.message}`);
  }
}

function toTxid(value: unknown): Hash {
  const parsed = typeof value === 'string' ? parseHash(value) : undefined;
  if (parsed !== undefined) return parsed;
  throw new CommandError(RPC_INVALID_PARAMETER, 'txid must be 64 lowercase hex digits');
}
