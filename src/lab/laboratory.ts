/**
 * The laboratory, put together in the page: it has a colony of virtual nodes when there are to be
 * any, steers its links and those of this page's own node, and tells what happens. Closing ends the
 * colony's Worker, and with it all that it held.
 */

import type { Switches } from '../adapters/transport/joined-port.ts';
import { boundWeather, FINE_WEATHER, type LinkWeather } from '../adapters/transport/weather.ts';
import type { NodeSnapshot } from '../node/api.ts';
import { LAB_NODES_MAX } from '../util/limits.ts';
import {
  type Guest,
  type Laboratory,
  LaboratoryError,
  type LabEventKind,
  type LabSnapshot,
  type NodeRef,
  SELF,
} from './api.ts';
import type { ColonyReport } from './colony.ts';
import { pairsBetween } from './cuts.ts';
import { EventLog, type ToldFacts } from './event-log.ts';
import { factsOf } from './facts.ts';
import { Housing, type HousingParts, type OpenedColony } from './housing.ts';
import { Links } from './links.ts';
import { Roster } from './roster.ts';

export interface LaboratoryParts extends Pick<HousingParts, 'openColony'> {
  readonly switches: Switches;
  /** A command of this page's own node. */
  readonly callSelf: (method: string, ...parameters: unknown[]) => Promise<unknown>;
  /** Calls back with what this page's node shows, now and whenever it changes. */
  readonly watchSelf: (listener: (snapshot: NodeSnapshot) => void) => () => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

type Listener = (snapshot: LabSnapshot) => void;

const REPORTS_PER_SECOND = 4;

export class PageLaboratory implements Laboratory {
  readonly #parts: LaboratoryParts;
  readonly #housing: Housing;
  readonly #links: Links;
  readonly #listeners = new Set<Listener>();
  readonly #roster = new Roster();
  /** Virtual nodes that were told of. */
  readonly #greeted = new Set<NodeRef>();
  #log = new EventLog();
  #weather = FINE_WEATHER;
  #report: ColonyReport | undefined;
  #reports = 0;
  #unwatch = () => {};
  /** To be called with the next report. */
  #waiting: Array<() => void> = [];
  #shown: LabSnapshot;

  constructor(parts: LaboratoryParts) {
    this.#parts = parts;
    this.#links = new Links(parts.switches);
    this.#housing = new Housing({
      openColony: parts.openColony,
      opened: (colony) => this.#begin(colony),
      lost: () => this.#lost(),
    });
    this.#shown = this.#view();
  }

  snapshot(): LabSnapshot {
    return this.#shown;
  }

  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    listener(this.#shown);
    return () => void this.#listeners.delete(listener);
  }

  async add(count: number): Promise<readonly NodeRef[]> {
    if (!Number.isInteger(count) || count < 1 || this.#roster.size + count > LAB_NODES_MAX) {
      throw new LaboratoryError('full', `at most ${LAB_NODES_MAX} nodes`);
    }
    const colony = await this.#housing.open();
    const refs = await this.#housing.while(colony.add(count));
    await this.#housing.while(new Promise<void>((resolve) => this.#waiting.push(resolve)));
    return refs;
  }

  remove(ref: NodeRef): void {
    if (!this.#roster.has(ref)) return;
    const name = this.#roster.nameOf(ref);
    this.#housing.colony?.remove(ref);
    this.#roster.remove(ref);
    this.#greeted.delete(ref);
    this.#links.forget(ref);
    this.#log.forget(ref);
    this.#tell('node-removed', { node: ref, name });
  }

  close(): void {
    this.#links.healAll(this.#housing.colony);
    this.#housing.close();
    this.#end();
    this.#roster.take([]);
    this.#log = new EventLog();
    this.#weather = FINE_WEATHER;
    this.#publish();
  }

  cut(from: NodeRef, to: NodeRef): void {
    this.#links.cut([[from, to]], this.#housing.colony);
    this.#tell('cut', { from, to });
  }

  heal(from: NodeRef, to: NodeRef): void {
    this.#links.heal([[from, to]], this.#housing.colony);
    this.#tell('healed', { from, to });
  }

  partition(groups: readonly (readonly NodeRef[])[]): void {
    this.#links.cut(pairsBetween(groups), this.#housing.colony);
    this.#tell('cut');
  }

  healAll(): void {
    this.#links.healAll(this.#housing.colony);
    this.#tell('healed');
  }

  setWeather(wanted: LinkWeather): void {
    this.#weather = boundWeather(wanted);
    this.#housing.colony?.setWeather(this.#weather);
    this.#tell('weather', { ...this.#weather });
  }

  setShares(shares: Readonly<Record<NodeRef, number>>): void {
    const { colony } = this.#housing;
    if (colony === undefined) return;
    colony.setShares(shares);
    for (const [node, share] of Object.entries(shares)) this.#tell('mining', { node, share });
  }

  async call(ref: NodeRef, method: string, ...parameters: unknown[]): Promise<unknown> {
    if (ref === SELF) return this.#parts.callSelf(method, ...parameters);
    const { colony } = this.#housing;
    if (!colony) throw new LaboratoryError('unknown-node', `no node ${ref} runs here`);
    return this.#housing.while(colony.call(ref, method, parameters));
  }

  async join(): Promise<Guest> {
    const colony = await this.#housing.open();
    const { ref, transport } = await this.#housing.while(colony.join());
    return {
      ref,
      transport,
      idOf: (other) => (other === SELF ? this.#report?.self : this.#roster.idOf(other)),
      leave: () => this.#housing.colony?.leave(ref),
    };
  }

  #begin({ colony, selfPort }: OpenedColony): void {
    const { now, switches, watchSelf } = this.#parts;
    switches.attach(selfPort);
    colony.setWeather(this.#weather);
    colony.listen((report) => this.#housing.colony === colony && this.#hear(report));
    this.#unwatch = watchSelf((snapshot) => this.#log.see(SELF, factsOf(snapshot), now()));
  }

  #hear(report: ColonyReport): void {
    this.#report = report;
    this.#links.near = report.links;
    const at = this.#parts.now();
    for (const [ref, facts] of this.#roster.take(report.nodes)) {
      if (!this.#greeted.has(ref)) {
        this.#log.add('node-added', at, { node: ref, name: facts.view.minerName });
      }
      this.#greeted.add(ref);
      this.#log.see(ref, facts, at);
    }
    if (report.nodes.every(({ state }) => state !== 'starting')) this.#log.judge(at);
    this.#publishNews();
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /** Its Worker stopped by a fault: the nodes are shown as what they are. */
  #lost(): void {
    const nodes = this.#roster.size;
    this.#end();
    this.#roster.fail();
    this.#tell('stopped', { nodes });
  }

  /** The colony is gone. */
  #end(): void {
    this.#parts.switches.detach();
    this.#unwatch();
    this.#links.clear();
    this.#report = undefined;
    this.#waiting = [];
    for (const ref of this.#greeted) this.#log.forget(ref);
    this.#greeted.clear();
  }

  #tell(kind: LabEventKind, facts: ToldFacts = {}): void {
    this.#log.add(kind, this.#parts.now(), facts);
    this.#publish();
  }

  #view(): LabSnapshot {
    return {
      nodes: this.#roster.nodes,
      links: this.#links.list,
      weather: this.#weather,
      events: this.#log.events,
      hashesPerSecond: this.#report?.hashesPerSecond ?? 0,
    };
  }

  /** Bytes and rates change all the time, and are shown once a second. */
  #publishNews(): void {
    const isSecond = this.#reports % REPORTS_PER_SECOND === 0;
    this.#reports += 1;
    if (isSecond) void this.#links.lookFar();
    const view = this.#view();
    const isNews = isSecond || view.events !== this.#shown.events;
    if (isNews || outlineOf(view) !== outlineOf(this.#shown)) this.#publish(view);
  }

  #publish(view = this.#view()): void {
    this.#shown = view;
    for (const listener of this.#listeners) listener(this.#shown);
  }
}

/** All but the figures that never rest. */
function outlineOf({ nodes, links }: LabSnapshot): string {
  return JSON.stringify([nodes, links.map(({ from, to, state }) => [from, to, state])]);
}
