/**
 * Several nodes' peer protocols and chains in one place, joined by links that are queues, under a
 * clock that moves only by hand. What a link carries is recorded; a link may be stopped, so that
 * what is written into it does not leave. The room is a sandbox: its proof of work is real.
 */

import { readFile } from 'node:fs/promises';
import { createVerifier } from '../../src/adapters/verifier/create-verifier.ts';
import { type Handle, NO_HANDLE } from '../../src/chain/block-index.ts';
import type { SignatureBatch } from '../../src/chain/active-chain.ts';
import { type Advance, Chain } from '../../src/chain/chain.ts';
import { encodeBlock } from '../../src/consensus/encoding.ts';
import { headerHash, wtxid } from '../../src/consensus/hash.ts';
import { verifySignature } from '../../src/consensus/signature-verifier.ts';
import type { Block, Hash, Transaction } from '../../src/consensus/types.ts';
import { Mempool } from '../../src/mempool/mempool.ts';
import { makeHello, type Secrets } from '../../src/net/handshake.ts';
import type { Lane, LinkId } from '../../src/net/link.ts';
import { decodeMessage, encodeMessage, type Message } from '../../src/net/messages.ts';
import { Network } from '../../src/net/network.ts';
import type { NodeKey } from '../../src/net/node-key.ts';
import type { Outbox, Peer } from '../../src/net/peer.ts';
import { decodeFrame } from '../../src/net/wire.ts';
import { Random } from '../../src/util/random.ts';
import { BlockLab, GENESIS_TIME } from './block-lab.ts';
import { quickKey } from './quick-key.ts';
import { deliverOne, type Letter, makePipe, type Pipe } from './pipes.ts';

// Hundreds of hellos are verified, which noble would do a hundred times slower.
await createVerifier((url) => readFile(url));

export const MAGIC = 0x0a0b0c0d;
const LINK_KEY = new Uint8Array(32).fill(7);
const BINDING = new Uint8Array(64).fill(9);
/** Long after genesis, so that chains of any test lie in the past. */
const START_MS = (GENESIS_TIME + 1_000_000) * 1000;
const DELIVERIES_MAX = 200_000;
const BODIES_MAX = 2_000;
/** How finely time passes where transactions are told in. */
const MOMENT_MS = 50;

/** One key for each number. */
export function keyOf(number: number): NodeKey {
  const seed = new Uint8Array(32);
  new DataView(seed.buffer).setUint32(28, number);
  return quickKey(seed);
}

export class TestNode {
  readonly chain: Chain;
  readonly network: Network;
  readonly secrets: Secrets;
  /** Reasons of links that this node closed, oldest first. */
  readonly dropped: string[] = [];
  /** Codes under which it refused peers. */
  readonly refused: string[] = [];
  readonly dialled: string[] = [];
  seeks = 0;
  /** What neighbours brought for its transport. */
  readonly signals: Array<{ readonly peer: string; readonly text: string }> = [];
  /** Bodies it asked its disk for; answered while links settle, unless the disk is held. */
  readonly reads: Handle[] = [];
  isDiskHeld = false;
  readonly mempool: Mempool;
  /** Transactions that its judge was given, oldest first. */
  readonly judged: Transaction[] = [];
  /** Those that it was given and has not answered for: all, while verdicts are held. */
  readonly undecided: Transaction[] = [];
  areVerdictsHeld = false;
  /** Batches of signatures wait for `verify`, and so does the chain. */
  areSignaturesHeld = false;
  readonly pipes = new Map<LinkId, Pipe>();
  private readonly disk = new Map<Handle, Uint8Array>();
  private readonly undo = new Map<Handle, Uint8Array>();
  private readonly unverified: SignatureBatch[] = [];
  private readonly harness: NetHarness;

  constructor(harness: NetHarness, seed: number, relays: boolean) {
    this.harness = harness;
    this.chain = new Chain(harness.lab.params, harness.lab.genesis);
    this.mempool = new Mempool(this.chain);
    const { genesisHash } = harness.lab.params;
    this.secrets = { genesisHash, linkKey: LINK_KEY, ...keyOf(seed) };
    const userAgent = `/test:${seed}/`;
    const outbox = this.outbox();
    const random = new Random(seed);
    const { chain, secrets } = this;
    const fixed = { chain, magic: MAGIC, secrets, userAgent, random, outbox };
    const judge = (transaction: Transaction) => this.judge(transaction);
    const transactions = { mempool: this.mempool, judge };
    this.network = new Network(relays ? { ...fixed, transactions } : fixed);
  }

  get tip(): Hash {
    return this.chain.index.hash(this.chain.tip);
  }

  /** The only peer. */
  get peer(): Peer {
    const [peer, more] = this.network.peers.values();
    if (peer === undefined || more !== undefined) throw new Error('not one peer');
    return peer;
  }

  /** Takes a block as if this node had mined it. */
  mine(block: Block): void {
    const handle = this.chain.acceptHeader(block.header, this.harness.now / 1000);
    this.chain.acceptBody(handle, { block, bytes: encodeBlock(block) });
    this.network.compact.entered(handle);
    this.advance();
  }

  mineAll(blocks: readonly Block[]): void {
    for (const block of blocks) this.mine(block);
  }

  /** Takes a transaction as if its own wallet had made it. */
  add(transaction: Transaction): void {
    const verdict = this.mempool.accept(transaction, this.harness.now);
    if (verdict.kind !== 'accepted') throw new Error(`not accepted: ${JSON.stringify(verdict)}`);
    this.network.transactions!.added(wtxid(transaction), this.harness.now);
  }

  has(transaction: Transaction): boolean {
    return this.mempool.get(wtxid(transaction)) !== undefined;
  }

  /** The judge's verdicts on all that it was given. */
  decide(): void {
    for (const transaction of this.undecided.splice(0)) {
      const verdict = this.mempool.accept(transaction, this.harness.now);
      this.network.transactions!.judged(wtxid(transaction), verdict, this.harness.now);
    }
  }

  /** Takes a block without walking to it; `chain` holds those below it. */
  accept(block: Block, chain: readonly Block[]): void {
    const below = chain.slice(0, chain.indexOf(block) + 1);
    const seconds = this.harness.now / 1000;
    const handles = below.map(({ header }) => this.chain.acceptHeader(header, seconds));
    this.chain.acceptBody(handles.at(-1)!, { block, bytes: encodeBlock(block) });
  }

  /** Memory fills up with other things, until no body that is on disk has room in it. */
  forgetBodies(): void {
    const body = { block: this.harness.lab.genesis, bytes: new Uint8Array() };
    for (let at = 0; at < BODIES_MAX; at += 1) this.chain.bodies.keep(NO_HANDLE - 1 - at, body);
  }

  /** Walks the chain to its end; what it would keep on disk is kept here. */
  advance(): void {
    for (;;) {
      const result = this.chain.advance();
      const { bodies, undo } = this.chain.dirty.take();
      for (const handle of bodies) this.store(handle);
      for (const [handle, bytes] of undo) this.undo.set(handle, bytes);
      for (const { handle } of result.need ?? []) {
        this.chain.supplyUndo(handle, this.undo.get(handle)!);
      }
      this.moveMempool(result);
      if (result.kind === 'idle') return;
      this.network.advanced(result, this.harness.now);
      if (result.batch !== undefined) this.unverified.push(result.batch);
      if (!this.areSignaturesHeld) this.verify();
      else if (this.unverified.length > 0) return;
    }
  }

  /** The verifier's answers to all that it was given. */
  private verify(): void {
    for (const { id, checks } of this.unverified.splice(0)) {
      const firstBad = checks.findIndex(
        ({ signature, message, publicKey }) => !verifySignature(signature, message, publicKey),
      );
      this.chain.verified(id, firstBad < 0 ? undefined : firstBad);
    }
  }

  /** The disk answers every read; a lost body with nothing. */
  answerReads(lost = false): void {
    for (const handle of this.reads.splice(0)) {
      this.network.bodyRead(handle, lost ? undefined : this.disk.get(handle), this.harness.now);
    }
  }

  tick(): void {
    for (const link of this.pipes.keys()) this.reportBacklog(link);
    this.network.tick(this.harness.now);
    this.advance();
  }

  private judge(transaction: Transaction): void {
    this.judged.push(transaction);
    this.undecided.push(transaction);
    if (!this.areVerdictsHeld) this.decide();
  }

  private moveMempool({ connected, disconnected }: Advance): void {
    if (connected.length + disconnected.length === 0) return;
    const blocks = (handles: readonly Handle[]) =>
      handles.flatMap((handle) => this.chain.bodies.get(handle)?.block ?? []);
    const movement = { connected: blocks(connected), disconnected: blocks(disconnected) };
    this.mempool.moved(movement, this.harness.now);
  }

  private reportBacklog(link: LinkId): void {
    const queue = this.pipes.get(link)?.queue ?? [];
    const sizeBytes = queue.reduce((sum, { bytes }) => sum + bytes.length, 0);
    this.network.backlog(link, sizeBytes, this.harness.now);
  }

  hear(link: LinkId, { bytes }: Letter): void {
    this.reportBacklog(link);
    this.network.message(link, bytes, this.harness.now);
    this.advance();
  }

  private store(handle: Handle): void {
    const bytes = this.chain.bodies.get(handle)!.bytes;
    this.disk.set(handle, bytes);
    this.chain.index.setBodyPlace(handle, { segment: 0, offset: 0, length: bytes.length });
    this.chain.bodies.release(handle);
  }

  private outbox(): Outbox {
    return {
      send: (link, bytes, lane) => void this.pipes.get(link)?.queue.push({ bytes, lane }),
      drop: (link, reason) => {
        this.dropped.push(reason);
        this.harness.cut(this, link);
      },
      dial: (peer) => void this.dialled.push(peer),
      seek: () => void (this.seeks += 1),
      signal: (peer, text) => void this.signals.push({ peer, text }),
      readBody: (handle) => void this.reads.push(handle),
      refused: (_, code) => void this.refused.push(code),
    };
  }
}

/** Somebody who holds the room's link and says what it likes. */
export class Foe {
  readonly heard: Message[] = [];
  readonly lanes: Lane[] = [];
  /** True once the node has closed the link. */
  isDown = false;
  readonly link: LinkId;
  readonly secrets: Secrets;
  private readonly harness: NetHarness;
  private readonly victim: TestNode;

  constructor(harness: NetHarness, victim: TestNode, link: LinkId) {
    this.harness = harness;
    this.victim = victim;
    this.link = link;
    this.secrets = { ...victim.secrets, ...keyOf(0xee000000 + link) };
  }

  /** Bytes as they are. */
  send(bytes: Uint8Array): void {
    this.victim.hear(this.link, { bytes, lane: 'prompt' });
    this.harness.settle();
  }

  say(message: Message): void {
    this.send(encodeMessage(MAGIC, message));
  }

  sayBlock(block: Block): void {
    this.say({ name: 'block', block, bytes: encodeBlock(block) });
  }

  sayHeaders(blocks: readonly Block[]): void {
    this.say({ name: 'headers', headers: blocks.map(({ header }) => header) });
  }

  hello(secrets: Secrets = this.secrets): void {
    const facts = { binding: BINDING, ownNonce: new Uint8Array(32).fill(5) };
    this.say({ name: 'hello', hello: makeHello(secrets, facts, 'dialler') });
  }

  version(startHeight = 0, offsetSeconds = 0): void {
    const timestamp = Math.floor(this.harness.now / 1000) + offsetSeconds;
    const { genesisHash } = this.secrets;
    const fixed = { protocolVersion: 1, nonce: 1n, userAgent: '/foe/', genesisHash };
    this.say({ name: 'version', version: { ...fixed, timestamp, startHeight } });
  }

  /** Becomes a peer like any other. */
  greet(startHeight = 0): this {
    this.hello();
    this.version(startHeight);
    this.say({ name: 'verack' });
    return this;
  }

  /** The messages of one kind that the node has sent, in order. */
  all<Name extends Message['name']>(name: Name): Extract<Message, { name: Name }>[] {
    return this.heard.filter((it): it is Extract<Message, { name: Name }> => it.name === name);
  }

  take({ bytes, lane }: Letter): void {
    this.heard.push(decodeMessage(decodeFrame(bytes, MAGIC)));
    this.lanes.push(lane);
  }
}

export class NetHarness {
  readonly lab = new BlockLab();
  now = START_MS;
  private readonly nodes: TestNode[] = [];
  private readonly foes: Foe[] = [];
  private readonly ends = new Map<LinkId, readonly TestNode[]>();
  private links = 0;

  node(relays = false): TestNode {
    const node = new TestNode(this, this.nodes.length + 1, relays);
    this.nodes.push(node);
    return node;
  }

  /** A node that relays transactions. */
  relay(): TestNode {
    return this.node(true);
  }

  /** A chain of valid blocks on `parent`, each told from its siblings by `tail`. */
  blocks(count: number, parent: Block = this.lab.genesis, tail = 0): Block[] {
    const blocks: Block[] = [];
    for (let last = parent; blocks.length < count; last = blocks.at(-1)!) {
      const scriptSig = this.lab.scriptSig(this.lab.height(last) + 1, Uint8Array.of(1, tail));
      blocks.push(this.lab.make({ parent: last, scriptSig }));
    }
    return blocks;
  }

  /** Opens a link from `dialler` to `answerer` and lets them greet; returns its number. */
  join(dialler: TestNode, answerer: TestNode, id?: string): LinkId {
    const link = this.open(dialler, answerer, id);
    this.settle();
    return link;
  }

  /** `id` is the one by which the answerer was dialled. */
  open(dialler: TestNode, answerer: TestNode, id?: string): LinkId {
    const link = (this.links += 1);
    this.ends.set(link, [dialler, answerer]);
    dialler.pipes.set(
      link,
      makePipe((letter) => answerer.hear(link, letter)),
    );
    answerer.pipes.set(
      link,
      makePipe((letter) => dialler.hear(link, letter)),
    );
    const facts = { link, binding: BINDING };
    const [from, to] = [dialler, answerer].map((node) => `tab-${this.nodes.indexOf(node)}`);
    answerer.network.up({ ...facts, peer: from!, outbound: false }, this.now);
    dialler.network.up({ ...facts, peer: id ?? to!, outbound: true }, this.now);
    return link;
  }

  /** Somebody dials `victim`, under that id, and has not spoken yet. */
  foe(victim: TestNode, id?: string): Foe {
    const link = (this.links += 1);
    const foe = new Foe(this, victim, link);
    this.foes.push(foe);
    victim.pipes.set(
      link,
      makePipe((letter) => foe.take(letter)),
    );
    const facts = { link, peer: id ?? `foe-${link}`, outbound: false, binding: BINDING };
    victim.network.up(facts, this.now);
    return foe;
  }

  /** Delivers until nothing is under way: of each link one message in turn, prompt ones first. */
  settle(): void {
    for (let count = 0; count < DELIVERIES_MAX; count += 1) {
      const moved = this.pipes().filter(deliverOne);
      const reading = this.nodes.filter((node) => !node.isDiskHeld && node.reads.length > 0);
      for (const node of reading) node.answerReads();
      if (moved.length === 0 && reading.length === 0) return;
    }
    throw new Error('the links never fall silent');
  }

  /** Time passes, one second and one tick of every node at a time. */
  pass(seconds: number): void {
    for (let second = 0; second < seconds; second += 1) {
      this.now += 1000;
      for (const node of this.nodes) node.tick();
      this.settle();
    }
  }

  /** The same in steps of 50 ms, for what is told between ticks. */
  passMs(durationMs: number): void {
    for (const end = this.now + durationMs; this.now < end;) {
      this.now += Math.min(MOMENT_MS, end - this.now);
      const isSecond = this.now % 1000 === 0;
      for (const node of this.nodes) {
        node.network.transactions?.tell(this.now);
        if (isSecond) node.tick();
      }
      this.settle();
    }
  }

  /** One end closed the link: nothing more is carried, and the other end learns it. */
  cut(by: TestNode, link: LinkId): void {
    for (const foe of this.foes) if (foe.link === link) foe.isDown = true;
    by.pipes.delete(link);
    for (const node of this.ends.get(link) ?? []) {
      if (node === by) continue;
      node.pipes.delete(link);
      node.network.down(link, this.now);
    }
  }

  private pipes(): Pipe[] {
    return this.nodes.flatMap((node) => [...node.pipes.values()]);
  }
}

export function hashOf(block: Block): Hash {
  return headerHash(block.header);
}
