/**
 * Bytes of script: before the first paint (the entry and what it imports statically), and in all.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DIST_DIR } from '../e2e/support/server.ts';
import { buildPage } from './browser.ts';
import { type Row, row } from './report.ts';

export async function measure(): Promise<Row[]> {
  await buildPage();
  const assets = readdirSync(join(DIST_DIR, 'assets')).filter((name) => name.endsWith('.js'));
  const total = assets.reduce((sum, name) => sum + gzipBytes(`assets/${name}`), 0);
  const eager = [...findEagerScripts()].reduce((sum, path) => sum + gzipBytes(path), 0);
  return [row('page.script-gzip', eager, 'bytes'), row('page.script-gzip.total', total, 'bytes')];
}

function findEagerScripts(): Set<string> {
  const page = readFileSync(join(DIST_DIR, 'index.html'), 'utf8');
  const entries = page.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.js)"/g);
  const found = new Set<string>();
  const queue = Array.from(entries, ([, path]) => path!);
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (found.has(path)) continue;
    found.add(path);
    const text = readFileSync(join(DIST_DIR, path), 'utf8');
    const imports = text.matchAll(/(?:^|[;\s}])(?:import|export)\b[^"'()]*?["'](\.[^"']+)["']/g);
    for (const [, specifier] of imports) {
      queue.push(posix.join(posix.dirname(path), specifier!));
    }
  }
  return found;
}

function gzipBytes(path: string): number {
  return gzipSync(readFileSync(join(DIST_DIR, path)), { level: 9 }).length;
}
