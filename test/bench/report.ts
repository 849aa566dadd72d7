/** What a measurement says: rows with dotted ids, a table for people, and a file for programs. */

import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';

export interface Row {
  readonly id: string;
  readonly value: number;
  readonly unit: string;
  /** The same work by the named other, in the same run and unit. */
  readonly baseline?: number;
  /** value / baseline. */
  readonly ratio?: number;
}

const RESULTS_FILE = fileURLToPath(new URL('../../bench-results.json', import.meta.url));

export function compare(id: string, unit: string, values: readonly [number, number]): Row {
  const [value, baseline] = values;
  return { id, value: tidy(value), unit, baseline: tidy(baseline), ratio: tidy(value / baseline) };
}

export function row(id: string, value: number, unit: string): Row {
  return { id, value: tidy(value), unit };
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}

/** The best of several runs per second: what the code can do when nobody disturbs it. */
export function ratePerSecond(count: number, work: () => void, rounds = 5): number {
  let bestMs = Infinity;
  for (let round = 0; round < rounds; round += 1) {
    const startedMs = performance.now();
    work();
    bestMs = Math.min(bestMs, performance.now() - startedMs);
  }
  return (count / bestMs) * 1_000;
}

export function publish(rows: readonly Row[]): void {
  const result = { commit: readCommit(), machine: describeMachine(), rows };
  writeFileSync(RESULTS_FILE, `${JSON.stringify(result, undefined, 2)}\n`);
  console.log(`\n${result.machine}, commit ${result.commit}\n`);
  console.log(renderTable(rows));
}

function renderTable(rows: readonly Row[]): string {
  const width = Math.max(...rows.map(({ id }) => id.length));
  const lines = rows.map(({ id, value, unit, baseline, ratio }) => {
    const beside = baseline === undefined ? '' : `  ${format(baseline)}  × ${ratio}`;
    const figure = `${format(value).padStart(12)} ${unit.padEnd(9)}`;
    return `${id.padEnd(width)}  ${figure}${beside}`.trimEnd();
  });
  return lines.join('\n');
}

function format(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: 3 });
}

/** Three figures are more than such a measurement can promise. */
function tidy(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(4));
}

function readCommit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
}

function describeMachine(): string {
  const cores = cpus();
  const memoryGiB = Math.round(totalmem() / 2 ** 30);
  const node = `Node ${process.versions.node}`;
  return `${cores.length} × ${cores[0]?.model.trim() ?? 'CPU'}, ${memoryGiB} GiB, ${node}`;
}
