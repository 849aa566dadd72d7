/** A new room by its parameters, each with what it means; it opens beside this one. */

import { type Signal, useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import {
  foundRoom,
  type FoundingParams,
  ROOM_SECRET_BYTES,
  START_POWER_MAX,
  START_POWER_MIN,
} from '../../node/founding.ts';
import { addressOf } from '../address.ts';
import { CopyButton, Switch } from '../components/controls.tsx';
import { Field, Form, Submit } from '../components/fields.tsx';
import { closeSheet, Sheet, StepHeading } from '../components/sheet.tsx';
import { say, sayCount, sayWith } from '../language/say.ts';
import { halvingWords, kindWords, spacingWords, startWords } from './room-words.ts';
import {
  halvingComplaint,
  halvingOf,
  PRESETS,
  spacingComplaint,
  spacingOf,
  type Wish,
  wishedParams,
} from './wish.ts';

interface NewRoomProps {
  /** Of this device; 0 while it is not known. */
  readonly hashesPerSecond: number;
  readonly close: () => void;
}

interface Founded {
  readonly name: string;
  readonly link: string;
}

export function NewRoom({ hashesPerSecond, close }: NewRoomProps) {
  const founded = useSignal<Founded | undefined>(undefined);
  return (
    <Sheet label={say('New room')} testId="new-room-dialog" close={close}>
      {founded.value === undefined ? (
        <WishForm
          hashesPerSecond={hashesPerSecond}
          founded={(room) => {
            founded.value = room;
            open(room.link, '_blank', 'noopener');
          }}
        />
      ) : (
        <Opened room={founded.value} />
      )}
    </Sheet>
  );
}

interface WishFormProps {
  readonly hashesPerSecond: number;
  readonly founded: (room: Founded) => void;
}

function WishForm({ hashesPerSecond, founded }: WishFormProps) {
  const wish = useSignal<Wish>(PRESETS[0]!.wish);
  const params = wishedParams(wish.value);
  const change = (part: Partial<Wish>) => (wish.value = { ...wish.value, ...part });
  const figures = {
    isSandbox: wish.value.isSandbox,
    spacingSeconds: spacingOf(wish.value) ?? 0,
    startHashes: 2 ** wish.value.startPower,
    halvingInterval: halvingOf(wish.value) ?? 0,
  };
  return (
    <Form submit={() => params !== undefined && founded(found(params))}>
      <StepHeading>{say('New room')}</StepHeading>
      <p class="quiet">
        {say('Its rules stand in its link and never change. This tab’s room goes on beside it.')}
      </p>
      <Presets wish={wish} />
      <Field
        label={say('Seconds between blocks')}
        value={wish.value.spacing}
        change={(spacing) => change({ spacing })}
        testId="wish-spacing"
        decimal
        complaint={spacingComplaint(wish.value)}
        hint={figures.spacingSeconds > 0 ? spacingWords(figures.spacingSeconds) : ''}
      />
      {!figures.isSandbox && (
        <StartPower
          power={wish.value.startPower}
          change={(startPower) => change({ startPower })}
          meaning={startWords(figures, hashesPerSecond)}
        />
      )}
      <Field
        label={say('Blocks until the reward halves')}
        value={wish.value.halving}
        change={(halving) => change({ halving })}
        testId="wish-halving"
        decimal
        complaint={halvingComplaint(wish.value)}
        hint={params === undefined ? '' : halvingWords(figures)}
      />
      <div class="field">
        <Switch
          label={say('Sandbox')}
          on={figures.isSandbox}
          testId="wish-sandbox"
          toggle={(isSandbox) => change({ isSandbox })}
        />
        <p class="hint">{kindWords(figures.isSandbox)}</p>
      </div>
      <div class="sheet-actions">
        <Submit busy={params === undefined} testId="found-room">
          {say('Open the new room')}
        </Submit>
      </div>
    </Form>
  );
}

function Presets({ wish }: { readonly wish: Signal<Wish> }) {
  const group = useId();
  return (
    <fieldset class="presets">
      <legend>{say('Begin with')}</legend>
      {PRESETS.map((preset) => (
        <label key={preset.name} class="preset">
          <input
            type="radio"
            name={group}
            data-testid={`preset-${preset.name}`}
            checked={wish.value === preset.wish}
            onChange={() => (wish.value = preset.wish)}
          />
          <span class="preset-title">{say(preset.title)}</span>
          <span class="hint">{say(preset.detail)}</span>
        </label>
      ))}
    </fieldset>
  );
}

interface StartPowerProps {
  readonly power: number;
  readonly change: (power: number) => void;
  readonly meaning: string;
}

function StartPower({ power, change, meaning }: StartPowerProps) {
  const id = useId();
  const hashes = sayCount(2 ** power, '{count} hash', '{count} hashes');
  return (
    <div class="field">
      <div class="field-head">
        <label for={id}>{say('Work for the first block')}</label>
        <output for={id}>
          {hashes} <span class="quiet">2{superscript(power)}</span>
        </output>
      </div>
      <input
        id={id}
        type="range"
        min={START_POWER_MIN}
        max={START_POWER_MAX}
        value={power}
        data-testid="wish-start"
        aria-valuetext={hashes}
        aria-describedby={`${id}-hint`}
        onInput={({ currentTarget }) => change(Number(currentTarget.value))}
      />
      <p class="hint" id={`${id}-hint`}>
        {meaning}
      </p>
    </div>
  );
}

function Opened({ room: { name, link } }: { readonly room: Founded }) {
  return (
    <div class="form">
      <StepHeading>{say('The new room is open')}</StepHeading>
      <p data-testid="room-founded">
        {sayWith('Room {room} opened in another tab, and its node is starting there.', {
          room: <strong>{name}</strong>,
        })}
      </p>
      <p class="quiet">
        {sayWith('If your browser held the tab back, open it by {link}.', {
          link: (
            <a href={link} target="_blank" rel="noopener" data-testid="founded-link">
              {say('the link of the room')}
            </a>
          ),
        })}
      </p>
      <div class="sheet-actions">
        <CopyButton text={link} label={say('Copy the room’s link')}>
          {say('Copy link')}
        </CopyButton>
        <button type="button" class="button button-primary" onClick={closeSheet}>
          {say('Done')}
        </button>
      </div>
    </div>
  );
}

function found(params: FoundingParams): Founded {
  const secret = crypto.getRandomValues(new Uint8Array(ROOM_SECRET_BYTES));
  const { name, code } = foundRoom(params, Date.now(), secret);
  const { origin, pathname, search } = location;
  return { name, link: `${origin}${pathname}${search}${addressOf(code)}` };
}

function superscript(power: number): string {
  return [...String(power)].map((digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]).join('');
}
