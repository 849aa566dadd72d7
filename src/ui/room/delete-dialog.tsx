/** Before something is gone for good: what will be lost, and what cannot be known from here. */

import { useSignal } from '@preact/signals';
import type { KeptRoom, KeptSlot } from '../../adapters/storage/kept-rooms.ts';
import { addressOf } from '../address.ts';
import { closeSheet, Sheet, StepHeading } from '../components/sheet.tsx';
import { formatBytes, formatCount } from '../format.ts';
import { say, sayWith } from '../language/say.ts';

export interface Doomed {
  readonly room: KeptRoom;
  readonly slot: KeptSlot;
  readonly sizeBytes: number | undefined;
}

interface DeleteDialogProps {
  readonly doomed: Doomed;
  readonly remove: (doomed: Doomed) => Promise<void>;
  readonly close: () => void;
}

export function DeleteDialog({ doomed, remove, close }: DeleteDialogProps) {
  const busy = useSignal(false);
  const { room, slot, sizeBytes } = doomed;
  const title = say('Delete node no. {number} of {room}?', {
    number: formatCount(slot.slot + 1),
    room: room.name,
  });
  return (
    <Sheet label={title} testId="delete-dialog" close={close}>
      <div class="form">
        <StepHeading>{title}</StepHeading>
        <p>
          {say('Its wallet goes with it, and every coin in it.')}{' '}
          <strong>
            {say('Nothing can bring them back but its twelve words or its backup file.')}
          </strong>{' '}
          {say('From here nobody can see whether you have them.')}
        </p>
        <p class="quiet">
          {sizeBytes === undefined
            ? say('Its copy of the chain goes, too; other tabs of the room keep theirs.')
            : say('Its copy of the chain ({size}) goes, too; other tabs of the room keep theirs.', {
                size: formatBytes(sizeBytes),
              })}
        </p>
        {room.code !== undefined && (
          <p class="quiet">
            {sayWith('Not sure? {open} and look into its wallet first.', {
              open: (
                <a
                  href={`${addressOf(room.code, 'wallet')}?slot=${slot.slot}`}
                  target="_blank"
                  rel="noopener"
                >
                  {say('Open it in a new tab')}
                </a>
              ),
            })}
          </p>
        )}
        <div class="sheet-actions">
          <button type="button" class="button" onClick={closeSheet}>
            {say('Keep it')}
          </button>
          <button
            type="button"
            class="button button-danger"
            data-testid="delete-confirm"
            aria-disabled={busy.value}
            onClick={() => {
              if (busy.value) return;
              busy.value = true;
              void remove(doomed);
            }}
          >
            {say('Delete for good')}
          </button>
        </div>
      </div>
    </Sheet>
  );
}
