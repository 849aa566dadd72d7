/**
 * What a page's heap holds, counted in a snapshot once all that is loose is collected. Code that
 * the engine compiled is told apart: it grows until all of the page has run often enough, whatever
 * the page keeps.
 */

import type { Page } from '@playwright/test';

export interface PageHeap {
  /** Objects, strings and elements. */
  readonly keptBytes: number;
  readonly codeBytes: number;
}

/** Of Chromium's heap snapshots, a format that its developer tools write and read. */
interface Snapshot {
  readonly snapshot: {
    readonly meta: {
      readonly node_fields: readonly string[];
      readonly node_types: readonly [readonly string[], ...unknown[]];
    };
  };
  readonly nodes: readonly number[];
}

export async function measureHeap(page: Page): Promise<PageHeap> {
  const session = await page.context().newCDPSession(page);
  const chunks: string[] = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => void chunks.push(chunk));
  await session.send('HeapProfiler.enable');
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await session.detach();
  return sum(JSON.parse(chunks.join('')) as Snapshot);
}

function sum({ snapshot, nodes }: Snapshot): PageHeap {
  const { node_fields: fields, node_types: types } = snapshot.meta;
  const [type, size] = [fields.indexOf('type'), fields.indexOf('self_size')];
  const code = types[0].indexOf('code');
  let [keptBytes, codeBytes] = [0, 0];
  for (let at = 0; at < nodes.length; at += fields.length) {
    const bytes = nodes[at + size]!;
    if (nodes[at + type] === code) codeBytes += bytes;
    else keptBytes += bytes;
  }
  return { keptBytes, codeBytes };
}
