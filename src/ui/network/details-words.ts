/** A link's accounts in words: what is awaited, what it may still cause, how it has behaved. */

import type { NodeSnapshot, PeerRow } from '../../node/api.ts';
import { inertText } from '../../util/text.ts';
import { formatBytes, formatCount, formatHeight, formatPlural } from '../format.ts';
import type { BudgetName, PeerDetails } from './peer-details.ts';

export interface BudgetWords {
  readonly name: string;
  readonly core: string;
  readonly what: string;
  readonly show: (amount: number) => string;
}

export const BUDGETS: Readonly<Record<BudgetName, BudgetWords>> = {
  unasked: {
    name: 'May tell us unasked',
    core: 'inbound budget',
    what: 'Bytes nobody asked it for. At nothing it is a flood, and costs the link.',
    show: formatBytes,
  },
  upload: {
    name: 'May have of the past',
    core: 'upload budget',
    what: 'Bytes of old blocks that it asks for. At nothing it waits; new blocks never do.',
    show: formatBytes,
  },
  signatures: {
    name: 'Signatures to verify',
    core: 'unproven signatures',
    what: 'Of transactions that it brings. At nothing they wait their turn.',
    show: formatCount,
  },
  announcements: {
    name: 'Transactions it is told of',
    core: 'inv',
    what: 'Announcements it may still be sent before some wait for the next second.',
    show: formatCount,
  },
  peers: {
    name: 'Lists of neighbours',
    core: 'peers',
    what: 'How often it may still say whom it is linked to.',
    show: formatCount,
  },
  signals: {
    name: 'Signals carried for it',
    core: 'signal',
    what: 'Offers and answers to tabs that it is not linked to yet.',
    show: formatCount,
  },
};

export const BUDGET_NAMES = Object.keys(BUDGETS) as BudgetName[];

const HEIGHTS_SHOWN = 3;
const AGENT_MAX_CHARACTERS = 80;

export function askedWords({ asked }: Pick<PeerDetails, 'asked'>): string {
  return requestWords(asked) || 'Nothing at the moment.';
}

export function wantedWords({ wanted }: Pick<PeerDetails, 'wanted'>): string {
  return requestWords(wanted) || 'Nothing at the moment.';
}

function requestWords({ headers, blocks, transactions }: PeerDetails['wanted']): string {
  const parts = [
    headers ? 'headers' : '',
    blocks.length > 0 ? `${formatPlural(blocks.length, 'block')} (${heightsOf(blocks)})` : '',
    transactions > 0 ? formatPlural(transactions, 'transaction') : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? '' : sentence(parts.join(', '));
}

function heightsOf(blocks: readonly number[]): string {
  const first = blocks.slice(0, HEIGHTS_SHOWN).map(formatHeight).join(', ');
  return blocks.length > HEIGHTS_SHOWN ? `${first}, …` : first;
}

function sentence(text: string): string {
  return `${text[0]!.toUpperCase()}${text.slice(1)}.`;
}

/** '−120 ms' is behind this tab's clock. */
export function clockWords(offsetMs: number): string {
  const seconds = Math.abs(offsetMs) / 1000;
  // It tells whole seconds, so what is below one says nothing.
  if (seconds < 1) return 'agrees with ours';
  return `${formatCount(seconds)} s ${offsetMs > 0 ? 'ahead of' : 'behind'} ours`;
}

export function agentWords({ useragent }: PeerDetails): string {
  return inertText(useragent, AGENT_MAX_CHARACTERS) || 'not said yet';
}

/** What is counted by the minute. */
export function minuteWords({ minute: { pings, unknown } }: PeerDetails): string {
  const of = ({ count, max }: typeof pings) => `${formatCount(count)} of ${formatCount(max)}`;
  return `In this minute: ${of(pings)} pings, ${of(unknown)} messages of a type not known here.`;
}

/** How many stand where, and the middle of the round trips. */
export function networkSentence({ peers, networkActive }: NodeSnapshot): string {
  if (!networkActive) return 'This tab is cut off: its network is switched off.';
  if (peers.length === 0)
    return 'No links yet. Open this room in another tab, and watch them meet.';
  const count = (relation: PeerRow['relation']) =>
    peers.filter((peer) => peer.state === 'ready' && peer.relation === relation).length;
  const parts = [
    [count('in-step'), 'in step'],
    [count('behind'), 'behind'],
    [count('ahead'), 'ahead'],
  ].flatMap(([many, words]) => (many === 0 ? [] : [`${formatCount(Number(many))} ${words}`]));
  const linked = formatPlural(peers.length, 'peer');
  if (peers.length > 1 && count('in-step') === peers.length) return `${linked}, all in step.`;
  return parts.length === 0 ? `${linked}, saying hello.` : `${linked}: ${parts.join(', ')}.`;
}
