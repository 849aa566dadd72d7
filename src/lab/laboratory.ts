/**
 * The laboratory, put together in the page: starts the Worker of the virtual nodes when there are
 * to be any, steers its switchboard and the links of this page's own node, and tells what happens.
 *
 * Cuts between this page's node and other tabs are made in the node's own Worker (`Switches`), all
 * others on the switchboard (`RemoteColony`). Closing ends the Worker and with it all that it held.
 */

import { EVERYBODY } from '../adapters/transport/joined.ts';
import type { Switches } from '../adapters/transport/joined-port.ts';
import { boundWeather, FINE_WEATHER } from '../adapters/transport/weather.ts';
import type { NodeSnapshot } from '../node/api.ts';
import { LAB_NODES_MAX } from '../util/limits.ts';
import {
  type Guest,
  type Laboratory,
  LaboratoryError,
  type LabLink,
  type LabSnapshot,
  type NodeRef,
  ROOM,
  SELF,
} from './api.ts';
import type { ColonyReport, RefPair } from './colony.ts';
import type { RemoteColony } from './colony-port.ts';
import { Cuts, farOf, pairsBetween } from './cuts.ts';
import { EventLog } from './event-log.ts';
import { factsOf } from './facts.ts';
import { Roster } from './roster.ts';

export interface LaboratoryParts {
  /** Starts the Worker of a colony; rejects with a LaboratoryError. */
  readonly openColony: (lost: () => void) => Promise<OpenedColony>;
  readonly switches: Switches;
  /** A command of this page's own node. */
  readonly callSelf: (method: string, ...parameters: unknown[]) => Promise<unknown>;
  /** Calls back with what this page's node shows, now and whenever it changes. */
  readonly watchSelf: (listener: (snapshot: NodeSnapshot) => void) => () => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface OpenedColony {
  readonly colony: RemoteColony;
  /** Leads to the colony's end of the link with this page's node. */
  readonly selfPort: MessagePort;
  end(): void;
}

/** As `PeerRow.key` has them. */
const KEY_DIGITS_SHOWN = 8;
/** Far links are asked for with every so many reports. */
const REPORTS_PER_LOOK = 4;

export function createLaboratory(parts: LaboratoryParts): Laboratory {
  const { switches, now } = parts;
  const listeners = new Set<(snapshot: LabSnapshot) => void>();
  const cuts = new Cuts();
  let roster = new Roster();
  let log = new EventLog();
  let weather = FINE_WEATHER;
  let opening: Promise<OpenedColony> | undefined;
  let opened: OpenedColony | undefined;
  /** Counts the colonies, so that a late word of one that is closed is not taken for another's. */
  let epoch = 0;
  let report: ColonyReport | undefined;
  let reports = 0;
  let farLinks: readonly LabLink[] = [];
  let unwatch = () => {};
  let waiting: Array<() => void> = [];
  /** Virtual nodes that were told of. */
  const greeted = new Set<NodeRef>();
  let fail: (error: LaboratoryError) => void = () => {};
  let failure: Promise<never> = new Promise(() => {});
  let shown = view();

  function view(): LabSnapshot {
    return {
      nodes: roster.nodes,
      links: [...[...(report?.links ?? []), ...farLinks].flatMap(asItIsNow), ...farCuts()],
      weather,
      events: log.events,
      hashesPerSecond: report?.hashesPerSecond ?? 0,
    };
  }

  /** A report is a moment old: what was cut or healed since is so at once. */
  function asItIsNow(link: LabLink): readonly LabLink[] {
    const isFar = farOf([link.from, link.to]) !== undefined;
    const isCut = cuts.has([link.from, link.to]) || (isFar && cuts.has([SELF, ROOM]));
    if (isCut) return isFar ? [] : [{ ...link, state: 'cut' }];
    return link.state === 'cut' ? [] : [link];
  }

  function farCuts(): LabLink[] {
    return cuts.pairs.flatMap((pair) => {
      const to = farOf(pair);
      if (to === undefined) return [];
      return [{ from: SELF, to, state: 'cut' as const, messages: 0, sizeBytes: 0 }];
    });
  }

  function publish(): void {
    shown = view();
    for (const listener of listeners) listener(shown);
  }

  function open(): Promise<OpenedColony> {
    if (opening) return opening;
    const attempt: Promise<OpenedColony> = begin().catch((error: unknown) => {
      if (opening === attempt) opening = undefined;
      throw error;
    });
    opening = attempt;
    return attempt;
  }

  async function begin(): Promise<OpenedColony> {
    epoch += 1;
    const mine = epoch;
    failure = new Promise((_, reject) => (fail = reject));
    failure.catch(() => {});
    const fresh = await parts.openColony(() => mine === epoch && lose());
    if (mine !== epoch) {
      fresh.end();
      throw new LaboratoryError('failed', 'closed meanwhile');
    }
    opened = fresh;
    switches.attach(fresh.selfPort);
    fresh.colony.setWeather(weather);
    fresh.colony.listen((next) => mine === epoch && hear(next));
    unwatch = parts.watchSelf((snapshot) => log.see(SELF, factsOf(snapshot), now()));
    return fresh;
  }

  function hear(next: ColonyReport): void {
    report = next;
    const at = now();
    for (const [ref, facts] of roster.take(next.nodes)) {
      greet(ref, facts.view.minerName, at);
      log.see(ref, facts, at);
    }
    if (next.nodes.every(({ state }) => state !== 'starting')) log.judge(at);
    reports += 1;
    if (reports % REPORTS_PER_LOOK === 1) void lookFar();
    publish();
    for (const resolve of waiting.splice(0)) resolve();
  }

  function greet(node: NodeRef, name: string, at: number): void {
    if (!greeted.has(node)) log.add('node-added', at, { node, name });
    greeted.add(node);
  }

  async function lookFar(): Promise<void> {
    const links = await switches.links();
    farLinks = links.map(({ key, messages, sizeBytes }) => ({
      from: SELF,
      to: key.slice(0, KEY_DIGITS_SHOWN),
      state: 'up',
      messages,
      sizeBytes,
    }));
  }

  /** Its Worker stopped by a fault. */
  function lose(): void {
    fail(new LaboratoryError('failed', 'the worker of the virtual nodes stopped'));
    shutColony();
    roster.fail();
    for (const ref of greeted) log.forget(ref);
    greeted.clear();
    publish();
  }

  function shutColony(): void {
    epoch += 1;
    opened?.end();
    switches.detach();
    unwatch();
    opening = opened = report = undefined;
    waiting = [];
    farLinks = [];
  }

  async function add(count: number): Promise<readonly NodeRef[]> {
    if (!Number.isInteger(count) || count < 1 || roster.size + count > LAB_NODES_MAX) {
      throw new LaboratoryError('full', `at most ${LAB_NODES_MAX} nodes`);
    }
    const { colony } = await open();
    const refs = await Promise.race([colony.add(count), failure]);
    await Promise.race([new Promise<void>((resolve) => waiting.push(resolve)), failure]);
    return refs;
  }

  function remove(ref: NodeRef): void {
    if (!roster.has(ref)) return;
    const name = roster.nameOf(ref);
    opened?.colony.remove(ref);
    roster.remove(ref);
    greeted.delete(ref);
    cuts.forget(ref);
    log.forget(ref);
    log.add('node-removed', now(), { node: ref, name });
    publish();
  }

  function close(): void {
    healPairs(cuts.pairs);
    fail(new LaboratoryError('failed', 'the laboratory was closed'));
    shutColony();
    roster = new Roster();
    log = new EventLog();
    greeted.clear();
    weather = FINE_WEATHER;
    publish();
  }

  function cutPairs(pairs: readonly RefPair[]): void {
    for (const pair of pairs) {
      const far = farOf(pair);
      cuts.add(pair);
      if (far !== undefined) switches.cut(cutName(far));
    }
    opened?.colony.cut(pairs.filter((pair) => farOf(pair) === undefined));
  }

  function healPairs(pairs: readonly RefPair[]): void {
    for (const pair of pairs) {
      const far = farOf(pair);
      cuts.delete(pair);
      if (far !== undefined) switches.heal(cutName(far));
    }
    opened?.colony.heal(pairs.filter((pair) => farOf(pair) === undefined));
  }

  async function join(): Promise<Guest> {
    const { colony } = await open();
    const { ref, transport } = await Promise.race([colony.join(), failure]);
    return {
      ref,
      transport,
      idOf: (other) => (other === SELF ? report?.self : roster.idOf(other)),
      leave: () => opened?.colony.leave(ref),
    };
  }

  async function call(ref: NodeRef, method: string, ...parameters: unknown[]): Promise<unknown> {
    if (ref === SELF) return parts.callSelf(method, ...parameters);
    if (!opened) throw new LaboratoryError('unknown-node', `no node ${ref} runs here`);
    return Promise.race([opened.colony.call(ref, method, parameters), failure]);
  }

  return {
    snapshot: () => shown,
    subscribe(listener) {
      listeners.add(listener);
      listener(shown);
      return () => void listeners.delete(listener);
    },
    add,
    remove,
    close,
    cut(from, to) {
      cutPairs([[from, to]]);
      log.add('cut', now(), { from, to });
      publish();
    },
    heal(from, to) {
      healPairs([[from, to]]);
      log.add('healed', now(), { from, to });
      publish();
    },
    partition(groups) {
      cutPairs(pairsBetween(groups));
      log.add('cut', now());
      publish();
    },
    healAll() {
      healPairs(cuts.pairs);
      log.add('healed', now());
      publish();
    },
    setWeather(wanted) {
      weather = boundWeather(wanted);
      opened?.colony.setWeather(weather);
      log.add('weather', now(), { ...weather });
      publish();
    },
    setShares(shares) {
      opened?.colony.setShares(shares);
      for (const [node, share] of Object.entries(shares)) log.add('mining', now(), { node, share });
      publish();
    },
    call,
    join,
  };
}

function cutName(ref: NodeRef): string {
  return ref === ROOM ? EVERYBODY : ref;
}
