/** Commands that look at headers, branches and coins, in the shapes of Bitcoin Core's. */

import { type Handle, NO_HANDLE, Status } from '../chain/block-index.ts';
import type { Chain } from '../chain/chain.ts';
import { outpointKey } from '../consensus/encoding.ts';
import { parseHash } from '../consensus/hash.ts';
import type { OutPoint } from '../consensus/types.ts';
import { toHex } from '../util/bytes.ts';
import { CommandError } from './api.ts';
import {
  type Command,
  type CommandContext,
  RPC_INVALID_ADDRESS_OR_KEY,
  RPC_INVALID_PARAMETER,
  RPC_TYPE_ERROR,
  TICKS_PER_COIN,
  toInteger,
} from './command.ts';
import { describeHeader, describeScript, difficultyOf } from './describe.ts';

export const CHAIN_COMMANDS: Readonly<Record<string, Command>> = {
  getblockheader: {
    synopsis: 'hash verbose=true',
    does: 'the header decoded, of every block that is known; false: its 80 bytes as hex',
    most: 2,
    run: ({ chain }, [hash, verbose = true]) => {
      const handle = findHeader(chain, hash);
      if (verbose === false) return toHex(chain.index.headerBytes(handle));
      return describeHeader(chain, handle);
    },
  },
  getchaintips: {
    synopsis: '',
    does: 'the end of every branch, and whether it was followed, could be, or was refused',
    most: 0,
    run: ({ chain }) => describeTips(chain),
  },
  getdifficulty: {
    synopsis: '',
    does: 'how many times harder a block is than Bitcoin’s easiest',
    most: 0,
    run: ({ chain }) => difficultyOf(chain.index.bits(chain.tip)),
  },
  gettxout: {
    synopsis: 'txid vout include_mempool=true',
    does: 'a coin that is not spent; null where there is none, or what waits spends it',
    most: 3,
    run: getCoin,
  },
};

/** Throws CommandError. */
export function findHeader(chain: Chain, hash: unknown): Handle {
  if (typeof hash !== 'string') throw new CommandError(RPC_TYPE_ERROR, 'blockhash is text');
  const parsed = parseHash(hash);
  if (parsed === undefined) {
    throw new CommandError(RPC_INVALID_PARAMETER, 'blockhash must be 64 lowercase hex digits');
  }
  const handle = chain.index.find(parsed);
  if (handle === NO_HANDLE) throw new CommandError(RPC_INVALID_ADDRESS_OR_KEY, 'Block not found');
  return handle;
}

/** Headers that nothing stands on, and the tip, on which blocks may wait; the highest first. */
function describeTips(chain: Chain) {
  const { index, tip } = chain;
  const handles = Array.from({ length: index.size }, (_, handle) => handle);
  const parents = new Set(handles.map((handle) => index.parent(handle)));
  return handles
    .filter((handle) => handle === tip || !parents.has(handle))
    .map((handle) => ({
      height: index.height(handle),
      hash: index.hash(handle),
      branchlen: index.height(handle) - index.height(index.fork(handle, tip)),
      status: tipStatus(chain, handle),
    }))
    .toSorted((left, right) => right.height - left.height);
}

function tipStatus({ index, tip }: Chain, handle: Handle): string {
  if (handle === tip) return 'active';
  if (index.has(handle, Status.failed) || index.has(handle, Status.aside)) return 'invalid';
  if (index.has(handle, Status.connected)) return 'valid-fork';
  return index.has(handle, Status.linked) ? 'valid-headers' : 'headers-only';
}

function getCoin(context: CommandContext, [id, vout, besides = true]: readonly unknown[]): unknown {
  const { chain, pool } = context;
  const txid = typeof id === 'string' ? parseHash(id) : undefined;
  if (txid === undefined) {
    throw new CommandError(RPC_INVALID_PARAMETER, 'txid must be 64 lowercase hex digits');
  }
  const outpoint: OutPoint = { txid, vout: toInteger(vout, 'vout') };
  const isCounted = besides !== false;
  if (isCounted && pool.mempool.spender(outpoint) !== undefined) return null;
  const bestblock = chain.index.hash(chain.tip);
  const waiting = isCounted ? pool.mempool.withTxid(txid)?.transaction : undefined;
  const output = waiting?.outputs[outpoint.vout];
  if (output !== undefined) return { bestblock, confirmations: 0, ...shape(output, false) };
  const coin = chain.coins.get(outpointKey(outpoint));
  if (coin === undefined) return null;
  const confirmations = chain.height - coin.height + 1;
  return { bestblock, confirmations, ...shape(coin, coin.coinbase) };
}

interface Output {
  readonly value: number;
  readonly scriptPubKey: Uint8Array;
}

function shape({ value, scriptPubKey }: Output, coinbase: boolean) {
  return {
    value: value / TICKS_PER_COIN,
    scriptPubKey: describeScript(scriptPubKey),
    coinbase,
  };
}
