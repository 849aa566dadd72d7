/** What the inspector says of an event: in one line, and as a line of an exported file. */

import { toHex } from '../../util/bytes.ts';
import { showField } from '../explorer/explorer-words.ts';
import { wordsOf, type FieldKind } from '../explorer/field-words.ts';
import type { Field } from '../explorer/tape.ts';
import { shortHash } from '../format.ts';
import { say, sayCount, toSay } from '../language/say.ts';
import { annotateFrame } from './frame-fields.ts';
import { eventName } from './message-groups.ts';
import type { LinkName, LinkNames, WireEvent } from './wire-log.ts';

const KEY_DIGITS = 8;

export function directionMark({ kind }: WireEvent): string {
  return { received: '↓', sent: '↑', opened: '+', closed: '×' }[kind];
}

export function directionWords({ kind }: WireEvent): string {
  switch (kind) {
    case 'received':
      return say('in');
    case 'sent':
      return say('out');
    case 'opened':
      return say('link opened');
    case 'closed':
      return say('link closed');
  }
}

/** Messages go by the protocol's names for them. */
export function eventLabel(event: WireEvent): string {
  const name = eventName(event);
  const label = Object.hasOwn(LABELS, name) ? LABELS[name] : undefined;
  return label === undefined ? name : say(label);
}

const LABELS: Readonly<Record<string, string>> = {
  opened: toSay('opened'),
  closed: toSay('closed'),
  nothing: toSay('nothing'),
};

/** Who is at the other end, in a word. */
export function peerLabel(link: number, name: LinkName | undefined): string {
  if (name === undefined || name.key === '') return say('link {number}', { number: link });
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
  if (kind === 'opened') return say('nothing said yet');
  if (kind === 'closed') return reason ?? '';
  const fields = annotateFrame(bytes, sizeBytes);
  if (fields.some((field) => field.kind === 'unreadable')) return say('malformed');
  return SUMMARIES[eventName(event)]?.(valuesOf(fields), fields) ?? '';
}

type Values = (kind: FieldKind) => string;

/** The first of each kind; empty where there is none. */
function valuesOf(fields: readonly Field[]): Values {
  return (kind) => fields.find((field) => field.kind === kind)?.value ?? '';
}

type Summary = (values: Values, fields: readonly Field[]) => string;

const inventory: Summary = (values) => {
  const count = Number(values('count'));
  return values('inventory-block') === ''
    ? sayCount(count, '{count} transaction', '{count} transactions')
    : sayCount(count, '{count} block', '{count} blocks');
};
const transactions: Summary = (values) =>
  sayCount(Number(values('count')), '{count} transaction', '{count} transactions');
const nonce: Summary = (values) => say('nonce {nonce}', { nonce: values('ping-nonce') });

const SUMMARIES: Readonly<Record<string, Summary>> = {
  hello: (values) => say('I am {key}', { key: values('node-key').slice(0, KEY_DIGITS) }),
  version: (values) =>
    say('{agent} at {height}', { agent: values('user-agent'), height: values('start-height') }),
  verack: () => say('agreed'),
  ping: nonce,
  pong: nonce,
  getheaders: (values) => say('after {hash}', { hash: shortHash(values('locator-hash')) }),
  headers: (values) => sayCount(Number(values('count')), '{count} header', '{count} headers'),
  inv: inventory,
  getdata: inventory,
  notfound: inventory,
  block: (_, fields) => blockSummary(fields),
  cmpctblock: (values, fields) =>
    sayCount(
      Number(values('count')),
      '{block}; {count} short name',
      '{block}; {count} short names',
      { block: blockSummary(fields) },
    ),
  getblocktxn: transactions,
  blocktxn: transactions,
  tx: (values) =>
    [
      sayCount(Number(values('input-count')), '{count} input', '{count} inputs'),
      sayCount(Number(values('output-count')), '{count} output', '{count} outputs'),
    ].join(', '),
  peers: (values) => sayCount(Number(values('count')), '{count} neighbour', '{count} neighbours'),
  signal: (values) =>
    say('{from} to {to}', {
      from: values('signal-from').slice(0, KEY_DIGITS),
      to: values('signal-to').slice(0, KEY_DIGITS),
    }),
};

/** By its first transaction, which is its reward. */
function blockSummary(fields: readonly Field[]): string {
  const reward = fields.find(({ kind }) => kind === 'whole-transaction');
  if (reward === undefined) return '';
  const { height, miner } = reward.phrase?.values ?? {};
  if (height === undefined) return showField(reward);
  return miner === undefined
    ? say('block {height}', { height })
    : say('block {height}, mined by {miner}', { height, miner });
}

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
