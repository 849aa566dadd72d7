/**
 * Everything the page shows, as signals. `boot` fills them and provides the actions; the components
 * read them and call the actions, and know nothing of workers or links.
 */

import { type Signal, signal } from '@preact/signals';
import type { KeptRooms } from '../adapters/storage/kept-rooms.ts';
import type { Invitations } from '../adapters/transport/invitation.ts';
import type { Forger, Laboratory } from '../lab/api.ts';
import type { NodeSnapshot } from '../node/api.ts';
import type { RoomRefusal } from '../node/room.ts';
import type { ChainTransfer } from './chain-transfer.ts';
import type { MiningControls } from './mine/mining-controls.ts';
import type { Journal } from './room/journal.ts';
import { type Theme, createTheme } from './theme.ts';

/** How far the page has come; a sentence is shown to its user as it stands. */
export type Stage =
  | { readonly kind: 'opening' }
  | { readonly kind: 'running' }
  /** The link in the address bar names no room, and none was made. */
  | { readonly kind: 'bad-link'; readonly reason: RoomRefusal }
  | { readonly kind: 'failed'; readonly sentence: string }
  /** The node ran, and stopped by a fault of its own: only a fresh page has another. */
  | { readonly kind: 'stopped' };

/** What the user can ask of the node; but for files, each answers by a later snapshot. */
export interface NodeActions extends ChainTransfer {
  readonly mining: MiningControls;
  /** The rooms on this device. */
  readonly rooms: KeptRooms;
  /** What this tab has seen since it opened. */
  readonly journal: Journal;
  setNetworkActive(active: boolean): void;
  /** Any command by its RPC name; rejects with a CommandError whose message is a sentence. */
  call(method: string, ...parameters: unknown[]): Promise<unknown>;
}

export interface AppState {
  readonly stage: Signal<Stage>;
  readonly snapshot: Signal<NodeSnapshot | undefined>;
  /** The view in the address and what it is about; empty for the first one. */
  readonly path: Signal<readonly string[]>;
  /** The room's whole link, as it is shared; empty until the room is known. */
  readonly link: Signal<string>;
  readonly actions: Signal<NodeActions | undefined>;
  /** Meeting by hand: invite, answer, accept, withdraw; undefined while the page opens. */
  readonly invitations: Signal<Invitations | undefined>;
  /**
   * The text of an invitation that came with the link, to be answered when its user says so; reset
   * to undefined by whoever has dealt with it.
   */
  readonly invited: Signal<string | undefined>;
  /** Fetches the laboratory; always the same one. Undefined while the page opens. */
  readonly openLaboratory: Signal<(() => Promise<Laboratory>) | undefined>;
  /** Fetches the laboratory's forger; a new one each time. Undefined while the page opens. */
  readonly openForger: Signal<(() => Promise<Forger>) | undefined>;
  readonly theme: Signal<Theme>;
}

export function createState(): AppState {
  return {
    stage: signal<Stage>({ kind: 'opening' }),
    snapshot: signal<NodeSnapshot | undefined>(undefined),
    path: signal<readonly string[]>([]),
    link: signal(''),
    actions: signal<NodeActions | undefined>(undefined),
    invitations: signal<Invitations | undefined>(undefined),
    invited: signal<string | undefined>(undefined),
    openLaboratory: signal<(() => Promise<Laboratory>) | undefined>(undefined),
    openForger: signal<(() => Promise<Forger>) | undefined>(undefined),
    theme: createTheme(),
  };
}
