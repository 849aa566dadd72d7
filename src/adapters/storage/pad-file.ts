/**
 * The file of pads in the origin's private file system (OPFS), which only workers can write in
 * place. Undefined where a browser has none, as in Firefox's private windows: then the key is
 * stored without a pad.
 */

import { StoreError } from '../../node/ports.ts';
import { SLOT_PATIENCE_MS } from '../../util/limits.ts';
import { PAD_BYTES, type PadFile, type PadPlace } from './masked.ts';

interface SyncHandle {
  read(into: Uint8Array, options: { readonly at: number }): number;
  write(bytes: Uint8Array, options: { readonly at: number }): number;
  flush(): void;
  close(): void;
}

interface SyncFile extends FileSystemFileHandle {
  createSyncAccessHandle?(): Promise<SyncHandle>;
}

const RETRY_MS = 50;

/**
 * `name` is that of the slot, which nobody else holds. Rejects with a StoreError where the file is
 * there and does not come free: without its pads the key would read as damaged.
 */
export async function openPadFile(name: string): Promise<PadFile | undefined> {
  const fileName = padFileName(name);
  const handle = await openHandle(fileName).catch((error: unknown) => {
    if (isHeld(error)) throw new StoreError('blocked', 'the file of pads is held');
    return undefined;
  });
  if (handle === undefined) return undefined;
  return {
    isThere: () => isThere(fileName),
    read: (place) => {
      const pad = new Uint8Array(PAD_BYTES);
      handle.read(pad, { at: offsetOf(place) });
      return pad;
    },
    write: (place, pad) => {
      const written = handle.write(pad, { at: offsetOf(place) });
      handle.flush();
      if (written !== pad.length) throw new Error('the disk is full');
    },
    close: () => handle.close(),
  };
}

/** Looked up by name: our handle goes on working on a file that no folder holds any more. */
async function isThere(fileName: string): Promise<boolean> {
  const folder = await navigator.storage.getDirectory();
  return folder.getFileHandle(fileName).then(
    () => true,
    (error: unknown) => !(error instanceof DOMException && error.name === 'NotFoundError'),
  );
}

/** Names of files hold no strokes. */
export function padFileName(slotName: string): string {
  return `${slotName.replaceAll('/', '-')}-pads`;
}

function offsetOf(place: PadPlace): number {
  return place * PAD_BYTES;
}

/** After a reload our own past may hold the file for a moment longer than the slot. */
async function openHandle(name: string): Promise<SyncHandle | undefined> {
  const folder = await navigator.storage.getDirectory();
  const file = (await folder.getFileHandle(name, { create: true })) as SyncFile;
  for (let waitedMs = 0; ; waitedMs += RETRY_MS) {
    try {
      return await file.createSyncAccessHandle?.();
    } catch (error) {
      if (!isHeld(error) || waitedMs >= 2 * SLOT_PATIENCE_MS) throw error;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

function isHeld(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'NoModificationAllowedError';
}
