/** Which events are shown: of chosen groups, in one direction, with one peer; or all. */

import { type Group, groupOf } from './message-groups.ts';
import type { WireEvent } from './wire-log.ts';

export interface EventFilter {
  readonly groups: ReadonlySet<Group>;
  readonly direction: 'both' | 'received' | 'sent';
  /** A link, or all of them. */
  readonly link: number | undefined;
}

export const SHOW_ALL: EventFilter = { groups: new Set(), direction: 'both', link: undefined };

export function isShown(event: WireEvent, { groups, direction, link }: EventFilter): boolean {
  if (link !== undefined && event.link !== link) return false;
  if (direction !== 'both' && event.kind !== direction) return false;
  return groups.size === 0 || groups.has(groupOf(event));
}

export function withGroup(filter: EventFilter, group: Group): EventFilter {
  const groups = new Set(filter.groups);
  if (!groups.delete(group)) groups.add(group);
  return { ...filter, groups };
}
