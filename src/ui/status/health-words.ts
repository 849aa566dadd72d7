/**
 * How the node is, in a sentence, and in a second one what comes of it or what can be done about
 * it. Both stand in the status bar; what changes every moment is shown there and not read out.
 */

import type { Health, MiningState, NodeSnapshot, SyncProgress } from '../../node/api.ts';
import {
  formatCount,
  formatDecimal,
  formatDuration,
  formatHeight,
  formatPlural,
} from '../format.ts';

/** How urgent a health is; the page shows it as a mark beside the sentence. */
export type Tone = 'calm' | 'waiting' | 'quiet';

export function healthSentence(health: Health): string {
  switch (health.kind) {
    case 'starting':
      return 'Starting';
    case 'network-off':
      return 'Network off: this node talks to nobody';
    case 'alone':
      return 'Alone in this room';
    case 'connecting':
      return `Connecting to ${formatPlural(health.found, 'other tab')}`;
    case 'unreachable':
      return unreachableSentence(health.found);
    case 'syncing':
      return `Fetching ${formatCount(health.done)} of ${formatPlural(health.total, 'block')}`;
    case 'in-step':
      return inStepSentence(health.peers, health.height);
    case 'others-behind':
      return behindSentence(health.peers, health.behind);
  }
}

function unreachableSentence(found: number): string {
  return `Found ${formatPlural(found, 'tab')}, connected to 0: your networks need a TURN server`;
}

function inStepSentence(peers: number, height: number): string {
  const agreed = formatHeight(height);
  return peers === 1
    ? `${formatPlural(1, 'peer')}, in step at ${agreed}`
    : `${formatPlural(peers, 'peer')}, all at ${agreed}`;
}

function behindSentence(peers: number, behind: number): string {
  if (peers === 1) return `${formatPlural(1, 'peer')}, still behind`;
  if (behind >= peers) return `${formatPlural(peers, 'peer')}, all still behind`;
  return `${formatPlural(peers, 'peer')}, ${formatCount(behind)} of them behind`;
}

export function healthTone(health: Health): Tone {
  if (health.kind === 'in-step') return 'calm';
  return health.kind === 'alone' || health.kind === 'network-off' ? 'quiet' : 'waiting';
}

export const TURN_SENTENCE =
  'A TURN server passes on what networks will not let through; whoever runs this page can add ' +
  'one. Until then, bring both devices into the same Wi-Fi.';

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
    return `first their headers: ${formatCount(headersDone)} of ${formatCount(headersTotal)}`;
  }
  if (blocksPerSecond <= 0) return '';
  const rate = `${formatDecimal(blocksPerSecond)}\u00a0blocks/s`;
  return secondsLeft === undefined
    ? rate
    : `${rate} · about ${formatDuration(Math.max(1, secondsLeft))} left`;
}

function adviceSentence({ health, meeting, networkActive }: NodeSnapshot): string {
  if (health.kind === 'unreachable') return TURN_SENTENCE;
  if (!networkActive || meeting.status !== 'offline') return '';
  return health.kind === 'alone' || health.kind === 'connecting'
    ? 'The meeting place cannot be reached; an invitation links two tabs without it.'
    : 'The meeting place cannot be reached; the links go on without it.';
}

/** Calm: without miners there are no blocks, and nothing is wrong with that. */
function staleSentence({ staleSince, mining }: NodeSnapshot, nowSeconds: number): string {
  if (staleSince === undefined) return '';
  const since = `No block for ${formatDuration(nowSeconds - staleSince)}`;
  return mining.state === 'mining' && mining.hashesPerSecond > 0
    ? `${since}: at this tab’s rate one takes ${expectedWords(mining)} on average.`
    : `${since}: perhaps nobody is mining.`;
}

function expectedWords({ difficultyHashes, hashesPerSecond }: MiningState): string {
  return formatDuration(difficultyHashes / hashesPerSecond);
}
