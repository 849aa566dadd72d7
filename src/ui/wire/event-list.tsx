/**
 * The messages, newest first, as one list that the arrow keys walk through. Only the rows in sight
 * are drawn, and who has scrolled down keeps what is before the eyes while new ones come in above.
 */

import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { formatBytes } from '../format.ts';
import { say } from '../language/say.ts';
import {
  clockTime,
  directionMark,
  directionWords,
  eventLabel,
  peerLabel,
  summaryOf,
} from './event-words.ts';
import { eventName, groupOf } from './message-groups.ts';
import { rowsInSight, topShowing } from './row-window.ts';
import type { LinkNames, WireEvent } from './wire-log.ts';

interface EventListProps {
  /** Newest first. */
  readonly events: readonly WireEvent[];
  readonly names: LinkNames;
  readonly selected: WireEvent | undefined;
  readonly select: (event: WireEvent) => void;
}

const LIST_HEIGHT_PX = 360;
const ROW_HEIGHT_PX = matchMedia('(pointer: coarse)').matches ? 44 : 30;
const STEPS: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 10,
  PageUp: -10,
};

export function EventList({ events, names, selected, select }: EventListProps) {
  const list = useRef<HTMLUListElement>(null);
  const top = useSignal(0);
  const newest = useRef<number | undefined>(undefined);
  const viewport = { top: top.value, height: LIST_HEIGHT_PX, rowHeight: ROW_HEIGHT_PX };
  const { from, to } = rowsInSight(events.length, viewport);

  useLayoutEffect(() => {
    const before = events.findIndex(({ id }) => id === newest.current);
    newest.current = events[0]?.id;
    if (before > 0 && list.current !== null && list.current.scrollTop > 0) {
      list.current.scrollTop += before * ROW_HEIGHT_PX;
    }
  }, [events]);

  const walk = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step === undefined || events.length === 0) return;
    event.preventDefault();
    const at = events.findIndex(({ id }) => id === selected?.id);
    const next = Math.min(events.length - 1, Math.max(0, at < 0 ? 0 : at + step));
    select(events[next]!);
    if (list.current !== null) list.current.scrollTop = topShowing(next, viewport);
  };

  return (
    <ul
      ref={list}
      class="wire-list"
      role="listbox"
      aria-label={say('Messages, newest first')}
      aria-activedescendant={selected === undefined ? undefined : rowId(selected)}
      tabIndex={0}
      style={{ height: `${LIST_HEIGHT_PX}px` }}
      onScroll={({ currentTarget }) => (top.value = currentTarget.scrollTop)}
      onKeyDown={walk}
    >
      <li class="wire-space" role="presentation" style={{ height: `${from * ROW_HEIGHT_PX}px` }} />
      {events.slice(from, to).map((event, at) => (
        <EventRow
          key={event.id}
          event={event}
          label={peerLabel(event.link, names.get(event.link))}
          isSelected={event.id === selected?.id}
          place={from + at + 1}
          count={events.length}
          select={select}
        />
      ))}
      <li
        class="wire-space"
        role="presentation"
        style={{ height: `${(events.length - to) * ROW_HEIGHT_PX}px` }}
      />
    </ul>
  );
}

interface EventRowProps {
  readonly event: WireEvent;
  readonly label: string;
  readonly isSelected: boolean;
  /** From 1. */
  readonly place: number;
  readonly count: number;
  readonly select: (event: WireEvent) => void;
}

function EventRow({ event, label, isSelected, place, count, select }: EventRowProps) {
  return (
    <li
      id={rowId(event)}
      class="wire-row"
      role="option"
      aria-selected={isSelected}
      aria-posinset={place}
      aria-setsize={count}
      data-testid="wire-row"
      data-name={eventName(event)}
      data-kind={event.kind}
      data-group={groupOf(event)}
      style={{ height: `${ROW_HEIGHT_PX}px` }}
      onClick={() => select(event)}
    >
      <span class="wire-time figure">{clockTime(event.at)}</span>
      <span class="wire-way" title={directionWords(event)} aria-label={directionWords(event)}>
        {directionMark(event)}
      </span>
      <span class="wire-name">
        <span class="wire-dot" aria-hidden="true" />
        {eventLabel(event)}
      </span>
      <bdi class="wire-peer inert">{label}</bdi>
      <span class="wire-summary inert">{summaryOf(event)}</span>
      <span class="wire-size figure">
        {event.sizeBytes > 0 ? formatBytes(event.sizeBytes) : ''}
      </span>
    </li>
  );
}

function rowId({ id }: WireEvent): string {
  return `wire-${id}`;
}
