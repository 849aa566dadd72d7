/** What a node is made of: what its room, its device and its disk have in store for it. */

import type { Chain } from '../chain/chain.ts';
import type { StorageState } from './api.ts';
import type { StoredTransactions } from './pool.ts';
import type { Room } from './room.ts';
import type { ChainRecords } from './schema.ts';
import type { WalletStart } from './wallet/wallet.ts';

export interface NodeOptions {
  readonly room: Room;
  readonly slot: number;
  /** The room's whole link, as it is shared. */
  readonly link: string;
  readonly chain: Chain;
  readonly records: ChainRecords;
  readonly storage: StorageState;
  /** The records of the mempool as the last start left them. */
  readonly waiting: StoredTransactions;
  /** 32 bytes: our x-only key. */
  readonly nodeKey: Uint8Array;
  /** Absent for a node without a wallet, which then says where rewards go. */
  readonly wallet?: WalletStart;
  /** The script that rewards are paid to, where it is not the wallet's. */
  readonly rewardScript?: Uint8Array;
  readonly minerName: string;
  readonly maxThreads: number;
  /** Random bytes; the same seed and inputs give the same effects. */
  readonly seed: Uint8Array;
}
