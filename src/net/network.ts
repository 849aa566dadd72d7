/**
 * The peer protocol of one node, whole and without input or output: links come up, messages arrive,
 * time passes, and what follows leaves through the outbox. Nothing a peer does makes this throw: it
 * costs the peer its link, under a code, and for a broken rule its welcome for ten minutes.
 */

import type { Handle } from '../chain/block-index.ts';
import type { Advance, Chain } from '../chain/chain.ts';
import { RuleError } from '../consensus/rule-error.ts';
import type { Block } from '../consensus/types.ts';
import { toHex } from '../util/bytes.ts';
import { SILENCE_MAX_MS } from '../util/limits.ts';
import type { Random } from '../util/random.ts';
import { CompactRelay } from './compact-relay.ts';
import { noteHeard, noteNews, refillUpload } from './budget.ts';
import { Conversation } from './conversation.ts';
import { Door } from './door.ts';
import { Greeting } from './greeting.ts';
import type { Secrets } from './handshake.ts';
import type { LinkId, PeerId } from './link.ts';
import { countUnknown, expired, forgive, isPingDue, noteBacklog } from './liveness.ts';
import { Mesh } from './mesh.ts';
import { decodeMessage, type Hello, type Message } from './messages.ts';
import { createPeer, type LinkUp, type Outbox, type Peer } from './peer.ts';
import { Relay } from './relay.ts';
import { Senders } from './senders.ts';
import { Serve } from './serve.ts';
import { type ArrivedBlock, Sync } from './sync.ts';
import type { TransactionJudge } from './transaction-intake.ts';
import { Transactions, type WaitingTransactions } from './transactions.ts';
import { Voice } from './voice.ts';
import { decodeFrame, MessageType, ProtocolError } from './wire.ts';

export interface NetworkOptions {
  readonly chain: Chain;
  /** The first four bytes of every frame, as a little-endian number. */
  readonly magic: number;
  readonly secrets: Secrets;
  /** BIP14, with the miner's name as its comment: `/tabchain:0.1.0(Amber Otter)/`. */
  readonly userAgent: string;
  readonly random: Random;
  readonly outbox: Outbox;
  /** Node keys in hex that were anchors at the last start. */
  readonly anchors?: readonly string[];
  /** Without them no transaction is told, asked for or served. */
  readonly transactions?: {
    readonly mempool: WaitingTransactions;
    readonly judge: TransactionJudge;
  };
}

/** Two ticks further apart than this are a sleep: a frozen tab, a closed lid, a clock set. */
const SLEEP_MIN_MS = SILENCE_MAX_MS;
/** A tip that has not moved for so many spacings may be news that got lost: everybody is asked. */
const STALE_SPACINGS = 15;

export class Network {
  readonly peers: ReadonlyMap<LinkId, Peer>;
  readonly sync: Sync;
  readonly mesh: Mesh;
  readonly compact: CompactRelay;
  /** Undefined where the options name no mempool. */
  readonly transactions: Transactions | undefined;

  private readonly options: NetworkOptions;
  private readonly links = new Map<LinkId, Peer>();
  private readonly senders = new Senders();
  private readonly door: Door;
  private readonly voice: Voice;
  private readonly greeting: Greeting;
  private readonly serve: Serve;
  private readonly relay: Relay;
  private readonly conversation: Conversation;
  private isActive = true;
  private tickedAt = 0;
  /** When the tip moved last, or everybody was asked because it had not. */
  private newsAt = 0;
  private readonly staleMs: number;
  /** When the tip moved last, or the first link came up since. */
  private movedAt = 0;
  private stale: number | undefined;

  constructor(options: NetworkOptions) {
    const { chain, magic, secrets, outbox } = options;
    this.options = options;
    this.peers = this.links;
    this.door = new Door(this.links, toHex(secrets.nodeKey));
    this.voice = new Voice(magic, outbox);
    this.greeting = new Greeting(secrets, chain.params, this.voice);
    this.serve = new Serve(chain, this.voice, outbox);
    this.relay = new Relay(chain, this.voice, options.random);
    this.sync = new Sync(chain, this.voice, this.links);
    this.mesh = this.makeMesh();
    this.transactions = this.makeTransactions();
    this.compact = this.makeCompactRelay();
    this.conversation = this.makeConversation();
    this.staleMs = STALE_SPACINGS * chain.params.targetSpacingSeconds * 1000;
  }

  /** Median of the clocks of the peers that we chose, minus ours; undefined without any. */
  get clockOffsetMs(): number | undefined {
    const offsets = [...this.links.values()]
      .filter(({ outbound, version }) => outbound && version !== undefined)
      .map((peer) => peer.clockOffsetMs)
      .sort((left, right) => left - right);
    return offsets[offsets.length >> 1];
  }

  /** Since when the tip has not moved, in ms, once that is for suspiciously long. */
  get staleSince(): number | undefined {
    return this.stale;
  }

  /** A tab of this room can be dialled. */
  found(peer: PeerId, now: number): void {
    if (this.isActive) this.mesh.topology.found(peer, now);
  }

  /** A dial came to nothing. */
  missed(peer: PeerId, reason: string, now: number): void {
    if (this.isActive) this.mesh.topology.missed(peer, reason, now);
  }

  /** Tabs that the meeting place counts, this one included; 0 when it cannot. */
  setPopulation(tabs: number, now: number): void {
    if (this.isActive) this.mesh.topology.setPopulation(tabs, now);
  }

  up(facts: LinkUp, now: number): void {
    const { outbox, random } = this.options;
    const refusal = this.isActive ? this.door.refusal(facts.peer, now) : 'network-off';
    if (refusal !== undefined) {
      if (facts.outbound) this.missed(facts.peer, refusal, now);
      return outbox.drop(facts.link, refusal);
    }
    // Nobody could tell us anything before.
    if (this.links.size === 0) this.newsAt = this.movedAt = now;
    const peer = createPeer(facts, random.bytes(32), now);
    this.links.set(peer.link, peer);
    this.mesh.up(peer);
    return this.greeting.begin(peer);
  }

  message(link: LinkId, bytes: Uint8Array, now: number): void {
    const peer = this.links.get(link);
    if (peer === undefined) return;
    peer.heardAt = now;
    peer.bytesReceived += bytes.length;
    try {
      const frame = decodeFrame(bytes, this.options.magic);
      // Not even parsed: a stranger gets no more of us than one HMAC.
      if (peer.phase === 'hello' && frame.type !== MessageType.hello) {
        throw new ProtocolError('hello-first', `type ${frame.type} before hello`);
      }
      const message = decodeMessage(frame);
      noteHeard(peer.budget, message, { sizeBytes: bytes.length, now });
      this.receive(peer, message, now);
    } catch (error) {
      const isTheirs = error instanceof ProtocolError || error instanceof RuleError;
      if (!isTheirs) throw error;
      if (isPunished(error)) this.strike(peer, error.code, now);
    }
  }

  backlog(link: LinkId, sizeBytes: number, now: number): void {
    const peer = this.links.get(link);
    if (peer === undefined) return;
    noteBacklog(peer, sizeBytes, now);
    this.serve.pump(peer, this.links.values());
    this.transactions?.pump(peer);
  }

  down(link: LinkId, now: number): void {
    const peer = this.links.get(link);
    if (peer === undefined) return;
    this.forget(peer, now);
    this.sync.schedule(now);
  }

  /** The answer to `Outbox.readBody`; undefined when the disk has lost it. */
  bodyRead(handle: Handle, bytes: Uint8Array | undefined, now: number): void {
    this.serve.bodyRead(this.links.values(), handle, bytes);
    if (bytes !== undefined) return;
    this.sync.bodyLost(handle);
    this.sync.schedule(now);
  }

  /** To be called about once a second. */
  tick(now: number): void {
    const gap = now - this.tickedAt;
    const isAfterSleep = this.tickedAt !== 0 && (gap > SLEEP_MIN_MS || gap < 0);
    this.tickedAt = now;
    if (isAfterSleep) this.wake(gap, now);
    if (now - this.newsAt > this.staleMs) this.askAll(now);
    this.noteStale(now);
    this.mesh.tick(now);
    for (const peer of this.links.values()) {
      const code = expired(peer, now) ?? this.sync.overdue(peer, now);
      if (code !== undefined) this.drop(peer, code, now);
      else this.attend(peer, now);
    }
    this.compact.intake.expire(now);
    this.sync.tick(now);
    this.transactions?.tick(now);
  }

  /** After each `Chain.advance`: tells of a new tip, punishes for a refused block, asks on. */
  advanced(result: Advance, now: number): void {
    for (const handle of result.connected) this.senders.take(handle);
    if (result.refused !== undefined) this.refuse(result.refused, now);
    if (result.connected.length > 0) this.newsAt = this.movedAt = now;
    const isNews = result.connected.length > 0 && !this.sync.isFarBehind;
    if (isNews) for (const peer of this.readyPeers()) this.relay.announce(peer);
    this.sync.schedule(now);
    if (isNews) this.transactions?.moved(this.bodiesOf(result.connected), now);
  }

  /** False forgets all links without a word; closing them is the node's affair. */
  setActive(active: boolean, now: number): void {
    this.isActive = active;
    this.tickedAt = now;
    if (active) return;
    for (const peer of this.links.values()) this.forget(peer, now);
    this.mesh.topology.clear();
    this.senders.clear();
  }

  private receive(peer: Peer, message: Message, now: number): void {
    if (message.name === 'hello') return this.meet(peer, message.hello, now);
    if (message.name === 'unknown') return countUnknown(peer, now);
    if (peer.phase === 'version') {
      if (this.greeting.heard(peer, message, now)) this.welcome(peer, now);
      return undefined;
    }
    return this.conversation.hear(peer, message, now);
  }

  private meet(peer: Peer, hello: Hello, now: number): void {
    this.greeting.heardHello(peer, hello);
    const objection = this.door.objection(peer, now);
    if (objection !== undefined) this.drop(objection.peer, objection.reason, now);
    if (objection?.peer !== peer) this.mesh.met(peer, now);
    if (!this.links.has(peer.link)) return undefined;
    const nonce = BigInt(this.options.random.u32());
    const startHeight = this.options.chain.height;
    const introduction = { userAgent: this.options.userAgent, startHeight, nonce };
    return this.greeting.answer(peer, hello, introduction, now);
  }

  private welcome(peer: Peer, now: number): void {
    this.mesh.ready(peer, now);
    this.sync.askHeaders(peer, now);
    this.transactions?.greet(peer, now);
  }

  private takeBlock(peer: Peer, body: ArrivedBlock, now: number): void {
    const handle = this.sync.blockArrived(peer, body, now);
    if (handle !== undefined) {
      peer.blockAt = now;
      noteNews(peer.budget, body.bytes.length);
      if (!this.compact.intake.excuses(peer, handle, now)) this.senders.note(handle, peer);
      this.compact.entered(handle);
    }
    this.sync.schedule(now);
  }

  private refuse({ handle, error }: NonNullable<Advance['refused']>, now: number): void {
    this.sync.forgetFailed();
    const sender = this.senders.take(handle);
    if (sender !== undefined) this.punish(sender, error.code, now);
  }

  private punish(sender: Peer, code: string, now: number): void {
    if (this.links.has(sender.link)) this.strike(sender, code, now);
    else this.door.shut(sender, now);
  }

  /** Where nobody can tell us anything, nothing is overdue. */
  private noteStale(now: number): void {
    if (now < this.movedAt) this.movedAt = now;
    const isStale = this.links.size > 0 && now - this.movedAt > this.staleMs;
    this.stale = isStale ? this.movedAt : undefined;
    this.mesh.topology.setStale(isStale);
  }

  private wake(gapMs: number, now: number): void {
    this.sync.forgive(now);
    this.compact.intake.forgive(now);
    this.transactions?.forgive(now);
    for (const peer of this.links.values()) forgive(peer, gapMs, now);
    this.askAll(now);
  }

  private askAll(now: number): void {
    this.newsAt = now;
    for (const peer of this.readyPeers()) this.sync.askHeaders(peer, now);
  }

  private attend(peer: Peer, now: number): void {
    if (isPingDue(peer, now)) {
      peer.pingSentAt = now;
      peer.pingNonce = BigInt(this.options.random.u32()) + 1n;
      this.voice.tell(peer, { name: 'ping', nonce: peer.pingNonce });
    }
    refillUpload(peer.budget, now);
    this.serve.pump(peer, this.links.values());
  }

  private bodiesOf(handles: readonly Handle[]): Block[] {
    return handles.flatMap((handle) => this.options.chain.bodies.get(handle)?.block ?? []);
  }

  private makeCompactRelay(): CompactRelay {
    const { relay, serve, sync, transactions, voice } = this;
    const peers = () => this.readyPeers();
    return new CompactRelay({
      chain: this.options.chain,
      voice,
      sync,
      serve,
      relay,
      peers,
      transactions,
    });
  }

  private makeConversation(): Conversation {
    const { compact, relay, serve, sync, transactions, voice } = this;
    return new Conversation({
      peers: () => this.links.values(),
      voice,
      serve,
      relay,
      sync,
      compact,
      neighbours: this.mesh.neighbours,
      transactions,
      takeBlock: (peer, body, now) => this.takeBlock(peer, body, now),
    });
  }

  private makeMesh(): Mesh {
    const { options, links, door, voice } = this;
    const drop = (peer: Peer, reason: string, now: number) => this.drop(peer, reason, now);
    const ownKey = options.secrets.nodeKey;
    return new Mesh({ anchors: [], ...options, links, door, voice, ownKey, drop });
  }

  private makeTransactions(): Transactions | undefined {
    const { transactions, chain, random } = this.options;
    if (transactions === undefined) return undefined;
    return new Transactions({
      ...transactions,
      signatures: chain.signatures,
      peers: this.links,
      voice: this.voice,
      random,
      isLevel: (peer) => peer.phase === 'ready' && this.sync.isLevel(peer),
      punish: (peer, code, now) => this.punish(peer, code, now),
    });
  }

  private readyPeers(): Peer[] {
    return [...this.links.values()].filter(({ phase }) => phase === 'ready');
  }

  /** One strike: the link closes, and its peer is not let in again for a while. */
  private strike(peer: Peer, code: string, now: number): void {
    this.door.shut(peer, now);
    this.options.outbox.refused(peer, code);
    this.sync.forgetFailed();
    this.drop(peer, code, now);
    this.sync.schedule(now);
  }

  private drop(peer: Peer, reason: string, now: number): void {
    this.forget(peer, now);
    this.options.outbox.drop(peer.link, reason);
  }

  private forget(peer: Peer, now: number): void {
    this.links.delete(peer.link);
    this.mesh.lost(peer, now);
    this.sync.peerLost(peer);
    this.compact.intake.peerLost(peer);
    this.transactions?.peerLost(peer);
  }
}

/** Blame alone decides: what is early, without a parent or too much for us is nobody's fault. */
function isPunished(error: ProtocolError | RuleError): boolean {
  return error instanceof ProtocolError || error.blame === 'invalid' || error.blame === 'mutated';
}
