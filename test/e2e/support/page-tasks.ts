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
  readonly args: { readonly name?: string };
}

export interface PageTasks {
  readonly count: number;
  readonly longestMs: number;
  /** Of all of them together. */
  readonly totalMs: number;
}

/** Where Chromium tells of tasks as a whole; their kin in 'toplevel' are told twice. */
const CATEGORY = 'disabled-by-default-devtools.timeline';

/** Watches for so long. Chromium only. */
export async function watchTasks(page: Page, durationMs: number): Promise<PageTasks> {
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => {
    events.push(...(value as unknown as TraceEvent[]));
  });
  const isComplete = new Promise<void>((resolve) => {
    session.on('Tracing.tracingComplete', () => resolve());
  });
  await session.send('Tracing.start', { categories: CATEGORY, transferMode: 'ReportEvents' });
  await page.waitForTimeout(durationMs);
  await session.send('Tracing.end');
  await isComplete;
  return summarize(events);
}

function summarize(events: readonly TraceEvent[]): PageTasks {
  const placeOf = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`;
  const isMain = ({ ph, args }: TraceEvent) => ph === 'M' && args.name === 'CrRendererMain';
  const mains = new Set(events.filter(isMain).map(placeOf));
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
