/**
 * A colony in its Worker as the page speaks to it, by Comlink. Errors lose their class on the way,
 * so what a command came to travels as data.
 */

import { expose, proxy, type Remote, transfer, wrap } from 'comlink';
import { portTransport, serveTransport } from '../adapters/transport/port.ts';
import type { LinkWeather } from '../adapters/transport/weather.ts';
import { CommandError } from '../node/api.ts';
import type { Transport } from '../node/ports.ts';
import { LaboratoryError, type NodeRef } from './api.ts';
import type { Colony, ColonyReport, RefPair } from './colony.ts';

type Outcome<Result> =
  | { readonly ok: true; readonly result: Result }
  | {
      readonly ok: false;
      readonly kind: 'command';
      readonly code: number;
      readonly message: string;
    }
  | {
      readonly ok: false;
      readonly kind: 'laboratory';
      readonly code: LaboratoryError['code'];
      readonly message: string;
    };

type Listener = (report: ColonyReport) => void;

interface WireColony {
  listen(listener: Listener): void;
  add(count: number): Promise<Outcome<readonly NodeRef[]>>;
  remove(ref: NodeRef): void;
  cut(pairs: readonly RefPair[]): void;
  heal(pairs: readonly RefPair[]): void;
  setWeather(weather: LinkWeather): void;
  setShares(shares: Readonly<Record<NodeRef, number>>): void;
  call(ref: NodeRef, method: string, parameters: readonly unknown[]): Promise<Outcome<unknown>>;
  join(port: MessagePort): Promise<Outcome<NodeRef>>;
  leave(guest: NodeRef): void;
}

/** The colony as the page has it; every promise rejects as the colony's own would. */
export interface RemoteColony extends Omit<Colony, 'self' | 'join' | 'report' | 'end'> {
  /** Calls back with each report, a few a second. */
  listen(listener: Listener): void;
  join(): Promise<{ readonly ref: NodeRef; readonly transport: Transport }>;
}

/** Quick enough to follow with the eyes, and few enough to cost nothing. */
const REPORT_INTERVAL_MS = 250;

/** `selfPort` leads to this page's node. */
export function exposeColony(colony: Colony, port: MessagePort, selfPort: MessagePort): void {
  serveTransport(colony.self, selfPort);
  const api: WireColony = {
    listen: (listener) => {
      setInterval(() => listener(colony.report()), REPORT_INTERVAL_MS);
    },
    add: (count) => outcomeOf(() => colony.add(count)),
    remove: (ref) => colony.remove(ref),
    cut: (pairs) => colony.cut(pairs),
    heal: (pairs) => colony.heal(pairs),
    setWeather: (weather) => colony.setWeather(weather),
    setShares: (shares) => colony.setShares(shares),
    call: (ref, method, parameters) => outcomeOf(() => colony.call(ref, method, parameters)),
    join: (guestPort) =>
      outcomeOf(() => {
        const { ref, transport } = colony.join();
        serveTransport(transport, guestPort);
        return ref;
      }),
    leave: (guest) => colony.leave(guest),
  };
  expose(api, port);
}

export function wrapColony(port: MessagePort): RemoteColony {
  const remote: Remote<WireColony> = wrap<WireColony>(port);
  return {
    listen: (listener) => void remote.listen(proxy(listener)),
    add: async (count) => resultOf(await remote.add(count)),
    remove: (ref) => void remote.remove(ref),
    cut: (pairs) => void remote.cut(pairs),
    heal: (pairs) => void remote.heal(pairs),
    setWeather: (weather) => void remote.setWeather(weather),
    setShares: (shares) => void remote.setShares(shares),
    call: async (ref, method, parameters) => resultOf(await remote.call(ref, method, parameters)),
    async join() {
      const { port1, port2 } = new MessageChannel();
      const ref = resultOf(await remote.join(transfer(port2, [port2])));
      return { ref, transport: portTransport(port1) };
    },
    leave: (guest) => void remote.leave(guest),
  };
}

async function outcomeOf<Result>(run: () => Result | Promise<Result>): Promise<Outcome<Result>> {
  try {
    return { ok: true, result: await run() };
  } catch (error) {
    if (error instanceof CommandError) return { ok: false, kind: 'command', ...partsOf(error) };
    if (error instanceof LaboratoryError) {
      return { ok: false, kind: 'laboratory', ...partsOf(error) };
    }
    throw error;
  }
}

function partsOf<Code>({ code, message }: { readonly code: Code; readonly message: string }) {
  return { code, message };
}

function resultOf<Result>(outcome: Outcome<Result>): Result {
  if (outcome.ok) return outcome.result;
  if (outcome.kind === 'command') throw new CommandError(outcome.code, outcome.message);
  throw new LaboratoryError(outcome.code, outcome.message);
}
