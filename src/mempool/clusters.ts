/**
 * All waiting transactions in the order in which miners want them.
 *
 * Entries that are linked in any way form a cluster; a cluster is cut into chunks
 * (linearization.ts); and the chunks of all clusters stand in one row by feerate. A block takes
 * from its front and a full mempool drops its end, and neither needs to look at links: within a
 * cluster no chunk pays more than the one before it, so whoever walks the row in either direction
 * meets parents and children in the right order.
 *
 * Cost: a change linearizes the clusters it touches and moves their chunks in the row.
 */

import { assert } from '../util/assert.ts';
import { connected, type Entry } from './entries.ts';
import { compareFeerates, type Feerate } from './feerate.ts';
import { cutChunks, linearize } from './linearization.ts';
import { SortedRow } from './sorted-row.ts';

export interface Chunk extends Feerate {
  readonly cluster: Cluster;
  /** Its place among the chunks of its cluster. */
  readonly at: number;
  /** Parents before children. */
  readonly entries: readonly Entry[];
  readonly weight: number;
}

export interface Cluster {
  /** In order of entry. */
  readonly entries: readonly Entry[];
  /** Its number: the sequence of its oldest entry. */
  readonly sequence: number;
}

export class Clusters {
  private readonly row = new SortedRow<Chunk>(compareChunks);
  private readonly chunks = new Map<Entry, Chunk>();

  /** Best first. */
  get best(): readonly Chunk[] {
    return this.row.all;
  }

  get worst(): Chunk | undefined {
    return this.row.last;
  }

  chunkOf(entry: Entry): Chunk {
    const chunk = this.chunks.get(entry);
    assert(chunk !== undefined, 'every entry stands in a chunk');
    return chunk;
  }

  /** An entry that is linked to its parents, who are here already. */
  add(entry: Entry): void {
    const joined = this.clustersOf(entry.parents);
    for (const cluster of joined) this.drop(cluster);
    this.place([...joined.flatMap(({ entries }) => entries), entry]);
  }

  /** Entries that are not linked to any other any more. */
  remove(entries: ReadonlySet<Entry>): void {
    for (const cluster of this.clustersOf(entries)) {
      this.drop(cluster);
      this.placeRest(cluster.entries.filter((entry) => !entries.has(entry)));
    }
  }

  /** What is left of a cluster may fall into several. */
  private placeRest(rest: readonly Entry[]): void {
    const placed = new Set<Entry>();
    for (const entry of rest) {
      if (placed.has(entry)) continue;
      const members = connected([entry]);
      for (const member of members) placed.add(member);
      this.place([...members]);
    }
  }

  private place(members: Entry[]): void {
    members.sort((left, right) => left.sequence - right.sequence);
    const cluster = { entries: members, sequence: members[0]!.sequence };
    for (const [at, piece] of cutChunks(linearize(members)).entries()) {
      const { fee, sizeVbytes, members: entries } = piece;
      const weight = entries.reduce((sum, entry) => sum + entry.weight, 0);
      const chunk = { cluster, at, entries, fee, sizeVbytes, weight };
      this.row.add(chunk);
      for (const entry of entries) this.chunks.set(entry, chunk);
    }
  }

  private drop(cluster: Cluster): void {
    const chunks = new Set(cluster.entries.map((entry) => this.chunkOf(entry)));
    for (const chunk of chunks) this.row.remove(chunk);
    for (const entry of cluster.entries) this.chunks.delete(entry);
  }

  private clustersOf(entries: Iterable<Entry>): Cluster[] {
    return [...new Set(Array.from(entries, (entry) => this.chunkOf(entry).cluster))];
  }
}

/**
 * Below zero where the left one comes first. Of equal feerates the older cluster does: nobody is
 * pushed out of a full mempool by one who pays the same.
 */
function compareChunks(left: Chunk, right: Chunk): number {
  return (
    compareFeerates(right, left) ||
    left.cluster.sequence - right.cluster.sequence ||
    left.at - right.at
  );
}
