/**
 * The transactions that concern a wallet, and what each of them is worth to it.
 *
 * A transaction is alive while it waits or stands in a block. An output of ours is a coin while its
 * transaction is alive and nothing alive spends it. Everything else here only finds that quickly,
 * so all of it follows from the transactions and their states alone.
 */

import { isCoinbase } from '../consensus/check-transaction.ts';
import { outpointKey } from '../consensus/encoding.ts';
import { txid as idOf } from '../consensus/hash.ts';
import type { Hash, Transaction } from '../consensus/types.ts';
import type { WalletCoin } from './draft.ts';
import type { KeyPlace } from './keys.ts';
import type { WatchedKeys } from './watched-keys.ts';

/** Bitcoin's reasons for leaving a mempool, but for the good one. */
export type DropReason = 'conflict' | 'replaced' | 'evicted' | 'expired' | 'reorganised';

export type PaymentState =
  | { readonly kind: 'pending' }
  | {
      readonly kind: 'confirmed';
      readonly height: number;
      readonly blockHash: Hash;
      /** Seconds since 1970, from the header. */
      readonly time: number;
    }
  /** Another transaction spends the same coins, or those it descends from. */
  | { readonly kind: 'replaced'; readonly by: Hash }
  /** The coins it brought, or descends from, were mined in a block that lost its race. */
  | { readonly kind: 'orphaned'; readonly height: number; readonly blockHash: Hash }
  /** No longer waiting here; somebody who kept it could still have it mined. */
  | { readonly kind: 'dropped'; readonly reason: DropReason };

export interface Entry {
  /** Order of arrival, and the place in storage. */
  readonly sequence: number;
  readonly txid: Hash;
  readonly transaction: Transaction;
  readonly coinbase: boolean;
  /** When the wallet first saw it, ms since 1970. */
  readonly seenAt: number;
  readonly state: PaymentState;
}

/** An output to a key of ours, spent or not, whatever became of its transaction. */
export interface OwnOutput {
  readonly entry: Hash;
  readonly vout: number;
  readonly value: number;
  readonly scriptPubKey: Uint8Array;
  readonly place: KeyPlace;
}

export class Entries {
  private readonly keys: WatchedKeys;
  private readonly byTxid = new Map<Hash, Entry>();
  /** By outpoint. */
  private readonly outputs = new Map<string, OwnOutput>();
  /** Who spends an outpoint, ours or not, dead or alive. */
  private readonly spenders = new Map<string, Set<Hash>>();
  private readonly coins = new Map<string, WalletCoin>();

  constructor(keys: WatchedKeys) {
    this.keys = keys;
  }

  get size(): number {
    return this.byTxid.size;
  }

  get(txid: Hash): Entry | undefined {
    return this.byTxid.get(txid);
  }

  values(): IterableIterator<Entry> {
    return this.byTxid.values();
  }

  /** Outputs of ours that are alive and unspent. */
  unspent(): IterableIterator<WalletCoin> {
    return this.coins.values();
  }

  coin(key: string): WalletCoin | undefined {
    return this.coins.get(key);
  }

  output(key: string): OwnOutput | undefined {
    return this.outputs.get(key);
  }

  /** Transactions known here that spend this outpoint. */
  spendersOf(key: string): readonly Entry[] {
    const txids = this.spenders.get(key);
    return txids === undefined ? [] : [...txids].map((txid) => this.byTxid.get(txid)!);
  }

  /** Those that spend what this one spends. */
  rivalsOf(transaction: Transaction): Entry[] {
    const own = idOf(transaction);
    const spenders = transaction.inputs.flatMap(({ prevout }) => [
      ...this.spendersOf(outpointKey(prevout)),
    ]);
    return [...new Set(spenders)].filter(({ txid }) => txid !== own);
  }

  childrenOf({ txid, transaction }: Entry): Entry[] {
    const spenders = transaction.outputs.flatMap((_, vout) => [
      ...this.spendersOf(outpointKey({ txid, vout })),
    ]);
    return [...new Set(spenders)];
  }

  /** Whether a transaction pays to us or spends from us. */
  concerns({ inputs, outputs }: Transaction): boolean {
    return (
      outputs.some(({ scriptPubKey }) => this.keys.find(scriptPubKey) !== undefined) ||
      inputs.some(({ prevout }) => this.outputs.has(outpointKey(prevout)))
    );
  }

  /** Adds many at once, as a start from storage does: each outpoint is looked at once. */
  load(entries: readonly Entry[]): void {
    for (const entry of entries) {
      this.byTxid.set(entry.txid, entry);
      this.index(entry);
    }
    for (const key of this.outputs.keys()) this.refresh(key);
  }

  /** Adds one, or puts it in the place of the one with its txid. */
  put(entry: Entry): void {
    this.byTxid.set(entry.txid, entry);
    let watched: number;
    // A later output may bring an earlier one's key into the window.
    do {
      watched = this.keys.count;
      this.index(entry);
    } while (this.keys.count > watched);
    this.refreshAround(entry);
  }

  /** As if it had never been seen. */
  forget(entry: Entry): void {
    const { txid, transaction } = entry;
    this.byTxid.delete(txid);
    for (const { prevout } of transaction.inputs) {
      const key = outpointKey(prevout);
      const spenders = this.spenders.get(key);
      spenders?.delete(txid);
      if (spenders?.size === 0) this.spenders.delete(key);
    }
    for (const vout of transaction.outputs.keys()) {
      const key = outpointKey({ txid, vout });
      this.outputs.delete(key);
      this.coins.delete(key);
    }
    for (const { prevout } of transaction.inputs) this.refresh(outpointKey(prevout));
  }

  /** All inputs are ours. */
  isOwn({ transaction, coinbase }: Entry): boolean {
    return (
      !coinbase && transaction.inputs.every(({ prevout }) => this.outputs.has(outpointKey(prevout)))
    );
  }

  /** In a block, or made by us from what can be trusted: nobody else can take it back. */
  isTrusted(entry: Entry): boolean {
    if (entry.state.kind === 'confirmed') return true;
    return (
      this.isOwn(entry) &&
      entry.transaction.inputs.every(({ prevout: { txid } }) =>
        this.isTrusted(this.byTxid.get(txid)!),
      )
    );
  }

  private index({ txid, transaction }: Entry): void {
    for (const { prevout } of transaction.inputs) {
      const key = outpointKey(prevout);
      const spenders = this.spenders.get(key);
      if (spenders === undefined) this.spenders.set(key, new Set([txid]));
      else spenders.add(txid);
    }
    for (const [vout, { value, scriptPubKey }] of transaction.outputs.entries()) {
      const place = this.keys.find(scriptPubKey);
      if (place === undefined) continue;
      const output = { entry: txid, vout, value, scriptPubKey, place };
      this.outputs.set(outpointKey({ txid, vout }), output);
      this.keys.markSeen(place);
    }
  }

  private refreshAround({ txid, transaction }: Entry): void {
    for (const { prevout } of transaction.inputs) this.refresh(outpointKey(prevout));
    for (const vout of transaction.outputs.keys()) this.refresh(outpointKey({ txid, vout }));
  }

  private refresh(key: string): void {
    const output = this.outputs.get(key);
    if (output === undefined) return;
    const entry = this.byTxid.get(output.entry)!;
    if (isAlive(entry) && !this.spendersOf(key).some(isAlive)) {
      this.coins.set(key, coinOf(output, entry));
    } else this.coins.delete(key);
  }
}

export function isAlive({ state: { kind } }: Entry): boolean {
  return kind === 'pending' || kind === 'confirmed';
}

export function isPending({ state }: Entry): boolean {
  return state.kind === 'pending';
}

export function newEntry(
  transaction: Transaction,
  sequence: number,
  seen: Pick<Entry, 'seenAt' | 'state'>,
): Entry {
  const coinbase = isCoinbase(transaction);
  return { sequence, txid: idOf(transaction), transaction, coinbase, ...seen };
}

function coinOf({ vout, value, scriptPubKey, place }: OwnOutput, entry: Entry): WalletCoin {
  const { state, txid, coinbase } = entry;
  const height = state.kind === 'confirmed' ? state.height : -1;
  return { outpoint: { txid, vout }, value, scriptPubKey, place, height, coinbase };
}
