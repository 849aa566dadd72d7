/** Published data for tests, from test/vectors. */

import { readFileSync } from 'node:fs';

export function vectorText(name: string): string {
  return readFileSync(new URL(`../vectors/${name}`, import.meta.url), 'utf8');
}

/** The caller names the shape; test/vectors/README.md names the origin. */
export function vectors<Vectors>(name: string): Vectors {
  return JSON.parse(vectorText(name)) as Vectors;
}
