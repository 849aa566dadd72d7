/** The commands of a node, under Bitcoin's RPC names: those for the chain, its peers and mining. */

import { GENESIS, type Handle, Status } from '../chain/block-index.ts';
import type { Body } from '../chain/bodies.ts';
import type { Chain } from '../chain/chain.ts';
import { encodeBlock } from '../consensus/encoding.ts';
import { toHex } from '../util/bytes.ts';
import { GENERATE_MAX } from '../util/limits.ts';
import { CommandError } from './api.ts';
import { CHAIN_COMMANDS, findHeader } from './chain-commands.ts';
import { bitsHex, describeBlock, difficultyOf, hex256, targetHex } from './describe.ts';
import {
  type Command,
  type CommandContext,
  LATER,
  RPC_INVALID_PARAMETER,
  RPC_METHOD_NOT_FOUND,
  RPC_MISC_ERROR,
  RPC_TYPE_ERROR,
  TICKS_PER_COIN,
  toInteger,
} from './command.ts';
import { exportPart } from './exporter.ts';
import { EXPLORER_COMMANDS } from './explorer-commands.ts';
import { LIVE_COMMANDS } from './live-commands.ts';
import { MEMPOOL_COMMANDS } from './mempool-commands.ts';
import { MINING_COMMANDS } from './mining-commands.ts';
import { NETWORK_COMMANDS } from './network-commands.ts';
import { NOTE_COMMANDS } from './note-commands.ts';
import { STATISTICS_COMMANDS } from './statistics-commands.ts';
import { WALLET_COMMANDS } from './wallet-commands.ts';

const COMMANDS: Readonly<Record<string, Command>> = {
  getblockchaininfo: {
    synopsis: '',
    does: 'height, best header, tip, difficulty, chain work, progress',
    most: 0,
    run: describeChain,
  },
  getblockcount: { synopsis: '', does: 'the height', most: 0, run: ({ chain }) => chain.height },
  getbestblockhash: {
    synopsis: '',
    does: 'hash of the tip',
    most: 0,
    run: ({ chain }) => chain.index.hash(chain.tip),
  },
  getblockhash: {
    synopsis: 'height',
    does: 'hash of the block at that height of the active chain',
    most: 1,
    run: getBlockHash,
  },
  getblock: {
    synopsis: 'hash verbosity=1',
    does: 'the block decoded; 0: hex as it travels; 2: with whole transactions',
    most: 2,
    run: getBlock,
  },
  gettxoutsetinfo: {
    synopsis: '',
    does: 'the coin set at the tip: how many, how much, and a hash that does not depend on order',
    most: 0,
    run: describeCoins,
  },
  exportchain: {
    synopsis: 'height=0 tip',
    does: 'a part of the chain’s file from that height on: bytes, next height, tip to go on with',
    most: 2,
    run: exportChain,
  },
  importchain: {
    synopsis: 'bytes offset=0 size',
    does: 'reads a chain’s file, part by part; every block is checked as if a peer had sent it',
    most: 3,
    run: (context, parameters, id) => context.importChain(id, parameters) ?? LATER,
  },
  invalidateblock: {
    synopsis: 'hash',
    does: 'treats a block, and all above it, as invalid until it is reconsidered',
    most: 1,
    run: ({ chain }, [hash]) => chain.invalidate(findVetoable(chain, hash)) ?? null,
  },
  reconsiderblock: {
    synopsis: 'hash',
    does: 'takes that back, for the block, those below and those above it',
    most: 1,
    run: ({ chain }, [hash]) => chain.reconsider(findHeader(chain, hash)) ?? null,
  },
  ...CHAIN_COMMANDS,
  ...NETWORK_COMMANDS,
  ...MINING_COMMANDS,
  getroom: {
    synopsis: '',
    does: 'code, link, rules, genesis, slot',
    most: 0,
    run: describeRoom,
  },
  setnetworkactive: {
    synopsis: 'active',
    does: 'cuts this tab off, or lets it back',
    most: 1,
    run: setNetworkActive,
  },
  generate: {
    synopsis: 'count',
    does: 'makes blocks at once, in sandbox rooms only',
    most: 1,
    run: generate,
  },
  ...MEMPOOL_COMMANDS,
  ...EXPLORER_COMMANDS,
  ...STATISTICS_COMMANDS,
  ...LIVE_COMMANDS,
  ...WALLET_COMMANDS,
  ...NOTE_COMMANDS,
  help: {
    synopsis: 'command',
    does: 'the commands; of one: its parameters and what it does',
    most: 1,
    run: (_, [name]) => help(name),
  },
};

/** As Bitcoin's does, it answers to a name that it does not know. */
function help(name: unknown): unknown {
  if (name === undefined) {
    return Object.entries(COMMANDS).map(([each, { synopsis, does }]) => ({
      name: each,
      synopsis,
      does,
    }));
  }
  const command = Object.hasOwn(COMMANDS, String(name)) ? COMMANDS[String(name)] : undefined;
  if (command === undefined) return `help: unknown command: ${String(name)}`;
  return `${`${String(name)} ${command.synopsis}`.trim()}\n\n${command.does}`;
}

/** Runs one command to its reply, its refusal, or a promise to reply later. */
export function runCommand(
  context: CommandContext,
  { id, method, parameters }: { id: number; method: string; parameters: readonly unknown[] },
): void {
  try {
    const command = Object.hasOwn(COMMANDS, method) ? COMMANDS[method] : undefined;
    if (command === undefined) throw new CommandError(RPC_METHOD_NOT_FOUND, 'Method not found');
    if (parameters.length > command.most) {
      throw new CommandError(RPC_MISC_ERROR, `Usage: ${method} ${command.synopsis}`.trim());
    }
    const result = command.run(context, parameters, id);
    if (result !== LATER) context.reply(id, result);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    context.refuse(id, error);
  }
}

function describeChain(context: CommandContext): unknown {
  const { chain, room, isSyncing, storedHeight, warnings } = context;
  const { index, tip, bestHeader } = chain;
  const bits = index.bits(tip);
  const headers = index.height(bestHeader);
  return {
    chain: room.params.kind,
    blocks: chain.height,
    headers,
    bestblockhash: index.hash(tip),
    bits: bitsHex(bits),
    target: targetHex(bits),
    difficulty: difficultyOf(bits),
    time: index.time(tip),
    mediantime: index.medianTimePast(tip),
    verificationprogress: headers === 0 ? 1 : chain.height / headers,
    initialblockdownload: isSyncing,
    chainwork: hex256(index.chainWork(tip)),
    pruned: false,
    storedblocks: storedHeight,
    warnings,
  };
}

function getBlockHash({ chain }: CommandContext, [height]: readonly unknown[]): unknown {
  const wanted = toInteger(height, 'height');
  if (wanted < 0 || wanted > chain.height) {
    throw new CommandError(RPC_INVALID_PARAMETER, 'Block height out of range');
  }
  return chain.index.hash(chain.activeAt(wanted));
}

function getBlock(context: CommandContext, parameters: readonly unknown[], id: number): unknown {
  const [hash, verbosity = 1] = parameters;
  const { chain } = context;
  const handle = findBlock(chain, hash);
  const detail = toInteger(Number(verbosity), 'verbosity');
  readBlock(context, handle, (body) => {
    if (body === undefined) {
      const message = 'Block not available: its body is not kept here';
      return context.refuse(id, new CommandError(RPC_MISC_ERROR, message));
    }
    if (detail <= 0) return context.reply(id, toHex(body.bytes));
    return context.reply(id, describeBlock(chain, handle, body.block, detail === 1 ? 1 : 2));
  });
  return LATER;
}

/** Genesis comes with the room, and is stored nowhere. */
function readBlock(
  { readBody, room: { genesis } }: CommandContext,
  handle: Handle,
  answer: (body: Body | undefined) => void,
): void {
  if (handle !== GENESIS) return readBody(handle, answer);
  return answer({ block: genesis, bytes: encodeBlock(genesis) });
}

function exportChain(context: CommandContext, [from = 0, hash]: readonly unknown[], id: number) {
  const { chain } = context;
  const tip = hash === undefined ? chain.tip : findHeader(chain, hash);
  const height = toInteger(from, 'height');
  if (height < 0 || height > chain.index.height(tip)) {
    throw new CommandError(RPC_INVALID_PARAMETER, 'Block height out of range');
  }
  exportPart(context, { tip, height }, (part) => {
    if (!('missing' in part)) return context.reply(id, part);
    const message = `Block ${part.missing} is not kept here`;
    return context.refuse(id, new CommandError(RPC_MISC_ERROR, message));
  });
  return LATER;
}

function findBlock(chain: Chain, hash: unknown): Handle {
  const handle = findHeader(chain, hash);
  if (!chain.index.has(handle, Status.body)) {
    throw new CommandError(RPC_MISC_ERROR, 'Block not available: only its header is known');
  }
  return handle;
}

function findVetoable(chain: Chain, hash: unknown): Handle {
  const handle = findHeader(chain, hash);
  if (handle === GENESIS) {
    throw new CommandError(RPC_INVALID_PARAMETER, 'Without its genesis a room has no chain');
  }
  return handle;
}

/** The hash is the sum of the coins' SHA-256 modulo 2^256 (chain/coins.ts): no commitment. */
function describeCoins({ chain }: CommandContext): unknown {
  return {
    height: chain.height,
    bestblock: chain.index.hash(chain.tip),
    txouts: chain.coins.size,
    sha256sum: chain.coins.checksum,
    total_amount: chain.coins.amount / TICKS_PER_COIN,
  };
}

function describeRoom({ room, link, slot }: CommandContext): unknown {
  const { params } = room;
  return {
    code: room.code,
    link,
    name: room.name,
    kind: params.kind,
    targetspacing: params.targetSpacingSeconds,
    halvinginterval: params.halvingInterval,
    genesishash: params.genesisHash,
    genesistime: params.genesisTime,
    genesisbits: bitsHex(params.genesisBits),
    slot,
  };
}

function setNetworkActive(context: CommandContext, [active]: readonly unknown[]): unknown {
  if (typeof active !== 'boolean') throw new CommandError(RPC_TYPE_ERROR, 'state is true or false');
  context.setNetworkActive(active);
  return active;
}

function generate(context: CommandContext, [count]: readonly unknown[], id: number): unknown {
  if (context.room.params.kind !== 'sandbox') {
    throw new CommandError(RPC_MISC_ERROR, 'generate works in sandbox rooms only');
  }
  const wanted = toInteger(count, 'count');
  if (wanted < 1 || wanted > GENERATE_MAX) {
    throw new CommandError(RPC_INVALID_PARAMETER, `count must be from 1 to ${GENERATE_MAX}`);
  }
  context.generate(id, wanted);
  return LATER;
}
