/** What went over one link since the view was opened, by kind of message. */

import { eventName, type Group, groupOf } from '../wire/message-groups.ts';
import type { WireEvent } from '../wire/wire-log.ts';

export interface Traffic {
  readonly name: string;
  readonly group: Group;
  readonly received: number;
  readonly receivedBytes: number;
  readonly sent: number;
  readonly sentBytes: number;
}

const NOTHING = { received: 0, receivedBytes: 0, sent: 0, sentBytes: 0 };

/** The most bytes first. */
export function trafficOf(events: readonly WireEvent[], link: number): Traffic[] {
  const rows = new Map<string, Traffic>();
  for (const event of events) {
    if (event.link !== link || groupOf(event) === 'links') continue;
    const name = eventName(event);
    const row = rows.get(name) ?? { name, group: groupOf(event), ...NOTHING };
    rows.set(name, counted(row, event));
  }
  const total = ({ receivedBytes, sentBytes }: Traffic) => receivedBytes + sentBytes;
  return [...rows.values()].toSorted((left, right) => total(right) - total(left));
}

function counted(row: Traffic, { kind, sizeBytes }: WireEvent): Traffic {
  return kind === 'received'
    ? { ...row, received: row.received + 1, receivedBytes: row.receivedBytes + sizeBytes }
    : { ...row, sent: row.sent + 1, sentBytes: row.sentBytes + sizeBytes };
}
