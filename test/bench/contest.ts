/**
 * Programs that are measured in turns: each lives all the time and works when it is its turn, so
 * what disturbs the machine for a while disturbs all of them. Where the system can, all are bound
 * to one processor.
 */

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { median } from './report.ts';

export interface Contender {
  /** One round, in hashes for each second of the processor's time. */
  measure(): Promise<number>;
  stop(): void;
}

const SCRIPT = fileURLToPath(new URL('mining-contender.ts', import.meta.url));
const canBind = spawnSync('taskset', ['--version']).status === 0;

/** One of mining-contender.ts, warm. */
export async function startScript(name: string, processor: number): Promise<Contender> {
  return start([process.execPath, '--import', 'tsx', SCRIPT, name], processor);
}

/** A native program, or none if it does not run here: it may need instructions that are not. */
export async function startProgram(
  path: string,
  processor: number,
): Promise<Contender | undefined> {
  return start([path], processor).catch(() => undefined);
}

async function start(command: readonly string[], processor: number): Promise<Contender> {
  const [program, ...parameters] = canBind
    ? ['taskset', '--cpu-list', String(processor), ...command]
    : command;
  const child = spawn(program!, parameters, { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.on('error', () => {});
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const read = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`${command.at(-1)} ended`);
    return String(value);
  };
  if ((await read()) !== 'ready') throw new Error(`${command.at(-1)} is not ready`);
  return {
    measure: async () => {
      child.stdin.write('\n');
      return Number(await read());
    },
    stop: () => void end(child),
  };
}

async function end(child: ChildProcess): Promise<void> {
  child.stdin!.end();
  child.kill();
  await once(child, 'exit');
}

/** The median of so many rounds, for each. */
export async function contest<Name extends string>(
  contenders: ReadonlyMap<Name, () => Promise<number>>,
  rounds: number,
): Promise<Map<Name, number>> {
  const rates = new Map<Name, number[]>();
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, measure] of contenders) {
      rates.set(name, [...(rates.get(name) ?? []), await measure()]);
    }
  }
  return new Map(Array.from(rates, ([name, all]) => [name, median(all)]));
}
