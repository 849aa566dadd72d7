/**
 * Fields and their bytes, side by side: what is pointed at or focused on one side lights up on the
 * other, and a click keeps it lit and says what the field is and which rule checks it.
 */

import { type Signal, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { CopyButton } from '../components/controls.tsx';
import { say, sayCount } from '../language/say.ts';
import type { Field } from './tape.ts';
import { ownerOf, tintOf, wordsOf } from './field-words.ts';
import { type Row, rowOf, toRows } from './hex-rows.ts';

interface BytesViewProps {
  /** Two digits a byte. */
  readonly hex: string;
  readonly fields: readonly Field[];
  /** What the button is called that copies all of them. */
  readonly copyLabel: string;
  /** How a value is shown in the table, where not as it stands. */
  readonly show?: (field: Field) => JSX.Element | string;
}

export function BytesView({ hex, fields, copyLabel, show }: BytesViewProps) {
  const pointed = useSignal<number | undefined>(undefined);
  const kept = useSignal<number | undefined>(undefined);
  const lit = pointed.value ?? kept.value;
  const parts = { fields, lit, pointed, kept };
  return (
    <div class="bytes">
      <div class="bytes-fields">
        <FieldTable {...parts} show={show} />
      </div>
      <div class="bytes-hex">
        <p class="bytes-caption">
          <span>{sayCount(hex.length / 2, '{count} byte', '{count} bytes')}</span>
          <CopyButton text={hex} label={copyLabel} class="text-button">
            {say('Copy hex')}
          </CopyButton>
        </p>
        <HexGrid {...parts} rows={toRows(hex, fields)} />
        <Explanation field={lit === undefined ? undefined : fields[lit]} show={show} />
      </div>
    </div>
  );
}

interface Parts {
  readonly fields: readonly Field[];
  readonly lit: number | undefined;
  readonly pointed: Signal<number | undefined>;
  readonly kept: Signal<number | undefined>;
}

function handlersOf(at: number, { pointed, kept }: Parts) {
  const point = () => (pointed.value = at);
  const leave = () => {
    if (pointed.value === at) pointed.value = undefined;
  };
  return {
    onMouseEnter: point,
    onMouseLeave: leave,
    onFocus: point,
    onBlur: leave,
    onClick: () => (kept.value = kept.value === at ? undefined : at),
  };
}

function FieldTable({ show, ...parts }: Parts & { readonly show: BytesViewProps['show'] }) {
  return (
    <ul class="field-list">
      {parts.fields.map((field, at) => {
        const { name, core } = wordsOf(field.kind);
        return (
          <li
            key={at}
            class="field-row"
            data-tint={tintOf(field.kind)}
            data-lit={parts.lit === at || undefined}
          >
            <button
              type="button"
              class="field-name"
              aria-pressed={parts.kept.value === at}
              data-testid="field"
              data-kind={field.kind}
              {...handlersOf(at, parts)}
            >
              {name}
              {field.at !== undefined && (
                <span class="field-owner">{ownerOf(field.kind, field.at)}</span>
              )}
              <code class="field-core">{core}</code>
            </button>
            <span class="field-value">{show?.(field) ?? field.value}</span>
          </li>
        );
      })}
    </ul>
  );
}

function HexGrid({ rows, ...parts }: Parts & { readonly rows: readonly Row[] }) {
  const grid = useRef<HTMLDivElement>(null);
  const { lit } = parts;
  useEffect(() => reveal(grid.current!, rows, lit), [lit]);
  return (
    <div class="hex-grid" role="presentation" data-testid="hex-grid" ref={grid}>
      {rows.map(({ offset, runs }) => (
        <div key={offset} class="hex-row">
          <span class="hex-offset">{offset.toString(16).padStart(4, '0')}</span>
          <span class="hex-bytes">
            {runs.map(({ at, text }) => (
              <button
                key={at}
                type="button"
                class="hex-run"
                tabIndex={-1}
                data-tint={tintOf(parts.fields[at]!.kind)}
                data-lit={parts.lit === at || undefined}
                aria-label={`${wordsOf(parts.fields[at]!.kind).name}: ${text}`}
                {...handlersOf(at, parts)}
              >
                {text}
              </button>
            ))}
          </span>
        </div>
      ))}
    </div>
  );
}

/** Scrolls the grid alone, so that the page stands still under whoever points at a field. */
function reveal(grid: HTMLElement, rows: readonly Row[], lit: number | undefined): void {
  const row = grid.children[rowOf(rows, lit)];
  if (row === undefined || grid.matches(':hover')) return;
  const [frame, place] = [grid.getBoundingClientRect(), row.getBoundingClientRect()];
  if (place.top >= frame.top && place.bottom <= frame.bottom) return;
  grid.scrollTop += place.top - frame.top - place.height;
}

interface ExplanationProps {
  readonly field: Field | undefined;
  readonly show: BytesViewProps['show'];
}

function Explanation({ field, show }: ExplanationProps) {
  if (field === undefined) {
    return <p class="explanation quiet">{say('Point at a field or at its bytes.')}</p>;
  }
  const { name, core, what, rule } = wordsOf(field.kind);
  return (
    <div class="explanation" data-testid="explanation">
      <p>
        <strong>{name}</strong>{' '}
        {field.at !== undefined && (
          <span class="field-owner">{ownerOf(field.kind, field.at)} </span>
        )}
        <code class="field-core">{core}</code>
      </p>
      <p class="explanation-value">{show?.(field) ?? field.value}</p>
      <p>{what}</p>
      <p>{rule}</p>
    </div>
  );
}
