/** Fees as what they buy: a wait. The feerate stands in second place. */

import type { FeePreset, RoomView } from '../../node/api.ts';
import { say } from '../language/say.ts';
import { feeName, feerateWords, feeWait } from './words.ts';

export type FeeName = FeePreset['name'] | 'least';

interface FeeChoiceProps {
  readonly presets: readonly FeePreset[];
  readonly room: RoomView;
  readonly chosen: FeeName | undefined;
  readonly choose: (name: FeeName) => void;
  /** What the least that the node accepts would do, where that is a choice. */
  readonly least?: string;
}

export function FeeChoice({ presets, room, chosen, choose, least }: FeeChoiceProps) {
  return (
    <fieldset class="fees">
      <legend>{say('Fee')}</legend>
      {least !== undefined && (
        <Choice
          name="least"
          label={say('Just enough')}
          wait={least}
          chosen={chosen === 'least'}
          choose={choose}
        />
      )}
      {presets.map((preset) => (
        <Choice
          key={preset.name}
          name={preset.name}
          label={feeName(preset)}
          wait={feeWait(preset, room)}
          rate={feerateWords(preset.ticksPerKvb)}
          chosen={chosen === preset.name}
          choose={choose}
        />
      ))}
    </fieldset>
  );
}

interface ChoiceProps {
  readonly name: FeeName;
  readonly label: string;
  readonly wait: string;
  readonly rate?: string;
  readonly chosen: boolean;
  readonly choose: (name: FeeName) => void;
}

function Choice({ name, label, wait, rate, chosen, choose }: ChoiceProps) {
  return (
    <label class="fee">
      <input
        type="radio"
        name="fee"
        value={name}
        checked={chosen}
        data-testid={`fee-${name}`}
        onChange={() => choose(name)}
      />
      <span class="fee-name">{label}</span>
      <span class="fee-wait">{wait}</span>
      {rate !== undefined && <span class="fee-rate figure">{rate}</span>}
    </label>
  );
}
