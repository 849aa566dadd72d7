/**
 * Who sees everything that the nodes of a simulation are told and do: keeps the trace, knows who
 * has which tip, measures how blocks spread, and accuses whoever breaks an invariant.
 */

import { GENESIS, type Handle, Status } from '../../src/chain/block-index.ts';
import type { Hash } from '../../src/consensus/types.ts';
import { MessageType } from '../../src/net/wire.ts';
import type { Effect, Input, LinkId } from '../../src/node/ports.ts';
import type { Room } from '../../src/node/room.ts';
import { checkDrop, checkMove } from './invariants.ts';
import { Ledger } from './ledger.ts';
import { rerunOf, type SimOptions } from './options.ts';
import type { Life, SimTab, Witness } from './tab.ts';
import type { Timeline } from './timeline.ts';
import { Trace } from './trace.ts';
import { Violation } from './violation.ts';

/** What is remembered of a life. */
interface Watched {
  tip: Handle;
  /** Headers it knew before the present input. */
  headers: number;
  /** Blocks that were its tip, or below it, while it was watched. */
  readonly accepted: Set<Handle>;
}

/** A tab that has just opened is catching up: its delays are not the network's. */
const SETTLED_MS = 15_000;

export class Chronicle implements Witness {
  readonly ledger: Ledger;
  readonly trace = new Trace();
  readonly convergedMs: number[] = [];
  messages = 0;
  /** Since `countsFromMs`: opening is dear, and longer the more tabs there are. */
  bytesSent = 0;
  countsFromMs = 0;
  reorganisations = 0;
  deepest = 0;
  /** Blocks found from now on spread in peace; infinite while something is wrong. */
  calmFromMs = 0;
  /** Called once, when a node asks for blocks. */
  atNextRequest: ((life: Life, link: LinkId) => void) | undefined;
  private readonly options: SimOptions;
  private readonly timeline: Timeline;
  private readonly watched = new Map<Life, Watched>();
  /** How many open tabs have which tip. */
  private readonly tips = new Map<Hash, number>();
  private violation: Violation | undefined;
  private isUnsettled = false;
  private healedAtMs: number | undefined;

  constructor(options: SimOptions, room: Room, timeline: Timeline) {
    this.options = options;
    this.timeline = timeline;
    this.ledger = new Ledger(room);
  }

  get isOneTip(): boolean {
    return this.tips.size === 1;
  }

  /** Promises are to be kept before time goes on. */
  takeUnsettled(): boolean {
    const { isUnsettled } = this;
    this.isUnsettled = false;
    return isUnsettled;
  }

  throwViolation(): void {
    if (this.violation !== undefined) throw this.violation;
  }

  /** The first accusation counts: what follows may follow from it. */
  accuse(invariant: string, detail: string): void {
    const { options, timeline, trace } = this;
    this.violation ??= new Violation(invariant, detail, {
      seed: options.seed,
      event: trace.events,
      atMs: timeline.now,
      rerun: rerunOf(options),
    });
  }

  describeTips(): string {
    const rows = [...this.tips].map(([hash, count]) => `${count} at ${hash.slice(0, 16)}…`);
    return `${this.tips.size} tips: ${rows.join(', ')}`;
  }

  opened(tab: SimTab, life: Life): void {
    const { tip, index } = life.chain;
    this.watched.set(life, { tip, headers: index.size, accepted: new Set([tip]) });
    this.count(index.hash(tip), 1);
    // All that a crash may leave is whole batches, of which none is damage.
    if (life.repaired !== undefined) this.accuse('crash', `${tab.name} starts: ${life.repaired}`);
    this.options.plant?.infect?.(life);
    this.isUnsettled = true;
  }

  closing(_tab: SimTab, life: Life): void {
    const watched = this.watched.get(life);
    if (watched === undefined) return;
    this.count(life.chain.index.hash(watched.tip), -1);
    this.watched.delete(life);
  }

  /** A partition is over. */
  healed(): void {
    this.healedAtMs = this.timeline.now;
    this.noteConvergence();
  }

  told(tab: SimTab, input: Input): void {
    this.trace.input(this.timeline.now, tab.options.index, input);
    if (input.type === 'message') this.messages += 1;
  }

  stepped(tab: SimTab, life: Life, input: Input, effects: readonly Effect[]): void {
    const watched = this.watched.get(life);
    if (watched === undefined) return;
    if (input.type === 'mined') this.enterFound(tab, life, watched.headers);
    watched.headers = life.chain.index.size;
    if (life.chain.tip !== watched.tip) this.moved(tab, life, watched);
    for (const effect of effects) this.note(tab, life, effect);
  }

  broke(tab: SimTab, error: unknown): void {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.accuse('no exception', `${tab.name} threw ${text}`);
  }

  private note(tab: SimTab, life: Life, effect: Effect): void {
    if (effect.type === 'send') this.noteSent(life, effect);
    else if (effect.type === 'read' || effect.type === 'write') this.isUnsettled = true;
    else if (effect.type === 'drop') {
      const wrong = checkDrop(life, effect.reason);
      if (wrong !== undefined) this.accuse('honest peers', `${tab.name}: ${wrong}`);
    }
  }

  private noteSent(life: Life, { bytes, link }: Extract<Effect, { type: 'send' }>): void {
    if (this.timeline.now >= this.countsFromMs) this.bytesSent += bytes.length;
    if (bytes[4] !== MessageType.getdata) return;
    const call = this.atNextRequest;
    this.atNextRequest = undefined;
    call?.(life, link);
  }

  private enterFound(tab: SimTab, { chain }: Life, from: number): void {
    for (let handle = from; handle < chain.index.size; handle += 1) {
      const bytes = chain.bodies.get(handle)?.bytes;
      if (!chain.index.has(handle, Status.own) || bytes === undefined) continue;
      const atMs = this.timeline.now;
      const verdict = this.ledger.enter(
        { hash: chain.index.hash(handle), bytes },
        {
          atMs,
          isCalm: atMs >= this.calmFromMs,
          nowSeconds: Math.floor(tab.clock.now() / 1000),
        },
      );
      if (verdict !== 'valid') this.accuse('valid blocks', `${tab.name} made one: ${verdict}`);
    }
  }

  private moved(tab: SimTab, life: Life, watched: Watched): void {
    const { chain } = life;
    const { index, tip } = chain;
    const wrong = checkMove(chain, watched.tip, tip);
    if (wrong !== undefined) this.accuse('first seen', `${tab.name}: ${wrong}`);
    if (!chain.isActive(watched.tip)) this.noteReorganisation(life, watched.tip);
    const hash = index.hash(tip);
    this.count(index.hash(watched.tip), -1);
    this.count(hash, 1);
    watched.tip = tip;
    this.trace.tip(this.timeline.now, tab.options.index, hash);
    this.noteAccepted(tab, life, watched);
    this.noteConvergence();
  }

  private noteReorganisation({ chain }: Life, from: Handle): void {
    let at = from;
    while (!chain.isActive(at)) at = chain.index.parent(at);
    this.reorganisations += 1;
    this.deepest = Math.max(this.deepest, chain.index.height(from) - chain.index.height(at));
  }

  private noteAccepted(tab: SimTab, life: Life, { accepted }: Watched): void {
    const { index, tip } = life.chain;
    const { now } = this.timeline;
    for (let at = tip; at !== GENESIS && !accepted.has(at); at = index.parent(at)) {
      accepted.add(at);
      const found = this.ledger.blocks.get(index.hash(at));
      if (found === undefined) {
        this.accuse('known blocks', `${tab.name} accepted ${index.hash(at)}, which nobody found`);
      } else if (found.atMs >= life.openedAtMs + SETTLED_MS) {
        found.delaysMs.push(now - found.atMs);
      }
    }
  }

  private noteConvergence(): void {
    if (this.healedAtMs === undefined || !this.isOneTip) return;
    this.convergedMs.push(this.timeline.now - this.healedAtMs);
    this.healedAtMs = undefined;
  }

  private count(tip: Hash, by: 1 | -1): void {
    const count = (this.tips.get(tip) ?? 0) + by;
    if (count === 0) this.tips.delete(tip);
    else this.tips.set(tip, count);
  }
}
