/** What a node is made of: what its room, its device and its disk have in store for it. */

import type { Chain } from '../chain/chain.ts';
import type { NodeKey } from '../net/node-key.ts';
import type { StorageState } from './api.ts';
import type { StoredTransactions } from './pool.ts';
import type { Room } from './room.ts';
import type { ChainRecords } from './schema.ts';
import type { WalletStart } from './wallet/wallet.ts';

export interface NodeOptions extends NodeKey {
  readonly room: Room;
  readonly slot: number;
  /** The room's whole link, as it is shared. */
  readonly link: string;
  readonly chain: Chain;
  readonly records: ChainRecords;
  readonly storage: StorageState;
  /** The record of tabs to come back to, if there is one. */
  readonly anchors?: Uint8Array | undefined;
  /** The records of the mempool as the last start left them. */
  readonly waiting: StoredTransactions;
  /** Absent for a node without a wallet, which then says where rewards go. */
  readonly wallet?: WalletStart;
  /** The script that rewards are paid to, where it is not the wallet's. */
  readonly rewardScript?: Uint8Array;
  readonly minerName: string;
  readonly maxThreads: number;
  /** Random bytes; the same seed and inputs give the same effects. */
  readonly seed: Uint8Array;
}
