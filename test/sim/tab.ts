/**
 * One simulated tab: the real node on the real host, with every port faked, that can be opened,
 * closed, killed, and opened again on what its disk has kept.
 */

import { overlayStore } from '../../src/adapters/storage/overlay.ts';
import { createVault } from '../../src/adapters/vault.ts';
import type { Chain } from '../../src/chain/chain.ts';
import { verifySignature } from '../../src/consensus/signature-verifier.ts';
import type { NodeKey } from '../../src/net/node-key.ts';
import { ANCHORS } from '../../src/node/anchors.ts';
import { Host } from '../../src/node/host.ts';
import { TabNode } from '../../src/node/node.ts';
import type { Effect, Input, Store, Verifier } from '../../src/node/ports.ts';
import type { Room } from '../../src/node/room.ts';
import type { Random } from '../../src/util/random.ts';
import { quickKey } from '../support/quick-key.ts';
import { type KeptChain, restoreFrom } from '../support/restore-chain.ts';
import { SimClock, SimMiner } from './device.ts';
import { type Crash, SimDisk } from './disk.ts';
import type { MeetingPlace, SimTransport } from './meeting-place.ts';
import { openStream } from './streams.ts';
import type { Timeline } from './timeline.ts';

/** A running node; a new one for each opening. */
export interface Life {
  readonly node: TabNode;
  readonly chain: Chain;
  readonly host: Host;
  readonly transport: SimTransport;
  readonly openedAtMs: number;
  /** What the start found damaged, and what it did about it. */
  readonly repaired: string | undefined;
  /** It has more to do at once; only at rest its tip is its last word. */
  isBusy: boolean;
}

/** What a tab is told to be, and who looks on. */
export interface TabOptions {
  readonly seed: number;
  readonly index: number;
  readonly room: Room;
  readonly timeline: Timeline;
  readonly place: MeetingPlace;
  readonly clockAheadMs: number;
  /** None does not mine. */
  readonly hashesPerSecond: number;
  readonly disk: SimDisk;
  readonly witness: Witness;
}

export interface Witness {
  opened(tab: SimTab, life: Life): void;
  /** Before the node hears of it. */
  told(tab: SimTab, input: Input): void;
  /** After the node has handled it. */
  stepped(tab: SimTab, life: Life, input: Input, effects: readonly Effect[]): void;
  /** The node threw, which it never may. */
  broke(tab: SimTab, error: unknown): void;
}

const VERIFY_MS = 2;

export class SimTab {
  readonly name: string;
  readonly options: TabOptions;
  readonly clock: SimClock;
  life: Life | undefined;
  private readonly random: Random;
  private readonly key: NodeKey;
  private miner: SimMiner | undefined;

  constructor(options: TabOptions) {
    this.options = options;
    this.name = `tab-${options.index}`;
    this.random = openStream(options.seed, 'workload', this.name);
    this.key = quickKey(this.random.bytes(32));
    this.clock = new SimClock(options.timeline, options.clockAheadMs);
  }

  private get isMiner(): boolean {
    return this.options.hashesPerSecond > 0;
  }

  /** Whole as soon as the promises in it are done; no time passes. */
  async open(): Promise<void> {
    const { disk, room, timeline, place, witness } = this.options;
    const restored = await restoreFrom(disk.peek(), room);
    const store = disk.open();
    const transport = place.transport(this.name);
    const node = await this.createNode(restored, disk.peek());
    const { chain, repaired } = restored;
    this.miner = this.createMiner();
    const core = {
      step: (input: Input, now: number) => this.step(life, input, now),
      snapshot: () => node.snapshot(),
    };
    const host = new Host({
      node: core,
      store,
      overlay: overlayStore,
      transport,
      miner: this.miner,
      verifier: this.verifier(),
      vault: createVault(),
      clock: this.clock,
      self: node.snapshot().nodeKey,
    });
    const openedAtMs = timeline.now;
    const life: Life = { node, chain, host, transport, openedAtMs, repaired, isBusy: true };
    this.life = life;
    witness.opened(this, life);
    host.start();
    this.mine(1);
  }

  /** With so many threads; none where the tab is closed, or never mines. */
  mine(threads: number): void {
    if (this.isMiner)
      this.life?.host.feed({
        type: 'command',
        id: 0,
        method: 'setmining',
        parameters: [{ threads }],
      });
  }

  /** As a user closes a tab: the links are closed, what was on its way to the disk is done. */
  close(): void {
    this.life?.transport.stop();
    this.end('process');
  }

  /** As a browser kills one, or as the device loses power. */
  crash(kind: Crash, isNoticed: boolean): void {
    this.life?.transport.vanish(isNoticed);
    this.end(kind);
  }

  private end(kind: Crash): void {
    this.options.disk.crash(kind);
    this.miner?.stop();
    this.clock.stop();
    this.life = undefined;
  }

  private step(life: Life, input: Input, now: number): Effect[] {
    if (this.life !== life) return [];
    const { witness } = this.options;
    try {
      witness.told(this, input);
      const effects = life.node.step(input, now);
      // The wake-up that counts is the last one.
      const wake = effects.findLast((effect) => effect.type === 'wake');
      if (wake?.type === 'wake') life.isBusy = wake.at <= now;
      witness.stepped(this, life, input, effects);
      return effects;
    } catch (error) {
      witness.broke(this, error);
      return [];
    }
  }

  private async createNode(restored: KeptChain, store: Store): Promise<TabNode> {
    const { room, index } = this.options;
    const { chain, records, repaired } = restored;
    return new TabNode({
      room,
      slot: index,
      link: room.code,
      chain,
      records,
      storage: { state: 'disk', ...(repaired === undefined ? {} : { repaired }) },
      waiting: await store.entries('mempool'),
      ...this.key,
      anchors: await store.get('meta', ANCHORS),
      rewardScript: Uint8Array.of(0x51, 0x20, ...this.key.nodeKey),
      minerName: this.name,
      maxThreads: 1,
      seed: this.random.bytes(16),
    });
  }

  private createMiner(): SimMiner {
    const { seed, timeline, hashesPerSecond } = this.options;
    // Another stream for each life: no two coinbases of a tab are alike.
    const part = `${this.name}/${this.random.u32()}`;
    return new SimMiner(timeline, openStream(seed, 'mining', part), hashesPerSecond);
  }

  /** Verifies here and answers later, as every verifier does. */
  private verifier(): Verifier {
    return {
      verify: (checks, done) => {
        const firstBad = checks.findIndex(
          ({ signature, message, publicKey }) => !verifySignature(signature, message, publicKey),
        );
        const verdict = firstBad < 0 ? { ok: true } : { ok: false, firstBad };
        this.options.timeline.after(VERIFY_MS, () => done(verdict));
      },
    };
  }
}
