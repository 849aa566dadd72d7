import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { askToPersist } from '../../../../src/adapters/storage/persist.ts';

const storageOf = (persisted: boolean, persist: boolean) => ({
  persisted: vi.fn<() => Promise<boolean>>(async () => persisted),
  persist: vi.fn<() => Promise<boolean>>(async () => persist),
});

let ask: typeof askToPersist;

describe('the question whether storage is kept for good', () => {
  beforeEach(async () => {
    vi.resetModules();
    ({ askToPersist: ask } = await import('../../../../src/adapters/storage/persist.ts'));
  });

  it.each([true, false])('has the browser’s answer: %s', async (answer) => {
    expect(await ask(storageOf(false, answer))).toBe(answer);
  });

  it('is asked once', async () => {
    const storage = storageOf(false, false);
    await Promise.all([ask(storage), ask(storage)]);
    await ask(storage);
    expect(storage.persist).toHaveBeenCalledOnce();
  });

  it('is not asked when the answer is known', async () => {
    const storage = storageOf(true, false);
    expect(await ask(storage)).toBe(true);
    expect(storage.persist).not.toHaveBeenCalled();
  });

  it('has the answer no where there is nobody to ask', async () => {
    vi.stubGlobal('navigator', {});
    expect(await ask()).toBe(false);
    vi.unstubAllGlobals();
  });

  it('has the answer no where asking throws', async () => {
    const storage = { ...storageOf(false, true), persisted: () => Promise.reject(new TypeError()) };
    expect(await ask(storage)).toBe(false);
  });
});
