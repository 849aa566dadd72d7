/** Vitest: everything under test/ that needs no browser, with the page's own module aliases. */

import { fileURLToPath } from 'node:url';
import { defineConfig, mergeConfig } from 'vitest/config';
import viteConfig from '../vite.config.ts';

export default mergeConfig(
  viteConfig,
  defineConfig({
    root: fileURLToPath(new URL('..', import.meta.url)),
    test: {
      include: ['test/**/*.test.ts'],
      environment: 'node',
      testTimeout: 30_000,
      hookTimeout: 30_000,
      // Vitest's own patience of a second is short where two workers fill both cores.
      expect: { poll: { timeout: 10_000 } },
      allowOnly: false,
      // On two cores Vitest would leave one idle.
      maxWorkers: '100%',
    },
  }),
);
