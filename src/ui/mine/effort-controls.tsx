/** How much of the device mines: three names for most, and the figures behind them for the rest. */

import type { MiningState } from '../../node/api.ts';
import { Switch } from '../components/controls.tsx';
import { Slider } from '../components/slider.tsx';
import { formatPercent } from '../format.ts';
import { say, sayCount, toSay } from '../language/say.ts';
import { DUTY_MIN, DUTY_STEP, type PresetName, presetOf, presetsOf } from './effort.ts';
import type { MiningControls } from './mining-controls.ts';
import { gpuWords, noGpuSentence } from './words.ts';

interface EffortProps {
  readonly mining: MiningState;
  readonly controls: MiningControls;
}

const LABELS: Readonly<Record<PresetName, string>> = {
  quiet: toSay('Quiet'),
  balanced: toSay('Balanced'),
  all: toSay('All'),
};

export function EffortControls({ mining, controls }: EffortProps) {
  const { threads, duty } = controls.effort.value;
  const { maxThreads } = mining;
  return (
    <div class="effort">
      <Presets cores={maxThreads} controls={controls} />
      <Slider
        id="threads"
        label={say('Threads')}
        testId="mining-threads"
        range={[1, Math.max(1, maxThreads), 1]}
        value={threads}
        text={(some) => say('{done} of {total}', { done: some, total: maxThreads })}
        spoken={(some) =>
          sayCount(maxThreads, '{some} of {count} thread', '{some} of {count} threads', { some })
        }
        change={(wanted) => controls.change({ threads: wanted })}
      />
      <Slider
        id="duty"
        label={say('Time at work')}
        testId="mining-duty"
        range={[DUTY_MIN, 100, DUTY_STEP]}
        value={duty}
        text={percent}
        spoken={(share) =>
          say('each thread works {share} of the time and rests in between', {
            share: percent(share),
          })
        }
        change={(wanted) => controls.change({ duty: wanted })}
      />
      <GraphicsCard mining={mining} controls={controls} />
      {controls.power.value !== 'unknown' && (
        <p class="effort-battery">
          {say('Pause on battery')}
          <Switch
            label={say('Pause on battery')}
            hideLabel
            on={controls.pausesOnBattery.value}
            testId="mining-battery"
            toggle={(wanted) => controls.pauseOnBattery(wanted)}
          />
        </p>
      )}
    </div>
  );
}

function percent(share: number): string {
  return formatPercent(share / 100);
}

interface PresetsProps {
  readonly cores: number;
  readonly controls: MiningControls;
}

function Presets({ cores, controls }: PresetsProps) {
  const chosen = presetOf(controls.effort.value, cores);
  return (
    <fieldset class="presets">
      <legend class="visually-hidden">{say('How much of this device mines')}</legend>
      {presetsOf(cores).map(({ name, threads, duty }) => (
        <label key={name} class="preset">
          <input
            type="radio"
            name="mining-preset"
            checked={chosen === name}
            data-testid={`mining-${name}`}
            onChange={() => controls.change({ threads, duty })}
          />
          {say(LABELS[name])}
        </label>
      ))}
    </fieldset>
  );
}

/** A card that there is not has no control; whoever misses it can ask why. */
function GraphicsCard({ mining, controls }: EffortProps) {
  const reason = controls.noGpu.value;
  if (reason !== undefined) {
    return (
      <details class="effort-why">
        <summary data-testid="no-gpu">{say('No graphics card to mine with')}</summary>
        <p class="quiet">{noGpuSentence(reason)}</p>
      </details>
    );
  }
  const { gpu } = controls.effort.value;
  const note = mining.gpu && gpuWords(mining.gpu);
  return (
    <>
      <Slider
        id="gpu"
        label={say('Graphics card')}
        testId="mining-gpu"
        range={[0, 100, 5]}
        value={gpu}
        text={(share) => (share === 0 ? say('off') : percent(share))}
        spoken={(share) =>
          share === 0 ? say('off') : say('{share} of its time', { share: percent(share) })
        }
        change={(wanted) => controls.change({ gpu: wanted })}
      />
      {note !== undefined && <p class="effort-note quiet">{note}</p>}
    </>
  );
}
