/** What page and node worker say to each other before the ports take over. */

import type { MiningEffort } from '../node/ports.ts';
import type { RoomRefusal } from '../node/room.ts';

/** Sent once, with three ports: the transport's, the API's, and the one to borrow workers by. */
export interface StartNode {
  readonly type: 'start';
  readonly code: string;
  /** The room's whole link. */
  readonly link: string;
  /** The slot this tab had before a reload. */
  readonly preferredSlot?: number;
  /** What to mine with from the start; absent where that waits for the user. */
  readonly effort?: MiningEffort;
}

/** To the node's worker, with a port: a laboratory is opened, and will be linked through it. */
export interface JoinLaboratory {
  readonly type: 'laboratory';
}

/** Once, with three ports: the page's, that of its node, and the one to borrow workers by. */
export interface StartColony {
  readonly code: string;
  /** The room's whole link. */
  readonly link: string;
}

export type FromWorker =
  /** Its handlers stand: messages before it would be lost. */
  | { readonly type: 'ready' }
  | { readonly type: 'started'; readonly slot: number }
  | { readonly type: 'refused'; readonly reason: RoomRefusal; readonly sentence: string }
  | { readonly type: 'failed'; readonly sentence: string };
