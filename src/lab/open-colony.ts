/** Starts the Worker of the virtual nodes, and opens its two ports. */

import type { FromWorker, StartColony } from '../worker/messages.ts';
import { LaboratoryError } from './api.ts';
import { wrapColony } from './colony-port.ts';
import type { OpenedColony } from './housing.ts';

/** `lost` is called when it stops by a fault; rejects with a LaboratoryError. */
export async function openColony(order: StartColony, lost: () => void): Promise<OpenedColony> {
  const worker = new Worker(new URL('../worker/virtual.worker.ts', import.meta.url), {
    type: 'module',
    name: 'virtual-nodes',
  });
  await ready(worker);
  const pageChannel = new MessageChannel();
  const selfChannel = new MessageChannel();
  worker.postMessage(order, [pageChannel.port2, selfChannel.port2]);
  worker.addEventListener('error', lost);
  return {
    colony: wrapColony(pageChannel.port1),
    selfPort: selfChannel.port1,
    end: () => worker.terminate(),
  };
}

function ready(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = () => reject(new LaboratoryError('failed', 'the worker did not load'));
    worker.addEventListener('error', fail, { once: true });
    worker.addEventListener(
      'message',
      ({ data }: MessageEvent<FromWorker>) => (data.type === 'ready' ? resolve() : fail()),
      { once: true },
    );
  });
}
