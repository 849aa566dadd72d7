/**
 * Slots: several tabs of one browser may be in one room, and each is a node with a database of its
 * own. A slot is a number held by a Web Lock for as long as its worker lives; a closed or crashed
 * tab frees it at once, and the next tab finds the chain there. Holding a lock also keeps Chromium
 * from freezing the tab.
 */

import { StoreError } from '../../node/ports.ts';
import { SLOT_PATIENCE_MS, SLOTS_MAX } from '../../util/limits.ts';

export type Locks = Pick<LockManager, 'request'>;

/** Names the lock and the database of a slot; `topic` is the room's, in hex. */
export function slotName(topic: string, slot: number): string {
  return `tabchain/${topic}/${slot}`;
}

/**
 * Takes the preferred slot if it is or soon becomes free, the lowest free one otherwise, and keeps
 * it until this worker or page ends. Rejects with a StoreError when there is none.
 */
export async function takeSlot(
  topic: string,
  preferred?: number,
  locks: Locks | undefined = globalThis.navigator?.locks,
): Promise<number> {
  if (locks === undefined) {
    throw new StoreError('unavailable', 'Web Locks exist in secure contexts only');
  }
  if (preferred !== undefined && (await takePreferred(topic, preferred, locks))) return preferred;
  for (let slot = 0; slot < SLOTS_MAX; slot += 1) {
    if (await hold(locks, slotName(topic, slot), { ifAvailable: true })) return slot;
  }
  throw new StoreError('unavailable', `all ${SLOTS_MAX} slots of this room are taken`);
}

/** After a reload the lock is that of our own past, whose worker may take a moment to end. */
async function takePreferred(topic: string, slot: number, locks: Locks): Promise<boolean> {
  if (!Number.isInteger(slot) || slot < 0 || slot >= SLOTS_MAX) return false;
  const name = slotName(topic, slot);
  if (await hold(locks, name, { ifAvailable: true })) return true;
  return hold(locks, name, { signal: AbortSignal.timeout(SLOT_PATIENCE_MS) });
}

/** True once the lock is ours, which it then stays: its request never ends. */
function hold(locks: Locks, name: string, options: LockOptions): Promise<boolean> {
  return new Promise((resolve) => {
    const keep = (lock: Lock | null): Promise<void> | undefined => {
      resolve(lock !== null);
      return lock === null ? undefined : new Promise(() => {});
    };
    locks.request(name, options, keep).catch(() => resolve(false));
  });
}
