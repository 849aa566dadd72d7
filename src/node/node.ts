/**
 * The node: chain, network, mining and disk, put together as one function of its inputs and of the
 * time handed to it. Each input is handled to its end; then the chain takes one bounded stretch of
 * its way, and everything that follows leaves as effects. What is left to do asks for a wake-up at
 * once, so that no message waits behind a long validation.
 */

import type { Body } from '../chain/bodies.ts';
import { GENESIS, type Handle } from '../chain/block-index.ts';
import type { Advance, Chain } from '../chain/chain.ts';
import { encodeBlock } from '../consensus/encoding.ts';
import { RuleError } from '../consensus/rule-error.ts';
import type { Network } from '../net/network.ts';
import type { Peer } from '../net/peer.ts';
import { toHex } from '../util/bytes.ts';
import { CommandError, type MiningWait, type NodeSnapshot } from './api.ts';
import { Arrivals } from './arrivals.ts';
import type { CommandContext } from './command.ts';
import { runCommand } from './commands.ts';
import { hex256 } from './describe.ts';
import { Desk } from './desk.ts';
import { Disk } from './disk.ts';
import { Generator } from './generator.ts';
import { Importer } from './importer.ts';
import { LooseJudge } from './loose-judge.ts';
import { makeNetwork } from './make-network.ts';
import { Mining } from './mining.ts';
import { isNetworkInput, tellNetwork } from './network-inputs.ts';
import { type Movement, Notices } from './notices.ts';
import { Pool } from './pool.ts';
import type { Effect, Input, MeetingState, MiningHit, NodeCore } from './ports.ts';
import { Progress } from './progress.ts';
import type { NodeOptions } from './options.ts';
import { describeHealth, describePeers, syncFacts, viewRoom } from './snapshot.ts';
import { staleFact, warningsOf } from './stale.ts';
import { Strip } from './strip.ts';
import { minerOf, Wallet } from './wallet/wallet.ts';
import { Wiretap } from './wiretap.ts';

const TICK_MS = 1_000;
/** How long a link that is being served may stand empty: at 10 MB/s it takes 500 kB meanwhile. */
const DRAIN_LOOK_MS = 50;
/** A clock further off than this makes blocks that others refuse (docs/protocol.md, 8). */
const CLOCK_OFFSET_MAX_MS = 45_000;
/** One of work, one that finds nothing left to do. */
const ADVANCES_PER_STEP = 2;

export class TabNode implements NodeCore {
  private readonly options: NodeOptions;
  private readonly chain: Chain;
  private readonly network: Network;
  private readonly pool: Pool;
  private readonly wallet: Wallet;
  private readonly judge: LooseJudge;
  private readonly mining: Mining;
  private readonly generator: Generator;
  private readonly importer: Importer;
  private readonly disk: Disk;
  private readonly strip: Strip;
  private readonly notices = new Notices();
  private readonly progress = new Progress();
  private readonly wiretap = new Wiretap();
  private readonly arrivals = new Arrivals();
  private readonly desk = new Desk((effect) => this.emit(effect));
  private hasMore = true;
  /** The chain's next step is with the verifier; until then nothing is built on the tip. */
  private isVerifying = false;
  private networkActive = true;
  private meeting: MeetingState = { status: 'off', population: 0 };
  private tickedAt = 0;
  private now = 0;
  private effects: Effect[] = [];

  constructor(options: NodeOptions) {
    const { room, chain, records } = options;
    this.options = options;
    this.chain = chain;
    this.disk = new Disk(chain, records, {
      storage: options.storage,
      anchors: options.anchors,
      emit: (effect) => this.emit(effect),
      bodyLost: (handle) => this.network.bodyRead(handle, undefined, this.tickedAt),
      restarted: () => this.pool.recheck(this.now),
    });
    this.strip = new Strip(chain);
    this.strip.learn(GENESIS, room.genesis);
    this.pool = new Pool(chain, options.waiting, {
      added: (entry) => {
        this.wallet.added(entry);
        this.network.transactions?.added(entry.wtxid, this.now);
      },
      removed: (removals) => this.wallet.removed(removals),
    });
    this.wallet = new Wallet(options.wallet, {
      chain,
      pool: this.pool,
      readBody: (handle, answer) => this.disk.reads.body(handle, answer),
      askVault: (id, job) => this.emit({ type: 'vault', id, job }),
    });
    this.mining = new Mining(chain, {
      miner: minerOf(this.wallet, options),
      maxThreads: options.maxThreads,
      select: (isFresh) => this.pool.selection(this.now, isFresh),
      readBody: (handle, answer) => this.disk.reads.body(handle, answer),
    });
    this.generator = new Generator(chain, {
      template: (time) => this.mining.template(time),
      submit: (body, nowSeconds) => this.submitGenerated(body, nowSeconds),
      reply: (command, outcome) => this.desk.finish(command, outcome),
    });
    this.importer = new Importer(chain, (command, outcome) => this.desk.finish(command, outcome));
    this.judge = new LooseJudge({
      pool: this.pool,
      signatures: chain.signatures,
      emit: (effect) => this.emit(effect),
      judged: (id, verdict, at) => this.network.transactions?.judged(id, verdict, at),
    });
    this.network = makeNetwork(options, {
      pool: this.pool,
      judge: this.judge,
      emit: (effect) => this.emit(effect),
      readBody: (handle) =>
        this.disk.reads.body(handle, (body) =>
          this.network.bodyRead(handle, body?.bytes, this.tickedAt),
        ),
      refused: (peer, code) => this.notices.addRefusal(peer, code),
    });
  }

  step(input: Input, now: number): Effect[] {
    this.effects = [];
    this.now = now;
    this.disk.checkTip();
    const { toldEarly } = this.network.compact;
    this.handle(input, now);
    // A block that was told early leaves before its own long way is walked.
    if (this.network.compact.toldEarly > toldEarly) this.hasMore = true;
    else this.work(now);
    if (this.pool.isRestoring && !this.hasMore && !this.isVerifying) this.pool.restoreSome(now);
    const isWalking = this.wallet.follow(now);
    this.disk.keep(this.isTimeToKeep(now));
    this.disk.keepWallet(this.wallet);
    this.mine(now);
    this.network.transactions?.tell(now);
    this.emit({ type: 'notify' });
    const isDue = this.hasMore || this.generator.isBusy || this.pool.isRestoring;
    // Whoever holds us up, disk or verifier, wakes us by its answer.
    const isHeldUp = this.disk.reads.isSupplying || (this.isVerifying && !this.hasMore);
    const isBusy = isWalking || (isDue && !isHeldUp);
    this.emit({ type: 'wake', at: isBusy ? now : this.nextLook(now) });
    this.wiretap.see(input, this.effects, now);
    this.arrivals.see(input, { chain: this.chain, peers: this.network.peers }, now);
    return this.effects;
  }

  snapshot(): NodeSnapshot {
    const { chain, mining, networkActive, options } = this;
    const peers = this.peers;
    const sync = this.progress.current;
    const wallet = this.wallet.view(this.now);
    return {
      room: viewRoom(options.room),
      slot: options.slot,
      nodeKey: toHex(options.nodeKey),
      minerName: options.minerName,
      health: describeHealth({
        chain,
        peers,
        networkActive,
        meeting: this.meeting,
        blocked: this.network.mesh.blocked,
        sync,
        isSyncing: this.progress.isActive,
      }),
      height: chain.height,
      tip: chain.index.hash(chain.tip),
      tipTime: chain.index.time(chain.tip),
      ...staleFact(this.network),
      chainWork: hex256(chain.index.chainWork(chain.tip)),
      strip: this.strip.cards(),
      ...(sync === undefined ? {} : { sync }),
      peers: describePeers(peers, chain),
      mining: mining.state,
      ...(wallet === undefined ? {} : { wallet }),
      mempool: this.pool.view,
      meeting: this.meeting,
      networkActive,
      storage: this.disk.keeper.state,
      notices: this.notices.list,
    };
  }

  private get peers(): readonly Peer[] {
    return [...this.network.peers.values()];
  }

  private handle(input: Input, now: number): void {
    if (isNetworkInput(input)) return tellNetwork(this.network, input, now);
    switch (input.type) {
      case 'tick':
        return this.tick(now);
      case 'stored':
        return this.disk.reads.arrived(input, input.value);
      case 'written':
        return this.disk.keeper.written(input.batch);
      case 'write-failed':
        if (!this.disk.keeper.failed(input.reason)) return undefined;
        return this.notices.add('storage', { failure: input.reason }, now);
      case 'verified':
        if (input.batch < 0) return this.judge.verified(input.batch, input.firstBad, now);
        return this.chain.verified(input.batch, input.firstBad);
      case 'mined':
        return this.mined(input.hit, now);
      case 'vault':
        return this.wallet.answered(input.id, input.outcome);
      case 'hash-rate':
        return this.mining.setRate(input.rate);
      case 'meeting':
        this.meeting = input.state;
        return this.network.setPopulation(input.state.population, now);
      case 'command':
        return this.command(input, now);
    }
  }

  private tick(now: number): void {
    if (now >= this.network.sync.nextLookAt) this.network.sync.schedule(now);
    // A clock that was set back must not put off the next tick until it is where it was.
    if (now >= this.tickedAt && now < this.tickedAt + TICK_MS) return;
    this.tickedAt = now;
    this.notices.ticked(now);
    this.network.tick(now);
    this.pool.tick(now);
    this.wallet.tick(now);
    this.disk.keepOthers(() => this.pool.takeWrites());
    this.disk.keepAnchors(this.network.mesh.anchorKeys(now), now);
    this.strip.readUnread((handle, answer) => this.disk.reads.body(handle, answer));
  }

  /** With every block at the tip; with a second's blocks while they come in a stream. */
  private isTimeToKeep(now: number): boolean {
    if (this.hasMore || this.generator.isBusy || this.importer.isBusy) return false;
    return !this.progress.isActive || now === this.tickedAt;
  }

  /** A tick, or sooner the news that a link which is served has room again. */
  private nextLook(now: number): number {
    const isServing = this.peers.some(
      ({ wanted, transactions }) => wanted.length + transactions.wanted.length > 0,
    );
    const drainAt = isServing ? now + DRAIN_LOOK_MS : Infinity;
    const tellAt = this.network.transactions?.nextTellAt ?? Infinity;
    const { nextLookAt } = this.network.sync;
    return Math.min(this.tickedAt + TICK_MS, now + TICK_MS, drainAt, tellAt, nextLookAt);
  }

  /** The chain's way to its best block, and the blocks on command, one slice of each. */
  private work(now: number): void {
    const connected: Handle[] = [];
    const disconnected: Handle[] = [];
    for (let round = 0; round < ADVANCES_PER_STEP && !this.disk.reads.isSupplying; round += 1) {
      const result = this.advance(now);
      connected.push(...result.connected);
      disconnected.push(...result.disconnected);
      if (!this.hasMore) break;
    }
    if (this.generator.isBusy && !this.hasMore && !this.isVerifying) {
      const before = this.chain.height;
      this.generator.run(seconds(now));
      for (let at = before + 1; at <= this.chain.height; at += 1) {
        connected.push(this.chain.activeAt(at));
      }
    }
    const isAtRest = !this.hasMore && !this.isVerifying && !this.disk.reads.isSupplying;
    if (isAtRest && this.importer.run(seconds(now))) this.hasMore = true;
    if (connected.length > 0) this.network.advanced({ kind: 'more', connected, disconnected }, now);
    this.updateProgress(now);
  }

  private advance(now: number): Advance {
    const result = this.chain.advance();
    this.hasMore = result.kind !== 'idle' && result.kind !== 'wait';
    this.isVerifying = result.kind === 'verify' || result.kind === 'wait';
    if (result.batch !== undefined) {
      this.emit({ type: 'verify', batch: result.batch.id, checks: result.batch.checks });
    }
    for (const need of result.need ?? []) this.disk.reads.supply(need);
    if (result.refused !== undefined) this.network.advanced(result, now);
    this.importer.refused(result.refused);
    this.moved(result, now);
    if (result.disconnected.length > 0) {
      this.notices.addReorganisation(result, this.chain, this.strip, now);
    }
    return result;
  }

  private mine(now: number): void {
    const order = this.mining.update(this.miningWait(), seconds(now));
    if (order !== undefined) this.emit({ type: 'mine', ...order });
  }

  private miningWait(): MiningWait | undefined {
    const { clockOffsetMs } = this.network;
    if (clockOffsetMs !== undefined && Math.abs(clockOffsetMs) > CLOCK_OFFSET_MAX_MS) {
      return 'clock-off';
    }
    return this.progress.isActive ? 'syncing' : undefined;
  }

  private updateProgress(now: number): void {
    this.progress.update(syncFacts(this.chain, this.peers), now);
  }

  private mined(hit: MiningHit, now: number): void {
    const block = this.mining.blockOf(hit);
    if (block === undefined) return;
    try {
      const handle = this.submit({ block, bytes: encodeBlock(block) }, seconds(now));
      this.mining.won();
      this.notices.add('block-found', { height: this.chain.index.height(handle) }, now);
    } catch (error) {
      // A hit that is none: a worker's fault, and no reason for the node to end.
      if (!(error instanceof RuleError)) throw error;
    }
  }

  private submitGenerated(body: Body, nowSeconds: number): boolean {
    const handle = this.submit(body, nowSeconds);
    this.advance(this.now);
    return this.chain.tip === handle;
  }

  /** The active chain is another: those who follow it are told. */
  private moved({ connected, disconnected }: Movement, now: number): void {
    if (connected.length + disconnected.length === 0) return;
    this.mining.moved(connected, disconnected);
    this.pool.moved(connected, disconnected, now);
  }

  /** Enters a block of our own. Throws RuleError. */
  private submit(body: Body, nowSeconds: number): Handle {
    const handle = this.chain.acceptHeader(body.block.header, nowSeconds);
    this.chain.acceptBody(handle, body);
    this.chain.markOwn(handle);
    this.network.compact.entered(handle);
    this.mining.foundBlock(handle);
    this.hasMore = true;
    return handle;
  }

  private command(input: Extract<Input, { type: 'command' }>, now: number): void {
    if (this.desk.take(input.id)) runCommand(this.commandContext(now), input);
  }

  private commandContext(now: number): CommandContext {
    const { chain, mining, networkActive, options } = this;
    const { link, room, slot } = options;
    return {
      chain,
      room,
      slot,
      link,
      pool: this.pool,
      wallet: this.wallet,
      wiretap: this.wiretap,
      arrivals: this.arrivals,
      now,
      peers: this.peers,
      mining: mining.state,
      networkActive,
      isSyncing: this.progress.isActive,
      storedHeight: this.disk.keeper.storedHeight,
      warnings: warningsOf(this.network, now),
      setEffort: (effort) => mining.setEffort(effort),
      setNetworkActive: (active) => this.setNetworkActive(active, now),
      generate: (command, count) => this.generator.order(command, count),
      importChain: (command, parameters) => this.importer.order(command, parameters),
      readBody: (handle, answer) => this.disk.reads.body(handle, answer),
      readUndo: (handle, answer) => this.disk.reads.undo(handle, answer),
      reply: (id, result) => this.desk.finish(id, { ok: true, result }),
      refuse: (id, { code, message }: CommandError) =>
        this.desk.finish(id, { ok: false, code, message }),
    };
  }

  private setNetworkActive(active: boolean, now: number): void {
    if (active === this.networkActive) return;
    this.networkActive = active;
    this.network.setActive(active, now);
    this.emit({ type: 'meet', active });
  }

  private emit(effect: Effect): void {
    this.effects.push(effect);
  }
}

function seconds(now: number): number {
  return Math.floor(now / 1000);
}
