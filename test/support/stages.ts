/** The stages of `npm test`: which program each one runs, and how its tests are counted. */

import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Counts {
  passed: number;
  failed: number;
  seconds: number;
}

export interface Report extends Readonly<Counts> {
  readonly name: string;
}

export interface Stage {
  readonly name: string;
  /** The program and its parameters; programs of node_modules/.bin are found. */
  readonly command: readonly string[];
  /** Where the stage's own reporter writes; without it the stage counts as one test. */
  readonly parse?: (text: string) => ReadonlyMap<string, Counts>;
}

interface Finished {
  readonly reports: readonly Report[];
  readonly output: string;
}

interface Surroundings {
  readonly scratchDir: string;
  readonly environment: NodeJS.ProcessEnv;
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Beyond it something hangs; all stages together stay below twenty minutes. */
const STAGE_TIMEOUT_MS = 15 * 60_000;

export const PLAIN_STAGES: readonly Stage[] = [
  { name: 'types', command: ['tsc', '--noEmit'] },
  { name: 'lint', command: ['oxlint', '--deny-warnings'] },
  { name: 'format', command: ['oxfmt', '--check'] },
  { name: 'build', command: ['vite', 'build', '--logLevel', 'warn'] },
];

export const UNIT_TESTS: Stage = {
  name: 'unit',
  command: 'vitest run --config test/vitest.config.ts --reporter=default --reporter=json'
    .concat(' --outputFile.json=REPORT_FILE')
    .split(' '),
  parse: countUnitTests,
};

/** One after the other: what runs alone is to have the machine to itself. */
export const BROWSER_TESTS: readonly Stage[] = ['paired', 'alone'].map((project) => ({
  name: `browser-${project}`,
  command: 'playwright test --config test/playwright.config.ts --reporter=list,json'
    .concat(` --project=${project}`)
    .split(' '),
  parse: (text) => countBrowserTests(text, `browser-${project}`),
}));

export async function runStage(stage: Stage, surroundings: Surroundings): Promise<Finished> {
  const started = performance.now();
  const reportFile = join(surroundings.scratchDir, `${stage.name}.json`);
  const { status, output } = await run(stage.command, reportFile, surroundings.environment);
  const seconds = (performance.now() - started) / 1_000;
  const groups = readGroups(stage, reportFile);
  // A stage that fails without a failed test could not run, or broke outside its tests.
  const isBroken = status !== 0 && ![...groups.values()].some(({ failed }) => failed > 0);
  if (isBroken || groups.size === 0) {
    groups.set(stage.name, { passed: Number(status === 0), failed: Number(status !== 0), seconds });
  }
  const reports = Array.from(groups, ([name, counts]) => Object.assign({ name }, counts));
  return { reports, output };
}

function readGroups(stage: Stage, reportFile: string): Map<string, Counts> {
  if (stage.parse === undefined || !existsSync(reportFile)) return new Map();
  return new Map(stage.parse(readFileSync(reportFile, 'utf8')));
}

function run(
  command: readonly string[],
  reportFile: string,
  environment: NodeJS.ProcessEnv,
): Promise<{ status: number; output: string }> {
  const [program = '', ...parameters] = command.map((part) =>
    part.replace('REPORT_FILE', reportFile),
  );
  const child = spawn(program, parameters, {
    cwd: ROOT,
    env: {
      ...process.env,
      ...environment,
      PATH: `${join(ROOT, 'node_modules', '.bin')}${delimiter}${process.env.PATH ?? ''}`,
      PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: STAGE_TIMEOUT_MS,
    shell: process.platform === 'win32',
  });
  const chunks: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (text: string) => chunks.push(text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => chunks.push(text));
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ status: 1, output: String(error) }));
    child.once('close', (status) => resolve({ status: status ?? 1, output: chunks.join('') }));
  });
}

interface VitestReport {
  readonly testResults: ReadonlyArray<{
    readonly name: string;
    readonly status: string;
    readonly startTime: number;
    readonly endTime: number;
    readonly assertionResults: ReadonlyArray<{ readonly status: string }>;
  }>;
}

/** By folder of test/: unit, contracts and so on; a file that could not load is a failed test. */
function countUnitTests(text: string): ReadonlyMap<string, Counts> {
  const groups = new Map<string, Counts>();
  for (const file of (JSON.parse(text) as VitestReport).testResults) {
    const [folder = ''] = relative(join(ROOT, 'test'), file.name).split(sep);
    const name = folder.replace('.test.ts', '');
    const counts = groups.get(name) ?? { passed: 0, failed: 0, seconds: 0 };
    groups.set(name, counts);
    const passed = file.assertionResults.filter(({ status }) => status === 'passed').length;
    const failed = file.assertionResults.length - passed;
    counts.passed += passed;
    counts.seconds += (file.endTime - file.startTime) / 1_000;
    counts.failed += file.status === 'passed' ? failed : Math.max(1, failed);
  }
  return groups;
}

interface PlaywrightReport {
  readonly stats: Readonly<
    Record<'expected' | 'unexpected' | 'flaky' | 'skipped' | 'duration', number>
  >;
}

function countBrowserTests(text: string, name: string): ReadonlyMap<string, Counts> {
  const { stats } = JSON.parse(text) as PlaywrightReport;
  const failed = stats.unexpected + stats.flaky + stats.skipped;
  const counts = { passed: stats.expected, failed, seconds: stats.duration / 1_000 };
  return new Map([[name, counts]]);
}
