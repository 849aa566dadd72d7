/** Mining: on or off, with how much of the device, what that is worth here, and what came of it. */

import type { NodeSnapshot } from '../../node/api.ts';
import { Switch } from '../components/controls.tsx';
import { Miner } from '../components/miner.tsx';
import { Panel } from '../components/panel.tsx';
import { hashRate } from '../format.ts';
import { say } from '../language/say.ts';
import type { NodeActions } from '../state.ts';
import '../styles/mine.css';
import { LazyBenchmark } from './benchmark/lazy-benchmark.tsx';
import { EffortControls } from './effort-controls.tsx';
import { MiningFigures } from './mining-figures.tsx';
import type { MiningControls } from './mining-controls.ts';
import { OwnBlocks } from './own-blocks.tsx';
import { RateLines } from './rate-lines.tsx';
import { minedSentence, miningSentence, spellSentence } from './words.ts';

interface MinePanelProps {
  readonly snapshot: NodeSnapshot;
  readonly actions: NodeActions;
}

export function MinePanel({ snapshot, actions }: MinePanelProps) {
  const { mining, minerName, room } = snapshot;
  const on = actions.mining.isOn.value;
  return (
    <Panel
      id="mine"
      title={say('Mine')}
      control={
        <Switch
          label={on ? say('On') : say('Off')}
          on={on}
          size="large"
          testId="mining-switch"
          toggle={(next) => actions.mining.turn(next)}
        />
      }
    >
      <div class="mine">
        <div>
          <Rate hashesPerSecond={mining.hashesPerSecond} state={mining.state} />
          <p class="mine-sentence" data-testid="mining-sentence" data-waiting={mining.waitingFor}>
            {miningSentence(mining, room)}
          </p>
          {mining.waitingFor === 'on-battery' && <GoOn controls={actions.mining} />}
          <SlowSpell controls={actions.mining} />
          <RateLines mining={mining} />
          <EffortControls mining={mining} controls={actions.mining} />
        </div>
        <MiningFigures mining={mining} />
        <div class="mine-own">
          <p class="mine-name">
            <Miner name={minerName} />
            <span class="quiet">{minedSentence(mining)}</span>
          </p>
          {mining.ownBlocks.length > 0 && <OwnBlocks blocks={mining.ownBlocks} code={room.code} />}
        </div>
      </div>
      <LazyBenchmark snapshot={snapshot} controls={actions.mining} />
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

interface ControlsProps {
  readonly controls: MiningControls;
}

function GoOn({ controls }: ControlsProps) {
  return (
    <button
      type="button"
      class="button mine-go-on"
      data-testid="mining-go-on"
      onClick={() => controls.pauseOnBattery(false)}
    >
      {say('Mine on battery')}
    </button>
  );
}

/** Told once, until it is read. */
function SlowSpell({ controls }: ControlsProps) {
  const spell = controls.slowSpell.value;
  if (spell === undefined) return null;
  return (
    <p class="mine-spell" data-testid="slow-spell" data-share={spell.share}>
      {spellSentence(spell)}{' '}
      <button type="button" class="text-button" onClick={() => controls.forgetSpell()}>
        {say('Understood')}
      </button>
    </p>
  );
}
