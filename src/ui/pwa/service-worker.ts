/**
 * The service worker: keeps one build of the page, whole, so that it opens without a network. It
 * takes over only when a user says so, and answers for no file that is not in its list. A worker of
 * our own, because the usual plugin would bring 278 packages into the build of a wallet.
 */

import { type Build, cacheName, isOfBuild, keptAddress, outdatedCaches } from './cache-plan.ts';
import type { ToServiceWorker } from './messages.ts';

/** Of ServiceWorkerGlobalScope, whose types cannot stand beside those of pages. */
interface WorkerScope {
  readonly registration: { readonly scope: string };
  readonly clients: {
    matchAll(options: { type: 'window'; includeUncontrolled: true }): Promise<readonly unknown[]>;
  };
  skipWaiting(): Promise<void>;
  addEventListener(type: string, listener: (event: WorkerEvent) => void): void;
}

interface WorkerEvent {
  readonly request: Request;
  readonly data: ToServiceWorker;
  waitUntil(work: Promise<unknown>): void;
  respondWith(answer: Promise<Response>): void;
}

/** Set by the build when all its other files are there. */
declare const TABCHAIN_BUILD: Build;

const FETCHED_AT_ONCE = 6;

const worker = globalThis as unknown as WorkerScope;
const build = TABCHAIN_BUILD;
const { scope } = worker.registration;

worker.addEventListener('install', (event) => event.waitUntil(keepBuild()));

worker.addEventListener('fetch', (event) => {
  const address = keptAddress(event.request, scope, build);
  if (address !== undefined) event.respondWith(answer(address, event.request));
});

worker.addEventListener('message', (event) => {
  const { data } = event;
  if (data.type === 'take-over') event.waitUntil(worker.skipWaiting());
  else if (isOfBuild(data.entry, scope, build)) event.waitUntil(forgetOlder());
});

/** All or nothing: a build of which a file is missing, or is another build's, is not installed. */
async function keepBuild(): Promise<void> {
  const cache = await caches.open(cacheName(scope, build.version));
  const files = build.files.values();
  const keepNext = async () => {
    for (const { path, integrity } of files) {
      const address = new URL(path, scope).href;
      // The names of assets tell their content: what the last build had is the same.
      const known = path.startsWith('assets/') ? await caches.match(address) : undefined;
      await cache.put(address, known ?? (await fetchFile(address, integrity)));
    }
  };
  await Promise.all(Array.from({ length: FETCHED_AT_ONCE }, keepNext));
}

async function fetchFile(address: string, integrity: string): Promise<Response> {
  const cache = address.startsWith(`${scope}assets/`) ? 'default' : 'no-cache';
  const response = await fetch(address, { integrity, cache });
  if (!response.ok) throw new Error(`${response.status} for ${address}`);
  return response;
}

/** Of this build first: under the page's own address every build has something else. */
async function answer(address: string, request: Request): Promise<Response> {
  const cache = await caches.open(cacheName(scope, build.version));
  const kept = (await cache.match(address)) ?? (await caches.match(address));
  return kept ?? fetch(request);
}

/** Not while another tab is open, which may run an older version and need its files. */
async function forgetOlder(): Promise<void> {
  const tabs = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (tabs.length > 1) return;
  const names = outdatedCaches(await caches.keys(), scope, build.version);
  await Promise.all(names.map((name) => caches.delete(name)));
}
