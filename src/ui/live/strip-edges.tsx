/** The lines between parents and children, with the seconds that lay between neighbours. */

import { formatDuration } from '../format.ts';
import { edgePath, intervalPoint, nextEdgePath } from './geometry.ts';
import type { Cell, Edge, StripLayout } from './layout.ts';

/** The newest block of the first lane, which the next block will follow. */
function newest({ cells }: StripLayout): Cell | undefined {
  return cells.findLast((cell) => cell.lane === 0);
}

interface StripEdgesProps {
  readonly layout: StripLayout;
  /** Those that are drawn: others have no lines yet. */
  readonly cells: readonly Cell[];
  /** Of the belt, which may have been laid before the newest ones came. */
  readonly columns: number;
}

export function StripEdges({ layout, cells, columns }: StripEdgesProps) {
  const last = newest(layout);
  const drawn = new Set(cells);
  return (
    // A point at the track's right edge, from which the lines run left.
    <svg class="edges" width="1" height="1" aria-hidden="true">
      <g class="edges-origin">
        {layout.edges
          .filter(({ child }) => drawn.has(child))
          .map((edge) => (
            <EdgeLine key={edge.child.card.hash} edge={edge} columns={columns} />
          ))}
        {last !== undefined && <path class="edge edge-next" d={nextEdgePath(last, columns)} />}
      </g>
    </svg>
  );
}

interface EdgeLineProps {
  readonly edge: Edge;
  readonly columns: number;
}

function EdgeLine({ edge, columns }: EdgeLineProps) {
  const { parent, child } = edge;
  const label = intervalPoint(edge, columns);
  return (
    <g>
      <path class={`edge edge-${child.card.state}`} d={edgePath(edge, columns)} />
      {parent.lane === 0 && child.lane === 0 && parent.card.height > 0 && (
        <text class="interval" x={label.x} y={label.y}>
          {formatDuration(child.card.time - parent.card.time)}
        </text>
      )}
    </g>
  );
}
