/** Mining: on or off, with how many threads, and what that is worth here. */

import { useSignal } from '@preact/signals';
import type { NodeSnapshot } from '../../node/api.ts';
import { Switch } from '../components/controls.tsx';
import { Miner } from '../components/miner.tsx';
import { Panel } from '../components/panel.tsx';
import { formatPlural, hashRate } from '../format.ts';
import type { NodeActions } from '../state.ts';
import { minedSentence, miningSentence } from '../words.ts';
import { RateLines } from './rate-lines.tsx';

interface MinePanelProps {
  readonly snapshot: NodeSnapshot;
  readonly actions: NodeActions | undefined;
}

export function MinePanel({ snapshot, actions }: MinePanelProps) {
  const { mining, minerName, room } = snapshot;
  const preferred = useSignal(mining.threads || Math.max(1, Math.floor(mining.maxThreads / 2)));
  const on = mining.threads > 0;
  const threads = on ? mining.threads : preferred.value;
  const setThreads = (wanted: number) => {
    preferred.value = wanted;
    if (on) actions?.setMining(wanted);
  };
  return (
    <Panel
      id="mine"
      title="Mine"
      control={
        <Switch
          label={on ? 'On' : 'Off'}
          on={on}
          size="large"
          testId="mining-switch"
          toggle={(next) => actions?.setMining(next ? preferred.value : 0)}
        />
      }
    >
      <Rate hashesPerSecond={mining.hashesPerSecond} state={mining.state} />
      <p class="mine-sentence">{miningSentence(mining, room)}</p>
      {mining.perWorker.length > 0 && <RateLines perWorker={mining.perWorker} />}
      <Threads count={threads} most={mining.maxThreads} change={setThreads} />
      <p class="mine-name">
        <Miner name={minerName} />
        <span class="quiet">{minedSentence(mining)}</span>
      </p>
    </Panel>
  );
}

interface RateProps {
  readonly hashesPerSecond: number;
  readonly state: string;
}

function Rate({ hashesPerSecond, state }: RateProps) {
  const { value, unit } = hashRate(hashesPerSecond);
  return (
    <p class="rate" data-testid="hash-rate" data-value={hashesPerSecond} data-state={state}>
      <span class="rate-value">{value}</span> <span class="rate-unit">{unit}</span>
    </p>
  );
}

interface ThreadsProps {
  readonly count: number;
  readonly most: number;
  readonly change: (threads: number) => void;
}

function Threads({ count, most, change }: ThreadsProps) {
  const bounded = (wanted: number) => Math.min(most, Math.max(1, wanted));
  return (
    <div class="threads">
      <label for="threads">Threads</label>
      <input
        id="threads"
        type="range"
        min={1}
        max={Math.max(1, most)}
        step={1}
        value={count}
        disabled={most <= 1}
        data-testid="mining-threads"
        aria-valuetext={`${count} of ${formatPlural(most, 'thread')}`}
        onChange={(event) => change(bounded(event.currentTarget.valueAsNumber))}
      />
      <output for="threads" class="figure">
        {count} of {most}
      </output>
    </div>
  );
}
