/**
 * The chain, newest at the right. The strip scrolls inside itself, back to its first block, and
 * stays at the newest one unless its user scrolled away; of older blocks only those in sight are
 * drawn. One card is in the tab order, arrow keys reach the others.
 */

import { type Signal, useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { BlockCard, NodeSnapshot } from '../../node/api.ts';
import { formatHeight } from '../format.ts';
import { say, sayCount } from '../language/say.ts';
import type { NodeActions } from '../state.ts';
import { BlockCardView } from './block-card.tsx';
import { ChangeLine } from './change-line.tsx';
import {
  cardCorner,
  HEAD_WIDTH,
  heightsInView,
  lanesInView,
  trackColumns,
  trackHeight,
  trackWidth,
} from './geometry.ts';
import { isLong } from './happening-words.ts';
import { cardsInSight } from './history.ts';
import { type Cell, type StripLayout, layoutStrip } from './layout.ts';
import type { Moves } from './moves.ts';
import { NextBlock } from './next-block.tsx';
import { Readout } from './readout.tsx';
import { StripEdges } from './strip-edges.tsx';
import {
  focusCard,
  focusedHash,
  isNarrow,
  useFocusFirst,
  useStickToEnd,
} from './strip-viewport.ts';
import { useBelt } from './use-belt.ts';
import { useHistory } from './use-history.ts';
import { useMoves } from './use-moves.ts';
import { isSameStrip, useStable } from './use-stable.ts';
import { useUnrolled } from './use-unrolled.ts';
import { directionOf, neighbour } from './walk.ts';

/** As many as the widest screen shows. */
const RUSH_HEIGHTS = 7;

interface ChainStripProps {
  readonly snapshot: NodeSnapshot;
  readonly actions: NodeActions | undefined;
}

export function ChainStrip({ snapshot, actions }: ChainStripProps) {
  const selected = useSignal<string | undefined>(undefined);
  const strip = useStable(stripOf(snapshot), isSameStrip);
  const { history, see, leave } = useHistory(actions, strip, snapshot.sync !== undefined);
  const newest = useMemo(() => layoutStrip(strip), [strip]);
  const ways = useStickToEnd(trackColumns(newest));
  const sight = heightsInView(newest, ways.view.value);
  const isAway = !ways.atEnd.value;
  useEffect(() => (isAway ? see(sight) : leave()), [isAway, sight.from, sight.to]);
  const layout = useMemo(() => {
    const older = isAway ? cardsInSight(history.value, sight, newest.lowest) : [];
    return older.length === 0 ? newest : layoutStrip([...older, ...strip]);
  }, [newest, history.value, isAway, sight.from, sight.to]);
  const { moves, change } = useMoves(layout);
  const chosen = layout.cells.find((cell) => cell.card.hash === selected.value);
  const tip = layout.cells.find((cell) => cell.card.hash === snapshot.tip);
  return (
    <>
      <StripViewport {...{ layout, snapshot, selected, tip, ways, moves }} />
      {isNarrow.value && <NextBlock snapshot={snapshot} isApart />}
      {layout.hidden > 0 && (
        <p class="strip-hidden">
          {sayCount(
            layout.hidden,
            '{count} more block on other branches',
            '{count} more blocks on other branches',
          )}
        </p>
      )}
      <ChangeLine change={change} lowest={newest.lowest} />
      <Readout
        code={snapshot.room.code}
        cell={chosen ?? tip}
        isTip={chosen === undefined || chosen === tip}
        close={chosen === undefined ? undefined : () => (selected.value = undefined)}
      />
    </>
  );
}

/** While thousands of blocks rush by, a screen of them: each drawing replaces every card. */
function stripOf({ strip, sync }: NodeSnapshot): readonly BlockCard[] {
  if (sync === undefined || !isLong(sync)) return strip;
  const highest = strip.at(-1)?.height ?? 0;
  return strip.filter(({ height }) => height > highest - RUSH_HEIGHTS);
}

interface ViewportProps {
  readonly layout: StripLayout;
  readonly snapshot: NodeSnapshot;
  readonly selected: Signal<string | undefined>;
  readonly tip: Cell | undefined;
  readonly ways: ReturnType<typeof useStickToEnd>;
  readonly moves: Moves;
}

function StripViewport(props: ViewportProps) {
  const { layout, selected, ways } = props;
  const { viewport, view, atEnd, look, toEnd } = ways;
  const lanes = lanesInView(layout, view.value);
  const fork = lanes === 1 && atEnd.value ? newestFork(layout) : undefined;
  const focusFirst = useFocusFirst(layout, viewport);
  const move = (event: KeyboardEvent) => {
    if (event.key === 'Escape') selected.value = undefined;
    const direction = directionOf(event.key);
    if (direction === undefined) return;
    event.preventDefault();
    if (direction === 'first') return focusFirst();
    const from = layout.cells.find((cell) => cell.card.hash === focusedHash());
    const next = from && neighbour(layout.cells, from, direction);
    if (next) focusCard(viewport.current, next.card.hash);
    if (direction === 'last') toEnd();
  };
  return (
    <div class="strip-frame">
      <div
        class="chain-strip"
        ref={viewport}
        role="group"
        aria-label={say('Chain, oldest block first; arrow keys move from block to block')}
        data-testid="chain-strip"
        onKeyDown={move}
        onScroll={look}
      >
        <Track {...props} lanes={lanes} />
      </div>
      {!atEnd.value && (
        <button type="button" class="button strip-to-end" onClick={toEnd}>
          {say('Newest')} →
        </button>
      )}
      {fork !== undefined && (
        <button
          type="button"
          class="text-button"
          onClick={() => focusCard(viewport.current, fork.card.hash)}
        >
          ← {say('Fork at {height}', { height: formatHeight(fork.card.height) })}
        </button>
      )}
    </div>
  );
}

interface TrackProps extends ViewportProps {
  readonly lanes: number;
}

function Track({ layout, snapshot, selected, tip, ways, moves, lanes }: TrackProps) {
  const drawnBefore = useRef(false);
  useEffect(() => {
    drawnBefore.current = true;
  }, []);
  const chosen = layout.cells.some((cell) => cell.card.hash === selected.value);
  const tabbable = chosen ? selected.value : (tip ?? layout.cells.at(-1))?.card.hash;
  const head = isNarrow.value ? HEAD_WIDTH : 0;
  const size = {
    width: `${trackWidth(trackColumns(layout)) - head}px`,
    height: `${trackHeight(lanes)}px`,
    '--head': `${head}px`,
  };
  const belt = useBelt(layout);
  const { columns } = belt;
  const cells = useUnrolled(layout.cells);
  return (
    <div class="track" style={size} data-away={!ways.atEnd.value || undefined}>
      <div
        class="belt"
        data-leaps={belt.leaps || undefined}
        style={{ translate: `${-belt.gone}px 0` }}
      >
        <StripEdges layout={layout} cells={cells} columns={columns} />
        {cells.map((cell) => {
          const { x, y } = cardCorner(cell, columns);
          return (
            <BlockCardView
              key={cell.card.hash}
              cell={cell}
              x={x + head}
              y={y}
              isTip={cell === tip}
              isChosen={cell.card.hash === selected.value}
              tabbable={cell.card.hash === tabbable}
              move={drawnBefore.current ? moves.moves.get(cell.card.hash) : undefined}
              selected={selected}
            />
          );
        })}
      </div>
      {!isNarrow.value && <NextBlock snapshot={snapshot} />}
    </div>
  );
}

/** The newest block beside the first lane, which may lie out of sight. */
function newestFork(layout: StripLayout): Cell | undefined {
  const beside = layout.cells.filter((cell) => cell.lane > 0);
  return beside.toSorted((a, b) => b.column - a.column)[0];
}
