/**
 * The node's side of the disk: what is read from it, what is written to it, and what is done about
 * a record that is damaged or gone. A block that was lost is fetched from the network again; lost
 * undo data cost a rebuild of the coins from genesis. Either is said.
 */

import { GENESIS, type Handle } from '../chain/block-index.ts';
import type { Chain, Need } from '../chain/chain.ts';
import { AnchorRecord } from './anchors.ts';
import type { StorageState } from './api.ts';
import { Keeper } from './keeper.ts';
import type { Effect, StoreWrite } from './ports.ts';
import { Reads } from './reads.ts';
import type { ChainRecords } from './schema.ts';

export interface WalletWrites {
  takeStrictWrites(): readonly StoreWrite[];
  takeWrites(): readonly StoreWrite[];
}

export interface DiskWays {
  readonly storage: StorageState;
  /** The record of anchors, as the last start left it. */
  readonly anchors: Uint8Array | undefined;
  readonly emit: (effect: Effect) => void;
  /** A body that should have been there has to come from the network. */
  readonly bodyLost: (handle: Handle) => void;
  /** The chain begins again from genesis: what stood on its coins must be looked at. */
  readonly restarted: () => void;
}

/** Blocks at the tip that a start reads back from the disk. */
const START_CHECK_BLOCKS = 6;
const REPAIRS = {
  body: 'A stored block was damaged; it is fetched again.',
  undo: 'The way back from a block was damaged; the coins are rebuilt from the stored blocks.',
} as const;

export class Disk {
  readonly reads: Reads;
  readonly keeper: Keeper;
  private readonly chain: Chain;
  private readonly ways: DiskWays;
  private readonly anchors: AnchorRecord;
  private isTipChecked = false;

  constructor(chain: Chain, records: ChainRecords, ways: DiskWays) {
    this.chain = chain;
    this.ways = ways;
    this.anchors = new AnchorRecord(ways.anchors);
    this.keeper = new Keeper(chain, records, ways.storage);
    this.reads = new Reads(chain, records, {
      ask: (table, key) => ways.emit({ type: 'read', table, key }),
      lost: (need) => this.repair(need),
    });
  }

  /** The last blocks are read back and judged anew, once, before anything is built on them. */
  checkTip(): void {
    if (this.isTipChecked) return;
    this.isTipChecked = true;
    const { chain } = this;
    const lowest = Math.max(0, chain.height - START_CHECK_BLOCKS);
    for (let height = chain.height; height > lowest; height -= 1) {
      const handle = chain.activeAt(height);
      this.reads.supply({ kind: 'body', handle });
      this.reads.supply({ kind: 'undo', handle });
    }
  }

  /** Writes what is due; `isSettled` when nothing more will come for now. */
  keep(isSettled: boolean): void {
    const batch = this.keeper.take(isSettled);
    if (batch !== undefined) this.ways.emit({ type: 'write', ...batch });
  }

  /** Writes what others than the chain have, if there is anything. */
  keepOthers(writes: () => readonly StoreWrite[], durability?: 'strict'): void {
    const batch = this.keeper.takeOthers(writes);
    if (batch === undefined) return;
    this.ways.emit({ type: 'write', ...batch, ...(durability ? { durability } : {}) });
  }

  /** Node keys in hex of the tabs to come back to. */
  keepAnchors(keys: readonly string[], now: number): void {
    this.keepOthers(() => this.anchors.takeWrites(keys, now));
  }

  /**
   * The wallet's secrets at once, its books when the chain they account for is on its way: the host
   * writes in order, so a start never finds books of blocks that it does not know.
   */
  keepWallet(wallet: WalletWrites): void {
    this.keepOthers(() => wallet.takeStrictWrites(), 'strict');
    if (this.chain.dirty.isEmpty) this.keepOthers(() => wallet.takeWrites());
  }

  private repair({ kind, handle }: Need): void {
    this.keeper.repaired(REPAIRS[kind]);
    if (kind === 'body') this.ways.bodyLost(handle);
    // Also for a body, where it was needed to leave its branch.
    if (this.chain.tip === GENESIS) this.ways.restarted();
  }
}
