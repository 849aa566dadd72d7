/**
 * Whose place a newcomer takes by spending the same coins. No signal is asked for (BIP125's is not
 * read): the one who pays miners more is the one they would mine.
 *
 * The rules keep it from being a way to use the room's links and signatures for nothing: whoever
 * replaces pays for all that was relayed before and for itself, and may not waste much at once.
 */

import { outpointKey } from '../consensus/encoding.ts';
import { RuleError } from '../consensus/rule-error.ts';
import { REPLACED_MAX_TRANSACTIONS } from '../util/limits.ts';
import type { Clusters } from './clusters.ts';
import { type Entries, type Entry, type NewEntry, withDescendants } from './entries.ts';
import { compareFeerates } from './feerate.ts';
import { INCREMENTAL_FEERATE, refusal } from './policy.ts';

interface Waiting {
  readonly entries: Entries;
  readonly clusters: Clusters;
}

/** Its rivals and their descendants, if it may push them out. Throws RuleError. */
export function findReplaced(
  { entries, clusters }: Waiting,
  newcomer: NewEntry,
  parents: ReadonlySet<Entry>,
): ReadonlySet<Entry> {
  const rivals = findRivals(entries, newcomer);
  if (rivals.size === 0) return rivals;
  // Of too many rivals nobody needs to know the descendants.
  const replaced = rivals.size > REPLACED_MAX_TRANSACTIONS ? rivals : withDescendants(rivals);
  checkIndependent(parents, replaced);
  if (replaced.size > REPLACED_MAX_TRANSACTIONS) {
    throw refusal('too-many-replacements', `${replaced.size} transactions would leave`);
  }
  checkPaysMore(newcomer, replaced);
  for (const rival of rivals) checkPaysBetter(newcomer, rival, clusters);
  return replaced;
}

function findRivals(entries: Entries, { transaction }: NewEntry): Set<Entry> {
  const rivals = new Set<Entry>();
  for (const { prevout } of transaction.inputs) {
    const rival = entries.spender(outpointKey(prevout));
    if (rival !== undefined) rivals.add(rival);
  }
  return rivals;
}

/** Nobody can spend an output of one and a coin which that one spends: no chain has both. */
function checkIndependent(parents: ReadonlySet<Entry>, replaced: ReadonlySet<Entry>): void {
  for (const parent of parents) {
    if (!replaced.has(parent)) continue;
    const detail = `spends of ${parent.txid}, which it replaces`;
    throw new RuleError('bad-txns-spends-conflicting-tx', 'invalid', detail);
  }
}

/** For all that is wasted, and for its own way through the room. */
function checkPaysMore({ fee, sizeVbytes }: NewEntry, replaced: ReadonlySet<Entry>): void {
  let least = INCREMENTAL_FEERATE * sizeVbytes;
  for (const entry of replaced) least += entry.fee;
  if (fee < least) throw refusal('insufficient-fee', `a fee of ${fee}, below ${least}`);
}

/** A large fee for many bytes may be worth less to miners than what stood there. */
function checkPaysBetter(newcomer: NewEntry, rival: Entry, clusters: Clusters): void {
  const chunk = clusters.chunkOf(rival);
  if (compareFeerates(newcomer, chunk) > 0) return;
  const detail = `no better than ${chunk.fee} for ${chunk.sizeVbytes} vB`;
  throw refusal('insufficient-fee', detail);
}
