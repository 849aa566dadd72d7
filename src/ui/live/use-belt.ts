/**
 * The belt on which the cards stand. It is laid when the first of them are drawn; from then on a
 * new block moves one element, the belt, which browsers do without laying anything out anew.
 */

import { useEffect, useRef } from 'preact/hooks';
import { COLUMN_PITCH } from './geometry.ts';
import type { StripLayout } from './layout.ts';

/** More blocks than this at once, as while a chain is fetched, are not worth following. */
const GLIDES_COLUMNS = 3;

export interface Belt {
  /** From the layout's lowest height to the newest one of when the belt was laid. */
  readonly columns: number;
  /** How far it has gone since, in pixels. */
  readonly gone: number;
  readonly leaps: boolean;
}

export function useBelt({ cells, columns, lowest }: StripLayout): Belt {
  const newest = lowest + columns - 1;
  const laidAt = useRef<number | undefined>(undefined);
  if (cells.length > 0) laidAt.current ??= newest;
  const laid = laidAt.current ?? newest;
  const before = useRef(newest);
  const leaps = Math.abs(newest - before.current) > GLIDES_COLUMNS;
  useEffect(() => {
    before.current = newest;
  }, [newest]);
  return { columns: laid - lowest + 1, gone: (newest - laid) * COLUMN_PITCH, leaps };
}
