/**
 * A browser of its own on a profile that outlives it, and that can be killed as a power button
 * kills: the process ends with SIGKILL, and nothing in it gets to say goodbye. Or stopped, as a lid
 * that closes stops it: all its processes stand still, and do not know that they did.
 */

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { CHROMIUM_FLAGS, findChromium } from '../../support/chromium.ts';

export interface Profile {
  /** Where Chromium keeps its databases. */
  readonly databases: string;
  /** Starts the browser and opens an address. */
  open(url: string): Promise<Page>;
  /** Ends the browser's processes at once. */
  kill(): Promise<void>;
  /** Halts the browser, until `resume`. */
  stop(): void;
  resume(): void;
  /** Kills the browser if it runs, and deletes the profile. */
  remove(): Promise<void>;
}

const START_TIMEOUT_MS = 30_000;

/** `flags` are added to those that all browsers of the tests have. */
export function createProfile(flags: readonly string[] = []): Profile {
  const folder = mkdtempSync(join(tmpdir(), 'tabchain-kill-'));
  let running: { readonly child: ChildProcess; readonly browser: Browser } | undefined;

  async function open(url: string): Promise<Page> {
    const child = spawn(findChromium() ?? 'chromium', [
      ...CHROMIUM_FLAGS,
      ...flags,
      '--headless=new',
      '--remote-debugging-port=0',
      `--user-data-dir=${folder}`,
      'about:blank',
    ]);
    // With Playwright's defaults a page would count as focused for ever, and could not be frozen.
    const browser = await chromium.connectOverCDP(await addressOf(child), { noDefaults: true });
    running = { child, browser };
    const [context] = browser.contexts();
    const page = context!.pages()[0] ?? (await context!.waitForEvent('page'));
    await page.goto(url);
    return page;
  }

  async function kill(): Promise<void> {
    if (running === undefined) return;
    const { child, browser } = running;
    running = undefined;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    // All at once: one that outlived the others by a moment could hold the database's lock.
    signalAll(child, 'SIGKILL');
    await gone;
    await browser.close().catch(() => {});
  }

  function signal(name: NodeJS.Signals): void {
    if (running !== undefined) signalAll(running.child, name);
  }

  async function remove(): Promise<void> {
    await kill();
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }

  const stop = () => signal('SIGSTOP');
  const resume = () => signal('SIGCONT');
  const databases = join(folder, 'Default', 'IndexedDB');
  return { databases, open, kill, stop, resume, remove };
}

function signalAll(child: ChildProcess, name: NodeJS.Signals): void {
  for (const pid of familyOf(child.pid!)) {
    try {
      process.kill(pid, name);
    } catch {
      // It ended by itself since the table was read.
    }
  }
}

/** A process and all that it started: a browser is a dozen of them. */
function familyOf(pid: number): number[] {
  const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  const rows = table
    .trim()
    .split('\n')
    .map((row) => row.trim().split(/\s+/).map(Number));
  const family = [pid];
  for (const parent of family) {
    for (const [child, itsParent] of rows) if (itsParent === parent) family.push(child!);
  }
  return family;
}

/** Chromium tells on its standard error where it listens. */
function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const late = setTimeout(
      () => reject(new Error(`no address: ${said.slice(-500)}`)),
      START_TIMEOUT_MS,
    );
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const address = /ws:\/\/[^\s]+/.exec(said)?.[0];
      if (address === undefined) return;
      clearTimeout(late);
      resolve(address);
    });
  });
}
