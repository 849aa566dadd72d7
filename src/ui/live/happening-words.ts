/** What this tab is doing right now, in one sentence: the first one that a visitor reads. */

import type { NodeSnapshot, SyncProgress } from '../../node/api.ts';
import { formatHeight } from '../format.ts';
import { say, sayCount } from '../language/say.ts';

/** A few blocks, as after a fork, are here before two bars could be read. */
const LONG_BLOCKS = 12;

export function isLong({ headersDone, headersTotal, blocksDone }: SyncProgress): boolean {
  return Math.max(headersDone, headersTotal) - blocksDone >= LONG_BLOCKS;
}

export function happeningSentence(snapshot: NodeSnapshot): string {
  const { health, mining, sync } = snapshot;
  if (health.kind === 'starting') return say('Your tab is starting its node.');
  if (sync !== undefined && isLong(sync)) return fetchingSentence(sync);
  if (health.kind === 'connecting') return connectingSentence(health.found);
  return mining.state === 'mining' ? miningSentence(snapshot) : followingSentence(snapshot);
}

function connectingSentence(found: number): string {
  return sayCount(
    found,
    'Your tab found {count} other tab here and is opening a link to it.',
    'Your tab found {count} other tabs here and is opening links to them.',
  );
}

/** How far it is stands below, at the bars. */
function fetchingSentence({ headersDone, headersTotal }: SyncProgress): string {
  return headersDone < headersTotal
    ? sayCount(
        headersTotal,
        'Your tab is fetching the header of {count} block first, and checks its work.',
        'Your tab is fetching the headers of {count} blocks first, and checks the work in each.',
      )
    : sayCount(
        headersDone,
        'Your tab is fetching {count} block from others and checks it itself.',
        'Your tab is fetching {count} blocks from others and checks each one itself.',
      );
}

function miningSentence({ health, height, peers }: NodeSnapshot): string {
  const next = formatHeight(height + 1);
  const linked = peers.filter(({ state }) => state === 'ready').length;
  if (health.kind === 'network-off') {
    return say('Your tab is mining block {next} on a branch of its own: its network is off.', {
      next,
    });
  }
  if (health.kind === 'unreachable') {
    return say('Your tab is mining block {next} on a branch of its own: it reaches no other tab.', {
      next,
    });
  }
  if (linked === 0) return say('Your tab is mining block {next} alone.', { next });
  return sayCount(
    linked,
    'Your tab is mining block {next}, in a room with {count} other node.',
    'Your tab is mining block {next}, in a room with {count} other nodes.',
    { next },
  );
}

function followingSentence({ health, height, mining, peers }: NodeSnapshot): string {
  const next = formatHeight(height + 1);
  const linked = peers.filter(({ state }) => state === 'ready').length;
  if (mining.state === 'waiting') {
    return say('Your tab will mine block {next} once nothing holds it back.', { next });
  }
  if (health.kind === 'network-off') {
    return say('Your tab’s network is off and it does not mine: no block will come.');
  }
  if (health.kind === 'unreachable') {
    return say('Your tab reaches no other tab and does not mine: no block will come.');
  }
  if (health.kind === 'looking') {
    // As long as what follows it, so that what lies below stays where it is.
    return say('Your tab does not mine, and is looking for other tabs of this room.');
  }
  if (linked === 0)
    return say('Your tab is alone and does not mine: no block will come by itself.');
  return sayCount(
    linked,
    'Your tab waits for block {next} from {count} other node, and will check it.',
    'Your tab waits for block {next} from {count} other nodes, and will check it.',
    { next },
  );
}
