/** The figures of the wall, each as a value and what it is. */

import type { MiningState, NodeSnapshot } from '../../node/api.ts';
import { formatCount, formatDuration, formatHashes, formatHashRate } from '../format.ts';
import { say, sayCount } from '../language/say.ts';
import { isUnderWay } from '../words.ts';
import type { Moment } from './timeline.ts';

export interface Figure {
  readonly value: string;
  readonly label: string;
}

export function figuresOf({ mining, mempool }: NodeSnapshot): readonly Figure[] {
  return [
    { value: roomRate(mining), label: say('hash rate of the room') },
    { value: formatHashes(mining.difficultyHashes), label: say('difficulty: hashes a block') },
    { value: formatCount(mempool?.transactions ?? 0), label: say('payments waiting') },
  ];
}

function roomRate({ room }: MiningState): string {
  return room === undefined ? say('too early to tell') : formatHashRate(room.hashesPerSecond);
}

/** How long it took; empty where that is not known. */
export function afterWords({ afterSeconds }: Moment): string {
  if (afterSeconds === undefined) return '';
  return say('after {duration}', { duration: formatDuration(afterSeconds) });
}

/** Who lost the race for that height; empty where nobody did. */
export function lostWords({ lost }: Moment): string {
  return lost === 0 ? '' : sayCount(lost, '{count} lost beside it', '{count} lost beside it');
}

export function sinceWords({ height, sync, tipTime }: NodeSnapshot, nowSeconds: number): string {
  if (isUnderWay(sync) || height === 0) return '';
  const duration = formatDuration(Math.max(0, nowSeconds - tipTime));
  return say('{duration} since the last block', { duration });
}
