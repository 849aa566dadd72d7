/** An experiment on a make-believe laboratory, with what it did to this tab's own miner. */

import type {
  Experiment,
  Purse,
  RoomFacts,
  Settings,
} from '../../src/ui/lab/experiments/experiment.ts';
import { createRun, type Run } from '../../src/ui/lab/experiments/run.ts';
import { createFakeLaboratory, type FakeLaboratory } from './fake-laboratory.ts';

export interface LabRun {
  readonly lab: FakeLaboratory;
  readonly run: Run;
  /** Each time this tab's own miner was told to rest, or to go on. */
  readonly held: readonly boolean[];
  readonly settings: Settings;
  /** Snapshots come until the run waits for nothing; `between` acts as the miners do. */
  settle(between?: (lab: FakeLaboratory) => void): Promise<void>;
  /** All that was found so far, step by step. */
  told(): readonly (readonly string[])[];
}

const ROUNDS_MAX = 400;

export function createLabRun(
  experiment: Experiment,
  room: Partial<RoomFacts> = {},
  settings: Partial<Settings> = {},
  purse: () => Purse = () => ({ spendable: 0, blocksToReward: undefined }),
): LabRun {
  const lab = createFakeLaboratory();
  const held: boolean[] = [];
  const run = createRun(experiment, {
    room: { isSandbox: true, targetSpacingSeconds: 10, maturity: 30, ...room },
    open: async () => lab,
    watch: (listener) => lab.subscribe(listener),
    holdOwnMining: async (isHeld) => void held.push(isHeld),
    rest: async () => {},
    purse,
  });
  return {
    lab,
    run,
    held,
    settings: { share: 70, confirmations: 2, loan: true, ...settings },
    async settle(between = () => {}) {
      for (let round = 0; round < ROUNDS_MAX; round += 1) {
        await untilQuiet();
        if (run.state.value.status !== 'running') return;
        between(lab);
        lab.publish();
      }
      throw new Error(`still waiting: ${JSON.stringify(run.state.value.progress)}`);
    },
    told: () => run.state.value.findings.map((found) => found.map(({ words }) => words())),
  };
}

/** What has been promised already is kept before the next turn of the loop. */
export function untilQuiet(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
