/** The rooms that this device keeps: open one again, see what it takes, or delete it for good. */

import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type {
  KeptRoom,
  KeptRooms,
  KeptSlot,
  RemovalOutcome,
} from '../../adapters/storage/kept-rooms.ts';
import { addressOf } from '../address.ts';
import { Age } from '../components/age.tsx';
import { Icon } from '../components/icon.tsx';
import { formatBytes, formatCount, shortHash } from '../format.ts';
import { say, sayCount } from '../language/say.ts';
import { DeleteDialog, type Doomed } from './delete-dialog.tsx';
import { useKept } from './use-kept.ts';

export function KeptRoomsPanel({ rooms }: { readonly rooms: KeptRooms }) {
  const { kept, sizes, use, look } = useKept(rooms);
  const doomed = useSignal<Doomed | undefined>(undefined);
  const outcome = useSignal<Outcome>(NO_OUTCOME);
  useEffect(() => void look(), []);
  if (kept === undefined) return <p class="quiet">{say('Looking at what is kept here')}</p>;
  const remove = async (it: Doomed) => {
    const answer = await rooms.remove(it.room.topic, it.slot.slot);
    outcome.value = outcomeOf(answer, it);
    doomed.value = undefined;
    setTimeout(returnFocus);
    await look();
  };
  return (
    <>
      {use !== undefined && (
        <p class="quiet" data-testid="storage-use" data-value={use.usedBytes}>
          {say('All together {used}, of {granted} that this browser grants.', {
            used: formatBytes(use.usedBytes),
            granted: formatBytes(use.grantedBytes),
          })}
        </p>
      )}
      <OutcomeLine
        sentence={
          kept.some(({ topic }) => topic === outcome.value.topic) ? '' : outcome.value.sentence
        }
      />
      {kept.length === 0 && (
        <p class="quiet">{say('This device keeps no room yet: nothing was stored.')}</p>
      )}
      <ul class="kept">
        {kept.map((room) => (
          <Kept
            key={room.topic}
            room={room}
            sizeOf={(slot) => sizes.get(`${room.topic}/${slot}`)}
            outcome={outcome.value.topic === room.topic ? outcome.value.sentence : ''}
            remove={(it) => {
              const isFree = it.slot.holder === 'nobody';
              outcome.value = isFree ? NO_OUTCOME : outcomeOf('held', it);
              if (isFree) doomed.value = it;
            }}
          />
        ))}
      </ul>
      {doomed.value !== undefined && (
        <DeleteDialog
          doomed={doomed.value}
          remove={remove}
          close={() => (doomed.value = undefined)}
        />
      )}
    </>
  );
}

/** The dialog that had it is gone, and so is, in a moment, the button that opened it. */
function returnFocus(): void {
  const isLost = document.activeElement === document.body;
  if (isLost) document.getElementById('kept')?.focus({ preventScroll: true });
}

/** Stands where its room does, and at the head of the list when that is gone. */
interface Outcome {
  readonly topic: string;
  readonly sentence: string;
}

const NO_OUTCOME: Outcome = { topic: '', sentence: '' };

function outcomeOf(answer: RemovalOutcome, doomed: Doomed): Outcome {
  return { topic: doomed.room.topic, sentence: OUTCOMES[answer](doomed) };
}

function OutcomeLine({ sentence }: { readonly sentence: string }) {
  return (
    <p
      class="kept-outcome"
      role="status"
      data-testid={sentence === '' ? undefined : 'kept-outcome'}
    >
      {sentence}
    </p>
  );
}

const OUTCOMES = {
  removed: ({ room, slot }: Doomed) =>
    say('Node no. {number} of {room} is deleted from this device.', {
      number: formatCount(slot.slot + 1),
      room: room.name,
    }),
  waiting: ({ room, slot }: Doomed) =>
    say(
      'A tab that does not answer still has node no. {number} of {room} open. ' +
        'The node is deleted as soon as that tab is closed.',
      { number: formatCount(slot.slot + 1), room: room.name },
    ),
  held: ({ room, slot }: Doomed) =>
    slot.holder === 'this-tab'
      ? say('This tab is that node. Close the tab, and delete it from another room.')
      : say('A tab has node no. {number} of {room} open. Close that tab first.', {
          number: formatCount(slot.slot + 1),
          room: room.name,
        }),
  refused: () => say('The browser did not delete it. Nothing was lost; try again later.'),
} as const;

interface KeptProps {
  readonly room: KeptRoom;
  readonly sizeOf: (slot: number) => number | undefined;
  readonly outcome: string;
  readonly remove: (doomed: Doomed) => void;
}

function Kept({ room, sizeOf, outcome, remove }: KeptProps) {
  const { name, code, usedMs, slots } = room;
  const isHere = slots.some(({ holder }) => holder === 'this-tab');
  return (
    <li class="kept-room" data-testid="kept-room" data-topic={room.topic}>
      <h3>
        {name}
        {isHere && <span class="badge kept-here">{say('This room')}</span>}
      </h3>
      <p class="kept-facts">
        {code === undefined ? (
          <span>
            {say('Its link is not known here any more; only the link itself can open it.')}
          </span>
        ) : (
          <span class="figure" title={code}>
            {shortHash(code)}
          </span>
        )}
        {usedMs !== undefined && (
          <span>
            {say('last used')} <Age timeSeconds={usedMs / 1_000} />
          </span>
        )}
        <span>{sayCount(slots.length, '{count} node', '{count} nodes')}</span>
      </p>
      <ul class="kept-slots">
        {slots.map((slot) => (
          <Slot
            key={slot.slot}
            room={room}
            slot={slot}
            sizeBytes={sizeOf(slot.slot)}
            remove={() => remove({ room, slot, sizeBytes: sizeOf(slot.slot) })}
          />
        ))}
      </ul>
      <OutcomeLine sentence={outcome} />
    </li>
  );
}

interface SlotProps {
  readonly room: KeptRoom;
  readonly slot: KeptSlot;
  readonly sizeBytes: number | undefined;
  readonly remove: () => void;
}

function Slot({ room, slot, sizeBytes, remove }: SlotProps) {
  const number = formatCount(slot.slot + 1);
  const of = { number, room: room.name };
  const isFree = slot.holder === 'nobody';
  return (
    <li
      class="kept-slot"
      data-testid="kept-slot"
      data-slot={slot.slot}
      data-holder={slot.holder}
      data-size={sizeBytes}
    >
      <span class="kept-slot-name">{say('Node no. {number}', { number })}</span>
      <span class="quiet">{holderWords(slot)}</span>
      <span class="figure kept-size">{sizeBytes === undefined ? '…' : formatBytes(sizeBytes)}</span>
      <span class="kept-ways">
        {isFree && room.code !== undefined && (
          <a
            class="text-button"
            href={`${addressOf(room.code)}?slot=${slot.slot}`}
            target="_blank"
            rel="noopener"
            data-testid="kept-open"
          >
            {say('Open')}
            <Which {...of} />
          </a>
        )}
        {isFree && room.code !== undefined && (
          <a
            class="text-button"
            href={`${addressOf(room.code, 'room')}?slot=${slot.slot}`}
            target="_blank"
            rel="noopener"
          >
            {say('Export')}
            <Which {...of} />
          </a>
        )}
        <button
          type="button"
          class="icon-button"
          data-testid="kept-delete"
          aria-label={say('Delete node no. {number} of {room}', of)}
          title={say('Delete')}
          onClick={remove}
        >
          <Icon name="trash" />
        </button>
      </span>
    </li>
  );
}

/** For those who hear one link after the other. */
function Which({ number, room }: { readonly number: string; readonly room: string }) {
  return (
    <span class="visually-hidden">
      {say('Node no. {number}', { number })}, {room}
    </span>
  );
}

function holderWords({ holder }: KeptSlot): string {
  switch (holder) {
    case 'this-tab':
      return say('this tab');
    case 'another-tab':
      return say('open in another tab');
    case 'nobody':
      return say('at rest');
  }
}
