/**
 * How the mempool follows the chain when blocks come and go.
 *
 * A block that is added makes nobody invalid but the rivals of what it confirms. A block that is
 * taken away may: coins vanish, coinbases are young again, locktimes are not over. So after a
 * reorganisation all who wait are looked at, which takes microseconds each and no signatures: those
 * were verified, here or in a block, and no other chain can change what they sign.
 */

import { outpointKey, transactionBytes } from '../consensus/encoding.ts';
import { txid } from '../consensus/hash.ts';
import type { Block, Transaction } from '../consensus/types.ts';
import { RETURNED_MAX_BYTES } from '../util/limits.ts';
import { admit, isStillSound } from './admission.ts';
import { type Entry, withDescendants } from './entries.ts';
import { NO_FLOOR } from './fee-floor.ts';
import type { Seats } from './seats.ts';
import { judged, type Removal } from './verdict.ts';

/** Confirmed ones leave, whatever their witness; rivals of confirmed ones leave for good. */
export function removeForBlock(seats: Seats, { transactions }: Block): Removal[] {
  const confirmed = new Set<Entry>();
  const rivals = new Set<Entry>();
  for (const transaction of transactions) {
    const entry = seats.entries.withTxid(txid(transaction));
    if (entry !== undefined) confirmed.add(entry);
    else for (const rival of rivalsOf(seats, transaction)) rivals.add(rival);
  }
  const removed = seats.remove(confirmed, 'block');
  return [...removed, ...seats.remove(withDescendants(rivals), 'conflict')];
}

/**
 * After a reorganisation. Who lost coins, maturity or turn steps out; the transactions of the lost
 * blocks (newest block first) come back, parents before children; then those that stepped out try
 * again behind them. `now` in ms.
 */
export function takeBack(seats: Seats, disconnected: readonly Block[], now: number): Removal[] {
  const unsound = [...seats.entries.values()].filter((entry) => !isStillSound(seats, entry));
  const stepped = [...withDescendants(unsound)].sort((one, two) => one.sequence - two.sequence);
  seats.remove(new Set(stepped), 'reorganised');
  for (const transaction of transactionsOf(disconnected)) readmit(seats, transaction, now);
  const lost = stepped.filter(({ transaction, time }) => !readmit(seats, transaction, time));
  const removed = lost.map((entry): Removal => ({ entry, reason: 'reorganised' }));
  return [...removed, ...seats.trim(now)];
}

function rivalsOf({ entries }: Seats, { inputs }: Transaction): Entry[] {
  return inputs.flatMap(({ prevout }) => entries.spender(outpointKey(prevout)) ?? []);
}

/** Without a floor: the trim comes at the end. It has no rivals, since all come from one chain. */
function readmit(seats: Seats, transaction: Transaction, time: number): boolean {
  const candidate = judged(() => admit(seats, transaction, { floor: NO_FLOOR, time }));
  if (!('entry' in candidate) || candidate.replaced.size > 0) return false;
  seats.enter(candidate.entry);
  return true;
}

/** From the lowest block up, since a child is nothing without its parent, while they are few. */
function transactionsOf(disconnected: readonly Block[]): Transaction[] {
  const transactions: Transaction[] = [];
  let sizeBytes = 0;
  for (const block of disconnected.toReversed()) {
    for (const transaction of block.transactions.slice(1)) {
      sizeBytes += transactionBytes(transaction);
      if (sizeBytes > RETURNED_MAX_BYTES) return transactions;
      transactions.push(transaction);
    }
  }
  return transactions;
}
