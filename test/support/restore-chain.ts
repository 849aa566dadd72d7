/** A room's chain as a store has kept it, put together as the node's worker does. */

import { Chain } from '../../src/chain/chain.ts';
import type { Store } from '../../src/node/ports.ts';
import type { Room } from '../../src/node/room.ts';
import { ChainRecords, restoreChain } from '../../src/node/schema.ts';

export interface KeptChain {
  readonly chain: Chain;
  readonly records: ChainRecords;
  readonly repaired: string | undefined;
}

export async function restoreFrom(store: Store, { params, genesis }: Room): Promise<KeptChain> {
  const tables = {
    meta: await store.entries('meta'),
    headers: await store.entries('headers'),
    coins: await store.entries('coins'),
  };
  const restored = restoreChain(tables, params, genesis);
  if (restored.kind === 'restored') {
    const chain = new Chain(params, genesis, restored.chain);
    return { chain, records: restored.records, repaired: restored.repaired };
  }
  if (restored.kind !== 'empty') throw new Error(`the store holds ${restored.kind}`);
  const chain = new Chain(params, genesis);
  return { chain, records: new ChainRecords(chain.index), repaired: undefined };
}
