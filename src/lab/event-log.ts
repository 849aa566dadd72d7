/**
 * What happened in the laboratory, in order. Part of it is what its user did, and is told by those
 * who do it; the rest is read from what the nodes show of themselves, each time compared with the
 * time before.
 *
 * Nodes disagree when none of their chains is the beginning of another. That lasts for a moment
 * with every two blocks that are found at once, so it is told when it was seen twice in a row.
 */

import type { Notice } from '../node/api.ts';
import { LAB_EVENTS_MAX } from '../util/limits.ts';
import { RecentSet } from '../util/recent-set.ts';
import type { LabEvent, LabEventKind, NodeRef } from './api.ts';
import type { NodeFacts, OwnCard, PaymentFacts } from './facts.ts';

type Facts = LabEvent['facts'];
/** The node is told beside the facts, where there is one. */
export type ToldFacts = Facts & { readonly node?: NodeRef };

/** What of a node was told already. */
interface Told {
  facts: NodeFacts;
  lastNotice: number;
  readonly blocks: RecentSet<string>;
  readonly payments: Map<string, PaymentFacts['stage']>;
}

/** Blocks of one node that are told one by one; of more the last, with their count. */
const BLOCKS_AT_ONCE = 3;
/** More than a node shows at a time, of blocks and of payments. */
const REMEMBERED_MAX = 512;
/** A payment's ways that one wants to hear of, beside its appearance. */
const TOLD_STAGES: ReadonlySet<PaymentFacts['stage']> = new Set([
  'confirming',
  'replaced',
  'orphaned',
  'dropped',
]);

export class EventLog {
  #events: readonly LabEvent[] = [];
  #lastId = 0;
  readonly #told = new Map<NodeRef, Told>();
  #standing: 'unknown' | 'agreed' | 'disagreed' = 'unknown';
  #isDoubtful = false;

  /** The newest, oldest first; a new array whenever anything was added. */
  get events(): readonly LabEvent[] {
    return this.#events;
  }

  add(kind: LabEventKind, at: number, { node, ...facts }: ToldFacts = {}): void {
    this.#lastId += 1;
    const event = { id: this.#lastId, at, kind, ...(node === undefined ? {} : { node }), facts };
    this.#events = [...this.#events.slice(1 - LAB_EVENTS_MAX), event];
  }

  /** What a node shows now. What this page's own node did before the laboratory is no news. */
  see(ref: NodeRef, facts: NodeFacts, at: number): void {
    const told = this.#told.get(ref);
    if (told === undefined) return this.#begin(ref, facts);
    this.#seeNotices(ref, told, facts);
    const blocks = facts.own.filter(({ hash }) => !told.blocks.has(hash));
    for (const { hash } of blocks) told.blocks.add(hash);
    this.#seeBlocks(ref, blocks, at);
    for (const payment of [...facts.payments].reverse()) this.#seePayment(ref, payment, at);
    told.facts = facts;
    return undefined;
  }

  forget(ref: NodeRef): void {
    this.#told.delete(ref);
  }

  /** To be called when all that is new was seen: whether all of them are on one chain. */
  judge(at: number): void {
    const nodes = [...this.#told.values()].map(({ facts }) => facts);
    const settled = nodes.filter(({ isSyncing }) => !isSyncing);
    if (nodes.length < 2 || settled.length < nodes.length) return;
    const tips = new Set(nodes.map(({ view }) => view.tip));
    if (tips.size === 1) return this.#agree(nodes, at);
    const isApart = nodes.some((left) => nodes.some((right) => areApart(left, right)));
    const isSure = isApart && this.#isDoubtful;
    this.#isDoubtful = isApart;
    if (!isSure || this.#standing === 'disagreed') return;
    this.#standing = 'disagreed';
    this.add('disagreed', at, { tips: tips.size, nodes: nodes.length });
  }

  #begin(ref: NodeRef, facts: NodeFacts): void {
    const blocks = new RecentSet<string>(REMEMBERED_MAX);
    for (const { hash } of facts.own) blocks.add(hash);
    const payments = new Map(facts.payments.map(({ txid, stage }) => [txid, stage]));
    const lastNotice = facts.notices.at(-1)?.id ?? 0;
    this.#told.set(ref, { facts, lastNotice, blocks, payments });
    this.#standing = 'unknown';
  }

  #agree(nodes: readonly NodeFacts[], at: number): void {
    this.#isDoubtful = false;
    if (this.#standing === 'agreed') return;
    this.#standing = 'agreed';
    const { tip: hash, height } = nodes[0]!.view;
    this.add('agreed', at, { hash, height, nodes: nodes.length });
  }

  #seeNotices(ref: NodeRef, told: Told, { notices, view }: NodeFacts): void {
    for (const { id, at, kind, facts } of notices) {
      if (id <= told.lastNotice) continue;
      told.lastNotice = id;
      if (kind === 'reorganisation') {
        this.add(kind, at, { node: ref, hash: view.tip, ...pick(facts, REORGANISATION) });
      } else if (kind === 'peer-refused') this.add('refused', at, { node: ref, ...refusal(facts) });
    }
  }

  #seeBlocks(ref: NodeRef, blocks: readonly OwnCard[], at: number): void {
    const count = blocks.length;
    const told = count > BLOCKS_AT_ONCE ? blocks.slice(-1) : blocks;
    for (const { hash, height } of told) {
      const rest = told.length < count ? { count } : {};
      this.add('block-found', at, { node: ref, hash, height, ...rest });
    }
  }

  #seePayment(ref: NodeRef, { txid, kind, stage, net }: PaymentFacts, at: number): void {
    const { payments } = this.#told.get(ref)!;
    const before = payments.get(txid);
    payments.delete(txid);
    payments.set(txid, stage);
    const oldest = payments.keys().next();
    if (payments.size > REMEMBERED_MAX && !oldest.done) payments.delete(oldest.value);
    const isNews = before === undefined || (before !== stage && TOLD_STAGES.has(stage));
    if (isNews) this.add('payment', at, { node: ref, txid, amount: net, kind, stage });
  }
}

const REORGANISATION = ['height', 'undone', 'added'] as const;

function pick(facts: Notice['facts'], names: readonly string[]): Facts {
  return Object.fromEntries(Object.entries(facts).filter(([name]) => names.includes(name)));
}

function refusal({ code, name }: Notice['facts']): Facts {
  return { code: code ?? '', ...(name === undefined ? {} : { by: name }) };
}

/** Neither has the other's tip in its chain; of one that is far behind nobody can tell. */
function areApart(left: NodeFacts, right: NodeFacts): boolean {
  return isOff(left, right) && isOff(right, left);
}

function isOff({ view }: NodeFacts, { branch, branchFrom }: NodeFacts): boolean {
  return view.height >= branchFrom && !branch.includes(view.tip);
}
