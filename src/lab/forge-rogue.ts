/**
 * A peer that lies. It knows the room's link, so it greets as any member does, answers what honest
 * peers are asked, and then hands over one forgery. What becomes of its link is the node's verdict.
 *
 * It comes under a key that was made for this one lie: nodes let a peer that broke a rule in no
 * more, and nobody else shall pay for it.
 */

import { headerHash, wtxid } from '../consensus/hash.ts';
import type { Hash, Header, Transaction } from '../consensus/types.ts';
import { makeHello } from '../net/handshake.ts';
import {
  decodeMessage,
  encodeMessage,
  InventoryType,
  type Message,
  PROTOCOL_VERSION,
} from '../net/messages.ts';
import { decodeFrame, encodeFrame, MessageType } from '../net/wire.ts';
import type { PeerLink } from '../node/ports.ts';
import type { Identity } from './forge-assistant.ts';

/** What is handed over. */
export type Lie =
  | { readonly kind: 'payment'; readonly transaction: Transaction }
  /** As bytes, since a tampered block may be none. */
  | { readonly kind: 'block'; readonly bytes: Uint8Array };

export interface RogueFacts {
  readonly magic: number;
  readonly genesisHash: Hash;
  /** 32 bytes: what every member of the room knows. */
  readonly linkKey: Uint8Array;
  readonly identity: Identity;
  /** The newest header, and its height: a peer that shows no chain is asked for nothing. */
  readonly tip: Header;
  readonly height: number;
  readonly nowMs: number;
  readonly lie: Lie;
}

/** 'told' = the node has the lie, and has answered what was said after it. */
export type RogueState = 'greeting' | 'telling' | 'told' | 'down';

const USER_AGENT = '/tabchain-lab(Forger)/';
const PING = 0x466f_7267n;
/** Stands in a hello until it is signed: its other proof does not cover the signature. */
const UNSIGNED = new Uint8Array(64);

/** Invariant: the lie is told once, after the greeting is over. */
export class Rogue {
  /** The first words, by which the node's wiretap knows this link; empty until they are said. */
  hello: Uint8Array = new Uint8Array();
  /** The node does not know what the lie builds on, and asked for it. */
  isAskedForMore = false;
  #state: RogueState = 'greeting';
  #reason = '';
  readonly #link: PeerLink;
  readonly #nonce: Uint8Array;
  readonly #facts: RogueFacts;
  readonly #changed: () => void;

  /** `nonce` has 32 bytes; `changed` is called with each new state. */
  constructor(link: PeerLink, nonce: Uint8Array, facts: RogueFacts, changed: () => void) {
    this.#link = link;
    this.#facts = facts;
    this.#changed = changed;
    this.#nonce = nonce;
  }

  get state(): RogueState {
    return this.#state;
  }

  /** Why the link went down, as this end was told. */
  get reason(): string {
    return this.#reason;
  }

  /** Says hello, once the identity has signed it. */
  async begin(): Promise<void> {
    const { magic, genesisHash, linkKey, identity } = this.#facts;
    const bound = { binding: this.#link.binding, ownNonce: this.#nonce };
    let signed = new Uint8Array();
    const sign = (message: Uint8Array) => ((signed = message.slice()), UNSIGNED);
    const draft = makeHello({ ...identity, genesisHash, linkKey, sign }, bound, 'dialler');
    const hello = { ...draft, signature: await identity.sign(signed) };
    this.hello = encodeMessage(magic, { name: 'hello', hello });
    this.#link.send(this.hello, 'prompt');
  }

  heard(bytes: Uint8Array): void {
    const message = decodeMessage(decodeFrame(bytes, this.#facts.magic));
    switch (message.name) {
      case 'version':
        return this.#introduce();
      case 'ping':
        return this.#say({ name: 'pong', nonce: message.nonce });
      case 'getheaders':
        return this.#showChain(message.locator);
      case 'getdata':
        return this.#serve(message.items);
      case 'pong':
        return message.nonce === PING ? this.#become('told') : undefined;
      default:
        return undefined;
    }
  }

  down(reason: string): void {
    this.#reason = reason;
    this.#become('down');
  }

  close(): void {
    if (this.#state !== 'down') this.#link.close('lab-over');
  }

  #introduce(): void {
    const { genesisHash, height, nowMs } = this.#facts;
    const version = {
      protocolVersion: PROTOCOL_VERSION,
      timestamp: Math.floor(nowMs / 1000),
      nonce: 1n,
      userAgent: USER_AGENT,
      startHeight: height,
      genesisHash,
    };
    this.#say({ name: 'version', version });
    this.#say({ name: 'verack' });
  }

  /**
   * Asked once when the greeting is over, and again where the lie hangs in the air. Who stands on
   * another branch is shown nothing: it would ask for what lies between.
   */
  #showChain(locator: readonly Hash[]): void {
    const { tip } = this.#facts;
    const isFirst = this.#state === 'greeting';
    if (!isFirst) this.isAskedForMore = true;
    const isKnown = locator.includes(tip.previousHash) || locator.includes(headerHash(tip));
    this.#say({ name: 'headers', headers: isFirst && isKnown ? [tip] : [] });
    if (isFirst) this.#tell();
  }

  #tell(): void {
    const { lie } = this.#facts;
    this.#become('telling');
    if (lie.kind === 'payment') {
      const item = { type: InventoryType.wtx, hash: wtxid(lie.transaction) };
      return this.#say({ name: 'inv', items: [item] });
    }
    this.#link.send(encodeFrame(this.#facts.magic, MessageType.block, lie.bytes), 'prompt');
    return this.#say({ name: 'ping', nonce: PING });
  }

  /** Payments are fetched; the block has been sent already, and nothing else is served. */
  #serve(items: Extract<Message, { name: 'getdata' }>['items']): void {
    const { lie } = this.#facts;
    if (lie.kind !== 'payment') return this.#say({ name: 'notfound', items });
    const id = wtxid(lie.transaction);
    const others = items.filter(({ hash }) => hash !== id);
    if (others.length > 0) this.#say({ name: 'notfound', items: others });
    if (others.length === items.length) return undefined;
    this.#say({ name: 'tx', transaction: lie.transaction });
    return this.#say({ name: 'ping', nonce: PING });
  }

  #become(state: RogueState): void {
    if (this.#state === 'down') return;
    this.#state = state;
    this.#changed();
  }

  #say(message: Message): void {
    this.#link.send(encodeMessage(this.#facts.magic, message), 'prompt');
  }
}
