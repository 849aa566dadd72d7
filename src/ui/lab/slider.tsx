/** A figure that is chosen along a line, told in full to those who hear it. */

interface SliderProps {
  readonly id: string;
  readonly label: string;
  readonly testId: string;
  readonly range: readonly [least: number, most: number, step: number];
  readonly value: number;
  readonly text: string;
  readonly spoken: string;
  readonly change: (value: number) => void;
}

export function Slider({ id, label, testId, range, value, text, spoken, change }: SliderProps) {
  const [least, most, step] = range;
  return (
    <div class="lab-slider">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="range"
        min={least}
        max={most}
        step={step}
        value={value}
        data-testid={testId}
        aria-valuetext={spoken}
        onChange={(event) => change(event.currentTarget.valueAsNumber)}
      />
      <output for={id} class="figure">
        {text}
      </output>
    </div>
  );
}
