/** Starts the Worker of the virtual nodes, and opens its ports. */

import { lendWorkers } from '../adapters/workers/lend.ts';
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
  const workersChannel = new MessageChannel();
  const endWorkers = lendWorkers(workersChannel.port1);
  const channels = [pageChannel, selfChannel, workersChannel];
  worker.postMessage(
    order,
    channels.map(({ port2 }) => port2),
  );
  worker.addEventListener('error', lost);
  return {
    colony: wrapColony(pageChannel.port1),
    selfPort: selfChannel.port1,
    end: () => {
      worker.terminate();
      endWorkers();
    },
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
