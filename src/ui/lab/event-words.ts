/**
 * What happened in the laboratory, as sentences. A fact that is missing is left out of the sentence
 * instead of being shown as "undefined", because what must never fail is telling.
 */

import { type LabEvent, type NodeRef, SELF } from '../../lab/api.ts';
import { formatAmount, formatHeight } from '../format.ts';
import { language } from '../language/language.ts';
import { say, sayCount } from '../language/say.ts';
import { isolated, listed } from './names.ts';

/** Names by ref; of those who left too. */
export type Names = ReadonlyMap<NodeRef, string>;

const HASH = /^[0-9a-f]{64}$/;

export function eventSentence(event: LabEvent, names: Names): string {
  const who = nameOf(event, names);
  switch (event.kind) {
    case 'node-added':
      return say('{node} joined: a full node, with a chain and a wallet of its own.', {
        node: who,
      });
    case 'node-removed':
      return say('{node} left.', { node: who });
    case 'stopped':
      return stoppedSentence(event);
    case 'cut':
      return cutSentence(event, names);
    case 'healed':
      return healedSentence(event, names);
    case 'weather':
      return weatherSentence(event);
    case 'mining':
      return miningSentence(event, who);
    case 'block-found':
      return foundSentence(event, who);
    case 'reorganisation':
      return reorganisationSentence(event, who);
    case 'refused':
      return refusedSentence(event, names);
    case 'payment':
      return paymentSentence(event, who);
    case 'agreed':
      return agreedSentence(event);
    case 'disagreed':
      return disagreedSentence(event);
  }
}

/** Shares are given to all at once: such a row is one line, of those who mine. */
export function isShareOut({ kind }: LabEvent): boolean {
  return kind === 'mining';
}

export function sharesSentence(events: readonly LabEvent[], names: Names): string {
  const [only] = events;
  if (events.length === 1) return eventSentence(only!, names);
  const mining = events.filter((event) => (count(event, 'share') ?? 0) > 0);
  if (mining.length === 0) return say('No virtual node mines now.');
  const shares = mining.map((event) =>
    say('{node} {share} %', { node: nameOf(event, names), share: count(event, 'share') ?? 0 }),
  );
  return say('Who mines now: {shares}.', { shares: listed(shares, language()) });
}

/** Rows of one event each, but for what belongs together. */
export function rowsOf(events: readonly LabEvent[]): LabEvent[][] {
  const rows: LabEvent[][] = [];
  for (const event of events) {
    const last = rows.at(-1);
    if (last !== undefined && isShareOut(event) && isShareOut(last[0]!)) last.push(event);
    else rows.push([event]);
  }
  return rows;
}

/** The block that it is about; undefined for none. */
export function blockOf({ facts }: LabEvent): string | undefined {
  return hashIn(facts['hash']);
}

/** The payment that it is about; undefined for none. */
export function paymentOf({ facts }: LabEvent): string | undefined {
  return hashIn(facts['txid']);
}

function hashIn(value: unknown): string | undefined {
  return typeof value === 'string' && HASH.test(value) ? value : undefined;
}

function stoppedSentence(event: LabEvent): string {
  return sayCount(
    count(event, 'nodes') ?? 0,
    'The worker of the virtual nodes stopped by a fault, and {count} node with it.',
    'The worker of the virtual nodes stopped by a fault, and {count} nodes with it.',
  );
}

function cutSentence(event: LabEvent, names: Names): string {
  const link = linkOf(event, names);
  if (link !== undefined) return say('The link between {from} and {to} was cut.', link);
  return say('Every link between the sides was cut.');
}

function healedSentence(event: LabEvent, names: Names): string {
  const link = linkOf(event, names);
  if (link !== undefined) return say('The link between {from} and {to} was healed.', link);
  return say('Every link was healed.');
}

function weatherSentence(event: LabEvent): string {
  const [latency = 0, loss = 0] = [count(event, 'latencyMs'), count(event, 'lossPercent')];
  if (latency === 0 && loss === 0) return say('Messages travel at once again.');
  return say('Every message takes {latency} ms longer, and {loss} % must be sent twice.', {
    latency,
    loss,
  });
}

function miningSentence(event: LabEvent, node: string): string {
  const share = count(event, 'share');
  if (share === undefined) return say('{node} mines with another share.', { node });
  if (share === 0) return say('{node} does not mine.', { node });
  return say('{node} mines with {share} % of the laboratory’s hashes.', { node, share });
}

function foundSentence(event: LabEvent, node: string): string {
  const height = count(event, 'height');
  const blocks = count(event, 'count');
  if (height === undefined) return say('{node} found a block.', { node });
  const values = { node, height: formatHeight(height) };
  if (blocks === undefined || blocks < 2) return say('{node} found block {height}.', values);
  return sayCount(
    blocks,
    '{node} found {count} block, up to block {height}.',
    '{node} found {count} blocks, up to block {height}.',
    values,
  );
}

function reorganisationSentence(event: LabEvent, node: string): string {
  const [undone, added] = [count(event, 'undone'), count(event, 'added')];
  if (undone === undefined) return say('{node} changed to a branch with more work.', { node });
  const blocks = sayCount(undone, '{count} block', '{count} blocks');
  if (added === undefined) {
    return say('{node} gave up {blocks}, for a branch with more work.', { node, blocks });
  }
  const instead = sayCount(added, '{count} other', '{count} others');
  return say('{node} gave up {blocks} and took {instead}: their branch has more work.', {
    node,
    blocks,
    instead,
  });
}

function refusedSentence(event: LabEvent, names: Names): string {
  const values = {
    node: event.node === undefined ? say('A node') : nameIn(event.node, names),
    peer: textIn(event, 'by'),
    code: textIn(event, 'code'),
  };
  if (values.code === '') return say('{node} refused what it was sent.', values);
  if (values.peer === '') return say('{node} refused what it was sent: {code}.', values);
  return say('{node} refused what {peer} sent: {code}.', values);
}

function paymentSentence(event: LabEvent, node: string): string {
  const amount = count(event, 'amount');
  if (amount === undefined) return say('{node} sent a payment.', { node });
  const values = { node, amount: formatAmount(Math.abs(amount)) };
  switch (event.facts['stage']) {
    case 'confirming':
      return say('{node}: a payment of {amount} has entered a block.', values);
    case 'replaced':
      return say('{node}: a payment of {amount} was replaced by one of the same coins.', values);
    case 'orphaned':
      return say('{node}: a payment of {amount} has lost its block.', values);
    case 'dropped':
      return say('{node}: a payment of {amount} can enter no block any more.', values);
    default:
      return newPaymentSentence(event, values);
  }
}

function newPaymentSentence(
  { facts }: LabEvent,
  values: { readonly node: string; readonly amount: string },
): string {
  if (facts['kind'] === 'received') return say('{node} sees {amount} on their way to it.', values);
  if (facts['kind'] === 'moved') return say('{node} pays itself, for a fee of {amount}.', values);
  return say('{node} sent a payment of {amount}.', values);
}

function textIn({ facts }: LabEvent, fact: string): string {
  const value = facts[fact];
  return typeof value === 'string' && value !== '' ? isolated(value) : '';
}

function agreedSentence(event: LabEvent): string {
  const height = count(event, 'height');
  if (height === undefined) return say('All nodes agree on one chain.');
  return say('All nodes agree on one chain, at block {height}.', {
    height: formatHeight(height),
  });
}

function disagreedSentence(event: LabEvent): string {
  const tips = count(event, 'tips');
  if (tips === undefined) return say('The nodes stand on different blocks.');
  return sayCount(
    tips,
    'The nodes stand on {count} newest block.',
    'The nodes stand on {count} different newest blocks.',
  );
}

function linkOf({ facts }: LabEvent, names: Names): { from: string; to: string } | undefined {
  const { from, to } = facts;
  if (typeof from !== 'string' || typeof to !== 'string') return undefined;
  const within = (ref: NodeRef) => {
    if (ref === SELF) return say('this tab');
    const name = names.get(ref) ?? '';
    return name === '' ? say('another tab') : isolated(name);
  };
  return { from: within(from), to: within(to) };
}

function nameOf({ node, facts }: LabEvent, names: Names): string {
  const own = facts['name'];
  if (typeof own === 'string' && own !== '') return isolated(own);
  return node === undefined ? say('A node') : nameIn(node, names);
}

function nameIn(ref: NodeRef, names: Names): string {
  if (ref === SELF) return say('This tab');
  const name = names.get(ref);
  return name === undefined || name === '' ? say('A node') : isolated(name);
}

function count({ facts }: LabEvent, fact: string): number | undefined {
  const value = facts[fact];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
