/** The wire inspector: every message in and out, to be filtered, held, opened and saved. */

import { useSignal } from '@preact/signals';
import { WIRE_EVENTS_SHOWN_MAX } from '../../util/limits.ts';
import { download } from '../download.ts';
import { Switch } from '../components/controls.tsx';
import { formatCount, formatPlural } from '../format.ts';
import { type EventFilter, isShown, SHOW_ALL, withGroup } from './event-filter.ts';
import { EventList } from './event-list.tsx';
import { peerLabel, toJsonLines } from './event-words.ts';
import { type Group, GROUPS, groupOf } from './message-groups.ts';
import { MessageDetail } from './message-detail.tsx';
import type { LinkNames, WireEvent, WireLog } from './wire-log.ts';

interface InspectorProps {
  readonly log: WireLog;
  readonly names: LinkNames;
  /** The room's code. */
  readonly code: string;
  /** Only what passes here; all links where absent. */
  readonly link?: number;
}

export function Inspector({ log, names, code, link }: InspectorProps) {
  const filter = useSignal<EventFilter>(SHOW_ALL);
  const held = useSignal<readonly WireEvent[] | undefined>(undefined);
  const selected = useSignal<WireEvent | undefined>(undefined);
  const all = held.value ?? log.events;
  const events = link === undefined ? all : all.filter((event) => event.link === link);
  const shown = events.filter((event) => isShown(event, filter.value)).reverse();
  const chosen = selected.value;
  if (events.length === 0) {
    return (
      <section class="wire" aria-labelledby="wire-title">
        <header class="wire-head">
          <h3 id="wire-title">Messages</h3>
        </header>
        <p class="empty">{NOTHING_YET}</p>
      </section>
    );
  }
  return (
    <section class="wire" aria-labelledby="wire-title">
      <header class="wire-head">
        <h3 id="wire-title">Messages</h3>
        <span class="button-row">
          <Switch
            label={held.value === undefined ? 'Live' : 'Held'}
            on={held.value === undefined}
            testId="wire-live"
            toggle={(on) => (held.value = on ? undefined : log.events)}
          />
          <button
            type="button"
            class="button"
            data-testid="wire-export"
            onClick={() => save(shown.toReversed(), names)}
          >
            Save {formatCount(shown.length)} as JSON lines
          </button>
        </span>
      </header>
      <Filters
        events={events}
        names={names}
        filter={filter.value}
        isOneLink={link !== undefined}
        set={(next) => (filter.value = next)}
      />
      <p class="wire-count quiet" data-testid="wire-count" data-value={shown.length}>
        {countWords(shown.length, events.length)}
        {log.missed > 0 && ` ${formatPlural(log.missed, 'message')} passed too quickly to be kept.`}
      </p>
      {shown.length === 0 ? (
        <p class="empty">No message is of the kinds that are chosen.</p>
      ) : (
        <EventList
          events={shown}
          names={names}
          selected={chosen}
          select={(event) => (selected.value = event)}
        />
      )}
      {chosen !== undefined && (
        <MessageDetail event={chosen} name={names.get(chosen.link)} code={code} />
      )}
    </section>
  );
}

const NOTHING_YET =
  'Nothing here yet. Peers ping each other every ten seconds, and every block travels as soon as ' +
  'it is found.';

function countWords(shown: number, kept: number): string {
  const all = kept >= WIRE_EVENTS_SHOWN_MAX ? `the last ${formatCount(kept)}` : formatCount(kept);
  if (shown < kept) return `${formatCount(shown)} of ${all} since this view was opened.`;
  return `${all} since this view was opened. Choose one to look inside.`;
}

function save(events: readonly WireEvent[], names: LinkNames): void {
  download(new TextEncoder().encode(toJsonLines(events, names)), 'tabchain-messages.jsonl');
}

interface FiltersProps {
  readonly events: readonly WireEvent[];
  readonly names: LinkNames;
  readonly filter: EventFilter;
  readonly isOneLink: boolean;
  readonly set: (filter: EventFilter) => void;
}

function Filters({ events, names, filter, isOneLink, set }: FiltersProps) {
  const counts = new Map<Group, number>();
  for (const event of events) {
    const group = groupOf(event);
    counts.set(group, (counts.get(group) ?? 0) + 1);
  }
  const links = [...new Set(events.map(({ link }) => link))].toSorted((a, b) => a - b);
  return (
    <div class="wire-filters">
      <div class="wire-chips" role="group" aria-label="Show only">
        {GROUPS.filter(([group]) => counts.has(group) || filter.groups.has(group)).map(
          ([group, label]) => (
            <button
              key={group}
              type="button"
              class="wire-chip"
              aria-pressed={filter.groups.has(group)}
              data-group={group}
              data-testid={`wire-chip-${group}`}
              onClick={() => set(withGroup(filter, group))}
            >
              <span class="wire-dot" aria-hidden="true" />
              {label}
              <span class="wire-chip-count">{formatCount(counts.get(group) ?? 0)}</span>
            </button>
          ),
        )}
      </div>
      <label class="wire-select">
        <span>Direction</span>
        <select
          value={filter.direction}
          onChange={({ currentTarget: { value } }) =>
            set({ ...filter, direction: value as EventFilter['direction'] })
          }
        >
          <option value="both">in and out</option>
          <option value="received">in</option>
          <option value="sent">out</option>
        </select>
      </label>
      {!isOneLink && (
        <label class="wire-select">
          <span>Peer</span>
          <select
            value={filter.link === undefined ? '' : String(filter.link)}
            onChange={({ currentTarget: { value } }) =>
              set({ ...filter, link: value === '' ? undefined : Number(value) })
            }
          >
            <option value="">all</option>
            {links.map((each) => (
              <option key={each} value={String(each)}>
                {peerLabel(each, names.get(each))}
              </option>
            ))}
          </select>
        </label>
      )}
    </div>
  );
}
