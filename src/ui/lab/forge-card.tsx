/** One forgery: a question, three sentences, a button, how far it is and what came of it. */

import type { Signal } from '@preact/signals';
import type { Forger, LabSnapshot } from '../../lab/api.ts';
import type { NodeSnapshot } from '../../node/api.ts';
import { say } from '../language/say.ts';
import { ForgeResult } from './forge-result.tsx';
import { type Run, type Runner, useRunner } from './forge-run.ts';
import {
  failureWords,
  FORGERIES,
  stageShare,
  stageWords,
  type StartedKind,
} from './forge-words.ts';

export interface ForgeProps {
  readonly forger: Forger;
  readonly snapshot: NodeSnapshot;
  readonly lab: LabSnapshot;
  /** Only one forgery is made at a time. */
  readonly busy: Signal<boolean>;
}

export function ForgeCard({ kind, ...props }: ForgeProps & { readonly kind: StartedKind }) {
  const { forger, busy } = props;
  const runner = useRunner(busy);
  const { question, before } = FORGERIES[kind];
  const titleId = `forge-${kind}`;
  return (
    <article class="forge-card" aria-labelledby={titleId} data-testid={`forge-${kind}`}>
      <h4 id={titleId}>{say(question)}</h4>
      {before.map((sentence) => (
        <p key={sentence}>{say(sentence)}</p>
      ))}
      <StartOrStop
        {...props}
        runner={runner}
        label={runner.run.value.state === 'done' ? say('Forge it again') : say('Forge it')}
        testId={`forge-start-${kind}`}
        start={() => runner.start((progress) => forger.forge(kind, progress))}
      />
      <RunView {...props} run={runner.run.value} />
    </article>
  );
}

interface StartProps extends ForgeProps {
  readonly runner: Runner;
  readonly label: string;
  readonly testId: string;
  readonly start: () => void;
}

/** While another one is under way there is nothing to start. */
export function StartOrStop({ forger, busy, runner, label, testId, start }: StartProps) {
  const isRunning = runner.run.value.state === 'running';
  const isHeld = busy.value && !isRunning;
  return (
    <div class="button-row">
      {isRunning ? (
        <button type="button" class="button" data-testid="forge-stop" onClick={() => forger.stop()}>
          {say('Stop')}
        </button>
      ) : (
        <button
          type="button"
          class="button button-primary"
          aria-disabled={isHeld}
          data-testid={testId}
          onClick={start}
        >
          {label}
        </button>
      )}
    </div>
  );
}

type RunViewProps = Pick<ForgeProps, 'snapshot' | 'lab'> & { readonly run: Run };

export function RunView({ run, snapshot, lab }: RunViewProps) {
  switch (run.state) {
    case 'idle':
      return null;
    case 'running':
      return (
        <div class="forge-progress" data-testid="forge-progress" data-stage={run.stage.kind}>
          <p>{stageWords(run.stage)}</p>
          <progress value={stageShare(run.stage)} aria-label={say('How far the forgery is')} />
        </div>
      );
    case 'failed':
      return (
        <p
          class={run.code === 'stopped' ? 'quiet' : 'complaint'}
          role="alert"
          data-testid="forge-failed"
          data-code={run.code}
        >
          {failureWords(run.code)}
        </p>
      );
    case 'done':
      return <ForgeResult outcome={run.outcome} snapshot={snapshot} lab={lab} />;
  }
}
