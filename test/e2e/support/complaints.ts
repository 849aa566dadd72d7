/**
 * What a page must never do, whatever a test is about: raise an error, log one, fail a request, or
 * talk to anybody but its own server.
 */

import type { BrowserContext, Page } from '@playwright/test';

/** Chromium logs every failed socket by itself; only tests that cut the server allow it. */
export const SERVER_GONE = [/WebSocket connection to 'ws:/, /net::ERR_/] as const;

export interface Complaints {
  readonly found: string[];
  /** From now on these are expected. */
  tolerate(patterns: readonly RegExp[]): void;
}

export function watch(context: BrowserContext, origin: string): Complaints {
  const found: string[] = [];
  const tolerated: RegExp[] = [];
  const complain = (text: string) => {
    if (!tolerated.some((pattern) => pattern.test(text))) found.push(text);
  };
  context.on('request', (request) => {
    if (!isOwn(request.url(), origin)) complain(`request to ${request.url()}`);
  });
  context.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? '';
    // A reload ends whatever was still being loaded.
    if (why !== 'net::ERR_ABORTED') complain(`failed request to ${request.url()}: ${why}`);
  });
  context.on('response', (response) => {
    if (response.status() >= 400) complain(`${response.status()} for ${response.url()}`);
  });
  context.on('page', (page) => watchPage(page, origin, complain));
  return { found, tolerate: (patterns) => void tolerated.push(...patterns) };
}

function watchPage(page: Page, origin: string, complain: (text: string) => void): void {
  page.on('pageerror', (error) => complain(`error in the page: ${error.stack ?? error.message}`));
  page.on('crash', () => complain('the page crashed'));
  page.on('console', (message) => {
    const isLoud = message.type() === 'error' || message.type() === 'warning';
    if (isLoud) complain(`console ${message.type()}: ${message.text()}`);
  });
  page.on('websocket', (socket) => {
    const url = socket.url().replace(/^ws/, 'http');
    if (!isOwn(url, origin)) complain(`socket to ${socket.url()}`);
  });
}

function isOwn(url: string, origin: string): boolean {
  return /^(data|blob|about):/.test(url) || new URL(url).origin === origin;
}
