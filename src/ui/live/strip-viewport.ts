/** What the strip shows of its track, and how it stays at the newest block while that grows. */

import { type ReadonlySignal, signal, useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { COLUMN_GAP, trackColumns, type View } from './geometry.ts';
import type { StripLayout } from './layout.ts';

/** Fractions of a pixel and overscroll must not count as scrolled away. */
const AT_END_TOLERANCE_PX = 24;

const narrow = matchMedia('(max-width: 699px)');
const narrowness = signal(narrow.matches);
narrow.addEventListener('change', ({ matches }) => (narrowness.value = matches));

/** A phone's width, where the block that is looked for stands below the strip. */
export const isNarrow: ReadonlySignal<boolean> = narrowness;

/** Keeps the newest block in sight as the track grows, unless its user looks at older ones. */
export function useStickToEnd(columns: number) {
  const viewport = useRef<HTMLDivElement>(null);
  const atEnd = useSignal(true);
  const view = useSignal<View>({ left: 0, width: 0 });
  const frame = useRef(0);
  const look = () => {
    // It stays at the end in this frame; until then the track has grown, and it is not.
    if (frame.current !== 0) return;
    atEnd.value = isAtEnd(viewport.current);
    const seen = viewOf(viewport.current);
    if (seen.left !== view.value.left || seen.width !== view.value.width) view.value = seen;
  };
  const toEnd = () => {
    viewport.current?.scrollTo({ left: viewport.current.scrollWidth, behavior: 'instant' });
    look();
  };
  const follow = () => {
    frame.current = 0;
    if (atEnd.value) toEnd();
    else look();
  };
  // Asking where it stands lays all out: in the frame, which does so anyway, and not in the task
  // that has just drawn the cards.
  useLayoutEffect(() => {
    cancelAnimationFrame(frame.current);
    frame.current = requestAnimationFrame(follow);
  }, [columns, isNarrow.value]);
  useEffect(() => {
    addEventListener('resize', follow);
    return () => {
      removeEventListener('resize', follow);
      cancelAnimationFrame(frame.current);
    };
  }, []);
  return { viewport, view, atEnd, look, toEnd };
}

/** To the first block of the chain, which may have to be fetched before it can be focused. */
export function useFocusFirst(
  layout: StripLayout,
  viewport: RefObject<HTMLElement | null>,
): () => void {
  const isWanted = useRef(false);
  const focus = () => {
    const first = layout.cells.find(({ column }) => column === 0);
    if (!isWanted.current || first === undefined || first.card.height > firstHeight(layout)) return;
    isWanted.current = false;
    focusCard(viewport.current, first.card.hash);
  };
  useEffect(focus, [layout]);
  return () => {
    isWanted.current = true;
    viewport.current?.scrollTo({ left: 0, behavior: 'instant' });
    focus();
  };
}

function firstHeight(layout: StripLayout): number {
  return layout.lowest + layout.columns - trackColumns(layout);
}

export function focusedHash(): string | undefined {
  const focused = document.activeElement;
  return focused instanceof HTMLElement ? focused.dataset['hash'] : undefined;
}

export function focusCard(viewport: HTMLElement | null, hash: string): void {
  const cards = [...(viewport?.querySelectorAll<HTMLElement>('[data-hash]') ?? [])];
  const card = cards.find((element) => element.dataset['hash'] === hash);
  if (viewport === null || card === undefined) return;
  card.focus({ preventScroll: true });
  reveal(viewport, card);
}

/** Sideways only: `scrollIntoView` would also scroll the strip under its own upper edge. */
function reveal(viewport: HTMLElement, card: HTMLElement): void {
  const [frame, box] = [viewport.getBoundingClientRect(), card.getBoundingClientRect()];
  const before = box.left - frame.left - COLUMN_GAP;
  const after = box.right - frame.right + COLUMN_GAP;
  if (before < 0) viewport.scrollBy({ left: before });
  else if (after > 0) viewport.scrollBy({ left: after });
}

function isAtEnd(viewport: HTMLElement | null): boolean {
  if (viewport === null) return true;
  const { scrollLeft, clientWidth, scrollWidth } = viewport;
  return scrollLeft + clientWidth >= scrollWidth - AT_END_TOLERANCE_PX;
}

/** The track is narrower than its viewport while the chain is young, and stands at its right. */
function viewOf(viewport: HTMLElement | null): View {
  const track = viewport?.querySelector('.track');
  if (viewport === null || !(track instanceof HTMLElement)) return { left: 0, width: 0 };
  const inTrack = viewport.getBoundingClientRect().left - track.getBoundingClientRect().left;
  return { left: inTrack, width: viewport.clientWidth };
}
