/** Finding programs that the tests drive, and having Debian install them. */

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const PROBE_TIMEOUT_MS = 20_000;
const INSTALL_TIMEOUT_MS = 8 * 60_000;

export const isRoot = process.getuid?.() === 0;

/** Paths at which programs of these names may be. */
export function pathsOf(names: readonly string[]): string[] {
  const folders = ['/usr/bin', ...(process.env.PATH ?? '').split(delimiter)];
  return folders.flatMap((folder) => names.map((name) => join(folder, name)));
}

/** The first path whose program starts, and says by `--version` that it is the one. */
export function findProgram(paths: Iterable<string>, isIt: RegExp): string | undefined {
  return [...new Set(paths)].find((path) => {
    if (!existsSync(path)) return false;
    const probe = spawnSync(path, ['--version'], { encoding: 'utf8', timeout: PROBE_TIMEOUT_MS });
    return probe.status === 0 && isIt.test(probe.stdout);
  });
}

/** On Debian as root a package needs no asking; elsewhere nothing happens. */
export function installPackage(name: string): void {
  if (!isRoot || !isDebian()) return;
  attempt('apt-get', ['update']);
  attempt('apt-get', ['install', '-y', '--no-install-recommends', name]);
}

export function attempt(command: string, parameters: readonly string[]): void {
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync(command, parameters, {
    env: environment,
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: INSTALL_TIMEOUT_MS,
    shell: process.platform === 'win32',
  });
}

function isDebian(): boolean {
  const release = '/etc/os-release';
  return existsSync(release) && /^ID=debian$/m.test(readFileSync(release, 'utf8'));
}
