/**
 * Receiving blocks in short: put together from what waits here, and one peer's answer for the rest.
 *
 * Nothing that goes wrong on this way is anybody's fault: a block is told before its signatures are
 * checked, names collide, and whoever tells it may be gone. The whole block is then asked for like
 * any other. Only a header that breaks a rule is punished, as it is everywhere.
 *
 * Up to three peers are asked for what is missing of one block, each by the names it sent. The last
 * of these places is for a peer that we dialled: whoever dials us cannot take all of them, and keep
 * us waiting by never answering.
 */

import { type Handle, NO_HANDLE, Status } from '../chain/block-index.ts';
import type { Chain } from '../chain/chain.ts';
import { blockBytes, encodeBlock } from '../consensus/encoding.ts';
import { headerHash } from '../consensus/hash.ts';
import { RuleError } from '../consensus/rule-error.ts';
import type { Transaction } from '../consensus/types.ts';
import { COMPACT_BLOCKS_MAX, COMPACT_PEERS_MAX, COMPACT_TIMEOUT_MS } from '../util/limits.ts';
import { CompactAccount } from './compact-account.ts';
import type { CompactBlock, TransactionsAnswer } from './compact-block.ts';
import { Draft } from './compact-draft.ts';
import type { LinkId } from './link.ts';
import type { InventoryItem } from './messages.ts';
import type { Peer } from './peer.ts';
import type { Sync } from './sync.ts';
import type { Voice } from './voice.ts';

/** The tip, the block after it, and one more that overtook it on its way. */
const AHEAD_MAX_BLOCKS = 2;

export interface CompactIntakeOptions {
  readonly chain: Chain;
  readonly voice: Voice;
  readonly sync: Pick<
    Sync,
    'forgetFailed' | 'headerArrived' | 'hold' | 'isWelcome' | 'letGo' | 'rebuilt'
  >;
  /** Transactions that a new block may hold, the likeliest first. */
  readonly candidates: () => Iterable<Transaction>;
}

/** What one peer was asked for. */
interface Question {
  readonly draft: Draft;
  readonly isOutbound: boolean;
  askedAt: number;
}

interface Rebuilding {
  readonly questions: Map<LinkId, Question>;
  /** Peers that were asked, answered or not: none is asked twice. */
  readonly asked: Set<LinkId>;
}

export class CompactIntake {
  private readonly options: CompactIntakeOptions;
  /** Oldest first. */
  private readonly blocks = new Map<Handle, Rebuilding>();
  private readonly accounts = new Map<LinkId, CompactAccount>();

  constructor(options: CompactIntakeOptions) {
    this.options = options;
  }

  /** Blocks being put together, and peers that owe an answer. */
  get counts() {
    let questions = 0;
    for (const block of this.blocks.values()) questions += block.questions.size;
    return { blocks: this.blocks.size, questions };
  }

  /**
   * A cmpctblock. Returns the block whose body is here now because of it. Throws RuleError when the
   * header breaks a rule.
   */
  arrived(peer: Peer, compact: CompactBlock, now: number): Handle | undefined {
    const hash = headerHash(compact.header);
    const account = this.accountOf(peer, now);
    account.noteTold(hash);
    // That its body broke a rule may be news to whoever tells it.
    const { index } = this.options.chain;
    const known = index.find(hash);
    if (known !== NO_HANDLE && index.has(known, Status.failed)) return undefined;
    const handle = this.options.sync.headerArrived(peer, compact.header, now);
    if (handle === undefined || !this.isWanted(handle)) return undefined;
    if (!account.mayLook(now)) return undefined;
    const draft = new Draft(compact);
    if (draft.isAmbiguous) return undefined;
    draft.take(this.options.candidates());
    if (draft.isWhole) return this.enter(handle, draft);
    this.ask(peer, handle, draft, now);
    return undefined;
  }

  /** A blocktxn. Returns as above; another peer may have been quicker, so it may be of no use. */
  answered(peer: Peer, answer: TransactionsAnswer): Handle | undefined {
    const handle = this.options.chain.index.find(answer.blockHash);
    const question = this.blocks.get(handle)?.questions.get(peer.link);
    if (question === undefined) return undefined;
    const isRight = question.draft.complete(answer.transactions);
    const entered = isRight ? this.enter(handle, question.draft) : undefined;
    if (entered === undefined) this.close(handle, peer.link);
    return entered;
  }

  /** Whether this peer may bring a block that breaks a rule without having known it. */
  excuses({ link }: Peer, handle: Handle, now: number): boolean {
    const hash = this.options.chain.index.hash(handle);
    return this.accounts.get(link)?.excuses(hash, now) ?? false;
  }

  /** It has the block no more. */
  notFound(peer: Peer, items: readonly InventoryItem[]): void {
    for (const { hash } of items) this.close(this.options.chain.index.find(hash), peer.link);
  }

  /** The body is here, from wherever, or can never be. */
  settle(handle: Handle): void {
    this.blocks.delete(handle);
    this.options.sync.letGo(handle);
  }

  /** Gives up waiting for what is overdue. */
  expire(now: number): void {
    for (const [handle, { questions }] of this.blocks) {
      for (const [link, { askedAt }] of questions) {
        if (now - askedAt >= COMPACT_TIMEOUT_MS) this.close(handle, link);
      }
    }
  }

  /** After a sleep every answer gets its full time again. */
  forgive(now: number): void {
    for (const { questions } of this.blocks.values()) {
      for (const question of questions.values()) question.askedAt = now;
    }
  }

  peerLost({ link }: Peer): void {
    this.accounts.delete(link);
    for (const [handle, { asked }] of this.blocks) {
      asked.delete(link);
      this.close(handle, link);
    }
  }

  private isWanted(handle: Handle): boolean {
    const { chain, sync } = this.options;
    if (chain.index.has(handle, Status.body) || chain.index.has(handle, Status.aside)) return false;
    return sync.isWelcome(handle) && chain.index.height(handle) <= chain.height + AHEAD_MAX_BLOCKS;
  }

  private accountOf({ link }: Peer, now: number): CompactAccount {
    const account = this.accounts.get(link) ?? new CompactAccount(now);
    this.accounts.set(link, account);
    return account;
  }

  /** A rival of our tip is taken when nothing of it is missing, and asked for only when it wins. */
  private ask(peer: Peer, handle: Handle, draft: Draft, now: number): void {
    const { chain, sync, voice } = this.options;
    if (chain.index.chainWork(handle) <= chain.index.chainWork(chain.tip)) return;
    const block = this.blocks.get(handle) ?? this.begin(handle);
    if (!hasPlace(block, peer)) return;
    block.asked.add(peer.link);
    block.questions.set(peer.link, { draft, isOutbound: peer.outbound, askedAt: now });
    sync.hold(handle);
    const blockHash = chain.index.hash(handle);
    voice.tell(peer, { name: 'getblocktxn', question: { blockHash, indexes: draft.missing } });
  }

  private begin(handle: Handle): Rebuilding {
    const [oldest = NO_HANDLE] = this.blocks.keys();
    if (this.blocks.size >= COMPACT_BLOCKS_MAX) this.settle(oldest);
    const block = { questions: new Map(), asked: new Set<LinkId>() };
    this.blocks.set(handle, block);
    return block;
  }

  /** That the names led to other transactions shows only here, and costs nobody anything. */
  private enter(handle: Handle, draft: Draft): Handle | undefined {
    const { block } = draft;
    // Names of a whole mempool can make more bytes than any block has.
    if (blockBytes(block) > this.options.chain.params.blockMaxWeight) return undefined;
    try {
      this.options.sync.rebuilt(handle, { block, bytes: encodeBlock(block) });
    } catch (error) {
      if (!(error instanceof RuleError)) throw error;
      if (error.blame === 'mutated') return undefined;
      this.options.sync.forgetFailed();
      this.settle(handle);
      return undefined;
    }
    this.settle(handle);
    return handle;
  }

  /** The last question that comes to nothing lets the whole block be asked for. */
  private close(handle: Handle, link: LinkId): void {
    const questions = this.blocks.get(handle)?.questions;
    if (questions?.delete(link) && questions.size === 0) this.options.sync.letGo(handle);
  }
}

function hasPlace({ questions, asked }: Rebuilding, peer: Peer): boolean {
  if (asked.has(peer.link) || questions.size >= COMPACT_PEERS_MAX) return false;
  const isLast = questions.size === COMPACT_PEERS_MAX - 1;
  return !isLast || peer.outbound || [...questions.values()].some((it) => it.isOutbound);
}
