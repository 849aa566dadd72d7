/**
 * A mempool on a chain of no blocks whose coins come from nowhere, for tests of policy. The
 * transactions carry signatures that sign nothing and that the chain's cache takes for verified:
 * signing takes milliseconds, and most tests here are not about it.
 */

import { Chain } from '../../src/chain/chain.ts';
import { outpointKey } from '../../src/consensus/encoding.ts';
import { hashFromBytes, sha256, txid, wtxid } from '../../src/consensus/hash.ts';
import type { Coin, OutPoint, Transaction, TransactionOutput } from '../../src/consensus/types.ts';
import type { Entry } from '../../src/mempool/entries.ts';
import { Mempool } from '../../src/mempool/mempool.ts';
import type { MempoolRoom } from '../../src/mempool/seats.ts';
import type { Verdict } from '../../src/mempool/verdict.ts';
import { BlockLab, type Funds, outputOf } from './block-lab.ts';
import { pay, spend } from './blocks.ts';

/** Virtual bytes of a payment with one input and one output to a key. */
export const SMALL_VBYTES = 111;
export const COIN_VALUE = 1_000_000_000;

export class PoolWorld {
  readonly lab = new BlockLab();
  readonly chain = new Chain(this.lab.params, this.lab.genesis);
  readonly pool: Mempool;
  private made = 0;

  constructor(room?: MempoolRoom) {
    this.pool = new Mempool(this.chain, room);
  }

  /** A new coin of the chain. */
  coin(value = COIN_VALUE, origin: Partial<Coin> = {}): Funds {
    this.made += 1;
    const seed = new Uint8Array(new Uint32Array([this.made]).buffer);
    const prevout = { txid: hashFromBytes(sha256(seed)), vout: 0 };
    const output = pay(value);
    this.chain.coins.add(outpointKey(prevout), {
      ...output,
      height: 0,
      coinbase: false,
      ...origin,
    });
    return { prevout, output };
  }

  /** Spends all of the funds for this fee to so many outputs of equal value. */
  pay(funds: readonly Funds[], fee: number, outputs = 1): Transaction {
    const total = funds.reduce((sum, { output }) => sum + output.value, 0);
    const each = Math.floor((total - fee) / outputs);
    const first = total - fee - each * (outputs - 1);
    return this.spend(funds, [pay(first), ...Array.from({ length: outputs - 1 }, () => pay(each))]);
  }

  spend(funds: readonly Funds[], outputs: readonly TransactionOutput[]): Transaction {
    const prevouts: OutPoint[] = funds.map(({ prevout }) => prevout);
    return this.trust(spend(prevouts, outputs));
  }

  /** Takes its signatures for verified. */
  trust(transaction: Transaction): Transaction {
    for (const inputIndex of transaction.inputs.keys()) {
      this.chain.signatures.add({ wtxid: wtxid(transaction), inputIndex });
    }
    return transaction;
  }

  /** The verdict in a word: 'accepted', 'orphan', or 'code/fault'. */
  offer(transaction: Transaction, now = 0): string {
    return wordOf(this.pool.accept(transaction, now));
  }

  /** Enters it, and returns its entry. */
  enter(transaction: Transaction, now = 0): Entry {
    const word = this.offer(transaction, now);
    if (word !== 'accepted') throw new Error(`a good transaction is refused: ${word}`);
    return this.pool.get(wtxid(transaction))!;
  }

  /** A payment of a new coin that waits. */
  enterPayment(fee: number, now = 0): Transaction {
    return this.enter(this.pay([this.coin()], fee), now).transaction;
  }

  /** So many payments, each of the one before it. */
  chainOf(length: number, fee = 1_000): Transaction[] {
    const list: Transaction[] = [];
    for (let funds = this.coin(); list.length < length; funds = outputOf(list.at(-1)!, 0)) {
      list.push(this.pay([funds], fee));
    }
    return list;
  }

  waits(transaction: Transaction): boolean {
    return this.pool.withTxid(txid(transaction)) !== undefined;
  }
}

export function wordOf(verdict: Verdict): string {
  return verdict.kind === 'refused' ? `${verdict.code}/${verdict.fault}` : verdict.kind;
}
