/**
 * The belt on which the cards stand. It is laid when the first of them are drawn; from then on a
 * new block moves one element, the belt, which browsers do without laying anything out anew.
 */

import { useEffect, useRef } from 'preact/hooks';
import { COLUMN_PITCH, leaps } from './geometry.ts';
import { newestHeight, type StripLayout } from './layout.ts';

export interface Belt {
  /** From the layout's lowest height to the newest one of when the belt was laid. */
  readonly columns: number;
  /** How far it has gone since, in pixels. */
  readonly gone: number;
  readonly leaps: boolean;
}

export function useBelt(layout: StripLayout): Belt {
  const { cells, lowest } = layout;
  const newest = newestHeight(layout);
  const laidAt = useRef<number | undefined>(undefined);
  if (cells.length > 0) laidAt.current ??= newest;
  const laid = laidAt.current ?? newest;
  const before = useRef(newest);
  const isLeap = leaps(before.current, newest);
  useEffect(() => {
    before.current = newest;
  }, [newest]);
  return { columns: laid - lowest + 1, gone: (newest - laid) * COLUMN_PITCH, leaps: isLeap };
}
