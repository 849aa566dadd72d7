/** What follows from each message of a peer that is ready: who in the protocol deals with it. */

import type { CompactRelay } from './compact-relay.ts';
import { countUnknown, mayAnswerPing, notePong } from './liveness.ts';
import { type InventoryItem, InventoryType, type Message } from './messages.ts';
import type { Neighbours } from './neighbours.ts';
import type { Peer } from './peer.ts';
import type { Relay } from './relay.ts';
import type { Serve } from './serve.ts';
import type { ArrivedBlock, Sync } from './sync.ts';
import type { Transactions } from './transactions.ts';
import type { Voice } from './voice.ts';
import { ProtocolError } from './wire.ts';

export interface ConversationParts {
  readonly peers: () => Iterable<Peer>;
  readonly voice: Voice;
  readonly serve: Serve;
  readonly relay: Relay;
  readonly sync: Sync;
  readonly compact: CompactRelay;
  readonly neighbours: Neighbours;
  readonly transactions: Transactions | undefined;
  readonly takeBlock: (peer: Peer, body: ArrivedBlock, now: number) => void;
}

export class Conversation {
  private readonly parts: ConversationParts;

  constructor(parts: ConversationParts) {
    this.parts = parts;
  }

  /** Throws RuleError or ProtocolError when the sender must pay for it. */
  hear(peer: Peer, message: Message, now: number): void {
    const { compact, relay, serve, sync, transactions, voice } = this.parts;
    switch (message.name) {
      case 'ping':
        if (mayAnswerPing(peer, now)) voice.tell(peer, { name: 'pong', nonce: message.nonce });
        return;
      case 'pong':
        return notePong(peer, message.nonce, now);
      case 'getheaders':
        // An answer that ends at our tip needs nothing after it; one that is empty does.
        if (serve.wantHeaders(peer, message)) relay.announce(peer);
        return;
      case 'headers':
        sync.headersArrived(peer, message.headers, now);
        return sync.schedule(now);
      case 'getdata':
        return this.want(peer, message.items);
      case 'notfound':
        sync.notFound(peer, message.items);
        compact.notFound(peer, message.items);
        transactions?.notFound(peer, message.items, now);
        return sync.schedule(now);
      case 'inv':
        if (transactions === undefined) return countUnknown(peer, now);
        return transactions.announced(peer, message.items, now);
      case 'tx':
        if (transactions === undefined) return countUnknown(peer, now);
        return transactions.arrived(peer, message.transaction, now);
      case 'block':
        return this.parts.takeBlock(peer, message, now);
      case 'cmpctblock':
      case 'getblocktxn':
      case 'blocktxn':
        return compact.hear(peer, message, now);
      case 'peers':
        return this.parts.neighbours.heardPeers(peer, message.keys, now);
      case 'signal':
        return this.parts.neighbours.heardSignal(peer, message, now);
      default:
        throw new ProtocolError('version-twice', `a second ${message.name}`);
    }
  }

  private want(peer: Peer, items: readonly InventoryItem[]): void {
    const { serve, transactions } = this.parts;
    const loose = transactions === undefined ? [] : items.filter(isTransaction);
    const others = items.filter((item) => !loose.includes(item));
    if (others.length > 0) serve.wantBlocks(peer, others, this.parts.peers());
    transactions?.want(peer, loose);
  }
}

function isTransaction({ type }: InventoryItem): boolean {
  return type === InventoryType.wtx || type === InventoryType.witnessTransaction;
}
