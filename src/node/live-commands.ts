/**
 * What the page asks for while its chain is looked at: cards of older blocks than a snapshot has,
 * and the best paid of what waits. Both are bounded. The second is asked for twice a second at
 * most: 240 of 5,000 cost the node 0.1 ms, and 0.5 ms on their way to the page.
 */

import { GENESIS, type Handle, Status } from '../chain/block-index.ts';
import type { Chain } from '../chain/chain.ts';
import { CHAIN_CARDS_MAX, CHAIN_CARDS_MAX_HEIGHTS, MEMPOOL_BEST_MAX } from '../util/limits.ts';
import { type BlockCard, CommandError, type MempoolBest } from './api.ts';
import { type BodyFacts, branchWork, cardOf, describeBody, NO_FACTS } from './block-card.ts';
import {
  type Command,
  type CommandContext,
  LATER,
  RPC_INVALID_PARAMETER,
  toInteger,
} from './command.ts';
import type { Pool } from './pool.ts';

export const LIVE_COMMANDS: Readonly<Record<string, Command>> = {
  getchaincards: {
    synopsis: 'height count=32',
    does: 'blocks in short from that height on, all branches: miner, transactions, weight, state',
    most: 2,
    run: getChainCards,
  },
  getmempoolbest: {
    synopsis: 'count=240',
    does: 'the best paid of what waits, in short, and which of it the next block takes',
    most: 1,
    run: ({ pool, now }, [count = MEMPOOL_BEST_MAX]) =>
      mempoolBest(pool, toCount(count, MEMPOOL_BEST_MAX), now),
  },
};

function getChainCards(context: CommandContext, parameters: readonly unknown[], id: number) {
  const [from, count = CHAIN_CARDS_MAX_HEIGHTS] = parameters;
  const lowest = toInteger(from, 'height');
  if (lowest < 0) throw new CommandError(RPC_INVALID_PARAMETER, 'Block height out of range');
  const highest = lowest + toCount(count, CHAIN_CARDS_MAX_HEIGHTS) - 1;
  const { chain } = context;
  const { shown, works } = choose(chain, lowest, highest);
  readFacts(context, shown, (facts) => {
    const cards = shown.map((handle): BlockCard => {
      const work = works.get(handle) ?? chain.index.chainWork(handle);
      return cardOf(chain, handle, { facts: facts.get(handle) ?? NO_FACTS, branchWork: work });
    });
    context.reply(id, cards);
  });
  return LATER;
}

/** By height, the active block first; of a flood of siblings the oldest are shown. */
function choose(chain: Chain, lowest: number, highest: number) {
  const { index } = chain;
  const active: Handle[] = [];
  for (let at = lowest; at <= Math.min(highest, chain.height); at += 1) {
    active.push(chain.activeAt(at));
  }
  const beside: Handle[] = [];
  for (let handle = GENESIS; handle < index.size; handle += 1) {
    if (index.height(handle) >= lowest && !chain.isActive(handle)) beside.push(handle);
  }
  const others = beside.filter((handle) => index.height(handle) <= highest);
  const shown = [...active, ...others.slice(0, CHAIN_CARDS_MAX - active.length)];
  shown.sort((left, right) => index.height(left) - index.height(right));
  // A branch beside the chain goes on beside it: its work is that of its own blocks.
  return { shown, works: branchWork(chain, beside) };
}

function readFacts(
  { chain, readBody, room }: CommandContext,
  handles: readonly Handle[],
  answer: (facts: ReadonlyMap<Handle, BodyFacts>) => void,
): void {
  const facts = new Map([[GENESIS, describeBody(room.genesis, GENESIS)]]);
  const unread = handles.filter(
    (handle) => handle !== GENESIS && chain.index.has(handle, Status.body),
  );
  let left = unread.length;
  if (left === 0) return answer(facts);
  for (const handle of unread) {
    readBody(handle, (body) => {
      if (body !== undefined) facts.set(handle, describeBody(body.block, handle));
      left -= 1;
      if (left === 0) answer(facts);
    });
  }
}

export function mempoolBest(pool: Pool, count: number, now: number): MempoolBest {
  const taken = new Set(pool.selection(now).transactions);
  const best: MempoolBest['best'][number][] = [];
  for (const { entries } of pool.mempool.chunks) {
    if (best.length >= count) break;
    for (const { fee, sizeVbytes, transaction, txid, weight } of entries) {
      best.push({ txid, weight, feerate: fee / sizeVbytes, isNext: taken.has(transaction) });
    }
  }
  const { size: transactions, sizeVbytes } = pool.mempool;
  return { transactions, sizeVbytes, best: best.slice(0, count) };
}

/** Throws CommandError unless it is a whole number from 1 to `most`. */
function toCount(value: unknown, most: number): number {
  const count = toInteger(value, 'count');
  if (count >= 1 && count <= most) return count;
  throw new CommandError(RPC_INVALID_PARAMETER, `count must be from 1 to ${most}`);
}
