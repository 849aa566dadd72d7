/** The squares themselves, and those on their way into the block that was found. */

import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { MempoolBest } from '../../node/api.ts';
import { addressOf } from '../address.ts';
import { say } from '../language/say.ts';
import { squareTitle } from './mempool-words.ts';
import { type FlyingSquare, planFlow, type Point } from './square-flow.ts';
import type { Board, Square } from './squares.ts';

/** The last square's turn and its flight (styles/mempool.css). */
const FLIGHT_MS = 700;

interface SquareBoardProps {
  readonly board: Board;
  readonly code: string;
  readonly tip: string;
  readonly told: MempoolBest | undefined;
}

export function SquareBoard({ board, code, tip, told }: SquareBoardProps) {
  const element = useRef<HTMLDivElement>(null);
  const flying = useSignal<readonly FlyingSquare[]>([]);
  const drawn = useRef({ squares: board.squares, tip });
  useLayoutEffect(() => {
    const before = drawn.current;
    drawn.current = { squares: board.squares, tip };
    if (before.tip === tip || told === undefined || before.squares.length === 0) return;
    const block = centreOfNextBlock(element.current);
    if (block === undefined) return;
    const waiting = new Set(told.best.map(({ txid }) => txid));
    flying.value = planFlow({ before: before.squares, waiting, block });
  }, [told]);
  // Apart: what waits may be told anew while they fly, and they land all the same.
  useEffect(() => {
    if (flying.value.length === 0) return undefined;
    const timer = setTimeout(() => (flying.value = []), FLIGHT_MS);
    return () => clearTimeout(timer);
  }, [flying.value]);
  const { divide, height, squares } = board;
  return (
    <div
      class="square-board"
      ref={element}
      style={{ height: `${height}px` }}
      role="img"
      aria-label={say('A square for each payment; the table says the same in words')}
    >
      {squares.map((square) => (
        <SquareView key={square.txid} square={square} code={code} />
      ))}
      {divide !== undefined && <span class="square-divide" style={{ left: `${divide}px` }} />}
      {flying.value.map(({ square, end, order }) => (
        <span
          key={`flying ${square.txid}`}
          class="square flying"
          data-level={square.level}
          style={{
            ...placeOf(square),
            '--end': `${end.x}px ${end.y}px`,
            '--order': order,
          }}
        />
      ))}
    </div>
  );
}

interface SquareViewProps {
  readonly square: Square;
  /** The room's code. */
  readonly code: string;
}

/** A click is a short cut: the table has the same as a link. */
function SquareView({ square, code }: SquareViewProps) {
  return (
    <span
      class="square"
      data-level={square.level}
      data-next={square.isNext || undefined}
      style={{ ...placeOf(square), translate: `${square.x}px ${square.y}px` }}
      title={squareTitle(square)}
      onClick={() => (location.hash = addressOf(code, 'tx', square.txid))}
    />
  );
}

function placeOf({ side, x, y }: Square) {
  const size = `${side - 2}px`;
  return { width: size, height: size, '--from': `${x}px ${y}px` };
}

/** Undefined where nothing should fly: it is out of sight, or motion is not wanted. */
function centreOfNextBlock(board: HTMLElement | null): Point | undefined {
  const block = document.querySelector('.next-block')?.getBoundingClientRect();
  if (board === null || block === undefined || block.bottom < 0) return undefined;
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return undefined;
  const corner = board.getBoundingClientRect();
  return {
    x: block.left + block.width / 2 - corner.left,
    y: block.top + block.height / 2 - corner.top,
  };
}
