/**
 * Programs that some browser tests need and that not every machine can have. Where one is missing,
 * its tests are left out and the run says so; CI has them all, so there they always run.
 */

import { findProgram, installPackage, pathsOf } from './programs.ts';

interface OptionalProgram {
  readonly name: string;
  /** Environment variable that names one, and comes before all others. */
  readonly variable: string;
  /** Debian's package. */
  readonly package: string;
  readonly paths: readonly string[];
  readonly version: RegExp;
  /** The tests that need it. */
  readonly specs: string;
}

export const FIREFOX: OptionalProgram = {
  name: 'Firefox',
  variable: 'FIREFOX_PATH',
  package: 'firefox-esr',
  paths: [
    ...pathsOf(['firefox-esr', 'firefox']),
    '/Applications/Firefox.app/Contents/MacOS/firefox',
  ],
  version: /firefox/i,
  specs: '**/firefox*.spec.ts',
};

export const COTURN: OptionalProgram = {
  name: 'coturn',
  variable: 'TURNSERVER_PATH',
  package: 'coturn',
  paths: pathsOf(['turnserver']),
  // It says nothing but a number.
  version: /^\d+\.\d+/,
  specs: '**/turn*.spec.ts',
};

export const OPTIONAL_PROGRAMS: readonly OptionalProgram[] = [FIREFOX, COTURN];

export function findOptional(program: OptionalProgram): string | undefined {
  const chosen = process.env[program.variable];
  return findProgram(chosen ? [chosen] : program.paths, program.version);
}

/** Installs it where that can be done without asking; returns its path. */
export function installOptional(program: OptionalProgram): string | undefined {
  installPackage(program.package);
  return findOptional(program);
}
