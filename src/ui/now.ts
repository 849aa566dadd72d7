/** The present, once a second, as a signal: whoever reads it while drawing is drawn anew. */

import { type ReadonlySignal, signal } from '@preact/signals';

const SECOND_MS = 1000;
const seconds = signal(Math.floor(Date.now() / SECOND_MS));

// A hidden page's timers are throttled by browsers: the figure is then late, never wrong for long.
setInterval(() => {
  seconds.value = Math.floor(Date.now() / SECOND_MS);
}, SECOND_MS);

/** Whole seconds since 1970. */
export const nowSeconds: ReadonlySignal<number> = seconds;
