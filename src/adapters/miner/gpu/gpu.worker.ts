/**
 * A mining worker that has the graphics card do the work. It ends with its device: the slot that
 * holds it starts another in its place, with a device of its own.
 */

import { answerOrders } from '../../workers/answer.ts';
import type { Order, Report } from '../batches.ts';
import { createGpuGrinder } from './gpu-grinder.ts';
import { openGpu } from './open-gpu.ts';

let last: Order | undefined;
let takeOrder = (order: Order): void => void (last = order);

const post = answerOrders<Order, Report>((order) => takeOrder(order));
void start();

async function start(): Promise<void> {
  const opened = await openGpu(navigator.gpu);
  if (!opened.ok) return post({ type: 'unable', ...opened });
  const fail = (reason: unknown) =>
    post({ type: 'unable', reason: String(reason), forGood: false });
  void opened.lost.then(fail);
  const grinder = createGpuGrinder({
    kernel: opened.kernel,
    now: () => performance.now(),
    rest,
    post,
  });
  takeOrder = (order) => {
    grinder.take(order);
    grinder.run().catch(fail);
  };
  post({ type: 'ready', kernel: 'gpu' });
  if (last) takeOrder(last);
}

/** The answer of the card was a turn of the event loop already. */
function rest(durationMs: number): Promise<void> {
  if (durationMs < 1) return Promise.resolve();
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}
