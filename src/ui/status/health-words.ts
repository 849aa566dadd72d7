/**
 * How the node is, in a sentence, and in a second one what comes of it or what can be done about
 * it. Both stand in the status bar; what changes every moment is shown there and not read out.
 */

import type { Health, NodeSnapshot, SyncProgress } from '../../node/api.ts';
import { formatCount, formatDecimal, formatDuration, formatHeight } from '../format.ts';
import { say, sayCount, toSay } from '../language/say.ts';

/** How urgent a health is; the page shows it as a mark beside the sentence. */
export type Tone = 'calm' | 'waiting' | 'quiet';

export function healthSentence(health: Health): string {
  switch (health.kind) {
    case 'starting':
      return say('Starting');
    case 'network-off':
      return say('Network off: this node talks to nobody');
    case 'looking':
      return say('Looking for other tabs');
    case 'alone':
      return say('Alone in this room');
    case 'connecting':
      return sayCount(
        health.found,
        'Connecting to {count} other tab',
        'Connecting to {count} other tabs',
      );
    case 'unreachable':
      return unreachableSentence(health.found);
    case 'syncing':
      return sayCount(
        health.total,
        'Fetching {done} of {count} block',
        'Fetching {done} of {count} blocks',
        { done: formatCount(health.done) },
      );
    case 'in-step':
      return inStepSentence(health.peers, health.height);
    case 'others-behind':
      return behindSentence(health.peers, health.behind);
  }
}

function unreachableSentence(found: number): string {
  return sayCount(
    found,
    'Found {count} tab, connected to 0: your networks need a TURN server',
    'Found {count} tabs, connected to 0: your networks need a TURN server',
  );
}

function inStepSentence(peers: number, height: number): string {
  return sayCount(peers, '{count} peer, in step at {height}', '{count} peers, all at {height}', {
    height: formatHeight(height),
  });
}

function behindSentence(peers: number, behind: number): string {
  if (behind >= peers) {
    return sayCount(peers, '{count} peer, still behind', '{count} peers, all still behind');
  }
  return sayCount(
    peers,
    '{count} peer, {behind} of them behind',
    '{count} peers, {behind} of them behind',
    { behind: formatCount(behind) },
  );
}

export function healthTone(health: Health): Tone {
  if (health.kind === 'in-step') return 'calm';
  return health.kind === 'alone' || health.kind === 'network-off' ? 'quiet' : 'waiting';
}

export const TURN_SENTENCE = toSay(
  'A TURN server passes on what networks will not let through; whoever runs this page can add ' +
    'one. Until then, bring both devices into the same Wi-Fi.',
);

/** Empty when the sentence says it all. */
export function healthDetail(snapshot: NodeSnapshot, nowSeconds: number): string {
  const { health, sync } = snapshot;
  if (health.kind === 'syncing') return sync === undefined ? '' : paceWords(sync);
  return adviceSentence(snapshot) || staleSentence(snapshot, nowSeconds);
}

/** What is read out: without figures that are others a moment later. */
export function healthAnnouncement(snapshot: NodeSnapshot): string {
  const sentence = healthSentence(snapshot.health);
  const advice = adviceSentence(snapshot);
  return advice === '' ? sentence : `${sentence}. ${advice}`;
}

/** How fast blocks come, and for how long they will. */
export function paceWords(sync: SyncProgress): string {
  const { headersDone, headersTotal, blocksPerSecond, secondsLeft } = sync;
  if (headersDone < headersTotal) {
    return say('first their headers: {done} of {total}', {
      done: formatCount(headersDone),
      total: formatCount(headersTotal),
    });
  }
  if (blocksPerSecond <= 0) return '';
  const pace = sayCount(blocksPerSecond, '{count} block/s', '{count} blocks/s', {
    count: formatDecimal(blocksPerSecond),
  });
  if (secondsLeft === undefined) return pace;
  const left = formatDuration(Math.max(1, secondsLeft));
  return say('{pace} · about {left} left', { pace, left });
}

function adviceSentence({ health, meeting, networkActive }: NodeSnapshot): string {
  if (health.kind === 'unreachable') return say(TURN_SENTENCE);
  if (!networkActive || meeting.status !== 'offline') return '';
  return health.kind === 'alone' || health.kind === 'connecting'
    ? say('The meeting place cannot be reached; an invitation links two tabs without it.')
    : say('The meeting place cannot be reached; the links go on without it.');
}

/** Calm: without miners there are no blocks, and nothing is wrong with that. */
function staleSentence({ staleSince, mining }: NodeSnapshot, nowSeconds: number): string {
  if (staleSince === undefined) return '';
  const duration = formatDuration(nowSeconds - staleSince);
  const { state, hashesPerSecond, difficultyHashes } = mining;
  return state === 'mining' && hashesPerSecond > 0
    ? say('No block for {duration}: at this tab’s rate one takes {expected} on average.', {
        duration,
        expected: formatDuration(difficultyHashes / hashesPerSecond),
      })
    : say('No block for {duration}: perhaps nobody is mining.', { duration });
}
