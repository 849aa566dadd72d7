/**
 * Commands about the wallet's secret: under a passphrase and out of it, shown, confirmed, restored,
 * saved and read. Nothing that may hold money is replaced without being told to.
 */

import { CodecError } from '../../util/codec-error.ts';
import { encodeKeyRecord } from '../../wallet/key-record.ts';
import {
  accountFromXpub,
  accountXpub,
  entropyFromWords,
  wordsFromEntropy,
} from '../../wallet/keys.ts';
import { encodeAddress } from '../../wallet/address.ts';
import { CommandError } from '../api.ts';
import {
  type CommandContext,
  LATER,
  RPC_INVALID_ADDRESS_OR_KEY,
  RPC_INVALID_PARAMETER,
  RPC_TYPE_ERROR,
  toInteger,
} from '../command.ts';
import type { OpenedSecret, VaultJob, VaultOutcome } from '../ports.ts';
import { Keyring, plainKeyring, readKeyRecord, RPC_WALLET_ERROR, secretOf } from './keyring.ts';
import { detailOf, toPassphrase, toRecord } from './parameters.ts';

const RPC_WALLET_PASSPHRASE_INCORRECT = -14;
const UNLOCK_SECONDS = 300;
/** Words that are asked for to see whether all were written down. */
const WORDS_ASKED = 3;

type Parameters = readonly unknown[];

/**
 * Files may keep what was once written to them. So a wallet that nobody has used yet gets a new
 * secret, which was never stored readable; one in use keeps its own, and its coins.
 */
export function encryptWallet(context: CommandContext, [value]: Parameters, id: number) {
  const { wallet, now } = context;
  const { keyring } = wallet.held;
  keyring.expectPlain();
  const passphrase = toPassphrase(value);
  const { entropy } = keyring.secret(now);
  const isUnused = wallet.view(now)?.paymentsTotal === 0 && !wallet.backedUp;
  if (isUnused) return createSealed(context, passphrase, id);
  return ask(context, id, { kind: 'seal', passphrase, entropy }, (outcome) => {
    expectHeld(context, keyring).expectPlain();
    keyring.seal(expectSealed(outcome));
    wallet.keyringChanged();
    return null;
  });
}

function createSealed(context: CommandContext, passphrase: string, id: number) {
  const { wallet, now } = context;
  const { keyring } = wallet.held;
  return ask(context, id, { kind: 'create', passphrase }, (outcome) => {
    expectHeld(context, keyring).expectPlain();
    if (outcome.kind !== 'created') throw refusedBy(outcome);
    const xpub = accountXpub(secretOf(outcome).account);
    const secret = { kind: 'sealed', sealed: outcome.sealed } as const;
    wallet.replace(new Keyring({ xpub, createdAt: now, secret }));
    return null;
  });
}

export function walletPassphrase(context: CommandContext, parameters: Parameters, id: number) {
  const [value, timeout = UNLOCK_SECONDS] = parameters;
  const { keyring } = context.wallet.held;
  const passphrase = toPassphrase(value);
  const seconds = toInteger(timeout, 'timeout');
  if (seconds < 1) throw new CommandError(RPC_INVALID_PARAMETER, 'Timeout must be positive');
  const job = { kind: 'open', passphrase, sealed: keyring.expectSealed() } as const;
  return ask(context, id, job, (outcome) => {
    expectHeld(context, keyring).unlock(expectOpened(outcome), context.now, seconds);
    return null;
  });
}

export function walletLock({ wallet }: CommandContext): null {
  wallet.held.keyring.expectSealed();
  wallet.held.keyring.lock();
  return null;
}

export function changePassphrase(context: CommandContext, parameters: Parameters, id: number) {
  const { wallet } = context;
  const { keyring } = wallet.held;
  const [before, after] = parameters.map(toPassphrase);
  if (before === undefined || after === undefined) {
    throw new CommandError(RPC_INVALID_PARAMETER, 'the old passphrase and the new one');
  }
  const opening = { kind: 'open', passphrase: before, sealed: keyring.expectSealed() } as const;
  return ask(context, id, opening, (outcome) => {
    const { entropy } = expectOpened(outcome);
    return ask(context, id, { kind: 'seal', passphrase: after, entropy }, (next) => {
      expectHeld(context, keyring).expectSealed();
      keyring.seal(expectSealed(next));
      entropy.fill(0);
      wallet.keyringChanged();
      return null;
    });
  });
}

export function dumpMnemonic(context: CommandContext) {
  return { words: wordsOf(context) };
}

/**
 * Three of the words, by their places from 1 on; says which one is wrong, and never which is right.
 */
export function confirmBackup(context: CommandContext, [value]: Parameters): true {
  const words = wordsOf(context);
  const given = Object.entries(toRecord(value));
  if (given.length < WORDS_ASKED) {
    throw new CommandError(RPC_INVALID_PARAMETER, `${WORDS_ASKED} of the words are asked for`);
  }
  for (const [place, word] of given) {
    const right = words[Number(place) - 1];
    if (right === undefined) {
      throw new CommandError(RPC_INVALID_PARAMETER, `There is no word ${place}`);
    }
    if (typeof word !== 'string' || word.trim().toLowerCase() !== right) {
      throw new CommandError(RPC_INVALID_PARAMETER, `Word ${place} is another one`);
    }
  }
  context.wallet.noteBackup();
  return true;
}

export function importMnemonic(context: CommandContext, parameters: Parameters, id: number) {
  const [value, options] = parameters;
  const entropy = readWords(Array.isArray(value) ? value.join(' ') : value);
  expectReplaceable(context, options);
  return ask(context, id, { kind: 'stretch', entropy }, (outcome) => {
    expectReplaceable(context, options);
    context.wallet.replace(plainKeyring(expectOpened(outcome), context.now));
    context.wallet.noteBackup();
    return describeRescan(context);
  });
}

export function importWatchOnly(context: CommandContext, [xpub, options]: Parameters) {
  if (typeof xpub !== 'string') throw new CommandError(RPC_TYPE_ERROR, 'an xpub is text');
  try {
    accountFromXpub(xpub.trim());
  } catch (error) {
    if (!(error instanceof CodecError)) throw error;
    throw new CommandError(
      RPC_INVALID_ADDRESS_OR_KEY,
      'account-key: This is not the xpub of an account',
    );
  }
  expectReplaceable(context, options);
  const record = { xpub: xpub.trim(), createdAt: context.now, secret: { kind: 'none' } } as const;
  context.wallet.replace(new Keyring(record));
  return describeRescan(context);
}

/** The file is the record itself, under the passphrase that was given for it. */
export function exportWallet(context: CommandContext, [value]: Parameters, id: number) {
  const { wallet, now } = context;
  const { keyring } = wallet.held;
  const { entropy } = keyring.secret(now);
  const job = { kind: 'seal', passphrase: toPassphrase(value), entropy } as const;
  return ask(context, id, job, (outcome) => {
    const { createdAt, xpub } = keyring.record;
    const secret = { kind: 'sealed', sealed: expectSealed(outcome) } as const;
    return { bytes: encodeKeyRecord({ xpub, createdAt, secret }) };
  });
}

/** The wallet keeps the passphrase of its file. */
export function importWallet(context: CommandContext, parameters: Parameters, id: number) {
  const [bytes, value, options] = parameters;
  if (!(bytes instanceof Uint8Array)) throw new CommandError(RPC_TYPE_ERROR, 'a file is bytes');
  const record = readKeyRecord(bytes);
  if (record?.secret.kind !== 'sealed') {
    throw new CommandError(RPC_INVALID_PARAMETER, 'This file is no wallet, or is damaged');
  }
  expectReplaceable(context, options, record.createdAt);
  const passphrase = toPassphrase(value);
  return ask(context, id, { kind: 'open', passphrase, sealed: record.secret.sealed }, (outcome) => {
    expectReplaceable(context, options, record.createdAt);
    const keyring = new Keyring(record);
    keyring.unlock(expectOpened(outcome), context.now, UNLOCK_SECONDS);
    context.wallet.replace(keyring);
    context.wallet.noteBackup();
    return describeRescan(context);
  });
}

/** Throws CommandError where the words of the present wallet, or a newer wallet, would be lost. */
function expectReplaceable({ wallet }: CommandContext, value: unknown, createdAt = Infinity) {
  const { replace } = value === undefined ? {} : toRecord(value);
  // Of a wallet that is only watched nothing is lost: its secret is elsewhere.
  if (wallet.isDamaged || wallet.held.keyring.state === 'watching') return;
  const present = wallet.held.keyring.record;
  if (replace === true || !wallet.hasCoins) return;
  const isOlder = createdAt < present.createdAt;
  if (wallet.backedUp && !isOlder) return;
  const message = wallet.backedUp
    ? 'wallet-newer: The wallet here is newer than this file and holds coins. To replace it, say so'
    : 'words-unconfirmed: The wallet here holds coins and its words were never confirmed as ' +
      'written down. ' +
      'Write them down first, or say that it may be replaced';
  throw new CommandError(RPC_WALLET_ERROR, message);
}

function wordsOf({ wallet, now }: CommandContext): string[] {
  return wordsFromEntropy(wallet.held.keyring.secret(now).entropy).split(' ');
}

/** Says which word is wrong by its place alone. */
function readWords(value: unknown): Uint8Array {
  if (typeof value !== 'string') throw new CommandError(RPC_TYPE_ERROR, 'words are text');
  try {
    return entropyFromWords(value);
  } catch (error) {
    if (!(error instanceof CodecError)) throw error;
    throw new CommandError(RPC_INVALID_ADDRESS_OR_KEY, `Invalid mnemonic: ${detailOf(error)}`);
  }
}

function describeRescan({ wallet }: CommandContext) {
  return { addresses: [encodeAddress(wallet.held.books.receiveScript)], rescanning: true };
}

/** Goes on with what the vault says, later, to a reply or a refusal. */
function ask(
  context: CommandContext,
  id: number,
  job: VaultJob,
  use: (outcome: VaultOutcome) => unknown,
): typeof LATER {
  context.wallet.ask(job, (outcome) => {
    try {
      const result = use(outcome);
      if (result !== LATER) context.reply(id, result);
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      context.refuse(id, error);
    }
  });
  return LATER;
}

/** A passphrase takes its time, and another command may have come between. */
function expectHeld({ wallet }: CommandContext, keyring: Keyring): Keyring {
  if (wallet.held.keyring === keyring) return keyring;
  throw new CommandError(RPC_WALLET_ERROR, 'Another wallet has taken the place of this one');
}

function expectSealed(outcome: VaultOutcome) {
  if (outcome.kind === 'sealed') return outcome.sealed;
  throw refusedBy(outcome);
}

function expectOpened(outcome: VaultOutcome): OpenedSecret {
  if (outcome.kind === 'opened') return outcome;
  throw refusedBy(outcome);
}

function refusedBy(outcome: VaultOutcome): CommandError {
  const isWrong = outcome.kind === 'refused' && outcome.code === 'passphrase-wrong';
  return isWrong
    ? new CommandError(RPC_WALLET_PASSPHRASE_INCORRECT, 'This passphrase is wrong')
    : new CommandError(RPC_WALLET_ERROR, 'The browser could not work on the secret');
}
