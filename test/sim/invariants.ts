/**
 * What holds at every moment in every node, whatever happened to it. Each check answers with what
 * is wrong, in words, or with nothing.
 */

import { type BlockIndex, GENESIS, type Handle, Status } from '../../src/chain/block-index.ts';
import type { Chain } from '../../src/chain/chain.ts';
import {
  BACKLOG_MAX_BYTES,
  BLOCKS_IN_FLIGHT_PER_PEER_MAX,
  COMMANDS_MAX,
  CONNECTIONS_MAX,
  EARLY_HEADERS_MAX,
  MESSAGE_MAX_BYTES,
  NOTICES_MAX,
  PING_INTERVAL_MS,
  PINNED_MAX_BYTES,
  SERVE_QUEUE_MAX,
  SILENCE_MAX_MS,
  WRITE_BATCH_MAX_BYTES,
} from '../../src/util/limits.ts';
import type { Life } from './tab.ts';

const SUBSIDY = 50e8;
/** Reasons for which a link goes without anybody being at fault. */
const FAULTLESS = new Set([
  'links-full',
  'network-off',
  'hello-duplicate',
  'hello-timeout',
  'silent',
  'backlog',
  'headers-timeout',
  'block-timeout',
  'block-stalling',
  'evicted',
  'feeler-done',
  'rotated',
  'surplus',
]);

/**
 * The tip has the most work of all blocks whose whole history is here. Derived from parents, bodies
 * and refusals alone, not from the links and leaves that the chain keeps.
 */
export function checkMostWork({ chain, isBusy }: Life): string | undefined {
  if (isBusy) return undefined;
  const { index, tip } = chain;
  const isWhole = new Uint8Array(index.size);
  isWhole[GENESIS] = 1;
  let best: Handle = GENESIS;
  for (let at = GENESIS + 1; at < index.size; at += 1) {
    if (isWhole[index.parent(at)] === 0 || !isUsable(chain, at)) continue;
    isWhole[at] = 1;
    if (index.chainWork(at) > index.chainWork(best)) best = at;
  }
  if (index.chainWork(best) <= index.chainWork(tip)) return undefined;
  return `the tip is ${nameOf(index, tip)}, with ${nameOf(index, best)} at hand`;
}

/** Coins at an active block are known, so it counts without its body. */
function isUsable(chain: Chain, handle: Handle): boolean {
  if (chain.index.has(handle, Status.failed)) return false;
  return chain.index.has(handle, Status.body) || chain.isActive(handle);
}

/** Of equal work the first seen stays: a tip only gives way to more. */
export function checkMove({ index }: Chain, from: Handle, to: Handle): string | undefined {
  if (index.chainWork(to) > index.chainWork(from)) return undefined;
  return `${nameOf(index, from)} gave way to ${nameOf(index, to)}, which has no more work`;
}

/** No transaction pays a fee to nobody here, so every block made what it may make. */
export function checkSupply({ coins, height, params }: Chain): string | undefined {
  if (height >= params.halvingInterval) return 'a simulation does not reach its first halving';
  const due = height * SUBSIDY;
  return coins.amount === due ? undefined : `${coins.amount} ticks at height ${height}, not ${due}`;
}

/** A link that was closed for a broken rule, among nodes that break none. */
export function checkDrop(life: Life, reason: string): string | undefined {
  if (FAULTLESS.has(reason)) return undefined;
  const refusals = life.node.snapshot().notices.filter(({ kind }) => kind === 'peer-refused');
  return `closed for ${reason}, ${refusals.length} refused by this node so far`;
}

/** What is kept for others, and its bounds. */
export function checkLimits(life: Life): string | undefined {
  const network = life.node['network'];
  const { bodies } = life.chain;
  const counts: Array<readonly [string, number, number]> = [
    ['links', network.peers.size, CONNECTIONS_MAX],
    ['early headers', network.sync.earlyHeaders, EARLY_HEADERS_MAX],
    ['notices', life.node['notices'].list.length, NOTICES_MAX],
    ['commands', life.node['desk'].size, COMMANDS_MAX],
    ['pinned bytes', bodies.pinnedBytes, PINNED_MAX_BYTES + WRITE_BATCH_MAX_BYTES],
  ];
  for (const peer of network.peers.values()) {
    counts.push(
      ['blocks in flight', peer.inFlight.size, BLOCKS_IN_FLIGHT_PER_PEER_MAX],
      ['blocks to serve', peer.wanted.length + peer.reading.size, SERVE_QUEUE_MAX],
      ['backlog', peer.backlog, BACKLOG_MAX_BYTES + MESSAGE_MAX_BYTES],
    );
  }
  const over = counts.find(([, count, max]) => count > max);
  return over && `${over[1]} ${over[0]}, at most ${over[2]}`;
}

/** A link that leads nowhere is noticed by its silence, and let go. */
export function checkDead({ transport }: Life, nowMs: number): string | undefined {
  const patienceMs = SILENCE_MAX_MS + PING_INTERVAL_MS;
  const dead = transport.links.filter(({ deadSinceMs }) => nowMs - deadSinceMs > patienceMs);
  return dead.length === 0 ? undefined : `${dead.length} links are dead and not noticed`;
}

function nameOf(index: BlockIndex, handle: Handle): string {
  return `${index.hash(handle).slice(0, 16)}… at ${index.height(handle)}`;
}
