import { afterEach, describe, expect, it, vi } from 'vitest';
import { PAD_BYTES } from '../../../../src/adapters/storage/masked.ts';
import { openPadFile } from '../../../../src/adapters/storage/pad-file.ts';

/** An origin's private file system with one file; `open` is asked for its handle each time. */
function offer(open: () => unknown): void {
  const file = { createSyncAccessHandle: async () => open() };
  const getDirectory = async () => ({ getFileHandle: async () => file });
  vi.stubGlobal('navigator', { storage: { getDirectory } });
}

function refuse(name: string): never {
  throw new DOMException('not now', name);
}

/** A handle on bytes in memory. */
function handleOn(bytes: Uint8Array) {
  return {
    read: (into: Uint8Array, { at }: { at: number }) =>
      into.set(bytes.subarray(at, at + into.length)),
    write: (pad: Uint8Array, { at }: { at: number }) => (bytes.set(pad, at), pad.length),
    flush: () => {},
    close: () => {},
  };
}

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('the file of pads', () => {
  it('is waited for while a tab that ends still holds it', async () => {
    const bytes = new Uint8Array(2 * PAD_BYTES);
    let refusals = 3;
    offer(() => (refusals-- > 0 ? refuse('NoModificationAllowedError') : handleOn(bytes)));
    const pads = await openPadFile('room/0');
    pads!.write(1, new Uint8Array(PAD_BYTES).fill(7));
    expect(pads!.read(1)).toEqual(new Uint8Array(PAD_BYTES).fill(7));
    expect(pads!.read(0)).toEqual(new Uint8Array(PAD_BYTES));
  });

  it('that never comes free is a store that cannot be opened, not one without pads', async () => {
    vi.useFakeTimers();
    offer(() => refuse('NoModificationAllowedError'));
    const opening = openPadFile('room/0');
    const failure = expect(opening).rejects.toMatchObject({ failure: 'blocked' });
    await vi.advanceTimersByTimeAsync(10_000);
    await failure;
  });

  it('is none where a browser has no such files, or opens none', async () => {
    offer(() => undefined);
    expect(await openPadFile('room/0')).toBeUndefined();
    offer(() => refuse('SecurityError'));
    expect(await openPadFile('room/0')).toBeUndefined();
    vi.stubGlobal('navigator', { storage: {} });
    expect(await openPadFile('room/0')).toBeUndefined();
  });
});
