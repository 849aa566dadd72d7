/**
 * The node's API over a MessagePort, by Comlink. Errors lose their class and code on the way, so a
 * refusal travels as data and becomes a CommandError again at the other end.
 */

import { type Endpoint, expose, proxy, type Remote, wrap } from 'comlink';
import { CommandError, type NodeApi, type NodeSnapshot } from '../node/api.ts';
import type { CommandOutcome } from '../node/ports.ts';

interface WireApi {
  snapshot(): Promise<NodeSnapshot>;
  subscribe(listener: (snapshot: NodeSnapshot) => void): Promise<() => void>;
  call(method: string, parameters: readonly unknown[]): Promise<CommandOutcome>;
}

export function exposeNode(node: NodeApi, port: Endpoint): void {
  const api: WireApi = {
    snapshot: () => node.snapshot(),
    subscribe: async (listener) => proxy(await node.subscribe(listener)),
    call: async (method, parameters) => {
      try {
        return { ok: true, result: await node.call(method, ...parameters) };
      } catch (error) {
        if (!(error instanceof CommandError)) throw error;
        return { ok: false, code: error.code, message: error.message };
      }
    },
  };
  expose(api, port);
}

export function wrapNode(port: Endpoint): NodeApi {
  const remote: Remote<WireApi> = wrap<WireApi>(port);
  return {
    snapshot: () => remote.snapshot(),
    subscribe: async (listener) => {
      const unsubscribe = await remote.subscribe(proxy(listener));
      return () => void unsubscribe();
    },
    call: async (method, ...parameters) => {
      const outcome = await remote.call(method, parameters);
      if (!outcome.ok) throw new CommandError(outcome.code, outcome.message);
      return outcome.result;
    },
  };
}
