/** A miner's mark and name. The name is other people's text: isolated, clipped, never markup. */

import { type Shape, minerMark } from '../colour.ts';

export const OUTLINES: Readonly<Record<Shape, string>> = {
  circle: 'M6 1a5 5 0 1 1 0 10A5 5 0 0 1 6 1z',
  square: 'M1.5 1.5h9v9h-9z',
  diamond: 'M6 .2 11.8 6 6 11.8.2 6z',
  triangle: 'M6 .8l5.8 10.2H.2z',
};

export function MinerShape({ name }: { readonly name: string }) {
  const { hue, shape } = minerMark(name);
  return (
    <svg class="miner-shape" data-hue={hue} viewBox="0 0 12 12" aria-hidden="true">
      <path d={OUTLINES[shape]} />
    </svg>
  );
}

interface MinerProps {
  /** What the mark is made from; empty for none. */
  readonly name: string;
  /** Stands in the name's place where there is no name. */
  readonly label?: string;
  /** Our own words beside it. */
  readonly note?: string;
}

export function Miner({ name, label, note }: MinerProps) {
  return (
    <span class="miner">
      {name !== '' && <MinerShape name={name} />}
      <bdi class="inert" title={label ?? name}>
        {label ?? name}
      </bdi>
      {note !== undefined && note !== '' && <span class="miner-note">{note}</span>}
    </span>
  );
}
