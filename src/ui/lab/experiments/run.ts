/**
 * An experiment under way: its steps in order, all at once or one by one, what each found, and the
 * way out at any time. However it ends, what it changed is put back.
 */

import { type ReadonlySignal, signal } from '@preact/signals';
import {
  type Laboratory,
  LaboratoryError,
  type LabSnapshot,
  type NodeRef,
} from '../../../lab/api.ts';
import { say } from '../../language/say.ts';
import { complaintWords } from '../lab-words.ts';
import type {
  Bench,
  BenchLaboratory,
  Experiment,
  Finding,
  Progress,
  Purse,
  RoomFacts,
  Settings,
  Words,
} from './experiment.ts';
import { undoable } from './put-back.ts';

export interface RunState {
  /** 'paused' = a step is done and the next waits for its user. */
  readonly status: 'ready' | 'running' | 'paused' | 'done' | 'stopped' | 'failed';
  /** The step under way, or the next one. */
  readonly step: number;
  readonly progress?: Progress;
  /** Whether what is waited for may be cut short. */
  readonly canHurry: boolean;
  /** By step. */
  readonly findings: readonly (readonly Finding[])[];
  readonly complaint?: Words;
}

export interface Run {
  readonly experiment: Experiment;
  readonly state: ReadonlySignal<RunState>;
  /** Takes all steps that are left. */
  play(settings: Settings): Promise<void>;
  /** Takes one. */
  next(settings: Settings): Promise<void>;
  /** Waits no longer for what may be cut short. */
  hurry(): void;
  stop(): void;
}

export interface RunOptions {
  readonly room: RoomFacts;
  open(): Promise<Laboratory>;
  /** Calls back when anything in the laboratory or in this tab has changed; returns the way out. */
  watch(listener: () => void): () => void;
  holdOwnMining(isHeld: boolean): Promise<void>;
  /** Of this tab's own wallet. */
  purse(): Purse;
  /** Between two steps, so that each is seen. */
  rest(): Promise<void>;
}

/** One start of an experiment, from the first step to the last. */
interface Course {
  readonly acts: readonly (() => Promise<void>)[];
  readonly stopping: AbortController;
  end(): void;
}

const READY: Omit<RunState, 'findings'> = { status: 'ready', step: 0, canHurry: false };

export function createRun(experiment: Experiment, options: RunOptions): Run {
  const blank = experiment.steps.map(() => []);
  const state = signal<RunState>({ ...READY, findings: blank });
  let course: Course | undefined;
  /** It was stopped before the laboratory was open. */
  let isGivenUp = false;
  let hurry = () => {};

  async function start(settings: Settings): Promise<Course | undefined> {
    const opened = await options.open();
    if (isGivenUp) return undefined;
    const wasCut = opened.snapshot().links.some(({ state: link }) => link === 'cut');
    if (wasCut) opened.healAll();
    const { lab, putBack } = undoable(opened);
    const stopping = new AbortController();
    let isHeld = false;
    let last: Parameters<Bench['afterwards']>[0] = async () => {};
    let needed: readonly NodeRef[] = [];
    const bench: Bench = {
      lab,
      room: options.room,
      settings,
      async call<Answer>(ref: string, method: string, ...parameters: unknown[]) {
        const answer = await opened.call(ref, method, ...parameters);
        stopping.signal.throwIfAborted();
        return answer as Answer;
      },
      tell(finding) {
        const { findings, step } = state.value;
        const told = findings.map((found, at) => (at === step ? found.concat(finding) : found));
        change({ findings: told });
      },
      show: (progress) => change({ progress }),
      until(look, patience) {
        const lookOn: typeof look = (snapshot) => {
          demand(needed, snapshot);
          return look(snapshot);
        };
        const isPatient = patience === undefined;
        return waitFor(lab, { look: lookOn, signal: stopping.signal, canHurry: !isPatient });
      },
      needs: (refs) => void (needed = refs),
      purse: () => options.purse(),
      afterwards: (act) => void (last = act),
      async holdOwnMining() {
        isHeld = true;
        await options.holdOwnMining(true);
        stopping.signal.throwIfAborted();
      },
    };
    const end = () => {
      if (isHeld) void options.holdOwnMining(false);
      putBack();
      // Whoever closed the laboratory has nothing to put back into.
      void last((...asked) => opened.call(...asked), options.rest).catch(() => {});
    };
    if (wasCut) bench.tell({ words: () => say('Links that were cut by hand are up again.') });
    return { acts: experiment.begin(bench), stopping, end };
  }

  function change(part: Partial<RunState>): void {
    state.value = { ...state.value, ...part };
  }

  function waitFor<Answer>(lab: BenchLaboratory, wait: Wait<Answer>): Promise<Answer | undefined> {
    return new Promise((resolve, reject) => {
      const { signal: stopped, look } = wait;
      stopped.throwIfAborted();
      const leave: Array<() => void> = [];
      const isOver = () => leave.length === 0;
      const finish = (end: () => void) => {
        for (const away of leave.splice(0)) away();
        hurry = () => {};
        change({ canHurry: false });
        end();
      };
      const give = () => finish(() => reject(stopped.reason as Error));
      const check = oneAtATime(async () => {
        if (isOver()) return;
        try {
          const found = await look(lab.snapshot());
          if (found !== undefined && !isOver()) finish(() => resolve(found));
        } catch (error) {
          if (!isOver()) finish(() => reject(error as Error));
        }
      });
      stopped.addEventListener('abort', give);
      leave.push(() => stopped.removeEventListener('abort', give));
      if (wait.canHurry) hurry = () => finish(() => resolve(undefined));
      change({ canHurry: wait.canHurry });
      leave.push(options.watch(() => void check()));
      void check();
    });
  }

  /** Takes so many steps; ends the course with the last, or with what went wrong. */
  async function take(settings: Settings, count: number): Promise<void> {
    if (state.value.status === 'running') return;
    if (course === undefined) state.value = { ...READY, findings: blank };
    change({ status: 'running' });
    isGivenUp = false;
    let mine: Course | undefined;
    try {
      mine = course ??= await start(settings);
      if (mine === undefined) return end(undefined, 'stopped');
      for (let taken = 0; taken < count && state.value.step < mine.acts.length; taken += 1) {
        await mine.acts[state.value.step]!();
        mine.stopping.signal.throwIfAborted();
        advance();
        if (taken + 1 < count && state.value.step < mine.acts.length) await options.rest();
        mine.stopping.signal.throwIfAborted();
      }
      if (state.value.step >= mine.acts.length) end(mine, 'done');
      else change({ status: 'paused' });
    } catch (error) {
      if (mine?.stopping.signal.aborted) return;
      end(mine, 'failed');
      change({ complaint: () => complaintWords(error) });
    }
  }

  function advance(): void {
    const { progress: _, ...rest } = state.value;
    state.value = { ...rest, step: rest.step + 1 };
  }

  function end(ended: Course | undefined, status: RunState['status']): void {
    const { progress: _, ...rest } = state.value;
    state.value = { ...rest, status, canHurry: false };
    course = undefined;
    ended?.end();
  }

  return {
    experiment,
    state,
    play: (settings) => take(settings, experiment.steps.length),
    next: (settings) => take(settings, 1),
    hurry: () => hurry(),
    stop() {
      const stopped = course;
      isGivenUp = true;
      if (stopped === undefined) return;
      stopped.stopping.abort();
      end(stopped, 'stopped');
    },
  };
}

/** Throws LaboratoryError where one of them runs no more. */
function demand(needed: readonly NodeRef[], { nodes }: LabSnapshot): void {
  for (const ref of needed) {
    const state = nodes.find((node) => node.ref === ref)?.state;
    if (state === 'failed') throw new LaboratoryError('stopped', ref);
    if (state === undefined) throw new LaboratoryError('unknown-node', ref);
  }
}

interface Wait<Answer> {
  readonly look: (snapshot: LabSnapshot) => Promise<Answer | undefined> | Answer | undefined;
  readonly signal: AbortSignal;
  readonly canHurry: boolean;
}

/** What is asked for while it runs is done once more after it. */
function oneAtATime(act: () => Promise<void>): () => Promise<void> {
  let isBusy = false;
  let isWanted = false;
  return async () => {
    isWanted = true;
    if (isBusy) return;
    isBusy = true;
    while (isWanted) {
      isWanted = false;
      await act();
    }
    isBusy = false;
  };
}
