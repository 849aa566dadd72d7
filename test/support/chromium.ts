/** Where a Chromium is on this machine, and how one comes to it: the tests need a real browser. */

import { chromium } from '@playwright/test';
import { attempt, findProgram, installPackage, isRoot, pathsOf } from './programs.ts';

const NAMES = ['chromium', 'google-chrome', 'google-chrome-stable', 'chromium-browser'];
const APPLICATIONS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];
/** Ubuntu's package of this name is a stub that does not start: a version must be told. */
const VERSION = /chrom/i;

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
  ...(isRoot ? ['--no-sandbox'] : []),
];

/** The path of a Chromium that starts; CHROMIUM_PATH comes before all others. */
export function findChromium(): string | undefined {
  const chosen = process.env.CHROMIUM_PATH;
  if (chosen) return findProgram([chosen], VERSION);
  return findProgram([...pathsOf(NAMES), ...APPLICATIONS, chromium.executablePath()], VERSION);
}

/** Installs one where that can be done without asking; returns its path. */
export function installChromium(): string | undefined {
  installPackage('chromium');
  const found = findChromium();
  if (found !== undefined) return found;
  const withLibraries = isRoot && process.platform === 'linux' ? ['--with-deps'] : [];
  attempt('npx', ['playwright', 'install', ...withLibraries, 'chromium']);
  return findChromium();
}
