/**
 * Which messages are drawn as dots on the map, and when: as far apart as they were, within the time
 * until the next look, and never more than an eye can follow.
 */

import { PULSES_PER_SECOND_MAX } from '../../util/limits.ts';
import { type Group, groupOf } from '../wire/message-groups.ts';
import type { WireEvent } from '../wire/wire-log.ts';

export interface Pulse {
  readonly id: number;
  readonly link: number;
  readonly isOutward: boolean;
  readonly group: Group;
  readonly delayMs: number;
}

export function pulsesOf(fresh: readonly WireEvent[], lookMs: number): Pulse[] {
  const messages = fresh.filter(({ kind }) => kind === 'received' || kind === 'sent');
  const max = Math.floor((PULSES_PER_SECOND_MAX * lookMs) / 1000);
  const firstAt = messages[0]?.at ?? 0;
  return thinned(messages, max).map((event) => ({
    id: event.id,
    link: event.link,
    isOutward: event.kind === 'sent',
    group: groupOf(event),
    delayMs: Math.min(lookMs, Math.max(0, event.at - firstAt)),
  }));
}

/** Every so many-th, so that what is left still has the mixture of the whole. */
function thinned(events: readonly WireEvent[], max: number): readonly WireEvent[] {
  if (events.length <= max) return events;
  return Array.from({ length: max }, (_, at) => events[Math.floor((at * events.length) / max)]!);
}
