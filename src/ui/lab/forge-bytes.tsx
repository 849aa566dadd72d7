/**
 * The bytes of a block, to be changed one by one: each is a cell that takes two hex digits, in the
 * tint of its field. Without a keyboard the line below changes the byte that was chosen.
 */

import { type Signal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { tintOf, wordsOf } from '../explorer/field-words.ts';
import { formatCount } from '../format.ts';
import { say, sayWith } from '../language/say.ts';
import {
  editedByte,
  type Edits,
  flipped,
  hexDigit,
  moveBy,
  byteAt,
  withByte,
} from './forge-edits.ts';
import { type BlockField, fieldAt } from './forge-fields.ts';

interface ForgeBytesProps {
  readonly hex: string;
  readonly fields: readonly BlockField[];
  readonly edits: Signal<Edits>;
  /** Which byte is chosen. */
  readonly chosen: Signal<number>;
}

const ROWS_PER_PAGE = 16;
const WIDE_ROW_BYTES = 16;
const NARROW_ROW_BYTES = 8;
const NARROW = '(max-width: 699px)';

export function ForgeBytes(props: ForgeBytesProps) {
  const { hex, chosen } = props;
  const rowBytes = useRowBytes();
  const sizeBytes = hex.length / 2;
  const pageBytes = ROWS_PER_PAGE * rowBytes;
  const first = chosen.value - (chosen.value % pageBytes);
  const last = Math.min(sizeBytes, first + pageBytes) - 1;
  const grid = { rowBytes, sizeBytes, first, last };
  return (
    <div class="forge-bytes">
      <p class="bytes-caption">
        <span>
          {say('Bytes {first} to {last} of {size}', {
            first: formatCount(first),
            last: formatCount(last),
            size: formatCount(sizeBytes),
          })}
        </span>
        {sizeBytes > pageBytes && (
          <span class="button-row">
            <PageButton
              label={say('Earlier bytes')}
              isOff={first === 0}
              go={() => (chosen.value = first - pageBytes)}
            />
            <PageButton
              label={say('Later bytes')}
              isOff={last === sizeBytes - 1}
              go={() => (chosen.value = first + pageBytes)}
            />
          </span>
        )}
      </p>
      <Grid {...props} {...grid} />
    </div>
  );
}

function useRowBytes(): number {
  const isNarrow = useSignal(matchMedia(NARROW).matches);
  useEffect(() => {
    const query = matchMedia(NARROW);
    const listen = () => (isNarrow.value = query.matches);
    query.addEventListener('change', listen);
    return () => query.removeEventListener('change', listen);
  }, []);
  return isNarrow.value ? NARROW_ROW_BYTES : WIDE_ROW_BYTES;
}

interface GridProps extends ForgeBytesProps {
  readonly rowBytes: number;
  readonly sizeBytes: number;
  readonly first: number;
  readonly last: number;
}

function Grid(props: GridProps) {
  const { hex, edits, chosen, rowBytes, first, last } = props;
  const element = useRef<HTMLDivElement>(null);
  /** The first of two digits. */
  const half = useSignal('');
  const choose = (at: number) => {
    half.value = '';
    chosen.value = at;
  };
  /** By a key: where it leads to another page, the cell that had the focus is gone. */
  const isLed = useRef(false);
  const lead = (at: number) => {
    isLed.current = at !== chosen.value;
    choose(at);
  };
  /** Focus goes along where it was in the grid, and nowhere else. */
  useEffect(() => {
    const grid = element.current;
    const goesAlong = isLed.current || grid?.contains(document.activeElement);
    isLed.current = false;
    if (goesAlong) grid?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  }, [chosen.value]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = chosen.value;
    const next = moveBy(event.key, at, props);
    const digit = hexDigit(event.key);
    if (next !== undefined) lead(next);
    else if (digit !== undefined) type(digit);
    else if (event.key === 'Backspace' || event.key === 'Delete') putBack(at);
    else return;
    event.preventDefault();
  };
  const type = (digit: string) => {
    const at = chosen.value;
    if (half.value === '') return void (half.value = digit);
    edits.value = withByte(hex, edits.value, [at, `${half.value}${digit}`]);
    return lead(moveBy('ArrowRight', at, props)!);
  };
  const putBack = (at: number) => {
    half.value = '';
    edits.value = withByte(hex, edits.value, [at, byteAt(hex, at)]);
  };
  const rows: number[] = [];
  for (let offset = first; offset <= last; offset += rowBytes) rows.push(offset);
  return (
    <div
      class="forge-grid"
      role="grid"
      aria-label={say('Bytes of the block, in hex. Type two digits to change one.')}
      data-testid="forge-grid"
      ref={element}
      onKeyDown={onKeyDown}
    >
      {rows.map((offset) => (
        <div key={offset} class="forge-row" role="row">
          <span class="hex-offset" role="rowheader">
            {offset.toString(16).padStart(4, '0')}
          </span>
          {range(offset, Math.min(offset + rowBytes - 1, last)).map((at) => (
            <Cell key={at} {...props} at={at} half={half.value} choose={choose} />
          ))}
        </div>
      ))}
    </div>
  );
}

interface CellProps extends GridProps {
  readonly at: number;
  readonly half: string;
  readonly choose: (at: number) => void;
}

function Cell({ hex, fields, edits, chosen, at, half, choose }: CellProps) {
  const { kind } = fields[fieldAt(fields, at)]!;
  const isChosen = chosen.value === at;
  const byte = editedByte(hex, edits.value, at);
  const isEdited = edits.value.has(at);
  const values = { offset: formatCount(at), byte, field: wordsOf(kind).name };
  return (
    <span
      class="forge-byte"
      role="gridcell"
      tabIndex={isChosen ? 0 : -1}
      aria-selected={isChosen}
      aria-label={
        isEdited
          ? say('Byte {offset}, changed to {byte}, {field}', values)
          : say('Byte {offset}, {byte}, {field}', values)
      }
      data-tint={tintOf(kind)}
      data-edited={isEdited || undefined}
      data-at={at}
      onClick={() => choose(at)}
    >
      {isChosen && half !== '' ? `${half}_` : byte}
    </span>
  );
}

/** What the chosen byte is, and ways to change it with a finger. */
export function ByteLine({ hex, fields, edits, chosen }: ForgeBytesProps) {
  const at = chosen.value;
  const field = fields[fieldAt(fields, at)]!;
  const { name, core, what } = wordsOf(field.kind);
  const byte = editedByte(hex, edits.value, at);
  const set = (next: string) => (edits.value = withByte(hex, edits.value, [at, next]));
  return (
    <div class="forge-byte-line">
      <p>
        <PlaceOfByte at={at} transaction={field.transaction} name={name} core={core} />
      </p>
      <p class="quiet">{what}</p>
      <div class="button-row">
        <button
          type="button"
          class="button"
          data-testid="forge-flip"
          onClick={() => set(flipped(byte))}
        >
          {say('Flip one bit')}
        </button>
        <button
          type="button"
          class="button"
          aria-disabled={!edits.value.has(at)}
          data-testid="forge-put-back"
          onClick={() => set(byteAt(hex, at))}
        >
          {say('Put this byte back')}
        </button>
      </div>
    </div>
  );
}

interface PlaceOfByteProps {
  readonly at: number;
  readonly transaction: number | undefined;
  readonly name: string;
  readonly core: string;
}

function PlaceOfByte({ at, transaction, name, core }: PlaceOfByteProps) {
  const field = (
    <>
      <strong>{name}</strong> <code>{core}</code>
    </>
  );
  const parts = { offset: formatCount(at), field };
  if (transaction === undefined)
    return <>{sayWith('Byte {offset}, in the header: {field}', parts)}</>;
  const number = formatCount(transaction + 1);
  return <>{sayWith('Byte {offset}, in transaction {number}: {field}', { ...parts, number })}</>;
}

interface PageButtonProps {
  readonly label: string;
  readonly isOff: boolean;
  readonly go: () => void;
}

function PageButton({ label, isOff, go }: PageButtonProps) {
  return (
    <button
      type="button"
      class="button"
      aria-disabled={isOff}
      onClick={() => {
        if (!isOff) go();
      }}
    >
      {label}
    </button>
  );
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, at) => first + at);
}
