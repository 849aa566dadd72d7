/** Which rows of a long list are drawn: those in sight, and a few more on both sides. */

export interface RowWindow {
  readonly from: number;
  /** Not with it. */
  readonly to: number;
}

const MARGIN_ROWS = 6;

export interface Viewport {
  readonly top: number;
  readonly height: number;
  readonly rowHeight: number;
}

export function rowsInSight(count: number, { top, height, rowHeight }: Viewport): RowWindow {
  const first = Math.floor(top / rowHeight) - MARGIN_ROWS;
  const last = Math.ceil((top + height) / rowHeight) + MARGIN_ROWS;
  const from = Math.min(Math.max(0, first), Math.max(0, count - 1));
  return { from, to: Math.min(count, Math.max(from, last)) };
}

/** How far the list must be scrolled for a row to be seen whole. */
export function topShowing(row: number, { top, height, rowHeight }: Viewport): number {
  const rowTop = row * rowHeight;
  if (rowTop < top) return rowTop;
  return rowTop + rowHeight > top + height ? rowTop + rowHeight - height : top;
}
