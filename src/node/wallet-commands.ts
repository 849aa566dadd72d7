/** The commands of the wallet, under Bitcoin's RPC names. Amounts are in whole coins. */

import { encodeTransaction } from '../consensus/encoding.ts';
import { CommandError, type PaymentRow } from './api.ts';
import {
  type Command,
  type CommandContext,
  RPC_INVALID_ADDRESS_OR_KEY,
  RPC_INVALID_PARAMETER,
  toInteger,
} from './command.ts';
import { toHex } from '../util/bytes.ts';
import { LISTED_PAYMENTS_MAX } from '../util/limits.ts';
import { encodeAddress } from '../wallet/address.ts';
import { CHANGE } from '../wallet/keys.ts';
import { toCoins, toScript, toTxid } from './wallet/parameters.ts';
import {
  changePassphrase,
  confirmBackup,
  dumpMnemonic,
  encryptWallet,
  exportWallet,
  importMnemonic,
  importWallet,
  importWatchOnly,
  walletLock,
  walletPassphrase,
} from './wallet/secrets.ts';
import {
  bumpFee,
  cancelTransaction,
  childPaysForParent,
  send,
  sendToAddress,
  writeHash,
  writeNote,
} from './wallet/spending.ts';
import { paymentOf, paymentRows } from './wallet/view.ts';

const LISTED_PAYMENTS = 10;

export const WALLET_COMMANDS: Readonly<Record<string, Command>> = {
  getnewaddress: {
    synopsis: '',
    does: 'an address that nobody was given yet',
    most: 0,
    run: ({ wallet }) => encodeAddress(wallet.held.books.handOut()),
  },
  getaddressinfo: {
    synopsis: 'address',
    does: 'what an address stands for, and whether it is ours',
    most: 1,
    run: describeAddress,
  },
  validateaddress: {
    synopsis: 'address',
    does: 'whether this is an address that a room can pay to, and why not',
    most: 1,
    run: (_, [address]) => validateAddress(address),
  },
  getbalance: {
    synopsis: '',
    does: 'what may be spent now',
    most: 0,
    run: ({ wallet }) => toCoins(wallet.held.books.ledger.balances().spendable),
  },
  getbalances: {
    synopsis: '',
    does: 'what may be spent, what waits with its sender, what is immature',
    most: 0,
    run: describeBalances,
  },
  listunspent: {
    synopsis: '',
    does: 'the coins that may be spent now',
    most: 0,
    run: listUnspent,
  },
  listtransactions: {
    synopsis: 'count=10 skip=0',
    does: 'the payments of the wallet, newest first',
    most: 3,
    run: listTransactions,
  },
  gettransaction: {
    synopsis: 'txid',
    does: 'one payment of the wallet',
    most: 1,
    run: getTransaction,
  },
  sendtoaddress: {
    synopsis: 'address amount { feerate, memo }',
    does: 'pays, and says the id of the payment',
    most: 3,
    run: sendToAddress,
  },
  send: {
    synopsis: '[{ address, amount, subtractfee }] { feerate, memo, dry_run }',
    does: 'pays several at once; an amount of "all" sends what is left; dry_run only shows',
    most: 2,
    run: send,
  },
  bumpfee: {
    synopsis: 'txid { feerate, dry_run }',
    does: 'replaces a payment that waits by one that pays more',
    most: 2,
    run: bumpFee,
  },
  canceltransaction: {
    synopsis: 'txid { feerate, dry_run }',
    does: 'replaces a payment that waits by one back to us',
    most: 2,
    run: cancelTransaction,
  },
  childpaysforparent: {
    synopsis: 'txid { feerate, dry_run }',
    does: 'spends what a waiting payment brings us, for a fee that carries both',
    most: 2,
    run: childPaysForParent,
  },
  writenote: {
    synopsis: 'text { feerate, dry_run }',
    does: 'writes up to 76 bytes of text on the chain',
    most: 2,
    run: writeNote,
  },
  writehash: {
    synopsis: 'hash { feerate, dry_run }',
    does: 'writes the SHA-256 of a file on the chain',
    most: 2,
    run: writeHash,
  },
  encryptwallet: {
    synopsis: 'passphrase',
    does: 'keeps the secret under a passphrase from now on, and locks',
    most: 1,
    run: encryptWallet,
  },
  walletpassphrase: {
    synopsis: 'passphrase timeout=300',
    does: 'unlocks for so many seconds',
    most: 2,
    run: walletPassphrase,
  },
  walletlock: { synopsis: '', does: 'locks now', most: 0, run: walletLock },
  walletpassphrasechange: {
    synopsis: 'old new',
    does: 'another passphrase, and locks',
    most: 2,
    run: changePassphrase,
  },
  dumpmnemonic: {
    synopsis: '',
    does: 'the words that are the wallet: whoever has them has the coins',
    most: 0,
    run: dumpMnemonic,
  },
  confirmbackup: {
    synopsis: '{ place: word, … }',
    does: 'three of the words by their places, to show that they were written down',
    most: 1,
    run: confirmBackup,
  },
  importmnemonic: {
    synopsis: 'words { replace }',
    does: 'restores a wallet from its words, and searches the chain for its payments',
    most: 2,
    run: importMnemonic,
  },
  getxpub: {
    synopsis: '',
    does: 'the extended public key of the account: whoever has it sees its payments',
    most: 0,
    run: ({ wallet }) => wallet.held.keyring.record.xpub,
  },
  importwatchonly: {
    synopsis: 'xpub { replace }',
    does: 'watches the account of an extended public key, without its secret',
    most: 2,
    run: importWatchOnly,
  },
  exportwallet: {
    synopsis: 'passphrase',
    does: 'the secret as a file under a passphrase',
    most: 1,
    run: exportWallet,
  },
  importwallet: {
    synopsis: 'bytes passphrase { replace }',
    does: 'restores a wallet from such a file',
    most: 3,
    run: importWallet,
  },
};

function describeAddress({ wallet }: CommandContext, [address]: readonly unknown[]): unknown {
  const script = toScript(address);
  const place = wallet.held.books.ledger.keys.find(script);
  return {
    address: encodeAddress(script),
    scriptPubKey: toHex(script),
    isvalid: true,
    ismine: place !== undefined,
    ischange: place?.chain === CHANGE,
  };
}

function validateAddress(address: unknown): unknown {
  try {
    const script = toHex(toScript(address));
    return { isvalid: true, address, scriptPubKey: script, isscript: false, iswitness: true };
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return { isvalid: false, error: error.message };
  }
}

function describeBalances({ wallet }: CommandContext): unknown {
  const { spendable, pending, immature } = wallet.held.books.ledger.balances();
  const mine = {
    trusted: toCoins(spendable),
    untrusted_pending: toCoins(pending),
    immature: toCoins(immature),
  };
  return { mine };
}

function listUnspent({ wallet }: CommandContext): unknown {
  const { ledger } = wallet.held.books;
  return ledger.spendableCoins().map(({ outpoint, scriptPubKey, value, height }) => ({
    txid: outpoint.txid,
    vout: outpoint.vout,
    address: encodeAddress(scriptPubKey),
    scriptPubKey: toHex(scriptPubKey),
    amount: toCoins(value),
    confirmations: height < 0 ? 0 : ledger.tip.height - height + 1,
    spendable: wallet.held.keyring.state !== 'watching',
  }));
}

function listTransactions({ wallet }: CommandContext, parameters: readonly unknown[]): unknown {
  // Bitcoin's first parameter is a label, of which a wallet here has none: "*" is all of them.
  const [count = LISTED_PAYMENTS, skip = 0] =
    parameters[0] === '*' ? parameters.slice(1) : parameters;
  const [most, first] = [toInteger(count, 'count'), toInteger(skip, 'skip')];
  if (most < 0 || first < 0 || most > LISTED_PAYMENTS_MAX) {
    const message = `count must be from 0 to ${LISTED_PAYMENTS_MAX}, and skip not negative`;
    throw new CommandError(RPC_INVALID_PARAMETER, message);
  }
  return paymentRows(wallet.rows, most, first).map(describePayment);
}

function getTransaction({ wallet }: CommandContext, [id]: readonly unknown[]): unknown {
  const entry = wallet.held.books.ledger.entries.get(toTxid(id));
  if (entry === undefined) {
    throw new CommandError(RPC_INVALID_ADDRESS_OR_KEY, 'Invalid or non-wallet transaction id');
  }
  const { state, transaction } = entry;
  return {
    ...describePayment(paymentOf(wallet.rows, entry)),
    ...('blockHash' in state ? { blockhash: state.blockHash } : {}),
    hex: toHex(encodeTransaction(transaction)),
  };
}

/** Bitcoin's names where it has them; `stage` is what the page shows. */
function describePayment({ net, fee, depth, at, height, ...row }: PaymentRow) {
  return {
    ...row,
    amount: toCoins(net),
    ...(fee === undefined ? {} : { fee: toCoins(fee) }),
    confirmations: depth,
    ...(height === undefined ? {} : { blockheight: height }),
    time: Math.floor(at / 1_000),
  };
}
