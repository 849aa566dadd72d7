/** The mempool as plain data, in the shapes and names of Bitcoin's RPC; amounts in whole coins. */

import { txid, wtxid } from '../consensus/hash.ts';
import type { Hash, Transaction } from '../consensus/types.ts';
import { type Entry, withAncestors, withDescendants } from './entries.ts';
import { compareFeerates, type Feerate } from './feerate.ts';
import type { Mempool } from './mempool.ts';
import { INCREMENTAL_FEERATE, MIN_RELAY_FEERATE } from './policy.ts';
import type { Verdict } from './verdict.ts';

const TICKS_PER_COIN = 1e8;
/** Bitcoin names feerates per 1,000 virtual bytes. */
const KVB = 1_000;

/** getmempoolinfo; `now` in ms. */
export function mempoolInfo(mempool: Mempool, now: number) {
  const least = { fee: MIN_RELAY_FEERATE, sizeVbytes: 1 };
  const floor = mempool.feeFloor(now);
  return {
    loaded: true,
    size: mempool.size,
    bytes: mempool.sizeVbytes,
    total_fee: mempool.fees / TICKS_PER_COIN,
    maxmempool: mempool.room.maxVbytes,
    mempoolminfee: perKvb(compareFeerates(floor, least) > 0 ? floor : least),
    minrelaytxfee: perKvb(least),
    incrementalrelayfee: perKvb({ fee: INCREMENTAL_FEERATE, sizeVbytes: 1 }),
    fullrbf: true,
  };
}

/** getrawmempool: txids, best first; with `verbose` the entries by txid. */
export function rawMempool(mempool: Mempool, verbose: boolean) {
  const entries = mempool.chunks.flatMap((chunk) => chunk.entries);
  if (!verbose) return entries.map((entry) => entry.txid);
  return Object.fromEntries(entries.map((entry) => [entry.txid, mempoolEntry(mempool, entry)]));
}

/** getmempoolentry. */
export function mempoolEntry(mempool: Mempool, entry: Entry) {
  const ancestors = withAncestors([entry]);
  const descendants = withDescendants([entry]);
  const chunk = mempool.chunkOf(entry);
  return {
    vsize: entry.sizeVbytes,
    weight: entry.weight,
    time: Math.floor(entry.time / 1_000),
    height: entry.height,
    descendantcount: descendants.size,
    descendantsize: sumOf(descendants, ({ sizeVbytes }) => sizeVbytes),
    ancestorcount: ancestors.size,
    ancestorsize: sumOf(ancestors, ({ sizeVbytes }) => sizeVbytes),
    chunkweight: chunk.weight,
    wtxid: entry.wtxid,
    fees: {
      base: entry.fee / TICKS_PER_COIN,
      modified: entry.fee / TICKS_PER_COIN,
      ancestor: sumOf(ancestors, ({ fee }) => fee) / TICKS_PER_COIN,
      descendant: sumOf(descendants, ({ fee }) => fee) / TICKS_PER_COIN,
      chunk: chunk.fee / TICKS_PER_COIN,
    },
    depends: txidsOf(entry.parents),
    spentby: txidsOf(entry.children),
    'bip125-replaceable': true,
  };
}

/** One row of testmempoolaccept; missing parents have Bitcoin's word `missing-inputs`. */
export function testResult(transaction: Transaction, verdict: Verdict) {
  const names = { txid: txid(transaction), wtxid: wtxid(transaction) };
  if (verdict.kind === 'orphan') {
    return { ...names, allowed: false, 'reject-reason': 'missing-inputs' };
  }
  if (verdict.kind === 'refused') {
    return { ...names, allowed: false, 'reject-reason': verdict.code };
  }
  const { sizeVbytes, fee } = verdict.entry;
  return { ...names, allowed: true, vsize: sizeVbytes, fees: { base: fee / TICKS_PER_COIN } };
}

function perKvb({ fee, sizeVbytes }: Feerate): number {
  return ((fee / sizeVbytes) * KVB) / TICKS_PER_COIN;
}

function sumOf(entries: ReadonlySet<Entry>, figure: (entry: Entry) => number): number {
  let sum = 0;
  for (const entry of entries) sum += figure(entry);
  return sum;
}

function txidsOf(entries: ReadonlySet<Entry>): Hash[] {
  return Array.from(entries, (entry) => entry.txid);
}
