/**
 * Playwright: real tabs of a real Chromium, in two projects. What is measured against the clock or
 * fills both cores runs alone; all other files run in pairs, since much of their time is waiting.
 */

import { defineConfig } from '@playwright/test';
import { CHROMIUM_FLAGS, findChromium } from './support/chromium.ts';
import { findOptional, OPTIONAL_PROGRAMS } from './support/optional-programs.ts';

// The test runner resolves it once; the look-up here serves a direct call of Playwright.
const executablePath = process.env.CHROMIUM_PATH ?? findChromium();
const missing = OPTIONAL_PROGRAMS.filter((program) => findOptional(program) === undefined);

/** Their bounds are of time, or of what a processor can do. */
const ALONE = ['many-tabs', 'mine-panel', 'mining', 'pace'].map((name) => `**/${name}.spec.ts`);
// The test runner has said so.
const LEFT_OUT = missing.map(({ specs }) => specs);

export default defineConfig({
  testDir: './e2e',
  testMatch: '**/*.spec.ts',
  outputDir: '../test-results',
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: 'list',
  projects: [
    { name: 'paired', testIgnore: [...LEFT_OUT, ...ALONE] },
    { name: 'alone', testMatch: ALONE, testIgnore: LEFT_OUT, workers: 1 },
  ],
  use: {
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [...CHROMIUM_FLAGS],
    },
  },
});
