/**
 * Catching up: two tabs, many headers, several sources, and beside each other in one run the
 * tutorial's way (pages/json-chain.ts), with bytes and the peak of the fetching tab's process.
 */

import { withBench } from './browser.ts';
import { compare, median, type Row, row } from './report.ts';
import { measureHeaders } from './sync-headers.ts';
import { syncByJson } from './sync-json.ts';
import { measureSources } from './sync-sources.ts';
import { syncTwoTabs, type SyncRun } from './sync-tabs.ts';

const BLOCKS = 10_000;
const ROUNDS = 3;
const BASELINE_BLOCKS = [1_000, 10_000] as const;

export async function measure(): Promise<Row[]> {
  const tabs = await withBench(async (bench) => {
    const rates: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      rates.push(BLOCKS / (await syncTwoTabs(bench, BLOCKS)).seconds);
    }
    const rows = [row('sync.two-tabs', median(rates), 'blocks/s')];
    for (const blocks of BASELINE_BLOCKS) {
      rows.push(...besideJson(blocks, await syncTwoTabs(bench, blocks), await syncByJson(blocks)));
    }
    return rows;
  });
  return [...tabs, measureHeaders(), ...measureSources()];
}

function besideJson(blocks: number, ours: SyncRun, theirs: SyncRun): Row[] {
  const id = `sync.json-baseline-${blocks}`;
  const memory = [ours.peakMegabytes, theirs.peakMegabytes] as const;
  const isMeasured = memory[0] !== undefined && memory[1] !== undefined;
  return [
    compare(id, 's', [ours.seconds, theirs.seconds]),
    compare(`${id}.bytes`, 'bytes', [ours.receivedBytes, theirs.receivedBytes]),
    ...(isMeasured ? [compare(`${id}.peak`, 'MB', [memory[0]!, memory[1]!])] : []),
  ];
}
