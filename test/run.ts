/**
 * `npm test`: every check of the project, one after the other, with a line for each, the whole
 * output of what fails, and one closing line that counts them all.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium, installChromium } from './support/chromium.ts';
import { findOptional, installOptional, OPTIONAL_PROGRAMS } from './support/optional-programs.ts';
import {
  BROWSER_TESTS,
  PLAIN_STAGES,
  type Report,
  runStage,
  type Stage,
  UNIT_TESTS,
} from './support/stages.ts';

const scratchDir = mkdtempSync(join(tmpdir(), 'tabchain-test-'));
const total = { passed: 0, failed: 0 };

try {
  for (const stage of PLAIN_STAGES) await report(stage);
  await report(UNIT_TESTS);
  const executablePath = findChromium() ?? installChromium();
  if (executablePath === undefined) fail('no Chromium starts here; CHROMIUM_PATH may name one');
  else {
    const environment = { CHROMIUM_PATH: executablePath, ...gatherPrograms() };
    for (const stage of BROWSER_TESTS) await report(stage, environment);
  }
} finally {
  rmSync(scratchDir, { recursive: true, force: true });
}

console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);

/** Paths for the browser tests; where one is missing, their config leaves its tests out. */
function gatherPrograms(): NodeJS.ProcessEnv {
  const paths: Record<string, string> = {};
  for (const program of OPTIONAL_PROGRAMS) {
    const { name, variable, package: debian } = program;
    const path = findOptional(program) ?? installOptional(program);
    const why = `no ${name} starts here; install ${debian}, or name one in ${variable}`;
    if (path !== undefined) paths[variable] = path;
    else if (process.env.CI) fail(why);
    else console.log(`The tests with ${name} are left out: ${why}.`);
  }
  return paths;
}

function fail(why: string): void {
  console.log(`The browser tests fail: ${why}.`);
  count({ name: 'browser', passed: 0, failed: 1, seconds: 0 });
}

async function report(stage: Stage, environment: NodeJS.ProcessEnv = {}): Promise<void> {
  const { reports, output } = await runStage(stage, { scratchDir, environment });
  for (const line of reports) count(line);
  if (reports.some(({ failed }) => failed > 0)) console.log(output);
}

function count({ name, passed, failed, seconds }: Report): void {
  total.passed += passed;
  total.failed += failed;
  const counts = `${passed} passed${failed > 0 ? `, ${failed} FAILED` : ''}`;
  console.log(`${name.padEnd(16)}${counts.padEnd(28)}${seconds.toFixed(1).padStart(6)} s`);
}
