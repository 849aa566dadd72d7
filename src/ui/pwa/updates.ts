/**
 * The service worker as the page sees it: registered once the node runs, asked for news now and
 * then, and told to take over when the user says so. Nothing reloads by itself, in no tab.
 */

import { signal } from '@preact/signals';
import type { ToServiceWorker } from './messages.ts';

/** A version other than this page's is there, and waits for a reload. */
export const isUpdateReady = signal(false);

const ASK_INTERVAL_MS = 3_600_000;

let registration: ServiceWorkerRegistration | undefined;

/** `entry` is the address of the page's own script. */
export async function registerServiceWorker(entry: string): Promise<void> {
  const container = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  if (container === undefined) return;
  // Another tab's user took the new version: this page is now the old one.
  container.addEventListener('controllerchange', () => (isUpdateReady.value = true));
  registration = await container.register('sw.js', { updateViaCache: 'none' });
  watch(registration);
  if (container.controller !== null) tell(container.controller, { type: 'opened', entry });
  askNowAndThen(registration);
}

/** The user's word: the new version takes over, and this page is drawn anew with it. */
export function takeUpdate(): void {
  const waiting = registration?.waiting;
  if (!waiting) return location.reload();
  waiting.addEventListener('statechange', () => {
    if (waiting.state === 'activated') location.reload();
  });
  return tell(waiting, { type: 'take-over' });
}

function watch(it: ServiceWorkerRegistration): void {
  // The first one ever brings no other version than the one that is open.
  if (it.waiting !== null && it.active !== null) isUpdateReady.value = true;
  it.addEventListener('updatefound', () => {
    const { installing, active } = it;
    if (installing === null || active === null) return;
    installing.addEventListener('statechange', () => {
      if (installing.state === 'installed') isUpdateReady.value = true;
    });
  });
}

/** Browsers ask when a page opens; a tab that mines may be open for days. */
function askNowAndThen(it: ServiceWorkerRegistration): void {
  let askedMs = performance.now();
  document.addEventListener('visibilitychange', () => {
    const now = performance.now();
    if (document.visibilityState === 'hidden') return;
    if (now - askedMs < ASK_INTERVAL_MS) return;
    askedMs = now;
    it.update().catch(() => undefined);
  });
}

function tell(worker: ServiceWorker, message: ToServiceWorker): void {
  worker.postMessage(message);
}
