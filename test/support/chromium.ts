/** Where a Chromium is on this machine, and how one comes to it: the tests need a real browser. */

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';

const NAMES = ['chromium', 'google-chrome', 'google-chrome-stable', 'chromium-browser'];
const APPLICATIONS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];
const PROBE_TIMEOUT_MS = 20_000;
const INSTALL_TIMEOUT_MS = 8 * 60_000;

/** What every browser of the tests is started with: quiet, and without a graphics card. */
export const CHROMIUM_FLAGS: readonly string[] = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Containers give 64 MB of shared memory, in which several tabs do not fit.
  '--disable-dev-shm-usage',
  // Chromium's sandbox refuses to work for root, which containers run as.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

/** The path of a Chromium that starts; CHROMIUM_PATH comes before all others. */
export function findChromium(): string | undefined {
  const chosen = process.env.CHROMIUM_PATH;
  if (chosen) return isBrowser(chosen) ? chosen : undefined;
  const folders = ['/usr/bin', ...(process.env.PATH ?? '').split(delimiter)];
  const installed = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const candidates = [...installed, ...APPLICATIONS, chromium.executablePath()];
  return [...new Set(candidates)].find(isBrowser);
}

/** Installs one where that can be done without asking; returns its path. */
export function installChromium(): string | undefined {
  const isRoot = process.getuid?.() === 0;
  if (isRoot && isDebian()) {
    attempt('apt-get', ['update']);
    attempt('apt-get', ['install', '-y', '--no-install-recommends', 'chromium']);
    const found = findChromium();
    if (found !== undefined) return found;
  }
  const withLibraries = isRoot && process.platform === 'linux' ? ['--with-deps'] : [];
  attempt('npx', ['playwright', 'install', ...withLibraries, 'chromium']);
  return findChromium();
}

/** Ubuntu's package of this name is a stub that does not start: a version must be told. */
function isBrowser(path: string): boolean {
  if (!existsSync(path)) return false;
  const probe = spawnSync(path, ['--version'], { encoding: 'utf8', timeout: PROBE_TIMEOUT_MS });
  return probe.status === 0 && /chrom/i.test(probe.stdout);
}

function isDebian(): boolean {
  const release = '/etc/os-release';
  return existsSync(release) && /^ID=debian$/m.test(readFileSync(release, 'utf8'));
}

function attempt(command: string, parameters: readonly string[]): void {
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync(command, parameters, {
    env: environment,
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: INSTALL_TIMEOUT_MS,
    shell: process.platform === 'win32',
  });
}
