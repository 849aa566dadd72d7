/**
 * The most memory that a tab's own process ever held, as Linux counts it: heap, worker, buffers and
 * decoded text alike, which no API of the page tells together.
 */

import { readFileSync } from 'node:fs';
import type { Browser } from '@playwright/test';

/** Process ids of the tabs that there are. */
export async function rendererPids(browser: Browser): Promise<readonly number[]> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
}

/** In MB, of the largest tab that came after `before`; undefined where no /proc tells it. */
export async function peakMegabytes(
  browser: Browser,
  before: readonly number[],
): Promise<number | undefined> {
  const pids = (await rendererPids(browser)).filter((pid) => !before.includes(pid));
  const peaks = pids.flatMap((pid) => peakOf(pid) ?? []);
  return peaks.length === 0 ? undefined : Math.max(...peaks);
}

function peakOf(pid: number): number | undefined {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))!;
    return Number(kilobytes) / 1024;
  } catch {
    return undefined;
  }
}
