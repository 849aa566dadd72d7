/** What this device keeps of rooms, as the page shows it, and what can be asked for. */

/** One node's share of a room: a tab's database, its wallet in it. */
export interface KeptSlot {
  readonly slot: number;
  /** Whose node writes it now. */
  readonly holder: 'this-tab' | 'another-tab' | 'nobody';
}

export interface KeptRoom {
  /** 16 bytes in hex. */
  readonly topic: string;
  /** Two words. */
  readonly name: string;
  /** Absent where the room's link is not known here any more: nothing can open it. */
  readonly code?: string;
  /** Milliseconds since 1970. */
  readonly usedMs?: number;
  /** By number. */
  readonly slots: readonly KeptSlot[];
}

export interface StorageUse {
  readonly usedBytes: number;
  /** What the browser grants this page's address in all. */
  readonly grantedBytes: number;
}

/**
 * 'held' by a tab, this one or another; 'refused' by the browser. Nothing is lost by either. What
 * is 'waiting' is deleted as soon as a page that hangs, and has it open without a node, is gone.
 */
export type RemovalOutcome = 'removed' | 'waiting' | 'held' | 'refused';

export interface KeptRooms {
  /** The last used first, then those without a known use; empty where nothing can be kept. */
  list(): Promise<readonly KeptRoom[]>;
  /** Bytes of all its records; undefined where they cannot be read. */
  measure(topic: string, slot: number): Promise<number | undefined>;
  /** Deletes a slot for good, coins included, unless a tab holds it. */
  remove(topic: string, slot: number): Promise<RemovalOutcome>;
  /** Undefined where the browser does not tell. */
  use(): Promise<StorageUse | undefined>;
}
