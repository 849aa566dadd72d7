import { readFile } from 'node:fs/promises';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { goodCheck } from '../../../support/signature-checks.ts';

/** Each test has modules of its own: a verifier is installed once for a thread. */
async function load() {
  const { createVerifier } = await import('../../../../src/adapters/verifier/create-verifier.ts');
  const { verifySignature } = await import('../../../../src/consensus/signature-verifier.ts');
  return { createVerifier, verifySignature };
}

const { signature, message, publicKey } = goodCheck(5);

describe('the verifier of a thread', () => {
  beforeEach(() => vi.resetModules());

  it('is libsecp256k1 where its file can be read', async () => {
    const { createVerifier, verifySignature } = await load();
    expect(verifySignature(signature, message, publicKey)).toBe(true);
    expect(await createVerifier(readFile)).toBe('libsecp256k1');
    expect(verifySignature(signature, message, publicKey)).toBe(true);
    expect(verifySignature(signature, publicKey, publicKey)).toBe(false);
  });

  it('is loaded once, however often it is asked for', async () => {
    const { createVerifier } = await load();
    const read = vi.fn<(url: URL) => Promise<BufferSource>>((url) => readFile(url));
    await Promise.all([createVerifier(read), createVerifier(read)]);
    expect(read).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['the file is out of reach', () => Promise.reject(new Error('offline'))],
    ['the file is something else', () => Promise.resolve(new TextEncoder().encode('<html>'))],
  ])('is noble when %s', async (_, read) => {
    const { createVerifier, verifySignature } = await load();
    expect(await createVerifier(read)).toBe('noble');
    expect(verifySignature(signature, message, publicKey)).toBe(true);
  });
});
