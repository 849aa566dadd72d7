/** Miners in C, made for this processor by the system's compiler, where there is one. */

import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface NativeMiner {
  readonly name: string;
  readonly path: string;
}

interface Recipe {
  readonly name: string;
  readonly source: string;
  readonly flags: readonly string[];
}

/** Vectors of 128 bits are what WebAssembly has; AVX only lets an instruction name its result. */
const RECIPES: readonly Recipe[] = [
  { name: 'native-4-lane', source: 'lanes.c', flags: ['-DLANES=4', '-mavx'] },
  { name: 'native-8-lane', source: 'lanes.c', flags: ['-DLANES=8', '-mavx2'] },
  { name: 'sha-ni', source: 'sha-ni.c', flags: ['-msse4.1', '-msha'] },
];

/** Into a folder that the caller removes. */
export function buildNativeMiners(): { readonly folder: string; readonly miners: NativeMiner[] } {
  const folder = mkdtempSync(join(tmpdir(), 'tabchain-native-'));
  const miners = RECIPES.flatMap(({ name, source, flags }) => {
    const path = join(folder, name);
    const file = fileURLToPath(new URL(`native/${source}`, import.meta.url));
    try {
      execFileSync('cc', ['-O3', ...flags, file, '-o', path], { stdio: 'ignore' });
      return [{ name, path }];
    } catch {
      console.log(`  ${name}: no compiler here makes it`);
      return [];
    }
  });
  return { folder, miners };
}
