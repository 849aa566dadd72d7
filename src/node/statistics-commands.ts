/** The commands for charts: figures of many blocks at once, and when blocks reached this tab. */

import { ARRIVALS_MAX, BLOCK_STATS_MAX_BLOCKS, CHAIN_STATS_MAX_BLOCKS } from '../util/limits.ts';
import { CommandError } from './api.ts';
import { chainStats, readableOf, readStats, stretchBelow } from './chain-stats.ts';
import {
  type Command,
  type CommandContext,
  LATER,
  RPC_INVALID_PARAMETER,
  RPC_TYPE_ERROR,
  toInteger,
} from './command.ts';

const ROWS_USUAL = 100;

export const STATISTICS_COMMANDS: Readonly<Record<string, Command>> = {
  getchainstats: {
    synopsis: 'height count=100 bodies=false',
    does:
      'figures of the blocks up to that height or the tip, a column each, lowest first: time and ' +
      'difficulty; with bodies also transactions, weight, fees, feerates in ticks/vB, miner',
    most: 3,
    run: getChainStats,
  },
  getarrivals: {
    synopsis: 'count=100',
    does: 'when the newest blocks reached this tab, and which peers told of them how much later',
    most: 1,
    run: getArrivals,
  },
};

function getChainStats(context: CommandContext, parameters: readonly unknown[], id: number) {
  const { chain } = context;
  const [height = chain.height, count = ROWS_USUAL, bodies = false] = parameters;
  if (typeof bodies !== 'boolean') {
    throw new CommandError(RPC_TYPE_ERROR, 'bodies is true or false');
  }
  const top = toInteger(height, 'height');
  if (top < 0 || top > chain.height) {
    throw new CommandError(RPC_INVALID_PARAMETER, 'Block height out of range');
  }
  const most = bodies ? BLOCK_STATS_MAX_BLOCKS : CHAIN_STATS_MAX_BLOCKS;
  const handles = stretchBelow(chain, top, toCount(count, most));
  if (!bodies) return chainStats(chain, handles);
  const readable = readableOf(chain, handles);
  const stats = chainStats(chain, readable);
  readStats(context, readable, (columns) => context.reply(id, { ...stats, ...columns }));
  return LATER;
}

function getArrivals(context: CommandContext, [count = ROWS_USUAL]: readonly unknown[]) {
  return context.arrivals.list(context.chain, toCount(count, ARRIVALS_MAX));
}

function toCount(value: unknown, most: number): number {
  const count = toInteger(value, 'count');
  if (count >= 1 && count <= most) return count;
  throw new CommandError(RPC_INVALID_PARAMETER, `count must be from 1 to ${most}`);
}
