/**
 * What happened in the laboratory, as sentences. A fact that is missing is left out of the sentence
 * instead of being shown as "undefined", because what must never fail is telling.
 */

import { type LabEvent, type NodeRef, SELF } from '../../lab/api.ts';
import { formatAmount, formatHeight } from '../format.ts';
import { say, sayCount } from '../language/say.ts';
import { isolated } from './names.ts';

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
  if (share === 0) return say('{node} stopped mining.', { node });
  return say('{node} mines with {share} % of the laboratory’s hashes.', { node, share });
}

function foundSentence(event: LabEvent, node: string): string {
  const height = count(event, 'height');
  if (height === undefined) return say('{node} found a block.', { node });
  return say('{node} found block {height}.', { node, height: formatHeight(height) });
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
  const by = event.facts['by'] ?? event.node;
  const node = typeof by === 'string' ? nameIn(by, names) : say('A node');
  const code = event.facts['code'];
  if (typeof code !== 'string') return say('{node} refused what it was sent.', { node });
  return say('{node} refused what it was sent: {code}.', { node, code: isolated(code) });
}

function paymentSentence(event: LabEvent, node: string): string {
  const amount = count(event, 'amount');
  if (amount === undefined) return say('{node} sent a payment.', { node });
  return say('{node} sent a payment of {amount}.', { node, amount: formatAmount(amount) });
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
  return { from: nameIn(from, names), to: nameIn(to, names) };
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
