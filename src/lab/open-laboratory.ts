/** The laboratory of a page, with all that it steers: the node's Worker, and one of its own. */

import { wrapSwitches } from '../adapters/transport/joined-port.ts';
import type { NodeApi, NodeSnapshot } from '../node/api.ts';
import type { JoinLaboratory, StartColony } from '../worker/messages.ts';
import type { Laboratory } from './api.ts';
import { PageLaboratory } from './laboratory.ts';
import { openColony } from './open-colony.ts';

export interface PageParts extends StartColony {
  readonly node: NodeApi;
  readonly nodeWorker: Worker;
  readonly watchSelf: (listener: (snapshot: NodeSnapshot) => void) => () => void;
}

export function openLaboratory({ node, nodeWorker, watchSelf, code, link }: PageParts): Laboratory {
  const { port1, port2 } = new MessageChannel();
  const order: JoinLaboratory = { type: 'laboratory' };
  nodeWorker.postMessage(order, [port2]);
  return new PageLaboratory({
    openColony: (lost) => openColony({ code, link }, lost),
    switches: wrapSwitches(port1),
    callSelf: (method, ...parameters) => node.call(method, ...parameters),
    watchSelf,
    now: () => Date.now(),
  });
}
