/**
 * A mining worker: a grinder, the messages to it, and a turn of the event loop after each batch.
 *
 * It yields by a MessageChannel: a timer would wait 4 ms from the fifth nested call on (HTML,
 * "timer initialization steps"), in hidden tabs a second. Everything is set up synchronously, since
 * messages that arrive before a module's top-level await has finished are lost.
 */

import type { Order, Report } from './batches.ts';
import { createGrinder } from './grinder.ts';
import { createKernel } from './kernel/choose.ts';
import { createTurns } from './turns.ts';

const post = (report: Report) => globalThis.postMessage(report);
const kernel = createKernel();
const grinder = createGrinder({ kernel, now: () => performance.now(), post });
const turn = new MessageChannel();
const turns = createTurns({
  grinder,
  now: () => performance.now(),
  soon(callBack) {
    turn.port1.onmessage = callBack;
    turn.port2.postMessage(undefined);
  },
  later(callBack, delayMs) {
    const timer = setTimeout(callBack, delayMs);
    return () => clearTimeout(timer);
  },
});

globalThis.onmessage = ({ data }: MessageEvent<Order>) => turns.take(data);

post({ type: 'ready', kernel: kernel.name });
