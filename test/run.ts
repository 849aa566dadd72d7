/**
 * `npm test`: every check of the project, one after the other, with a line for each, the whole
 * output of what fails, and one closing line that counts them all.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium, installChromium } from './support/chromium.ts';
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
  if (executablePath !== undefined) await report(BROWSER_TESTS, { CHROMIUM_PATH: executablePath });
  else {
    console.log('No Chromium starts here and none could be installed; CHROMIUM_PATH may name one.');
    count({ name: 'browser', passed: 0, failed: 1, seconds: 0 });
  }
} finally {
  rmSync(scratchDir, { recursive: true, force: true });
}

console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);

async function report(stage: Stage, environment: NodeJS.ProcessEnv = {}): Promise<void> {
  const { reports, output } = await runStage(stage, { scratchDir, environment });
  for (const line of reports) count(line);
  if (reports.some(({ failed }) => failed > 0)) console.log(output);
}

function count({ name, passed, failed, seconds }: Report): void {
  total.passed += passed;
  total.failed += failed;
  const counts = `${passed} passed${failed > 0 ? `, ${failed} FAILED` : ''}`;
  console.log(`${name.padEnd(12)}${counts.padEnd(28)}${seconds.toFixed(1).padStart(6)} s`);
}
