/**
 * Asks the browser not to evict what we keep when the disk runs short. Only a page may ask (workers
 * have `persisted` and no `persist`); Chromium decides by itself, Firefox asks its user, and Safari
 * deletes after 7 days without a visit unless it agreed.
 */

type Persistence = Pick<StorageManager, 'persist' | 'persisted'>;

let asked: Promise<boolean> | undefined;

/** Whether storage is kept for good. Asks once in the life of a page, and not if it was granted. */
export function askToPersist(
  storage: Persistence | undefined = globalThis.navigator?.storage,
): Promise<boolean> {
  asked ??= ask(storage);
  return asked;
}

async function ask(storage: Persistence | undefined): Promise<boolean> {
  try {
    if (storage === undefined) return false;
    return (await storage.persisted()) || (await storage.persist());
  } catch {
    // Opaque origins and switched-off storage throw; both mean that nothing is kept for good.
    return false;
  }
}
