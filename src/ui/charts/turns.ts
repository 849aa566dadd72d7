/** Work of many milliseconds, one piece in a turn: no two canvases are made in one task. */

const waiting: Array<() => void> = [];

/** Returns the way to take it back. */
export function inTurn(work: () => void): () => void {
  if (waiting.push(work) === 1) setTimeout(next);
  return () => {
    const at = waiting.indexOf(work);
    // The first is the one whose turn has been called.
    if (at > 0) waiting.splice(at, 1);
    else if (at === 0) waiting[0] = () => undefined;
  };
}

function next(): void {
  try {
    waiting[0]?.();
  } finally {
    waiting.shift();
    if (waiting.length > 0) setTimeout(next);
  }
}
