/** The virtual nodes as the page knows them: the latest that each has told, in order of age. */

import type { PeerId } from '../node/ports.ts';
import type { NodeRef, VirtualNode } from './api.ts';
import type { NodeReport } from './colony.ts';
import type { NodeFacts, NodeView } from './facts.ts';

interface Entry extends Omit<NodeReport, 'facts'> {
  readonly facts: NodeFacts | undefined;
}

const UNKNOWN: NodeView = {
  nodeKey: '',
  minerName: '',
  height: 0,
  tip: '',
  chainWork: '0'.repeat(64),
  peers: 0,
  mempool: 0,
  spendable: 0,
  immature: 0,
};

export class Roster {
  #entries = new Map<NodeRef, Entry>();
  /** Removed, and perhaps still told of by a report that was on its way. */
  readonly #leaving = new Set<NodeRef>();

  /** Without those that failed: the next worker begins without them. */
  get size(): number {
    return [...this.#entries.values()].filter(({ state }) => state !== 'failed').length;
  }

  get nodes(): VirtualNode[] {
    return Array.from(this.#entries.values(), ({ ref, state, share, facts }) =>
      Object.assign({ ref, state, share }, facts?.view ?? UNKNOWN),
    );
  }

  has(ref: NodeRef): boolean {
    return this.#entries.has(ref);
  }

  idOf(ref: NodeRef): PeerId | undefined {
    return this.#entries.get(ref)?.id;
  }

  nameOf(ref: NodeRef): string {
    return this.#entries.get(ref)?.facts?.view.minerName ?? '';
  }

  /** All there are; those with facts that it did not have before are given back. */
  take(told: readonly NodeReport[]): ReadonlyArray<readonly [NodeRef, NodeFacts]> {
    const before = this.#entries;
    const reports = told.filter(({ ref }) => !this.#leaving.has(ref));
    this.#entries = new Map(
      reports.map((report) => {
        const facts = report.facts ?? before.get(report.ref)?.facts;
        return [report.ref, { ...report, facts }];
      }),
    );
    for (const ref of this.#leaving) {
      if (!told.some((report) => report.ref === ref)) this.#leaving.delete(ref);
    }
    return reports.flatMap(({ ref, facts }) => (facts === undefined ? [] : [[ref, facts]]));
  }

  remove(ref: NodeRef): void {
    const state = this.#entries.get(ref)?.state;
    this.#entries.delete(ref);
    // Of one whose Worker is gone no report is on its way; the next Worker begins at the same ref.
    if (state === 'starting' || state === 'running') this.#leaving.add(ref);
  }

  /** Their Worker is gone. */
  fail(): void {
    this.#leaving.clear();
    for (const [ref, entry] of this.#entries) this.#entries.set(ref, { ...entry, state: 'failed' });
  }
}
