/**
 * What waits for a block, as squares: sized by weight, coloured by feerate, those of the next block
 * apart. When a block is found they fly to it.
 */

import { useSignal } from '@preact/signals';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { MempoolBest, NodeSnapshot } from '../../node/api.ts';
import { addressOf } from '../address.ts';
import { Panel } from '../components/panel.tsx';
import { formatCount } from '../format.ts';
import { say } from '../language/say.ts';
import type { NodeActions } from '../state.ts';
import { feerateClasses, moreWords, takenSentence, waitingSentence } from './mempool-words.ts';
import { SquareBoard } from './square-board.tsx';
import { type Board, placeSquares } from './squares.ts';
import { useMempool } from './use-mempool.ts';
import { WaitingTable } from './waiting-table.tsx';

const BOARD_HEIGHT_PX = 148;

interface MempoolPanelProps {
  readonly snapshot: NodeSnapshot;
  readonly actions: NodeActions | undefined;
}

export function MempoolPanel({ snapshot, actions }: MempoolPanelProps) {
  const told = useMempool(actions, snapshot).value;
  const width = useSignal(0);
  const frame = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const look = () => (width.value = frame.current?.clientWidth ?? 0);
    look();
    const observer = new ResizeObserver(look);
    if (frame.current !== null) observer.observe(frame.current);
    return () => observer.disconnect();
  }, []);
  const box = { width: width.value, height: BOARD_HEIGHT_PX };
  const board = useMemo(() => placeSquares(told?.best ?? [], box), [told, width.value]);
  const { mempool } = snapshot;
  const isEmpty = (mempool?.transactions ?? 0) === 0;
  return (
    <Panel
      id="mempool"
      title={say('Waiting for a block')}
      aside={isEmpty ? undefined : formatCount(mempool?.transactions ?? 0)}
      control={<span class="panel-term">mempool</span>}
    >
      <div ref={frame} class="mempool-frame">
        <SquareBoard board={board} code={snapshot.room.code} tip={snapshot.tip} told={told} />
        {isEmpty && <NothingWaits code={snapshot.room.code} />}
      </div>
      {!isEmpty && mempool !== undefined && told !== undefined && (
        <>
          <p class="mempool-sentence">
            {waitingSentence(mempool)} {takenSentence(told.best, mempool.transactions)}
          </p>
          <Legend told={told} board={board} transactions={mempool.transactions} />
          <WaitingTable told={told} code={snapshot.room.code} />
        </>
      )}
    </Panel>
  );
}

function NothingWaits({ code }: { readonly code: string }) {
  return (
    <div class="mempool-empty">
      <p>
        {say(
          'No payment waits. One made in this room stands here as a square, and flies into the ' +
            'block that takes it.',
        )}
      </p>
      <a class="text-button" href={addressOf(code, 'wallet')}>
        {say('Make a payment')}
      </a>
    </div>
  );
}

interface LegendProps {
  readonly told: MempoolBest;
  readonly board: Board;
  readonly transactions: number;
}

function Legend({ told, board, transactions }: LegendProps) {
  const more = moreWords(transactions, board.squares.length);
  return (
    <ul class="mempool-legend" aria-label={say('Colours by feerate')}>
      {feerateClasses(told.best).map(({ level, label, count }) => (
        <li key={level}>
          <span class="square-key" data-level={level} />
          {label} <span class="figure">{formatCount(count)}</span>
        </li>
      ))}
      {more !== '' && <li>{more}</li>}
    </ul>
  );
}
