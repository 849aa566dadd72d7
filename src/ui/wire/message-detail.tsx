/** One message, field by field beside its bytes. */

import { toHex } from '../../util/bytes.ts';
import { addressOf } from '../address.ts';
import { BytesView } from '../explorer/bytes-view.tsx';
import { showField } from '../explorer/explorer-words.ts';
import type { FieldKind } from '../explorer/field-words.ts';
import type { Field } from '../explorer/tape.ts';
import { formatBytes, formatMoment } from '../format.ts';
import { say } from '../language/say.ts';
import { clockTime, directionWords, eventLabel, peerLabel } from './event-words.ts';
import { annotateFrame } from './frame-fields.ts';
import { groupOf } from './message-groups.ts';
import type { LinkName, WireEvent } from './wire-log.ts';

interface MessageDetailProps {
  readonly event: WireEvent;
  readonly name: LinkName | undefined;
  /** The room's code. */
  readonly code: string;
}

const BLOCKS: ReadonlySet<FieldKind> = new Set([
  'previous-block',
  'locator-hash',
  'inventory-block',
  'block-hash',
] as const);
const NO_HASH = '0'.repeat(64);

export function MessageDetail({ event, name, code }: MessageDetailProps) {
  const { bytes, sizeBytes, kind, at, link, reason } = event;
  const isMessage = kind === 'received' || kind === 'sent';
  return (
    <article class="wire-detail" data-testid="wire-detail" data-group={groupOf(event)}>
      <h3>
        <span class="wire-dot" aria-hidden="true" />
        {eventLabel(event)}
        <span class="quiet">
          {' '}
          {directionWords(event)}, <bdi class="inert">{peerLabel(link, name)}</bdi>,{' '}
          <time dateTime={new Date(at).toISOString()} title={formatMoment(at)}>
            {clockTime(at)}
          </time>
        </span>
      </h3>
      {!isMessage && <p>{linkWords(event.kind, reason)}</p>}
      {bytes.length < sizeBytes && (
        <p class="quiet">
          {say('The first {kept} of {size} are kept.', {
            kept: formatBytes(bytes.length),
            size: formatBytes(sizeBytes),
          })}
        </p>
      )}
      {isMessage && bytes.length > 0 && (
        <BytesView
          key={event.id}
          hex={toHex(bytes)}
          fields={annotateFrame(bytes, sizeBytes)}
          copyLabel={say('Copy the message as hex')}
          show={(field) => <Value field={field} code={code} />}
        />
      )}
    </article>
  );
}

function Value({ field, code }: { readonly field: Field; readonly code: string }) {
  const isBlock = BLOCKS.has(field.kind) && field.value !== NO_HASH;
  if (!isBlock) return <bdi>{shown(field)}</bdi>;
  return (
    <a class="place" href={addressOf(code, 'block', field.value)}>
      {field.value}
    </a>
  );
}

function shown(field: Field): string {
  if (field.kind === 'sender-time') return showField({ ...field, kind: 'time' });
  if (field.kind === 'stop-hash' && field.value === NO_HASH) return say('as many as fit');
  return showField(field);
}

function linkWords(kind: WireEvent['kind'], reason: string | undefined): string {
  if (kind === 'opened') {
    return say('The channel opened. Both sides have five seconds to say hello.');
  }
  return reason === undefined
    ? say('The link was closed.')
    : say('The link was closed: {reason}.', { reason });
}
