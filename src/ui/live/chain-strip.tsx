/**
 * The chain, newest at the right. The strip scrolls inside itself and stays at the newest block
 * unless its user scrolled away; one card is in the tab order, arrow keys reach the others.
 */

import { type Signal, useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { NodeSnapshot } from '../../node/api.ts';
import { formatHeight, formatPlural } from '../format.ts';
import { BlockCardView } from './block-card.tsx';
import {
  COLUMN_GAP,
  type View,
  cardCorner,
  lanesInView,
  trackHeight,
  trackWidth,
} from './geometry.ts';
import { type Cell, type StripLayout, layoutStrip } from './layout.ts';
import { NextBlock } from './next-block.tsx';
import { Readout } from './readout.tsx';
import { StripEdges } from './strip-edges.tsx';
import { directionOf, neighbour } from './walk.ts';

/** Fractions of a pixel and overscroll must not count as scrolled away. */
const AT_END_TOLERANCE_PX = 24;

interface ChainStripProps {
  readonly snapshot: NodeSnapshot;
}

export function ChainStrip({ snapshot }: ChainStripProps) {
  const selected = useSignal<string | undefined>(undefined);
  const layout = layoutStrip(snapshot.strip);
  const chosen = layout.cells.find((cell) => cell.card.hash === selected.value);
  const tip = layout.cells.find((cell) => cell.card.hash === snapshot.tip);
  return (
    <>
      <StripViewport layout={layout} snapshot={snapshot} selected={selected} tip={tip} />
      {layout.hidden > 0 && (
        <p class="strip-hidden">{formatPlural(layout.hidden, 'more block')} on other branches</p>
      )}
      <Readout
        code={snapshot.room.code}
        cell={chosen ?? tip}
        isTip={chosen === undefined || chosen === tip}
        close={chosen === undefined ? undefined : () => (selected.value = undefined)}
      />
    </>
  );
}

interface ViewportProps extends ChainStripProps {
  readonly layout: StripLayout;
  readonly selected: Signal<string | undefined>;
  readonly tip: Cell | undefined;
}

function StripViewport({ layout, snapshot, selected, tip }: ViewportProps) {
  const { viewport, view, atEnd, look, toEnd } = useStickToEnd(layout);
  const lanes = lanesInView(layout, view.value);
  const fork = lanes === 1 && atEnd.value ? newestFork(layout) : undefined;
  const move = (event: KeyboardEvent) => {
    if (event.key === 'Escape') selected.value = undefined;
    const direction = directionOf(event.key);
    if (direction === undefined) return;
    event.preventDefault();
    const from = layout.cells.find((cell) => cell.card.hash === focusedHash());
    const next = from && neighbour(layout.cells, from, direction);
    if (next) focusCard(viewport.current, next.card.hash);
  };
  return (
    <div class="strip-frame">
      <div
        class="chain-strip"
        ref={viewport}
        role="group"
        aria-label="Chain, oldest block first; arrow keys move from block to block"
        data-testid="chain-strip"
        onKeyDown={move}
        onScroll={look}
      >
        <Track layout={layout} snapshot={snapshot} selected={selected} tip={tip} lanes={lanes} />
      </div>
      {!atEnd.value && (
        <button type="button" class="button strip-to-end" onClick={toEnd}>
          Newest →
        </button>
      )}
      {fork !== undefined && (
        <button
          type="button"
          class="text-button"
          onClick={() => focusCard(viewport.current, fork.card.hash)}
        >
          ← Fork at {formatHeight(fork.card.height)}
        </button>
      )}
    </div>
  );
}

interface TrackProps extends ViewportProps {
  readonly lanes: number;
}

function Track({ layout, snapshot, selected, tip, lanes }: TrackProps) {
  const drawnBefore = useRef(false);
  useEffect(() => {
    drawnBefore.current = true;
  }, []);
  const chosen = layout.cells.some((cell) => cell.card.hash === selected.value);
  const tabbable = chosen ? selected.value : (tip ?? layout.cells.at(-1))?.card.hash;
  const size = {
    width: `${trackWidth(layout.columns)}px`,
    height: `${trackHeight(lanes)}px`,
  };
  return (
    <div class="track" style={size}>
      <StripEdges layout={layout} />
      {layout.cells.map((cell) => (
        <BlockCardView
          key={cell.card.hash}
          cell={cell}
          corner={cardCorner(cell, layout.columns)}
          isTip={cell === tip}
          selected={cell.card.hash === selected.value}
          tabbable={cell.card.hash === tabbable}
          arrives={drawnBefore.current}
          select={(hash) => (selected.value = hash)}
        />
      ))}
      <NextBlock snapshot={snapshot} />
    </div>
  );
}

/** The newest block beside the first lane, which may lie out of sight. */
function newestFork(layout: StripLayout): Cell | undefined {
  const beside = layout.cells.filter((cell) => cell.lane > 0);
  return beside.toSorted((a, b) => b.column - a.column)[0];
}

function focusedHash(): string | undefined {
  const focused = document.activeElement;
  return focused instanceof HTMLElement ? focused.dataset['hash'] : undefined;
}

function focusCard(viewport: HTMLElement | null, hash: string): void {
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

/** Keeps the newest block in sight as the track grows, unless its user looks at older ones. */
function useStickToEnd(layout: StripLayout) {
  const viewport = useRef<HTMLDivElement>(null);
  const atEnd = useSignal(true);
  const view = useSignal<View>({ left: 0, width: 0 });
  const look = () => {
    atEnd.value = isAtEnd(viewport.current);
    view.value = viewOf(viewport.current);
  };
  const toEnd = () => {
    viewport.current?.scrollTo({ left: viewport.current.scrollWidth });
    look();
  };
  const follow = () => (atEnd.value ? toEnd() : look());
  useLayoutEffect(follow, [layout.columns]);
  useEffect(() => {
    addEventListener('resize', follow);
    return () => removeEventListener('resize', follow);
  }, []);
  return { viewport, view, atEnd, look, toEnd };
}

/** The track is narrower than its viewport while the chain is young, and stands at its right. */
function viewOf(viewport: HTMLElement | null): View {
  const track = viewport?.querySelector('.track');
  if (viewport === null || !(track instanceof HTMLElement)) return { left: 0, width: 0 };
  const inTrack = viewport.getBoundingClientRect().left - track.getBoundingClientRect().left;
  return { left: inTrack, width: viewport.clientWidth };
}
