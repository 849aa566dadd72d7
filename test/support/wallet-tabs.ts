/** Tabs with wallets: what their tests ask for again and again, in whole coins. */

import type { PaymentRow, WalletView } from '../../src/node/api.ts';
import { CommandError } from '../../src/node/api.ts';
import type { Store } from '../../src/node/ports.ts';
import { openMemoryStore } from '../../src/adapters/storage/memory.ts';
import type { World, WorldTab } from './node-world.ts';

/** Blocks until a reward may be spent, in rooms of ten seconds. */
export const MATURITY = 30;
export const TICKS = 1e8;

/** Makes blocks in this tab, and lets everybody hear of them. */
export async function mine(world: World, { host }: WorldTab, count = 1): Promise<string[]> {
  const hashes = host.call('generate', count);
  await world.pass(50 * Math.ceil(count / 25) + 1_200);
  return (await hashes) as string[];
}

export async function walletOf({ host }: WorldTab): Promise<WalletView> {
  const { wallet } = await host.snapshot();
  if (wallet === undefined) throw new Error('a node without a wallet');
  return wallet;
}

export async function rowOf(tab: WorldTab, txid: string): Promise<PaymentRow | undefined> {
  return (await walletOf(tab)).payments.find((row) => row.txid === txid);
}

/** The code and the sentence of a refusal. */
export async function refusalOf(call: Promise<unknown>): Promise<readonly [number, string]> {
  try {
    await call;
  } catch (error) {
    if (error instanceof CommandError) return [error.code, error.message];
    throw error;
  }
  throw new Error('it was not refused');
}

/** A store of its own with the same records, as a disk that was copied. */
export async function copyStore(store: Store): Promise<Store> {
  const copy = openMemoryStore();
  for (const table of [
    'meta',
    'headers',
    'bodies',
    'undo',
    'coins',
    'mempool',
    'wallet',
  ] as const) {
    const entries = await store.entries(table);
    await copy.write(entries.map(([key, value]) => ({ put: [table, key, value] })));
  }
  return copy;
}
