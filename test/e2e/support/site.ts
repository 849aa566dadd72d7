/** The built site; where a test has pages of its own, they are built beside the real one. */

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/**
 * Builds the page and test/e2e/pages/<name>.html like it, into a folder that the caller removes.
 */
export function buildSite(pageNames: readonly string[]): Promise<string> {
  return buildPages(['index.html', ...pageNames.map(pathOfPage)]);
}

/** Builds these pages alone; paths are from the root. */
export async function buildPages(paths: readonly string[]): Promise<string> {
  const outDir = mkdtempSync(join(tmpdir(), 'tabchain-site-'));
  await build({
    root: ROOT,
    configFile: join(ROOT, 'vite.config.ts'),
    logLevel: 'warn',
    build: {
      outDir,
      emptyOutDir: true,
      rollupOptions: { input: paths.map((path) => join(ROOT, path)) },
    },
  });
  return outDir;
}

/** As built and as served, from the root. */
export function pathOfPage(name: string): string {
  return `test/e2e/pages/${name}.html`;
}
