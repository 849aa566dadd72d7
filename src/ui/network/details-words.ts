/** A link's accounts in words: what is awaited, what it may still cause, how it has behaved. */

import type { NodeSnapshot, PeerRow } from '../../node/api.ts';
import { inertText } from '../../util/text.ts';
import { formatBytes, formatCount, formatHeight } from '../format.ts';
import { say, sayCount, toSay } from '../language/say.ts';
import type { BudgetName, PeerDetails } from './peer-details.ts';

export interface BudgetWords {
  readonly name: string;
  readonly core: string;
  readonly what: string;
  readonly show: (amount: number) => string;
}

export const BUDGETS: Readonly<Record<BudgetName, BudgetWords>> = {
  unasked: {
    name: toSay('May tell us unasked'),
    core: 'inbound budget',
    what: toSay('Bytes nobody asked it for. At nothing it is a flood, and costs the link.'),
    show: formatBytes,
  },
  upload: {
    name: toSay('May have of the past'),
    core: 'upload budget',
    what: toSay('Bytes of old blocks that it asks for. At nothing it waits; new blocks never do.'),
    show: formatBytes,
  },
  signatures: {
    name: toSay('Signatures to verify'),
    core: 'unproven signatures',
    what: toSay('Of transactions that it brings. At nothing they wait their turn.'),
    show: formatCount,
  },
  announcements: {
    name: toSay('Transactions it is told of'),
    core: 'inv',
    what: toSay('Announcements it may still be sent before some wait for the next second.'),
    show: formatCount,
  },
  peers: {
    name: toSay('Lists of neighbours'),
    core: 'peers',
    what: toSay('How often it may still say whom it is linked to.'),
    show: formatCount,
  },
  signals: {
    name: toSay('Signals carried for it'),
    core: 'signal',
    what: toSay('Offers and answers to tabs that it is not linked to yet.'),
    show: formatCount,
  },
};

export const BUDGET_NAMES = Object.keys(BUDGETS) as BudgetName[];

const HEIGHTS_SHOWN = 3;
const AGENT_MAX_CHARACTERS = 80;

export function askedWords({ asked }: Pick<PeerDetails, 'asked'>): string {
  return requestWords(asked) || say('Nothing at the moment.');
}

export function wantedWords({ wanted }: Pick<PeerDetails, 'wanted'>): string {
  return requestWords(wanted) || say('Nothing at the moment.');
}

function requestWords({ headers, blocks, transactions }: PeerDetails['wanted']): string {
  const parts = [
    headers ? say('headers') : '',
    blocks.length > 0 ? blocksWords(blocks) : '',
    transactions > 0 ? sayCount(transactions, '{count} transaction', '{count} transactions') : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? '' : sentence(parts.join(', '));
}

function blocksWords(blocks: readonly number[]): string {
  const heights = heightsOf(blocks);
  return sayCount(blocks.length, '{count} block ({heights})', '{count} blocks ({heights})', {
    heights,
  });
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
  if (seconds < 1) return say('agrees with ours');
  const values = { seconds: formatCount(seconds) };
  return offsetMs > 0
    ? say('{seconds} s ahead of ours', values)
    : say('{seconds} s behind ours', values);
}

export function agentWords({ useragent }: PeerDetails): string {
  return inertText(useragent, AGENT_MAX_CHARACTERS) || say('not said yet');
}

/** What is counted by the minute. */
export function minuteWords({ minute: { pings, unknown } }: PeerDetails): string {
  return say(
    'In this minute: {pings} of {pingsMax} pings, {unknown} of {unknownMax} messages of a type ' +
      'not known here.',
    {
      pings: formatCount(pings.count),
      pingsMax: formatCount(pings.max),
      unknown: formatCount(unknown.count),
      unknownMax: formatCount(unknown.max),
    },
  );
}

/** How many stand where, and the middle of the round trips. */
export function networkSentence({ peers, networkActive }: NodeSnapshot): string {
  if (!networkActive) return say('This tab is cut off: its network is switched off.');
  if (peers.length === 0) {
    return say('No links yet. Open this room in another tab, and watch them meet.');
  }
  const count = (relation: PeerRow['relation']) =>
    peers.filter((peer) => peer.state === 'ready' && peer.relation === relation).length;
  const linked = peers.length;
  if (linked > 1 && count('in-step') === linked) {
    return sayCount(linked, '{count} peer, all in step.', '{count} peers, all in step.');
  }
  const standings = standingsWords(count('in-step'), count('behind'), count('ahead'));
  return standings === ''
    ? sayCount(linked, '{count} peer, saying hello.', '{count} peers, saying hello.')
    : sayCount(linked, '{count} peer: {standings}.', '{count} peers: {standings}.', { standings });
}

function standingsWords(inStep: number, behind: number, ahead: number): string {
  // Not "1\u00a0in step": what is counted are the peers before.
  return [
    inStep > 0 ? say('{number} in step', { number: formatCount(inStep) }) : '',
    behind > 0 ? say('{number} behind', { number: formatCount(behind) }) : '',
    ahead > 0 ? say('{number} ahead', { number: formatCount(ahead) }) : '',
  ]
    .filter((words) => words !== '')
    .join(', ');
}
