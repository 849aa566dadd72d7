/**
 * Compact blocks in one place: what comes in short is put together or answered, and every body that
 * was accepted, however it came, is told on at once.
 */

import type { Handle } from '../chain/block-index.ts';
import type { Chain } from '../chain/chain.ts';
import type { Transaction } from '../consensus/types.ts';
import { CompactIntake } from './compact-intake.ts';
import { CompactServe } from './compact-serve.ts';
import type { InventoryItem, Message } from './messages.ts';
import type { Peer } from './peer.ts';
import type { Relay } from './relay.ts';
import type { Serve } from './serve.ts';
import type { Sync } from './sync.ts';
import type { Transactions } from './transactions.ts';
import type { Voice } from './voice.ts';

export interface CompactRelayOptions {
  readonly chain: Chain;
  readonly voice: Voice;
  readonly sync: Sync;
  readonly serve: Serve;
  readonly relay: Relay;
  /** Those that are ready. */
  readonly peers: () => Iterable<Peer>;
  readonly transactions: Transactions | undefined;
}

export type CompactMessage = Extract<
  Message,
  { readonly name: 'cmpctblock' | 'getblocktxn' | 'blocktxn' }
>;

export class CompactRelay {
  readonly intake: CompactIntake;
  private readonly options: CompactRelayOptions;
  private readonly serving: CompactServe;

  constructor(options: CompactRelayOptions) {
    const { chain, voice, sync, serve } = options;
    this.options = options;
    this.intake = new CompactIntake({ chain, voice, sync, candidates: () => this.candidates() });
    this.serving = new CompactServe(chain, voice, serve);
  }

  /** Blocks told before they were connected. */
  get toldEarly(): number {
    return this.options.relay.toldEarly;
  }

  /** Throws RuleError or ProtocolError when the sender must pay for it. */
  hear(peer: Peer, message: CompactMessage, now: number): void {
    if (message.name === 'getblocktxn') {
      return this.serving.want(peer, message.question, this.options.peers());
    }
    const handle =
      message.name === 'cmpctblock'
        ? this.intake.arrived(peer, message.compact, now)
        : this.intake.answered(peer, message.answer);
    if (handle !== undefined) {
      peer.blockAt = now;
      this.entered(handle);
    }
    return this.options.sync.schedule(now);
  }

  /** A body was accepted, of a peer or our own. */
  entered(handle: Handle): void {
    const { relay, sync, peers } = this.options;
    this.intake.settle(handle);
    if (!sync.isFarBehind) relay.tellEarly(handle, peers());
  }

  notFound(peer: Peer, items: readonly InventoryItem[]): void {
    this.intake.notFound(peer, items);
  }

  /** What waits here, and for a rival of our tip what the tip took from there. */
  private *candidates(): Iterable<Transaction> {
    const { chain, transactions } = this.options;
    if (transactions !== undefined) yield* transactions.candidates();
    yield* chain.bodies.get(chain.tip)?.block.transactions ?? [];
  }
}
