/**
 * A wallet that answers as the node does and keeps nothing: enough to walk through every dialog.
 * The passphrase is `open`; nothing above the balance can be sent.
 */

import { CommandError, type WalletView } from '../../../src/node/api.ts';
import { fixtureHash } from '../fixture-hash.ts';
import { fixtureAddress, fixturePayment, outsideOfChain } from '../fixture-wallets.ts';

const PASSPHRASE = 'open';
const COIN = 100_000_000;
const SIZE_VBYTES = 154;
export const FIXTURE_WORDS = [...Array.from({ length: 11 }, () => 'abandon'), 'about'];

interface Answer {
  readonly wallet: WalletView;
  readonly result: unknown;
}

type Command = (wallet: WalletView, parameters: readonly unknown[]) => Answer;

const COMMANDS: Readonly<Record<string, Command>> = {
  send,
  bumpfee: change,
  canceltransaction: change,
  getnewaddress(wallet) {
    const receiveAddress = fixtureAddress(`after ${wallet.receiveAddress}`);
    return { wallet: { ...wallet, receiveAddress }, result: receiveAddress };
  },
  encryptwallet: (wallet) => ({
    wallet: { ...wallet, protection: 'passphrase', state: 'locked' },
    result: null,
  }),
  walletpassphrase(wallet, [passphrase]) {
    if (passphrase !== PASSPHRASE) throw new CommandError(-14, 'The passphrase is wrong.');
    return { wallet: { ...wallet, state: 'open' }, result: null };
  },
  walletlock: (wallet) => ({ wallet: { ...wallet, state: 'locked' }, result: null }),
  walletpassphrasechange(wallet, [old]) {
    if (old !== PASSPHRASE) throw new CommandError(-14, 'The passphrase is wrong.');
    return { wallet, result: null };
  },
  dumpmnemonic: (wallet) => ({ wallet, result: { words: FIXTURE_WORDS } }),
  confirmbackup(wallet, [answers]) {
    for (const [position, word] of Object.entries(answers as Record<string, string>)) {
      if (FIXTURE_WORDS[Number(position) - 1] === word) continue;
      throw new CommandError(-8, `Word ${position} is another one. Look at your paper again.`);
    }
    return { wallet: { ...wallet, backedUp: true }, result: true };
  },
  importmnemonic: (wallet) => ({
    wallet: { ...wallet, state: 'open', rescan: { done: 1_204, total: 5_000 } },
    result: { addresses: 20, rescanning: true },
  }),
  writenote: writeOn,
  writehash: writeOn,
  /** Of a chain that holds every file whose hash begins with an even digit. */
  verifyhash: (wallet, [hash]) => ({
    wallet,
    result: /^[02468ace]/.test(hash as string)
      ? {
          found: true,
          txid: fixtureHash('stamp'),
          height: 1_204,
          time: 1_790_000_000,
          confirmations: 36,
        }
      : { found: false, next: null, unread: 0 },
  }),
  exportproof: (wallet) => ({ wallet, result: { found: true, bytes: new Uint8Array(900) } }),
  exportwallet: (wallet) => ({ wallet, result: { bytes: new Uint8Array(250) } }),
  importwallet(_wallet, [, passphrase]) {
    throw passphrase === PASSPHRASE
      ? new CommandError(-4, 'this file is not a wallet')
      : new CommandError(-14, 'The passphrase is wrong.');
  },
};

export function callWallet(
  wallet: WalletView,
  method: string,
  parameters: readonly unknown[],
): Answer {
  const command = COMMANDS[method];
  if (command === undefined) throw new CommandError(-32_601, `no command ${method}`);
  return command(wallet, parameters);
}

interface SendOptions {
  readonly feerate: number;
  readonly memo?: string;
  readonly dry_run: boolean;
}

function send(wallet: WalletView, [recipients, options]: readonly unknown[]): Answer {
  const rows = recipients as ReadonlyArray<{ address: string; amount: string }>;
  const { feerate, memo = '', dry_run } = options as SendOptions;
  const fee = Math.ceil((SIZE_VBYTES * feerate) / 1_000);
  const asked = rows.filter(({ amount }) => amount !== 'all').map(({ amount }) => Number(amount));
  const sum = Math.round(COIN * asked.reduce((all, amount) => all + amount, 0));
  const ticks = asked.length < rows.length ? wallet.spendable - fee : sum;
  if (ticks + fee > wallet.spendable) throw new CommandError(-6, 'Insufficient funds');
  const gets = rows.map(({ address, amount }) => ({
    address,
    amount: amount === 'all' ? (ticks - sum) / COIN : Number(amount),
  }));
  const result = {
    fee: fee / COIN,
    feerate,
    vsize: SIZE_VBYTES,
    amount: ticks / COIN,
    recipients: gets,
  };
  const change = (wallet.spendable - ticks - fee) / COIN;
  if (dry_run) return { wallet, result: { ...result, change, inputs: 2 } };
  const seed = `new ${Math.random()}`;
  const paid = fixturePayment(seed, {
    kind: 'sent',
    stage: 'pending',
    depth: 0,
    net: -ticks - fee,
    fee,
    memo,
    addresses: rows.map(({ address }) => address),
    at: Date.now(),
    canBump: true,
  });
  const row = outsideOfChain(paid);
  return {
    wallet: {
      ...wallet,
      spendable: wallet.spendable - ticks - fee,
      payments: [row, ...wallet.payments],
      paymentsTotal: wallet.paymentsTotal + 1,
    },
    result: { ...result, txid: row.txid, change, inputs: 2 },
  };
}

function writeOn(wallet: WalletView, [, options]: readonly unknown[]): Answer {
  const fee = SIZE_VBYTES / COIN;
  const result = {
    fee,
    feerate: 1_000,
    vsize: SIZE_VBYTES,
    amount: 0,
    change: 1,
    inputs: 1,
    recipients: [],
  };
  return { wallet, result: options === undefined ? { ...result, txid: fixtureHash('w') } : result };
}

function change(wallet: WalletView, [, options]: readonly unknown[]): Answer {
  const { feerate } = options as { readonly feerate: number };
  const fee = (SIZE_VBYTES * Math.max(2_000, feerate)) / 1_000 / COIN;
  return { wallet, result: { txid: fixtureHash('bumped'), origfee: 154 / COIN, fee } };
}
