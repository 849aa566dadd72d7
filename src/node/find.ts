/** A walk down the chain as a command: answered later, with what was found or where to go on. */

import type { Chain } from '../chain/chain.ts';
import { txid } from '../consensus/hash.ts';
import type { Transaction } from '../consensus/types.ts';
import { CommandError } from './api.ts';
import { type CommandContext, LATER, RPC_INVALID_PARAMETER, toInteger } from './command.ts';
import { type Hit, searchNotes } from './note-search.ts';

export interface Search {
  readonly id: number;
  /** Undefined for the tip. */
  readonly height: unknown;
  readonly isWanted: (transaction: Transaction) => boolean;
}

/** Throws CommandError. */
export function search(
  context: CommandContext,
  { id, height, isWanted }: Search,
  describe: (hit: Hit) => unknown,
): typeof LATER {
  const { chain } = context;
  const from = height === undefined ? chain.height : toInteger(height, 'height');
  if (from < 0) throw new CommandError(RPC_INVALID_PARAMETER, 'Block height out of range');
  // A chain that has become shorter meanwhile is begun again from its tip.
  searchNotes(context, { from: Math.min(from, chain.height), isWanted }, (result) => {
    context.reply(id, 'block' in result ? describe(result) : { found: false, ...result });
  });
  return LATER;
}

export function describeHit({ height, index }: Chain, { handle, block, index: at }: Hit) {
  return {
    found: true,
    txid: txid(block.transactions[at]!),
    blockhash: index.hash(handle),
    height: index.height(handle),
    time: index.time(handle),
    confirmations: height - index.height(handle) + 1,
  };
}
