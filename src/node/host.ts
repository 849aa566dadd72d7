/**
 * Where the node meets the world: every event becomes an input, every effect becomes a call to a
 * port. Here, and nowhere below, are time, promises and failure.
 *
 * Inputs are handled one after the other; what a port says while effects are carried out waits in a
 * queue. Writes go to the disk in order, one at a time. When the disk takes no more, what it
 * refused and all that follows is kept by a store in memory laid over it, so the node goes on
 * unchanged.
 */

import { assert } from '../util/assert.ts';
import { CommandError, type NodeApi, type NodeSnapshot } from './api.ts';
import {
  type Clock,
  type CommandOutcome,
  type Effect,
  type Input,
  type LinkId,
  type Miner,
  type MiningHit,
  NO_EFFORT,
  type NodeCore,
  type PeerId,
  type PeerLink,
  type Store,
  StoreError,
  type StoreFailure,
  type Transport,
  type TransportEvents,
  type Vault,
  type Verifier,
} from './ports.ts';

export interface HostOptions {
  readonly node: NodeCore & { snapshot(): NodeSnapshot };
  readonly store: Store;
  /** A store that keeps new records in memory and finds old ones in the given store. */
  readonly overlay: (disk: Store) => Store;
  readonly transport: Transport;
  readonly miner: Miner;
  readonly verifier: Verifier;
  /** Absent for a node without a wallet, which never asks it. */
  readonly vault?: Vault;
  readonly clock: Clock;
  /** The node key as hex, by which neighbours know this tab. */
  readonly self: PeerId;
}

type Write = Extract<Effect, { type: 'write' }>;

const SNAPSHOT_INTERVAL_MS = 200;

export class Host implements NodeApi {
  readonly #options: HostOptions;
  #store: Store;
  #hasOverlay = false;
  readonly #links = new Map<LinkId, PeerLink>();
  /** What the node was last told about each link. */
  readonly #backlogs = new Map<LinkId, number>();
  readonly #inputs: Input[] = [];
  #isStepping = false;
  #writes: Promise<void> = Promise.resolve();
  readonly #commands = new Map<number, (outcome: CommandOutcome) => void>();
  #lastCommand = 0;
  readonly #listeners = new Set<(snapshot: NodeSnapshot) => void>();
  #shownAt = -Infinity;
  #isShowDue = false;

  constructor(options: HostOptions) {
    this.#options = options;
    this.#store = options.store;
  }

  start(): void {
    this.#startTransport();
    this.feed({ type: 'tick' });
  }

  stop(): void {
    this.#options.transport.stop();
    this.#options.miner.work(undefined, NO_EFFORT, () => {});
    this.#store.close();
  }

  async snapshot(): Promise<NodeSnapshot> {
    return this.#options.node.snapshot();
  }

  async subscribe(listener: (snapshot: NodeSnapshot) => void): Promise<() => void> {
    this.#listeners.add(listener);
    listener(this.#options.node.snapshot());
    return () => void this.#listeners.delete(listener);
  }

  async call(method: string, ...parameters: unknown[]): Promise<unknown> {
    this.#lastCommand += 1;
    const id = this.#lastCommand;
    const outcome = await new Promise<CommandOutcome>((resolve) => {
      this.#commands.set(id, resolve);
      this.feed({ type: 'command', id, method, parameters });
    });
    if (!outcome.ok) throw new CommandError(outcome.code, outcome.message);
    return outcome.result;
  }

  /** Hands an input to the node and carries out what follows; later, if one is being handled. */
  feed(input: Input): void {
    this.#inputs.push(input);
    if (this.#isStepping) return;
    this.#isStepping = true;
    try {
      for (let next = this.#inputs.shift(); next !== undefined; next = this.#inputs.shift()) {
        this.#step(next);
      }
    } finally {
      this.#isStepping = false;
    }
  }

  #step(input: Input): void {
    const { clock, node } = this.#options;
    if (input.type === 'tick') this.#measure();
    for (const effect of node.step(input, clock.now())) this.#carryOut(effect);
  }

  #carryOut(effect: Effect): void {
    const { clock, transport } = this.#options;
    switch (effect.type) {
      case 'dial':
        return transport.dial(effect.peer);
      case 'seek':
        return transport.seek();
      case 'signal':
        return transport.signal(effect.peer, effect.payload);
      case 'send':
        // The node has counted these bytes: that they left is news, though nothing waited before.
        this.#backlogs.delete(effect.link);
        return this.#links.get(effect.link)?.send(effect.bytes, effect.lane);
      case 'drop':
        return this.#links.get(effect.link)?.close(effect.reason);
      case 'read':
        return void this.#read(effect);
      case 'write':
        this.#writes = this.#writes.then(() => this.#write(effect));
        return undefined;
      case 'verify':
        return this.#verify(effect);
      case 'mine':
        return this.#mine(effect);
      case 'meet':
        return effect.active ? this.#startTransport() : transport.stop();
      case 'vault':
        return this.#askVault(effect);
      case 'wake':
        return clock.wakeAt(effect.at, () => this.feed({ type: 'tick' }));
      case 'notify':
        return this.#show();
      case 'reply':
        return this.#reply(effect.id, effect.outcome);
    }
  }

  #startTransport(): void {
    const events: TransportEvents = {
      found: (peer) => this.feed({ type: 'found', peer }),
      missed: (peer, reason) => this.feed({ type: 'missed', peer, reason }),
      signal: (peer, payload) => this.feed({ type: 'signal', peer, payload }),
      up: (link) => this.#up(link),
      message: (link, bytes) => {
        this.#tellBacklog(link);
        this.feed({ type: 'message', link: link.id, bytes });
      },
      down: (link, reason) => {
        this.#links.delete(link.id);
        this.#backlogs.delete(link.id);
        this.feed({ type: 'down', link: link.id, reason });
      },
      meeting: (state) => this.feed({ type: 'meeting', state }),
    };
    this.#options.transport.start(events, this.#options.self);
  }

  #up(link: PeerLink): void {
    this.#links.set(link.id, link);
    const { id, peer, outbound, binding } = link;
    this.feed({ type: 'up', link: id, peer, outbound, binding });
  }

  /** What the ports have to tell without being asked by anybody else. */
  #measure(): void {
    const { node, miner, clock } = this.#options;
    const inputs: Input[] = [{ type: 'hash-rate', rate: miner.rate }];
    for (const link of this.#links.values()) inputs.push(...this.#backlogNews(link));
    for (const input of inputs) {
      for (const effect of node.step(input, clock.now())) this.#carryOut(effect);
    }
  }

  #tellBacklog(link: PeerLink): void {
    for (const input of this.#backlogNews(link)) this.feed(input);
  }

  #backlogNews(link: PeerLink): Input[] {
    const sizeBytes = link.backlog;
    if (this.#backlogs.get(link.id) === sizeBytes) return [];
    this.#backlogs.set(link.id, sizeBytes);
    return [{ type: 'backlog', link: link.id, sizeBytes }];
  }

  #verify({ batch, checks }: Extract<Effect, { type: 'verify' }>): void {
    this.#options.verifier.verify(checks, (verdict) =>
      this.feed({ type: 'verified', batch, ...verdict }),
    );
  }

  #mine({ job, threads, duty, gpu }: Extract<Effect, { type: 'mine' }>): void {
    const { miner } = this.#options;
    const found = (hit: MiningHit) => {
      // The hashes that led to it first, or luck would tell of blocks found by none.
      this.feed({ type: 'hash-rate', rate: miner.rate });
      this.feed({ type: 'mined', hit });
    };
    miner.work(job, { threads, duty, gpu }, found);
  }

  async #read({ table, key }: Extract<Effect, { type: 'read' }>): Promise<void> {
    // After what was written before it: the node asks for records that it has just sent away.
    await this.#writes;
    // A record that cannot be read is a record that is not there: the network has it too.
    const value = await this.#store.get(table, key).catch(() => undefined);
    this.#feedApart({ type: 'stored', table, key, value });
  }

  #askVault({ id, job }: Extract<Effect, { type: 'vault' }>): void {
    this.#options.vault?.work(job, (outcome) => this.feed({ type: 'vault', id, outcome }));
  }

  async #write({ batch, writes, durability }: Write): Promise<void> {
    try {
      await this.#store.write(writes, durability);
    } catch (error) {
      await this.#writeToMemory({ type: 'write', batch, writes }, failureOf(error));
    }
    this.#feedApart({ type: 'written', batch });
  }

  async #writeToMemory({ batch, writes }: Write, reason: StoreFailure): Promise<void> {
    assert(!this.#hasOverlay, 'memory takes every write');
    this.#hasOverlay = true;
    this.#store = this.#options.overlay(this.#store);
    await this.#store.write(writes);
    this.#feedApart({ type: 'write-failed', batch, reason });
  }

  /** Outside of the promise at hand: a fault of the node must be seen, not swallow later writes. */
  #feedApart(input: Input): void {
    queueMicrotask(() => this.feed(input));
  }

  #reply(id: number, outcome: CommandOutcome): void {
    this.#commands.get(id)?.(outcome);
    this.#commands.delete(id);
  }

  /** The first change is shown at once, those that follow at most five times a second. */
  #show(): void {
    if (this.#isShowDue || this.#listeners.size === 0) return;
    const wait = this.#shownAt + SNAPSHOT_INTERVAL_MS - this.#options.clock.now();
    if (wait <= 0) return this.#showNow();
    this.#isShowDue = true;
    // Never longer, also where the clock was set back by an hour.
    setTimeout(() => this.#showNow(), Math.min(wait, SNAPSHOT_INTERVAL_MS));
  }

  #showNow(): void {
    this.#isShowDue = false;
    this.#shownAt = this.#options.clock.now();
    const snapshot = this.#options.node.snapshot();
    for (const listener of this.#listeners) listener(snapshot);
  }
}

function failureOf(error: unknown): StoreFailure {
  return error instanceof StoreError ? error.failure : 'unknown';
}
