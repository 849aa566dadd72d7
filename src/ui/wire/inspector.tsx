/** The wire inspector: every message in and out, to be filtered, held, opened and saved. */

import { useSignal } from '@preact/signals';
import { WIRE_EVENTS_SHOWN_MAX } from '../../util/limits.ts';
import { download } from '../download.ts';
import { Switch } from '../components/controls.tsx';
import { formatCount } from '../format.ts';
import { say, sayCount, toSay } from '../language/say.ts';
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
          <h3 id="wire-title">{say('Messages')}</h3>
        </header>
        <p class="empty">{say(NOTHING_YET)}</p>
      </section>
    );
  }
  return (
    <section class="wire" aria-labelledby="wire-title">
      <header class="wire-head">
        <h3 id="wire-title">{say('Messages')}</h3>
        <span class="button-row">
          <Switch
            label={held.value === undefined ? say('Live') : say('Held')}
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
            {say('Save {count} as JSON lines', { count: formatCount(shown.length) })}
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
        {log.missed > 0 && ` ${missedWords(log.missed)}`}
      </p>
      {shown.length === 0 ? (
        <p class="empty">{say('No message is of the kinds that are chosen.')}</p>
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

const NOTHING_YET = toSay(
  'Nothing here yet. Peers ping each other every ten seconds, and every block travels as soon as ' +
    'it is found.',
);

function countWords(shown: number, kept: number): string {
  const isFull = kept >= WIRE_EVENTS_SHOWN_MAX;
  const values = { shown: formatCount(shown), kept: formatCount(kept) };
  if (shown < kept) {
    return isFull
      ? say('{shown} of the last {kept} since this view was opened.', values)
      : say('{shown} of {kept} since this view was opened.', values);
  }
  return isFull
    ? say('The last {kept} since this view was opened. Choose one to look inside.', {
        kept: values.kept,
      })
    : say('{kept} since this view was opened. Choose one to look inside.', { kept: values.kept });
}

function missedWords(missed: number): string {
  return sayCount(
    missed,
    '{count} message passed too quickly to be kept.',
    '{count} messages passed too quickly to be kept.',
  );
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
      <div class="wire-chips" role="group" aria-label={say('Show only')}>
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
              {say(label)}
              <span class="wire-chip-count">{formatCount(counts.get(group) ?? 0)}</span>
            </button>
          ),
        )}
      </div>
      <label class="wire-select">
        <span>{say('Direction')}</span>
        <select
          value={filter.direction}
          onChange={({ currentTarget: { value } }) =>
            set({ ...filter, direction: value as EventFilter['direction'] })
          }
        >
          <option value="both">{say('in and out')}</option>
          <option value="received">{say('in')}</option>
          <option value="sent">{say('out')}</option>
        </select>
      </label>
      {!isOneLink && (
        <label class="wire-select">
          <span>{say('Peer')}</span>
          <select
            value={filter.link === undefined ? '' : String(filter.link)}
            onChange={({ currentTarget: { value } }) =>
              set({ ...filter, link: value === '' ? undefined : Number(value) })
            }
          >
            <option value="">{say('all')}</option>
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
