/** What is said of forgeries: what each is about, how far it is, and what became of it. */

import type {
  Forgery,
  ForgeryKind,
  ForgeryOutcome,
  ForgeryStage,
  ForgeryVerdict,
} from '../../lab/api.ts';
import { formatAmount, formatCount, formatHashRate, formatHeight } from '../format.ts';
import { say, sayCount, toSay } from '../language/say.ts';
import { ruleOf } from './forge-rules.ts';

export type StartedKind = Exclude<ForgeryKind, 'tampered'>;

export interface ForgeryWords {
  readonly question: string;
  readonly before: readonly [string, string, string];
}

export const FORGERIES: Readonly<Record<StartedKind, ForgeryWords>> = {
  signature: {
    question: toSay('Can somebody spend my coins without my key?'),
    before: [
      toSay('The forger takes a coin of your wallet, or an old reward if you have none yet.'),
      toSay(
        'It writes a payment to itself that is right in every way, and signs it with a key of ' +
          'its own.',
      ),
      toSay('Every node checks the signature against the key that the coin itself names.'),
    ],
  },
  overpay: {
    question: toSay('Can a miner pay itself more?'),
    before: [
      toSay('The forger mines a block on top of your newest one, and pays itself double.'),
      toSay('Its work is real: this device searches as long as for any other block.'),
      toSay('Every node adds up what the block may pay: new coins of its height, and its fees.'),
    ],
  },
  difficulty: {
    question: toSay('Can a miner pretend that mining is easy?'),
    before: [
      toSay('The forger writes an easier target into the header of its block.'),
      toSay('Then it does the little work that this target asks for, and the hash meets it.'),
      toSay('Every node computes from the blocks before which target is due here.'),
    ],
  },
};

export const STARTED_KINDS = Object.keys(FORGERIES) as readonly StartedKind[];

export function stageWords(stage: ForgeryStage): string {
  switch (stage.kind) {
    case 'preparing':
      return say('Looking for what to forge');
    case 'working':
      return say('Searching for its proof of work: {hashes} hashes of about {expected}, {rate}', {
        hashes: formatCount(stage.hashes),
        expected: formatCount(Math.round(stage.expected)),
        rate: formatHashRate(stage.hashesPerSecond),
      });
    case 'telling':
      return say('Handed to the nodes: {answered} of {nodes} have answered', {
        answered: formatCount(stage.answered),
        nodes: formatCount(stage.nodes),
      });
  }
}

/** From 0 to 1; undefined where nobody can tell. */
export function stageShare(stage: ForgeryStage): number | undefined {
  if (stage.kind === 'working') return Math.min(1, stage.hashes / stage.expected);
  if (stage.kind === 'telling') return stage.answered / stage.nodes;
  return undefined;
}

/** What was forged, in a sentence. */
export function forgeryWords({ kind, facts }: Forgery): string {
  const number = (name: string) => Number(facts[name]);
  const text = (name: string) => String(facts[name]);
  switch (kind) {
    case 'signature':
      return number('own') === 1
        ? say('A payment of a coin of yours, worth {amount}, signed by the forger.', {
            amount: formatAmount(number('value')),
          })
        : say('A payment of another miner’s coin, worth {amount}, signed by the forger.', {
            amount: formatAmount(number('value')),
          });
    case 'overpay':
      return say('Block {height}, which pays its miner {paid} where {due} are due.', {
        height: formatHeight(number('height')),
        paid: formatAmount(number('paid')),
        due: formatAmount(number('due')),
      });
    case 'difficulty':
      return say('Block {height}, whose header claims the target {bits} where {due} is due.', {
        height: formatHeight(number('height')),
        bits: text('bits'),
        due: text('due'),
      });
    case 'tampered':
      return say('Block {height} with other bytes.', { height: formatHeight(number('height')) });
  }
}

/** What the nodes made of it, in a sentence. */
export function outcomeWords({ forgery, verdicts }: ForgeryOutcome): string {
  const refused = verdicts.filter(({ fate }) => fate === 'refused').length;
  const asked = verdicts.filter(({ fate }) => fate !== 'unreached').length;
  if (asked === 0) return say('No node could be reached.');
  if (refused === asked) {
    return asked === 1
      ? say('This tab’s node refused it.')
      : sayCount(asked, 'The {count} node refused it.', 'All {count} nodes refused it.');
  }
  const isOriginal = verdicts.every(({ code }) => code === 'unchanged');
  if (isOriginal) return say('These are the true bytes: no node had anything to say against them.');
  if (refused === 0) {
    return forgery.kind === 'tampered'
      ? say('No node refused it, and none follows it.')
      : say('No node refused it yet.');
  }
  return say('{refused} of {asked} nodes refused it.', {
    refused: formatCount(refused),
    asked: formatCount(asked),
  });
}

export function fateWords({ fate }: ForgeryVerdict): string {
  if (fate === 'refused') return say('Refused');
  return fate === 'kept' ? say('Not refused') : say('Not reached');
}

/** Why, for the row of one node. */
export function reasonWords({ fate, code }: ForgeryVerdict): string {
  if (fate === 'refused') return say(ruleOf(code).rule);
  const known = fate === 'kept' ? KEPT : UNREACHED;
  const fallback = fate === 'kept' ? KEPT['no-objection']! : UNREACHED['no-answer']!;
  return say(Object.hasOwn(known, code) ? known[code]! : fallback);
}

const KEPT: Readonly<Record<string, string>> = {
  unchanged: toSay('The block is the one that it has.'),
  'less-work': toSay(
    'By luck the changed header still has its work, so it is a block of a branch of its own. ' +
      'That branch has less work than the chain: it is not followed.',
  ),
  'prev-blk-not-found': toSay(
    'It stands on a block that nobody has. The node asked for that one, got no answer, and kept ' +
      'nothing.',
  ),
  'not-asked': toSay('The node is busy with its chain and did not ask for the payment.'),
  'no-objection': toSay('It broke no rule that this node has looked at so far.'),
};

const UNREACHED: Readonly<Record<string, string>> = {
  gone: toSay('The link to this node is cut, or it has left.'),
  'no-answer': toSay('This node did not answer in time.'),
  'links-full': toSay('This node has as many links as it may have.'),
};

/** Why nothing was forged; `code` is what the forger says. */
export function failureWords(code: string): string {
  const known = Object.hasOwn(FAILURES, code) ? FAILURES[code] : undefined;
  return known === undefined
    ? say('The forger could not begin. Nothing has changed; try it once more.')
    : say(known);
}

const FAILURES: Readonly<Record<string, string>> = {
  'no-coin': toSay(
    'There is no coin yet that could be spent: rewards must lie deep enough first. Try it again ' +
      'in a few minutes.',
  ),
  'chain-too-short': toSay('There is no such block in the chain.'),
  failed: toSay(
    'The forger’s worker stopped by a fault, and nothing has changed. Try it once more: another ' +
      'one starts.',
  ),
  stopped: toSay('You stopped it. The nodes have kept nothing of it.'),
};
