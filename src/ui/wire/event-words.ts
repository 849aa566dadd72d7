/** What the inspector says of an event: in one line, and as a line of an exported file. */

import { toHex } from '../../util/bytes.ts';
import { wordsOf, type FieldKind } from '../explorer/field-words.ts';
import type { Field } from '../explorer/tape.ts';
import { formatPlural, shortHash } from '../format.ts';
import { annotateFrame } from './frame-fields.ts';
import { eventName } from './message-groups.ts';
import type { LinkName, LinkNames, WireEvent } from './wire-log.ts';

const KEY_DIGITS = 8;

export function directionMark({ kind }: WireEvent): string {
  return { received: '↓', sent: '↑', opened: '+', closed: '×' }[kind];
}

export function directionWords({ kind }: WireEvent): string {
  return { received: 'in', sent: 'out', opened: 'link opened', closed: 'link closed' }[kind];
}

/** Who is at the other end, in a word. */
export function peerLabel(link: number, name: LinkName | undefined): string {
  if (name === undefined || name.key === '') return `link ${link}`;
  return name.name === '' ? name.key : name.name;
}

/** '14:03:07.120', by this device's clock. */
export function clockTime(atMs: number): string {
  const at = new Date(atMs);
  const two = (value: number) => String(value).padStart(2, '0');
  const millis = String(at.getMilliseconds()).padStart(3, '0');
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}.${millis}`;
}

/** What the message says, in a few words. */
export function summaryOf(event: WireEvent): string {
  const { kind, bytes, sizeBytes, reason } = event;
  if (kind === 'opened') return 'nothing said yet';
  if (kind === 'closed') return reason ?? '';
  const fields = annotateFrame(bytes, sizeBytes);
  if (fields.some((field) => field.kind === 'unreadable')) return 'malformed';
  return SUMMARIES[eventName(event)]?.(valuesOf(fields)) ?? '';
}

type Values = (kind: FieldKind) => string;

/** The first of each kind; empty where there is none. */
function valuesOf(fields: readonly Field[]): Values {
  return (kind) => fields.find((field) => field.kind === kind)?.value ?? '';
}

const inventory = (values: Values) => {
  const noun = values('inventory-type').startsWith('block') ? 'block' : 'transaction';
  return formatPlural(Number(values('count')), noun);
};
const block = (values: Values) => values('whole-transaction').replace(/^reward of /, '');
const nonce = (values: Values) => `nonce ${values('ping-nonce')}`;

const SUMMARIES: Readonly<Record<string, (values: Values) => string>> = {
  hello: (values) => `I am ${values('node-key').slice(0, KEY_DIGITS)}`,
  version: (values) => `${values('user-agent')} at ${values('start-height')}`,
  verack: () => 'agreed',
  ping: nonce,
  pong: nonce,
  getheaders: (values) => `after ${shortHash(values('locator-hash'))}`,
  headers: (values) => formatPlural(Number(values('count')), 'header'),
  inv: inventory,
  getdata: inventory,
  notfound: inventory,
  block,
  cmpctblock: (values) =>
    `${block(values)}; ${formatPlural(Number(values('count')), 'short name')}`,
  getblocktxn: (values) => formatPlural(Number(values('count')), 'transaction'),
  blocktxn: (values) => formatPlural(Number(values('count')), 'transaction'),
  tx: (values) =>
    [
      formatPlural(Number(values('input-count')), 'input'),
      formatPlural(Number(values('output-count')), 'output'),
    ].join(', '),
  peers: (values) => formatPlural(Number(values('count')), 'neighbour'),
  signal: (values) =>
    `${values('signal-from').slice(0, KEY_DIGITS)} to ${values('signal-to').slice(0, KEY_DIGITS)}`,
};

/** One event a line (JSON lines), each with its fields under Bitcoin's names. */
export function toJsonLines(events: readonly WireEvent[], names: LinkNames): string {
  return events
    .map((event) => `${JSON.stringify(toRecord(event, names.get(event.link)))}\n`)
    .join('');
}

function toRecord(event: WireEvent, name: LinkName | undefined) {
  const { id, at, link, kind, sizeBytes, bytes, reason } = event;
  const head = { id, at: new Date(at).toISOString(), event: kind, link, peer: name?.key ?? '' };
  if (kind === 'opened' || kind === 'closed') {
    return reason === undefined ? head : { ...head, reason };
  }
  const fields = annotateFrame(bytes, sizeBytes).map((field) => ({
    field: wordsOf(field.kind).core,
    at: field.at,
    value: field.value,
  }));
  const message = { message: eventName(event), sizeBytes, hex: toHex(bytes), fields };
  return { ...head, ...message };
}
