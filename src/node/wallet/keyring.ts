/**
 * Who may sign: the one place that holds the wallet's secret while it is open, and gives it up when
 * its time is over.
 */

import { CodecError } from '../../util/codec-error.ts';
import { UNLOCK_MAX_SECONDS } from '../../util/limits.ts';
import {
  decodeKeyRecord,
  encodeKeyRecord,
  type KeyRecord,
  type SealedSecret,
} from '../../wallet/key-record.ts';
import { type AccountKey, accountXpub, deriveAccount } from '../../wallet/keys.ts';
import { CommandError } from '../api.ts';
import type { OpenedSecret } from '../ports.ts';

/** Bitcoin's codes for wallets (rpc/protocol.h). */
export const RPC_WALLET_ERROR = -4;
export const RPC_WALLET_UNLOCK_NEEDED = -13;
export const RPC_WALLET_WRONG_ENC_STATE = -15;

/** An open secret. */
export interface Secret {
  readonly entropy: Uint8Array;
  readonly account: AccountKey;
}

export class Keyring {
  private current: KeyRecord;
  private opened: Secret | undefined;
  private openUntil = Infinity;

  constructor(record: KeyRecord, opened?: Secret) {
    this.current = record;
    this.opened = opened;
  }

  get record(): KeyRecord {
    return this.current;
  }

  get state(): 'open' | 'locked' | 'watching' {
    if (this.current.secret.kind === 'none') return 'watching';
    return this.opened === undefined ? 'locked' : 'open';
  }

  get protection(): 'plain' | 'passphrase' {
    return this.current.secret.kind === 'sealed' ? 'passphrase' : 'plain';
  }

  /** Throws CommandError where it is locked or only watches. */
  secret(now: number): Secret {
    this.tick(now);
    if (this.opened !== undefined) return this.opened;
    if (this.state === 'watching') {
      const message = 'key-watch-only: This wallet only watches: its secret is elsewhere';
      throw new CommandError(RPC_WALLET_ERROR, message);
    }
    const message = 'The wallet is locked: enter its passphrase first (walletpassphrase)';
    throw new CommandError(RPC_WALLET_UNLOCK_NEEDED, message);
  }

  /** Locks when the time is over. */
  tick(now: number): void {
    if (now >= this.openUntil) this.lock();
  }

  /** A wallet without a passphrase stays open. */
  lock(): void {
    if (this.current.secret.kind === 'sealed') this.close();
  }

  /** Overwrites the secret; copies that the engine may have made are beyond our reach. */
  close(): void {
    this.opened?.entropy.fill(0);
    this.opened?.account.wipePrivateData();
    this.opened = undefined;
    this.openUntil = Infinity;
  }

  /** For so many seconds, at most a day. Throws CommandError for the secret of another account. */
  unlock(opened: OpenedSecret, now: number, seconds: number): void {
    const secret = secretOf(opened);
    if (accountXpub(secret.account) !== this.current.xpub) {
      throw new CommandError(RPC_WALLET_ERROR, 'The stored secret is that of another wallet');
    }
    this.close();
    this.opened = secret;
    this.openUntil = now + 1_000 * Math.min(seconds, UNLOCK_MAX_SECONDS);
  }

  /** From now on the secret is stored under a passphrase, and the wallet is locked. */
  seal(sealed: SealedSecret): void {
    const { secret } = this.current;
    if (secret.kind === 'open') secret.entropy.fill(0);
    this.current = { ...this.current, secret: { kind: 'sealed', sealed } };
    this.lock();
  }

  /** Throws CommandError unless there is a passphrase. */
  expectSealed(): SealedSecret {
    const { secret } = this.current;
    if (secret.kind === 'sealed') return secret.sealed;
    throw new CommandError(RPC_WALLET_WRONG_ENC_STATE, 'This wallet has no passphrase');
  }

  /** Throws CommandError unless the secret is stored readable. */
  expectPlain(): void {
    const { kind } = this.current.secret;
    if (kind === 'open') return;
    const is = kind === 'sealed' ? 'has a passphrase already' : 'only watches';
    throw new CommandError(RPC_WALLET_WRONG_ENC_STATE, `This wallet ${is}`);
  }
}

export function secretOf({ entropy, seed }: OpenedSecret): Secret {
  return { entropy: new Uint8Array(entropy), account: deriveAccount(seed) };
}

/** A record that stores its secret readable, and that secret. */
export function plainKeyring(opened: OpenedSecret, createdAt: number): Keyring {
  const secret = secretOf(opened);
  const xpub = accountXpub(secret.account);
  const entropy = new Uint8Array(opened.entropy);
  return new Keyring({ xpub, createdAt, secret: { kind: 'open', entropy } }, secret);
}

/** The keyring of a stored record; undefined where the record is damaged. */
export function openKeyring(bytes: Uint8Array, opened: OpenedSecret): Keyring | undefined {
  const record = readKeyRecord(bytes);
  if (record?.secret.kind !== 'open') return record && new Keyring(record);
  const secret = secretOf(opened);
  return accountXpub(secret.account) === record.xpub ? new Keyring(record, secret) : undefined;
}

/** Undefined for bytes that are no record of ours. */
export function readKeyRecord(bytes: Uint8Array): KeyRecord | undefined {
  try {
    return decodeKeyRecord(bytes);
  } catch (error) {
    if (error instanceof CodecError) return undefined;
    throw error;
  }
}

export function storedKeyring({ record }: Keyring): Uint8Array {
  return encodeKeyRecord(record);
}
