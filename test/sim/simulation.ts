/**
 * A whole network in one process: real nodes on real hosts, with clocks, links, disks and luck that
 * follow from one seed. After each input and at intervals the invariants are checked; the first
 * that breaks ends the run with all that is needed to see it again. The same seed and options give
 * the same run, event by event.
 *
 * A run has four parts: tabs open; faults come and go; all is well again and within twenty block
 * intervals everybody must have one tip; mining stops and the last messages arrive.
 */

import { readFile } from 'node:fs/promises';
import { createVerifier } from '../../src/adapters/verifier/create-verifier.ts';
import { createRoom, type Room } from '../../src/node/room.ts';
import { Chronicle } from './chronicle.ts';
import { START_MS } from './device.ts';
import { settled, SimDisk } from './disk.ts';
import { type Deed, drawSides, type Fault, planFaults } from './faults.ts';
import { checkDead, checkLimits, checkMostWork, checkSupply } from './invariants.ts';
import type { SimLink } from './link.ts';
import { MeetingPlace } from './meeting-place.ts';
import type { SimOptions } from './options.ts';
import { type Profile, PROFILES } from './profile.ts';
import { delays, staleExpected, type Summary } from './statistics.ts';
import { between, openStream } from './streams.ts';
import { SimTab, type TabOptions } from './tab.ts';
import { Timeline } from './timeline.ts';

const SPACING_SECONDS = 10;
/** Of the whole network: blocks come at the easiest difficulty but one. */
const HASHES_PER_SECOND = 0.4;
const MINERS_MAX = 24;
const OPENING_MS = 50;
/** After the last one has opened, links take so long until they are as they stay. */
const SETTLING_MS = 30_000;
const CONVERGENCE_MS = 20 * SPACING_SECONDS * 1000;
const REST_MS = 10_000;
/** Between two looks at all nodes; less often where there are many. */
const LOOK_MS = 250;
const CALM_AFTER_MS = 30_000;
const CHURN_AWAY_MS = { low: 5_000, high: 40_000 } as const;

export class Simulation {
  readonly room: Room;
  readonly timeline: Timeline;
  readonly tabs: readonly SimTab[];
  readonly chronicle: Chronicle;
  private readonly options: SimOptions;
  private readonly profile: Profile;
  private readonly place: MeetingPlace;
  private readonly counts = { crashes: 0, partitions: 0 };
  private linksSeen = 0;
  private looks = 0;

  constructor(options: SimOptions) {
    const { seed, profile } = options;
    this.options = options;
    this.profile = PROFILES[profile];
    this.room = createRoom(
      {
        kind: 'sandbox',
        targetSpacingSeconds: SPACING_SECONDS,
        genesisBits: 0x207fffff,
        halvingInterval: 210_000,
        genesisTime: START_MS / 1000 - 60,
      },
      openStream(seed, 'workload', 'room').bytes(16),
    );
    this.timeline = new Timeline(openStream(seed, 'order'));
    const { pipes } = this.profile;
    this.place = new MeetingPlace(this.timeline, openStream(seed, 'network'), pipes);
    this.chronicle = new Chronicle(options, this.room, this.timeline);
    this.chronicle.countsFromMs = options.nodes * OPENING_MS + SETTLING_MS;
    this.tabs = this.createTabs();
  }

  /** Throws Violation. */
  async run(): Promise<Summary> {
    await createVerifier((url) => readFile(url));
    const startedAt = performance.now();
    const { seconds } = this.options;
    for (const [at, tab] of this.tabs.entries()) {
      this.timeline.at(at * OPENING_MS, async () => tab.open());
    }
    for (const fault of this.plan()) this.timeline.at(fault.atMs, async () => this.befall(fault));
    this.timeline.after(0, () => this.look());
    await this.pass(seconds * 1000);
    await this.converge();
    const nodeSeconds = (this.tabs.length * this.timeline.now) / 1000;
    return this.summarize(nodeSeconds / ((performance.now() - startedAt) / 1000));
  }

  private createTabs(): SimTab[] {
    const { seed, nodes, plant } = this.options;
    const random = openStream(seed, 'workload', 'tabs');
    const miners = Math.min(Math.ceil(nodes / 2), MINERS_MAX);
    const createDisk = plant?.createDisk ?? ((...parts) => new SimDisk(...parts));
    return Array.from({ length: nodes }, (_, index) => {
      const [least, most] = this.profile.clocksOffMs[index % 4 === 3 ? 'some' : 'most'];
      const side = random.below(2) === 0 ? -1 : 1;
      const options: TabOptions = {
        seed,
        index,
        room: this.room,
        timeline: this.timeline,
        place: this.place,
        clockAheadMs: side * between(random, least, most),
        hashesPerSecond: index < miners ? HASHES_PER_SECOND / miners : 0,
        disk: createDisk(this.timeline, openStream(seed, 'disks', index)),
        witness: this.chronicle,
      };
      return new SimTab(options);
    });
  }

  private plan(): readonly Fault[] {
    if (this.options.faults !== undefined) return this.options.faults;
    const { seed, nodes, seconds } = this.options;
    const { rates, splitMs, churn } = this.profile;
    const random = openStream(seed, 'faults');
    const fromMs = nodes * OPENING_MS + 5_000;
    const untilMs = seconds * 1000;
    const faults = planFaults(random, { rates, tabs: nodes, fromMs, untilMs });
    if (splitMs > 0) {
      const deed: Deed = {
        kind: 'partition',
        sides: drawSides(random, nodes, Math.floor(nodes / 2)),
        isSilent: true,
        isMeetingShared: false,
      };
      faults.push({ atMs: untilMs / 3, forMs: splitMs, deed });
    }
    for (const tab of random.shuffle([...this.tabs.keys()]).slice(0, churn * nodes)) {
      const atMs = between(random, (2 * untilMs) / 3, untilMs - CHURN_AWAY_MS.high);
      const forMs = between(random, CHURN_AWAY_MS.low, CHURN_AWAY_MS.high);
      faults.push({ atMs, forMs, deed: { kind: 'leave', tab } });
    }
    return faults;
  }

  /** Lets time pass, to the end or until there is reason to stop. */
  private async pass(untilMs: number, isEnough: () => boolean = () => false): Promise<void> {
    const { chronicle, timeline } = this;
    while (!isEnough()) {
      const happen = timeline.next(untilMs);
      if (happen === undefined) return;
      const wait = happen();
      if (wait !== undefined) await wait;
      while (chronicle.takeUnsettled()) await settled();
      chronicle.throwViolation();
    }
  }

  private async converge(): Promise<void> {
    const { chronicle, timeline } = this;
    const healedAt = timeline.now;
    await this.pass(healedAt + CONVERGENCE_MS, () => chronicle.isOneTip);
    this.expect('one tip', chronicle.isOneTip ? undefined : chronicle.describeTips());
    for (const tab of this.tabs) tab.mine(0);
    await this.pass(timeline.now + REST_MS);
    this.expect('one tip stays', chronicle.isOneTip ? undefined : chronicle.describeTips());
    this.look();
    for (const tab of this.tabs) this.expect('replay', this.checkReplay(tab));
    chronicle.throwViolation();
  }

  /** The coins are those that the oracle counts, from genesis to this tip. */
  private checkReplay({ name, life }: SimTab): string | undefined {
    if (life === undefined) return `${name} is closed`;
    const { chain } = life;
    const expected = this.chronicle.ledger.coinsAt(chain.index.hash(chain.tip));
    if (chain.coins.checksum === expected.checksum) return undefined;
    return `${name} has ${chain.coins.size} coins, the oracle ${expected.size}, or others`;
  }

  private look(): void {
    this.timeline.after(LOOK_MS * this.tabs.length, () => this.look());
    for (const { name, life } of this.tabs) {
      if (life === undefined) continue;
      this.linksSeen += life.transport.links.length;
      this.looks += 1;
      this.expect('most work', checkMostWork(life), name);
      this.expect('supply', checkSupply(life.chain), name);
      this.expect('dead links', checkDead(life, this.timeline.now), name);
      this.expect('limits', checkLimits(life), name);
    }
  }

  private expect(invariant: string, wrong: string | undefined, name = ''): void {
    if (wrong !== undefined) this.chronicle.accuse(invariant, `${name} ${wrong}`.trim());
  }

  private async befall({ deed, forMs }: Fault): Promise<void> {
    switch (deed.kind) {
      case 'crash':
      case 'leave':
        return this.takeAway(deed, forMs);
      case 'partition':
        return this.divide(deed, forMs);
      case 'clog':
        return this.clog(this.linkAt(deed.link), forMs);
      case 'halfOpen':
        return this.linkAt(deed.link)?.die();
      case 'break':
        return this.break(deed);
      case 'closing':
        return this.closePlace(forMs);
      case 'jump':
        return this.tabs[deed.tab]!.clock.jump(deed.byMs);
      case 'rest': {
        const tab = this.tabs[deed.tab]!;
        tab.mine(0);
        this.timeline.after(forMs, () => tab.mine(1));
      }
    }
  }

  private takeAway(deed: Extract<Deed, { kind: 'crash' | 'leave' }>, forMs: number): void {
    const tab = this.tabs[deed.tab]!;
    const isWaiting = deed.kind === 'crash' && deed.isWriting;
    if (isWaiting) tab.options.disk.onNextWrite(() => this.end(tab, deed, forMs));
    else this.end(tab, deed, forMs);
  }

  private end(tab: SimTab, deed: Extract<Deed, { kind: 'crash' | 'leave' }>, forMs: number): void {
    const isLate = this.timeline.now + forMs > this.options.seconds * 1000;
    if (tab.life === undefined || isLate) return;
    this.chronicle.closing(tab, tab.life);
    if (deed.kind === 'leave') tab.close();
    else {
      this.counts.crashes += 1;
      tab.crash(deed.crash, deed.isNoticed);
    }
    this.timeline.after(forMs, async () => tab.open());
  }

  private divide(deed: Extract<Deed, { kind: 'partition' }>, forMs: number): void {
    const { isMeetingShared, isSilent, sides } = deed;
    const sideOf = (name: string) => sides[this.tabs.findIndex((tab) => tab.name === name)]!;
    this.counts.partitions += 1;
    this.chronicle.calmFromMs = Infinity;
    this.place.divide({ sideOf, isMeetingShared }, isSilent);
    this.timeline.after(forMs, () => {
      this.place.heal();
      this.chronicle.healed();
      this.chronicle.calmFromMs = this.timeline.now + CALM_AFTER_MS;
    });
  }

  private closePlace(forMs: number): void {
    this.place.close();
    this.timeline.after(forMs, () => this.place.open());
  }

  private linkAt(number: number): SimLink | undefined {
    const { links } = this.place;
    return links[number % Math.max(1, links.length)];
  }

  private clog(link: SimLink | undefined, forMs: number): void {
    if (link === undefined) return;
    const pipes = [link.outward, link.inward];
    for (const pipe of pipes) pipe.hold();
    this.timeline.after(forMs, () => {
      for (const pipe of pipes) pipe.release();
    });
  }

  private break({ isAsking, link }: Extract<Deed, { kind: 'break' }>): void {
    if (!isAsking) return this.linkAt(link)?.break();
    this.chronicle.atNextRequest = ({ transport }, id) => {
      const asked = transport.links.find((it) => it.id === id);
      this.timeline.after(0, () => asked?.break());
    };
    return undefined;
  }

  private summarize(nodeSecondsPerSecond: number): Summary {
    const { chronicle, options, tabs, timeline } = this;
    const { ledger, trace } = chronicle;
    const { chain } = tabs[0]!.life!;
    const countedSeconds = Math.max(1, (timeline.now - chronicle.countsFromMs) / 1000);
    const blocks = [...ledger.blocks.values()];
    const stale = ledger.staleBelow(chain.index.hash(chain.tip));
    return {
      seed: options.seed,
      nodes: options.nodes,
      seconds: Math.round(timeline.now / 1000),
      events: trace.events,
      messages: chronicle.messages,
      trace: trace.digest(),
      blocks: blocks.length,
      staleRate: stale.length / Math.max(1, blocks.length),
      staleExpected: staleExpected(blocks, SPACING_SECONDS * 1000),
      ...delays(blocks),
      convergedMs: chronicle.convergedMs,
      ...this.counts,
      reorganisations: chronicle.reorganisations,
      deepest: chronicle.deepest,
      meanLinks: this.linksSeen / Math.max(1, this.looks),
      bytesPerNodeSecond: chronicle.bytesSent / (tabs.length * countedSeconds),
      nodeSecondsPerSecond,
    };
  }
}
