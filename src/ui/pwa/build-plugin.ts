/**
 * What makes the built page installable: its manifest and icons, and the service worker with the
 * list of all files of the build and their hashes. In `vite dev` there is none of it.
 */

import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { HtmlTagDescriptor, Plugin } from 'vite';
import type { Build, BuildFile } from './cache-plan.ts';

const WORKER_NAME = 'sw.js';
const PAGE_NAME = 'index.html';
const ASSETS = [
  'manifest.webmanifest',
  'icon-192.png',
  'icon-512.png',
  'icon-maskable-512.png',
  'apple-touch-icon.png',
] as const;
const LINKS: readonly HtmlTagDescriptor[] = [
  { tag: 'link', attrs: { rel: 'manifest', href: './manifest.webmanifest' }, injectTo: 'head' },
  // Safari takes no icon from a manifest.
  {
    tag: 'link',
    attrs: { rel: 'apple-touch-icon', href: './apple-touch-icon.png' },
    injectTo: 'head',
  },
];

export function installablePage(): Plugin {
  return {
    name: 'installable-page',
    apply: 'build',
    buildStart() {
      this.emitFile({ type: 'chunk', id: pathOf('service-worker.ts'), fileName: WORKER_NAME });
      for (const name of ASSETS) {
        this.emitFile({ type: 'asset', fileName: name, source: readFileSync(pathOf(name)) });
      }
    },
    transformIndexHtml: {
      order: 'post',
      handler: (_, { path }) => (path === `/${PAGE_NAME}` ? [...LINKS] : []),
    },
    writeBundle({ dir }, bundle) {
      if (dir === undefined) return;
      const names = Object.keys(bundle).filter((name) => name !== WORKER_NAME);
      const worker = join(dir, WORKER_NAME);
      // A build of other pages, for tests: there is nothing to be opened offline.
      if (!names.includes(PAGE_NAME)) rmSync(worker);
      else writeFileSync(worker, withBuild(readFileSync(worker, 'utf8'), describe(dir, names)));
    },
  };
}

/** Hashes of the files as they lie on the disk: the very bytes that are served. */
function describe(dir: string, names: readonly string[]): Build {
  const files = names.toSorted().map((name): BuildFile => {
    const hash = createHash('sha256')
      .update(readFileSync(join(dir, name)))
      .digest('base64');
    // By the page's own address: servers redirect from its file's, which no navigation forgives.
    return { path: name === PAGE_NAME ? '' : name, integrity: `sha256-${hash}` };
  });
  const version = createHash('sha256').update(JSON.stringify(files)).digest('hex').slice(0, 16);
  return { version, files };
}

function withBuild(code: string, build: Build): string {
  if (!code.includes('TABCHAIN_BUILD')) throw new Error('the service worker has no list to fill');
  if (/^\s*(import|export)\b/m.test(code)) throw new Error('the service worker is no script');
  return code.replace('TABCHAIN_BUILD', () => JSON.stringify(build));
}

function pathOf(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}
