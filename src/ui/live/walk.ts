/** Moving over the strip by arrow keys: along a branch first, across branches where it forks. */

import type { Cell } from './layout.ts';

export type Direction = 'left' | 'right' | 'up' | 'down' | 'first' | 'last';

const DIRECTIONS: ReadonlyMap<string, Direction> = new Map([
  ['ArrowLeft', 'left'],
  ['ArrowRight', 'right'],
  ['ArrowUp', 'up'],
  ['ArrowDown', 'down'],
  ['Home', 'first'],
  ['End', 'last'],
]);

export function directionOf(key: string): Direction | undefined {
  return DIRECTIONS.get(key);
}

function nearestLane(cells: readonly Cell[], lane: number): Cell | undefined {
  return cells.toSorted((a, b) => Math.abs(a.lane - lane) - Math.abs(b.lane - lane))[0];
}

function across(cells: readonly Cell[], from: Cell, step: 1 | -1): Cell | undefined {
  const beside = cells.filter(
    (cell) => cell.column === from.column && Math.sign(cell.lane - from.lane) === step,
  );
  return nearestLane(beside, from.lane);
}

function along(cells: readonly Cell[], from: Cell, column: number): Cell | undefined {
  return nearestLane(
    cells.filter((cell) => cell.column === column),
    from.lane,
  );
}

/** The cell one step away, or `undefined` at the border. */
export function neighbour(
  cells: readonly Cell[],
  from: Cell,
  direction: Direction,
): Cell | undefined {
  switch (direction) {
    case 'left':
      return along(cells, from, from.column - 1);
    case 'right':
      return along(cells, from, from.column + 1);
    case 'up':
      return across(cells, from, -1);
    case 'down':
      return across(cells, from, 1);
    case 'first':
      return along(cells, from, 0);
    case 'last':
      return along(cells, from, Math.max(...cells.map((cell) => cell.column)));
  }
}
