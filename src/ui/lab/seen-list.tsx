/** "What you saw": the events of the laboratory in order, with ways to what they are about. */

import { useSignal } from '@preact/signals';
import type { LabEvent } from '../../lab/api.ts';
import { addressOf } from '../address.ts';
import { formatMoment, isoMoment, shortHash } from '../format.ts';
import { language } from '../language/language.ts';
import { say, sayCount } from '../language/say.ts';
import {
  blockOf,
  eventSentence,
  isShareOut,
  type Names,
  paymentOf,
  rowsOf,
  sharesSentence,
} from './event-words.ts';

interface SeenListProps {
  readonly events: readonly LabEvent[];
  readonly names: Names;
  readonly code: string;
}

const SHOWN_AT_FIRST = 12;

export function SeenList({ events, names, code }: SeenListProps) {
  const isWhole = useSignal(false);
  if (events.length === 0) return null;
  const rows = rowsOf(events);
  const older = Math.max(0, rows.length - SHOWN_AT_FIRST);
  const shown = isWhole.value ? rows : rows.slice(-SHOWN_AT_FIRST);
  return (
    <section class="seen" aria-labelledby="lab-seen">
      <h3 id="lab-seen">{say('What you saw')}</h3>
      {older > 0 && (
        <button
          type="button"
          class="text-button"
          aria-expanded={isWhole.value}
          onClick={() => (isWhole.value = !isWhole.value)}
        >
          {isWhole.value
            ? say('Show the newest only')
            : sayCount(older, 'Show {count} earlier event', 'Show {count} earlier events')}
        </button>
      )}
      <ol>
        {shown.map((row) => {
          const event = row.at(-1)!;
          return (
            <li key={row[0]!.id} class="seen-line" data-testid="lab-event" data-kind={event.kind}>
              <time dateTime={isoMoment(event.at)} title={formatMoment(event.at)}>
                {clock(event.at)}
              </time>
              <p>
                {isShareOut(event)
                  ? sharesSentence(latestOf(row), names)
                  : eventSentence(event, names)}{' '}
                <Ways event={event} code={code} />
              </p>
            </li>
          );
        })}
      </ol>
      <a class="text-button" href={addressOf(code, 'network')}>
        {say('See every message of this tab')}
      </a>
    </section>
  );
}

/** The last word on each node. */
function latestOf(row: readonly LabEvent[]): LabEvent[] {
  return [...new Map(row.map((event) => [event.node, event])).values()];
}

function Ways({ event, code }: { readonly event: LabEvent; readonly code: string }) {
  const [block, payment] = [blockOf(event), paymentOf(event)];
  return (
    <>
      {block !== undefined && (
        <a class="place hash" href={addressOf(code, 'block', block)} title={block}>
          {shortHash(block)}
        </a>
      )}
      {payment !== undefined && (
        <a class="place hash" href={addressOf(code, 'tx', payment)} title={payment}>
          {shortHash(payment)}
        </a>
      )}
    </>
  );
}

function clock(at: number): string {
  return new Intl.DateTimeFormat(language(), { timeStyle: 'medium' }).format(at);
}
