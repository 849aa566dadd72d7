/** Playwright: real tabs of a real Chromium, one test at a time, since each mines and links. */

import { defineConfig } from '@playwright/test';
import { CHROMIUM_FLAGS, findChromium } from './support/chromium.ts';
import { findOptional, OPTIONAL_PROGRAMS } from './support/optional-programs.ts';

// The test runner resolves it once; the look-up here serves a direct call of Playwright.
const executablePath = process.env.CHROMIUM_PATH ?? findChromium();
const missing = OPTIONAL_PROGRAMS.filter((program) => findOptional(program) === undefined);

export default defineConfig({
  testDir: './e2e',
  testMatch: '**/*.spec.ts',
  // The test runner has said so.
  testIgnore: missing.map(({ specs }) => specs),
  outputDir: '../test-results',
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: 'list',
  use: {
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [...CHROMIUM_FLAGS],
    },
  },
});
