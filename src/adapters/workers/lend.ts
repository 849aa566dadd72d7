/** The page's side of workers for a worker: it starts them, ends them, and tells when one fails. */

import type { FromLender, ToLender, WorkerKind } from './borrow.ts';

type LentWorker = Pick<Worker, 'postMessage' | 'terminate' | 'addEventListener'>;

/**
 * Serves the worker at the other end of `desk`; returns the way to end all that it has borrowed,
 * since nobody else ends them when it stops.
 */
export function lendWorkers(
  desk: MessagePort,
  start: (kind: WorkerKind) => LentWorker = startWorker,
): () => void {
  const lent = new Map<number, LentWorker>();

  function lend(id: number, kind: WorkerKind, ports: readonly MessagePort[]): void {
    const fail = () => desk.postMessage({ failed: id } satisfies FromLender);
    try {
      const worker = start(kind);
      lent.set(id, worker);
      worker.addEventListener('error', fail);
      worker.postMessage(undefined, [...ports]);
    } catch {
      fail();
    }
  }

  desk.onmessage = ({ data, ports }: MessageEvent<ToLender>) => {
    if (data.type === 'start') return lend(data.id, data.kind, ports);
    lent.get(data.id)?.terminate();
    lent.delete(data.id);
    return undefined;
  };

  return () => {
    desk.close();
    for (const worker of lent.values()) worker.terminate();
    lent.clear();
  };
}

/** Vite finds workers by just this form. */
function startWorker(kind: WorkerKind): Worker {
  switch (kind) {
    case 'miner':
      return new Worker(new URL('../miner/grind.worker.ts', import.meta.url), {
        type: 'module',
        name: 'miner',
      });
    case 'gpu-miner':
      return new Worker(new URL('../miner/gpu/gpu.worker.ts', import.meta.url), {
        type: 'module',
        name: 'gpu-miner',
      });
    case 'verifier':
      return new Worker(new URL('../verifier/verify.worker.ts', import.meta.url), {
        type: 'module',
        name: 'verifier',
      });
  }
}
