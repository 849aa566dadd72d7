/**
 * An old block to be changed: its bytes, what each change breaks, block by block, and a button that
 * shows the result to every node.
 */

import { type Signal, useComputed, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Forger, ForgeryStage, OpenedBlock, TamperEdit, Tampered } from '../../lab/api.ts';
import { fromHex } from '../../util/bytes.ts';
import { HEADER_BYTES, type Edits, applyEdits, NO_EDITS } from './forge-edits.ts';
import { formatHeight } from '../format.ts';
import { say } from '../language/say.ts';
import { ByteLine, ForgeBytes } from './forge-bytes.tsx';
import { type ForgeProps, RunView, StartOrStop } from './forge-card.tsx';
import { ChainAbove, Damage, repairWords } from './forge-damage.tsx';
import { annotateBlock } from './forge-fields.ts';
import { useRunner } from './forge-run.ts';
import { failureWords } from './forge-words.ts';

/** How far below the tip the block is that is offered first. */
const DEPTH = 5;
/** The first byte of the time, which everybody can read. */
const FIRST_CHOSEN = 68;

type Opening =
  | { readonly kind: 'opening' }
  | { readonly kind: 'open'; readonly block: OpenedBlock }
  | { readonly kind: 'none' };

export function ForgeTamper(props: ForgeProps) {
  const { forger, snapshot } = props;
  const height = useSignal(String(Math.max(1, snapshot.height - DEPTH)));
  const opening = useSignal<Opening>({ kind: 'opening' });
  const open = () => void openInto(forger, height.value, opening);
  const isEmpty = snapshot.height === 0;
  useEffect(() => {
    if (!isEmpty) open();
  }, [isEmpty]);
  return (
    <article
      class="forge-card forge-tamper"
      aria-labelledby="forge-tampered"
      data-testid="forge-tampered"
    >
      <h4 id="forge-tampered">{say('Can somebody change the past?')}</h4>
      <p>{say('Here are the bytes of a block that every node has had for a while.')}</p>
      <p>{say('Change any of them, and see at once what no longer fits, block by block.')}</p>
      <p>{say('Then show it to every node: each compares it with what it has checked itself.')}</p>
      {isEmpty ? (
        <p class="empty">{say('There is no block yet. Wait for the first one.')}</p>
      ) : (
        <Picker height={height} open={open} />
      )}
      {opening.value.kind === 'none' && (
        <p class="complaint" role="alert">
          {say('There is no such block in the chain.')}
        </p>
      )}
      {opening.value.kind === 'open' && (
        <Bench key={opening.value.block.hash} {...props} block={opening.value.block} />
      )}
    </article>
  );
}

async function openInto(forger: Forger, height: string, opening: Signal<Opening>): Promise<void> {
  const wanted = /^\d{1,9}$/.test(height.trim()) ? Number(height) : 0;
  try {
    opening.value = { kind: 'open', block: await forger.open(wanted) };
  } catch {
    opening.value = { kind: 'none' };
  }
}

interface PickerProps {
  readonly height: Signal<string>;
  readonly open: () => void;
}

function Picker({ height, open }: PickerProps) {
  return (
    <form
      class="forge-picker"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        open();
      }}
    >
      <label for="forge-height">{say('Block')}</label>
      <input
        id="forge-height"
        type="text"
        inputMode="numeric"
        autocomplete="off"
        value={height.value}
        data-testid="forge-height"
        onInput={({ currentTarget }) => (height.value = currentTarget.value)}
      />
      <button type="submit" class="button" data-testid="forge-open">
        {say('Open')}
      </button>
    </form>
  );
}

/** One opened block, and all that has been changed in it. */
function Bench({ block, ...props }: ForgeProps & { readonly block: OpenedBlock }) {
  const { forger, snapshot, busy } = props;
  const edits = useSignal<Edits>(NO_EDITS);
  const chosen = useSignal(FIRST_CHOSEN);
  const isMended = useSignal(true);
  const runner = useRunner(busy);
  const fields = useComputed(() => annotateBlock(fromHex(block.hex)));
  const edit = useComputed(() => editOf(block, edits.value, isMended.value));
  const tampered = useTampered(forger, block, edit.value);
  const report = tampered === 'failed' ? undefined : tampered?.report;
  useEffect(() => runner.clear(), [edit.value]);
  const isEdited = edits.value.size > 0;
  const bytes = { hex: block.hex, fields: fields.value, edits, chosen };
  const show = (progress: (stage: ForgeryStage) => void) =>
    forger.tamper(block, edit.value).then(({ hex }) => forger.show(block, hex, progress));
  return (
    <>
      <div class="forge-bench">
        <ForgeBytes {...bytes} />
        <div class="forge-findings">
          <ByteLine {...bytes} />
          <h5>{isEdited ? say('What no longer fits') : say('Everything fits')}</h5>
          {tampered === 'failed' && (
            <p class="complaint" role="alert">
              {failureWords('failed')}
            </p>
          )}
          {report !== undefined && <Damage block={block} report={report} />}
          <label class="forge-mend">
            <input
              type="checkbox"
              checked={isMended.value}
              data-testid="forge-mend"
              onChange={({ currentTarget }) => (isMended.value = currentTarget.checked)}
            />
            {say('Make the header fit changed transactions, as a forger would')}
          </label>
        </div>
      </div>
      {report !== undefined && <ChainAbove block={block} report={report} />}
      <p class="forge-repair">
        {isEdited
          ? repairWords(block, snapshot)
          : say('Change a byte of block {height} to see what follows.', {
              height: formatHeight(block.height),
            })}
      </p>
      <StartOrStop
        {...props}
        runner={runner}
        label={say('Show it to every node')}
        testId="forge-show"
        start={() => runner.start(show)}
      />
      <RunView {...props} run={runner.run.value} />
    </>
  );
}

/** Of the newest edit; meanwhile, of the one before. 'failed' = the next edit tries it anew. */
function useTampered(
  forger: Forger,
  block: OpenedBlock,
  edit: TamperEdit,
): Tampered | 'failed' | undefined {
  const tampered = useSignal<Tampered | 'failed' | undefined>(undefined);
  useEffect(() => {
    let isOver = false;
    forger.tamper(block, edit).then(
      (answer) => isOver || (tampered.value = answer),
      () => isOver || (tampered.value = 'failed'),
    );
    return () => void (isOver = true);
  }, [edit]);
  return tampered.value;
}

/** A header that was changed itself stays as it is: mending would undo the change. */
function editOf(block: OpenedBlock, edits: Edits, isMended: boolean): TamperEdit {
  const isBodyEdited = [...edits.keys()].some((at) => at >= HEADER_BYTES);
  return { hex: applyEdits(block.hex, edits), mends: isMended && isBodyEdited };
}
