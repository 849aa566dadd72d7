import { describe, expect, it } from 'vitest';
import { openSecret, sealSecret, VaultError } from '../../../src/adapters/vault.ts';
import { VAULT_ROUNDS_MIN } from '../../../src/util/limits.ts';
import { decodeKeyRecord, encodeKeyRecord, newKeyRecord } from '../../../src/wallet/key-record.ts';

const SLOW = { timeout: 60_000 };
const secret = new Uint8Array(16).map((_, at) => at + 1);

async function failure(opening: Promise<unknown>): Promise<string> {
  return opening.then(
    () => 'opened',
    (error: unknown) => (error instanceof VaultError ? error.code : String(error)),
  );
}

describe('a secret under a passphrase', () => {
  it('costs 600,000 rounds, is opened by it, and by no other', SLOW, async () => {
    const sealed = await sealSecret(secret, 'correct horse');
    expect([sealed.rounds, sealed.rounds >= VAULT_ROUNDS_MIN]).toEqual([600_000, true]);
    expect(await openSecret(sealed, 'correct horse')).toEqual(secret);
    expect(await failure(openSecret(sealed, 'correct horsE'))).toBe('passphrase-wrong');
    expect(await failure(openSecret(sealed, ''))).toBe('passphrase-empty');
  });

  it('is not found in what is stored', SLOW, async () => {
    const sealed = await sealSecret(secret, 'correct horse');
    const record = newKeyRecord(secret, 1);
    const stored = encodeKeyRecord({ ...record, secret: { kind: 'sealed', sealed } });
    expect(holds(encodeKeyRecord(record), secret)).toBe(true);
    expect(holds(stored, secret)).toBe(false);
    expect(holds(stored, secret.subarray(0, 4))).toBe(false);
    const read = decodeKeyRecord(stored).secret;
    expect(read.kind === 'sealed' && (await openSecret(read.sealed, 'correct horse'))).toEqual(
      secret,
    );
  });

  it('is sealed anew each time', async () => {
    const [first, second] = await Promise.all([1, 2].map(() => sealSecret(secret, 'pass', 1_000)));
    expect(first!.salt).not.toEqual(second!.salt);
    expect(first!.nonce).not.toEqual(second!.nonce);
    expect(first!.ciphertext).not.toEqual(second!.ciphertext);
  });

  it('is lost with any change of what it was sealed with', async () => {
    const sealed = await sealSecret(secret, 'pass', 1_000);
    const flip = (bytes: Uint8Array) => bytes.with(0, bytes[0]! ^ 1);
    for (const changed of [
      { ...sealed, rounds: 1_001 },
      { ...sealed, salt: flip(sealed.salt) },
      { ...sealed, nonce: flip(sealed.nonce) },
      { ...sealed, ciphertext: flip(sealed.ciphertext) },
      { ...sealed, ciphertext: sealed.ciphertext.subarray(1) },
    ]) {
      expect(await failure(openSecret(changed, 'pass'))).toBe('passphrase-wrong');
    }
  });

  it('is opened by the same passphrase from another keyboard', async () => {
    const sealed = await sealSecret(secret, 'caf\u00e9', 1_000);
    expect(await openSecret(sealed, 'cafe\u0301')).toEqual(secret);
  });
});

function holds(bytes: Uint8Array, part: Uint8Array): boolean {
  return Buffer.from(bytes).includes(Buffer.from(part));
}
