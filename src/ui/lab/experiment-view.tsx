/** One experiment: its question, what may be chosen, its steps as they happen, what was found. */

import type { NodeSnapshot } from '../../node/api.ts';
import { addressOf } from '../address.ts';
import { Slider } from '../components/slider.tsx';
import { shortHash } from '../format.ts';
import { say, sayCount } from '../language/say.ts';
import { ancestors, type KnownBlocks } from './branches.ts';
import { Chances } from './chances-table.tsx';
import { CoinOutlook } from './coin-outlook.tsx';
import type { Desk } from './desk.ts';
import { DifficultyChart } from './difficulty-chart.tsx';
import { ExperimentLength } from './experiment-length.tsx';
import type { Experiment, Finding, Settings } from './experiments/experiment.ts';
import type { Run, RunState } from './experiments/run.ts';

interface ExperimentProps {
  readonly experiment: Experiment;
  readonly snapshot: NodeSnapshot;
  readonly desk: Desk;
}

/** The question, what may be chosen, and the buttons. */
export function ExperimentHead({ experiment, snapshot, desk }: ExperimentProps) {
  const current = desk.run.value;
  const run = runOf(experiment, desk);
  const state = run?.state.value;
  const elsewhere = run === undefined && isUnderWay(current?.state.value) ? current : undefined;
  return (
    <section
      class="experiment-head"
      aria-labelledby="lab-question"
      data-testid="lab-experiment"
      data-experiment={experiment.id}
      data-status={state?.status ?? 'ready'}
    >
      <h3 id="lab-question">{say(experiment.question)}</h3>
      <p class="experiment-before">
        {experiment.before.map((sentence) => say(sentence)).join(' ')}
      </p>
      {isBlocked(experiment, snapshot) ? (
        <p class="experiment-note">
          {say(
            'Blocks of a sandbox room cost no work, so nothing could be measured here. Try it in ' +
              'an ordinary room.',
          )}
        </p>
      ) : (
        <>
          <Choices experiment={experiment} desk={desk} isFixed={isUnderWay(state)} />
          {experiment.asks.includes('loan') && !isUnderWay(state) && (
            <CoinOutlook
              snapshot={snapshot}
              lab={desk.lab.value}
              loan={desk.settings.value.loan}
              choose={(loan) => (desk.settings.value = { ...desk.settings.value, loan })}
            />
          )}
          {!isUnderWay(state) && <ExperimentLength experiment={experiment} snapshot={snapshot} />}
          {elsewhere !== undefined && (
            <p class="quiet">
              {say('Starting it stops the experiment that is under way: {question}', {
                question: say(elsewhere.experiment.question),
              })}
            </p>
          )}
          <Buttons state={state} run={run} take={() => desk.take(experiment)} desk={desk} />
          {state?.complaint !== undefined && (
            <p class="complaint" role="alert" data-testid="lab-failed">
              {state.complaint()}
            </p>
          )}
        </>
      )}
    </section>
  );
}

/** Its steps as they happen, and what each found. */
export function ExperimentSteps({ experiment, snapshot, desk }: ExperimentProps) {
  const state = runOf(experiment, desk)?.state.value;
  return (
    <section class="experiment-steps" aria-labelledby="lab-steps">
      <h3 id="lab-steps" class="visually-hidden">
        {say('Steps')}
      </h3>
      {!isBlocked(experiment, snapshot) && (
        <>
          <Steps
            experiment={experiment}
            state={state}
            code={snapshot.room.code}
            known={desk.known.value}
            snapshot={snapshot}
          />
          {state !== undefined && <Ending state={state} />}
        </>
      )}
      {experiment.id === 'difficulty' && (
        <DifficultyChart snapshot={snapshot} known={desk.known.value} />
      )}
    </section>
  );
}

function runOf(experiment: Experiment, desk: Desk): Run | undefined {
  const current = desk.run.value;
  return current?.experiment === experiment ? current : undefined;
}

function isBlocked({ worksInSandbox }: Experiment, { room }: NodeSnapshot): boolean {
  return room.kind === 'sandbox' && !worksInSandbox;
}

function isUnderWay(state: RunState | undefined): boolean {
  return state?.status === 'running' || state?.status === 'paused';
}

const SHARE: readonly [number, number, number] = [10, 90, 5];
const CONFIRMATIONS: readonly [number, number, number] = [1, 6, 1];

interface ChoicesProps {
  readonly experiment: Experiment;
  readonly desk: Desk;
  /** While it is under way nothing may be chosen. */
  readonly isFixed: boolean;
}

function Choices({ experiment: { asks }, desk, isFixed }: ChoicesProps) {
  if (asks.length === 0) return null;
  const { share, confirmations } = desk.settings.value;
  const choose = (part: Partial<Settings>) => {
    desk.settings.value = { ...desk.settings.value, ...part };
  };
  return (
    <fieldset class="choices" disabled={isFixed}>
      <legend class="visually-hidden">{say('What you may choose')}</legend>
      <Slider
        id="lab-attack"
        label={say('Attacker’s share')}
        spoken={(part) => say('The attacker has {share} % of all hashes', { share: part })}
        testId="lab-attack"
        range={SHARE}
        value={share}
        text={(part) => `${part}\u00a0%`}
        change={(next) => choose({ share: next })}
      />
      {asks.includes('confirmations') && (
        <Slider
          id="lab-confirmations"
          label={say('Confirmations')}
          spoken={(count) =>
            sayCount(
              count,
              'The merchant waits for {count} block',
              'The merchant waits for {count} blocks',
            )
          }
          testId="lab-confirmations"
          range={CONFIRMATIONS}
          value={confirmations}
          text={String}
          change={(next) => choose({ confirmations: next })}
        />
      )}
      <Chances share={share} />
    </fieldset>
  );
}

interface ButtonsProps {
  readonly state: RunState | undefined;
  readonly run: Run | undefined;
  readonly take: () => Run;
  readonly desk: Desk;
}

/** Their keys keep the one that has the focus what it is: none becomes another under a finger. */
function Buttons({ state, run, take, desk }: ButtonsProps) {
  const status = state?.status ?? 'ready';
  const settings = desk.settings.value;
  const stop = (
    <button
      key="stop"
      type="button"
      class="button"
      data-testid="lab-stop"
      onClick={() => run?.stop()}
    >
      {say('Stop')}
    </button>
  );
  if (status === 'running') {
    return (
      <div class="button-row">
        {stop}
        {state?.canHurry && (
          <button
            key="hurry"
            type="button"
            class="button"
            data-testid="lab-hurry"
            onClick={() => run?.hurry()}
          >
            {say('Wait no longer')}
          </button>
        )}
      </div>
    );
  }
  const isPaused = status === 'paused';
  const isFirst = status === 'ready';
  return (
    <div class="button-row">
      <button
        key="start"
        type="button"
        class="button button-primary"
        data-testid="lab-start"
        onClick={() => void take().play(settings)}
      >
        {isPaused ? say('Take all other steps') : isFirst ? say('Start') : say('Start again')}
      </button>
      <button
        key="next"
        type="button"
        class="button"
        data-testid="lab-next"
        onClick={() => void take().next(settings)}
      >
        {isPaused ? say('Next step') : say('Step by step')}
      </button>
      {isPaused && stop}
    </div>
  );
}

interface StepsProps {
  readonly experiment: Experiment;
  readonly state: RunState | undefined;
  readonly code: string;
  readonly known: KnownBlocks;
  readonly snapshot: NodeSnapshot;
}

function Steps({ experiment, state, code, known, snapshot }: StepsProps) {
  const status = state?.status ?? 'ready';
  const at = status === 'ready' ? -1 : state!.step;
  const ours = new Set([
    ...snapshot.strip.map(({ hash }) => hash),
    ...ancestors(snapshot.tip, 0, known).map(({ hash }) => hash),
  ]);
  /** A branch that was mined apart has not come to this tab. */
  const isElsewhere = (hash: string) => known.has(hash) && !ours.has(hash);
  return (
    <ol class="steps">
      {experiment.steps.map((title, index) => {
        const isNow = index === at && status === 'running';
        const isDone = index < at || status === 'done';
        return (
          <li
            key={title}
            class="step"
            data-testid="lab-step"
            data-state={isDone ? 'done' : isNow ? 'now' : 'later'}
            aria-current={isNow ? 'step' : undefined}
          >
            <p class="step-title">
              {say(title)}
              {isDone && <span class="visually-hidden">{say(', done')}</span>}
            </p>
            {isNow && state?.progress !== undefined && <ProgressLine state={state} />}
            {(state?.findings[index] ?? []).map((finding, place) => (
              <FindingLine
                key={place}
                finding={finding}
                code={code}
                isElsewhere={finding.block !== undefined && isElsewhere(finding.block)}
              />
            ))}
          </li>
        );
      })}
    </ol>
  );
}

function ProgressLine({ state }: { readonly state: RunState }) {
  const { words, done, of } = state.progress!;
  const sentence = words();
  return (
    <div class="step-progress" data-testid="lab-progress" data-done={done} data-of={of}>
      <span>{sentence}</span>
      <progress value={done} max={of} aria-label={sentence} />
      <span class="figure">{say('{done} of {of}', { done, of })}</span>
    </div>
  );
}

interface FindingProps {
  readonly finding: Finding;
  readonly code: string;
  readonly isElsewhere: boolean;
}

function FindingLine({ finding: { words, block, payment }, code, isElsewhere }: FindingProps) {
  return (
    <p class="finding" data-testid="lab-finding">
      {words()}{' '}
      {block !== undefined && isElsewhere && (
        <span class="hash quiet" title={say('This tab has not heard of this block.')}>
          {shortHash(block)}
        </span>
      )}
      {block !== undefined && !isElsewhere && (
        <a class="place hash" href={addressOf(code, 'block', block)} title={block}>
          {shortHash(block)}
        </a>
      )}
      {payment !== undefined && (
        <a class="place hash" href={addressOf(code, 'tx', payment)} title={payment}>
          {shortHash(payment)}
        </a>
      )}
    </p>
  );
}

function Ending({ state: { status } }: { readonly state: RunState }) {
  if (status === 'ready' || status === 'running' || status === 'paused') return null;
  return (
    <p class="quiet" data-testid="lab-put-back">
      {status === 'stopped' && `${say('Stopped.')} `}
      {say('Links, shares and messages are as they were before. The virtual nodes stay.')}
    </p>
  );
}
