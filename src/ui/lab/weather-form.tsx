/** How the links behave: slow, and lossy. */

import type { LinkWeather } from '../../lab/api.ts';
import { LAB_LATENCY_MAX_MS, LAB_LOSS_MAX_PERCENT } from '../../util/limits.ts';
import { Slider } from '../components/slider.tsx';
import { formatPing } from '../format.ts';
import { say } from '../language/say.ts';

interface WeatherFormProps {
  readonly weather: LinkWeather;
  readonly change: (weather: LinkWeather) => void;
}

const LATENCY: readonly [number, number, number] = [0, LAB_LATENCY_MAX_MS, 100];
const LOSS: readonly [number, number, number] = [0, LAB_LOSS_MAX_PERCENT, 5];

export function WeatherForm({ weather, change }: WeatherFormProps) {
  const { latencyMs, lossPercent } = weather;
  return (
    <section class="lab-weather" aria-labelledby="lab-weather">
      <h4 id="lab-weather">{say('Messages')}</h4>
      <p class="quiet">
        {say('A lost message is sent again: it comes late, and holds up those behind it.')}
      </p>
      <Slider
        id="lab-latency"
        label={say('Delay')}
        spoken={(ms) => say('{latency} more for each message', { latency: formatPing(ms) })}
        testId="lab-latency"
        range={LATENCY}
        value={latencyMs}
        text={formatPing}
        change={(next) => change({ latencyMs: next, lossPercent })}
      />
      <Slider
        id="lab-loss"
        label={say('Lost')}
        spoken={(loss) => say('{loss} % of the messages are lost and sent again', { loss })}
        testId="lab-loss"
        range={LOSS}
        value={lossPercent}
        text={(loss) => `${loss}\u00a0%`}
        change={(next) => change({ latencyMs, lossPercent: next })}
      />
    </section>
  );
}
