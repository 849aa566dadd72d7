/**
 * How long the tasks of a page's own thread are, in processor time: a test machine that does other
 * things too makes any task long by the clock, and that is no fault of the page.
 */

import type { Page } from '@playwright/test';

/** What is used of Chromium's trace events (chrome://tracing, "Trace Event Format"). */
interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Processor time in µs, of complete events. */
  readonly tdur?: number;
  readonly args: {
    readonly name?: string;
    readonly data?: { readonly frame?: string };
    readonly beginData?: { readonly frame?: string };
  };
}

export interface PageTasks {
  readonly count: number;
  readonly longestMs: number;
  /** Of all of them together. */
  readonly totalMs: number;
}

/**
 * Where Chromium tells of tasks as a whole, whose kin in 'toplevel' are told twice; and of what is
 * done for which frame.
 */
const CATEGORIES = 'disabled-by-default-devtools.timeline,devtools.timeline';

/** Watches for so long. Chromium only. */
export function watchTasks(page: Page, durationMs: number): Promise<PageTasks> {
  return watchTasksOf(page, () => page.waitForTimeout(durationMs));
}

/** Watches while `work` is done. Chromium only. */
export async function watchTasksOf(page: Page, work: () => Promise<unknown>): Promise<PageTasks> {
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => {
    events.push(...(value as unknown as TraceEvent[]));
  });
  const isComplete = new Promise<void>((resolve) => {
    session.on('Tracing.tracingComplete', () => resolve());
  });
  await session.send('Tracing.start', { categories: CATEGORIES, transferMode: 'ReportEvents' });
  await work();
  await session.send('Tracing.end');
  await isComplete;
  const { frameTree } = await session.send('Page.getFrameTree');
  await session.detach();
  return summarize(events, frameTree.frame.id);
}

/** Other tabs, and the browser's own windows, are drawn by threads of the same name. */
function summarize(events: readonly TraceEvent[], frame: string): PageTasks {
  const placeOf = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`;
  const isMain = ({ ph, args }: TraceEvent) => ph === 'M' && args.name === 'CrRendererMain';
  const isOurs = ({ args }: TraceEvent) =>
    args.data?.frame === frame || args.beginData?.frame === frame;
  const ours = new Set(events.filter(isOurs).map(placeOf));
  const mains = new Set(
    events
      .filter(isMain)
      .map(placeOf)
      .filter((place) => ours.has(place)),
  );
  const tasks = events.filter(
    (event) => event.ph === 'X' && event.name === 'RunTask' && mains.has(placeOf(event)),
  );
  const durationsMs = tasks.map(({ tdur = 0 }) => tdur / 1_000);
  return {
    count: tasks.length,
    longestMs: Math.max(0, ...durationsMs),
    totalMs: durationsMs.reduce((sum, ms) => sum + ms, 0),
  };
}
