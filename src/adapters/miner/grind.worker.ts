/**
 * A mining worker: a grinder, the messages to it, and a turn of the event loop after each batch.
 *
 * It yields by a MessageChannel: a timer would wait 4 ms from the fifth nested call on (HTML,
 * "timer initialization steps"), in hidden tabs a second.
 */

import { answerOrders } from '../workers/answer.ts';
import type { Order, Report } from './batches.ts';
import { createGrinder } from './grinder.ts';
import { createKernel } from './kernel/choose.ts';
import { createTurns } from './turns.ts';

const post = answerOrders<Order, Report>((order) => turns.take(order));
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

post({ type: 'ready', kernel: kernel.name });
