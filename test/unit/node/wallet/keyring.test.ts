import { describe, expect, it } from 'vitest';
import { CommandError } from '../../../../src/node/api.ts';
import { Keyring, plainKeyring, secretOf } from '../../../../src/node/wallet/keyring.ts';
import type { SealedSecret } from '../../../../src/wallet/key-record.ts';
import { accountXpub } from '../../../../src/wallet/keys.ts';

const DAY_MS = 86_400_000;
const NOW_MS = 1_700_000_000_000;
const secret = () => ({ entropy: new Uint8Array(16).fill(7), seed: new Uint8Array(64).fill(9) });
const sealed: SealedSecret = {
  rounds: 600_000,
  salt: new Uint8Array(16),
  nonce: new Uint8Array(12),
  ciphertext: new Uint8Array(32),
};

function sealedKeyring(): Keyring {
  const keyring = plainKeyring(secret(), NOW_MS);
  keyring.seal(sealed);
  return keyring;
}

describe('a keyring', () => {
  it('stays open for a day at most, whatever is asked for', () => {
    const keyring = sealedKeyring();
    keyring.unlock(secret(), NOW_MS, 1e9);
    keyring.tick(NOW_MS + DAY_MS - 1);
    expect(keyring.state).toBe('open');
    keyring.tick(NOW_MS + DAY_MS);
    expect(keyring.state).toBe('locked');
    expect(() => keyring.secret(NOW_MS)).toThrow(CommandError);
  });

  it('locks when its time is over, even if nobody looked meanwhile', () => {
    const keyring = sealedKeyring();
    keyring.unlock(secret(), NOW_MS, 60);
    expect(keyring.secret(NOW_MS + 59_999).account.privateKey).not.toBeNull();
    expect(() => keyring.secret(NOW_MS + 60_000)).toThrow('locked');
  });

  it('overwrites its secret when it locks', () => {
    const keyring = sealedKeyring();
    keyring.unlock(secret(), NOW_MS, 60);
    const { account, entropy } = keyring.secret(NOW_MS);
    keyring.lock();
    expect([...entropy].every((byte) => byte === 0)).toBe(true);
    expect(account.privateKey).toBeNull();
  });

  it('is not opened by the secret of another account', () => {
    const keyring = sealedKeyring();
    const other = { ...secret(), seed: new Uint8Array(64).fill(8) };
    expect(() => keyring.unlock(other, NOW_MS, 60)).toThrow('another wallet');
    expect(keyring.state).toBe('locked');
  });

  it('without a passphrase cannot be locked', () => {
    const keyring = plainKeyring(secret(), NOW_MS);
    keyring.lock();
    expect(keyring.state).toBe('open');
  });

  it('without a secret watches', () => {
    const { account } = secretOf(secret());
    const record = { xpub: accountXpub(account), createdAt: 0, secret: { kind: 'none' } } as const;
    const keyring = new Keyring(record);
    expect([keyring.state, keyring.protection]).toEqual(['watching', 'plain']);
    expect(() => keyring.secret(NOW_MS)).toThrow('only watches');
  });
});
