/**
 * A figure that is chosen along a line, told in full to those who hear it. What was chosen stands
 * until it comes back from where it was sent, or does not in time.
 */

import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';

interface SliderProps {
  readonly id: string;
  readonly label: string;
  readonly testId: string;
  readonly range: readonly [least: number, most: number, step: number];
  readonly value: number;
  readonly text: (value: number) => string;
  readonly spoken: (value: number) => string;
  readonly change: (value: number) => void;
}

const PATIENCE_MS = 1_500;

export function Slider({ id, label, testId, range, value, text, spoken, change }: SliderProps) {
  const [least, most, step] = range;
  const chosen = useSignal<number | undefined>(undefined);
  const patience = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => void (chosen.value = undefined), [value]);
  const choose = (wanted: number) => {
    clearTimeout(patience.current);
    chosen.value = wanted;
  };
  const send = (wanted: number) => {
    choose(wanted);
    change(wanted);
    patience.current = setTimeout(() => (chosen.value = undefined), PATIENCE_MS);
  };
  const shown = chosen.value ?? value;
  return (
    <div class="slider">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="range"
        min={least}
        max={most}
        step={step}
        value={shown}
        disabled={most <= least}
        data-testid={testId}
        aria-valuetext={spoken(shown)}
        onInput={(event) => choose(event.currentTarget.valueAsNumber)}
        onChange={(event) => send(event.currentTarget.valueAsNumber)}
      />
      <output for={id} class="figure">
        {text(shown)}
      </output>
    </div>
  );
}
