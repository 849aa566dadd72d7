/**
 * The laboratory: further full nodes in this page, what can be done to them, and experiments that
 * ask one question each. Everything shown comes from the nodes; nothing here has a rule of its own.
 */

import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { NodeSnapshot } from '../../node/api.ts';
import { addressOf } from '../address.ts';
import { useKeptFocus } from '../components/kept-focus.ts';
import { say, sayWith } from '../language/say.ts';
import '../styles/explorer.css';
import '../styles/lab.css';
import { BranchView } from './branch-view.tsx';
import { branchesOf } from './branches.ts';
import { Cards } from './cards.tsx';
import type { Desk } from './desk.ts';
import { Empty } from './empty.tsx';
import { experimentOf } from './experiments/all.ts';
import type { Experiment } from './experiments/experiment.ts';
import { ExperimentHead, ExperimentSteps } from './experiment-view.tsx';
import { LinkTable } from './link-table.tsx';
import { type StageLink, stageOf } from './lab-nodes.ts';
import { NodeList } from './node-list.tsx';
import { SeenList } from './seen-list.tsx';
import { SplitForm } from './split-form.tsx';
import { StageMap } from './stage-map.tsx';
import { Toolbar } from './toolbar.tsx';
import { WeatherForm } from './weather-form.tsx';

interface LabViewProps {
  readonly snapshot: NodeSnapshot;
  readonly desk: Desk;
  /** As the address names it: 'lab', and an experiment, or 'add'. */
  readonly path: readonly string[];
  /** Stands in the place of the bench: the view of forgeries. */
  readonly forging?: ComponentChildren;
}

export function LabView({ snapshot, desk, path: [, name], forging }: LabViewProps) {
  const { code, kind } = snapshot.room;
  const lab = desk.lab.value;
  const experiment = name === undefined ? undefined : experimentOf(name);
  const top = useRef<HTMLElement>(null);
  useKeptFocus(top);
  useEffect(() => {
    top.current?.focus({ preventScroll: true });
    scrollTo({ top: 0 });
    if (name !== 'add') return;
    // Once: whoever comes back to this place in the history must not add another.
    location.replace(addressOf(code, 'lab'));
    void desk.add(1);
  }, [name]);
  useEffect(() => {
    // Its chart is of the chain that is there, whoever has found it.
    if (experiment?.id === 'difficulty') void desk.look();
  }, [experiment]);
  const hasNodes = lab.nodes.length > 0;
  const isInside = experiment !== undefined || forging !== undefined;
  return (
    <section class="lab" ref={top} tabIndex={-1} aria-labelledby="lab-title">
      {isInside && (
        <nav class="lab-back" aria-label={say('Laboratory')}>
          <a class="text-button" href={addressOf(code, 'lab')}>
            ← {say('Laboratory')}
          </a>
        </nav>
      )}
      <header class="lab-head">
        <h2 id="lab-title">{say('Laboratory')}</h2>
        {!isInside && (
          <p class="quiet">
            {say(
              'Virtual nodes are whole nodes that run in this page, so that one tab alone can ' +
                'see a network. Cut them apart, slow them down, and watch what the rules make ' +
                'of it.',
            )}
          </p>
        )}
      </header>
      {experiment === undefined && <UnderWay desk={desk} code={code} />}
      {forging}
      {forging !== undefined || (!hasNodes && experiment === undefined) ? null : (
        <Bench experiment={experiment} snapshot={snapshot} desk={desk} />
      )}
      {!hasNodes && !isInside && <Empty desk={desk} code={code} />}
      <Cards
        code={code}
        isSandbox={kind === 'sandbox'}
        open={forging === undefined ? experiment?.id : 'forge'}
      />
    </section>
  );
}

interface BenchProps {
  readonly experiment: Experiment | undefined;
  readonly snapshot: NodeSnapshot;
  readonly desk: Desk;
}

/** The stage, and what belongs to it; beside an experiment that is open, its question and steps. */
function Bench({ experiment, snapshot, desk }: BenchProps) {
  const lab = desk.lab.value;
  const known = desk.known.value;
  const stage = stageOf(lab, snapshot, desk.names.value);
  const branches = branchesOf(stage.nodes, known);
  const hasNodes = lab.nodes.length > 0;
  const toggle = ({ from, to, state }: StageLink) =>
    desk.act((it) => (state === 'up' ? it.cut(from, to) : it.heal(from, to)));
  return (
    <div class="lab-bench" data-experiment={experiment?.id}>
      {experiment !== undefined && <ExperimentHead {...{ experiment, snapshot, desk }} />}
      <div class="lab-scene">
        {experiment === undefined && <Toolbar desk={desk} />}
        <StageMap stage={stage} branches={branches} toggle={toggle} />
        {hasNodes && <BranchView snapshot={snapshot} branches={branches} known={known} />}
      </div>
      {experiment !== undefined && <ExperimentSteps {...{ experiment, snapshot, desk }} />}
      <SeenList events={lab.events} names={desk.names.value} code={snapshot.room.code} />
      {hasNodes && (
        <Hand isFolded={experiment !== undefined}>
          {experiment !== undefined && <Toolbar desk={desk} />}
          <NodeList
            lab={lab}
            own={snapshot}
            branches={branches}
            share={(ref, percent) => desk.act((it) => it.setShares({ [ref]: percent }))}
            remove={(ref) => desk.act((it) => it.remove(ref))}
            make={(ref) => void desk.make(ref)}
          />
          <SplitForm
            nodes={stage.nodes}
            cuts={stage.links.filter(({ state }) => state === 'cut').length}
            heal={() => desk.act((it) => it.healAll())}
            split={(left, right) => desk.act((it) => it.partition([left, right]))}
          />
          <WeatherForm
            weather={lab.weather}
            change={(weather) => desk.act((it) => it.setWeather(weather))}
          />
          <LinkTable links={stage.links} nodes={stage.nodes} toggle={toggle} />
        </Hand>
      )}
    </div>
  );
}

/** An experiment goes on while its user looks at something else of the laboratory. */
function UnderWay({ desk, code }: { readonly desk: Desk; readonly code: string }) {
  const run = desk.run.value;
  const status = run?.state.value.status;
  if (run === undefined || (status !== 'running' && status !== 'paused')) return null;
  const { id, question } = run.experiment;
  return (
    <p class="experiment-note">
      {sayWith('An experiment is under way: {question}', {
        question: <a href={addressOf(code, 'lab', id)}>{say(question)}</a>,
      })}
    </p>
  );
}

interface HandProps {
  /** Beside an experiment it is there for who wants it. */
  readonly isFolded: boolean;
  readonly children: ComponentChildren;
}

function Hand({ isFolded, children }: HandProps) {
  if (!isFolded) {
    return (
      <section class="lab-hand" aria-labelledby="lab-hand">
        <h3 id="lab-hand">{say('By hand')}</h3>
        {children}
      </section>
    );
  }
  return (
    <details class="lab-hand">
      <summary>
        <h3>{say('By hand')}</h3>
      </summary>
      {children}
    </details>
  );
}
