/**
 * Workers for a worker: its page starts them, and each answers through a port of its own, so that
 * the page's thread has no part in what is said afterwards.
 *
 * A worker could start others itself, and in Firefox it may then stand still for ever: while a
 * debugger listens (its tools are open, or a test drives it), the one who starts a worker waits
 * until the page's thread has noted it, on a condition that the started worker waits on as well,
 * and the one signal may wake the wrong one of the two (Firefox 153, WorkerPrivate.h,
 * WaitForIsDebuggerRegistered). A page does not wait.
 */

export type WorkerKind = 'miner' | 'gpu-miner' | 'verifier';

/** `start` comes with the port that the worker is to answer through. */
export type ToLender =
  | { readonly type: 'start'; readonly id: number; readonly kind: WorkerKind }
  | { readonly type: 'end'; readonly id: number };

/** It did not start, or crashed. */
export interface FromLender {
  readonly failed: number;
}

/** What the pools use of a Worker; its events are `message`, `messageerror` and `error`. */
export class BorrowedWorker extends EventTarget {
  readonly #port: MessagePort;
  readonly #end: () => void;

  constructor(port: MessagePort, end: () => void) {
    super();
    this.#port = port;
    this.#end = end;
    port.onmessage = ({ data }) => this.dispatchEvent(new MessageEvent('message', { data }));
    port.onmessageerror = () => this.dispatchEvent(new Event('messageerror'));
  }

  postMessage(message: unknown, transfer: Transferable[] = []): void {
    this.#port.postMessage(message, transfer);
  }

  terminate(): void {
    this.#port.close();
    this.#end();
  }
}

/** `desk` leads to the page, which calls `lendWorkers` with its other end. */
export function borrowWorkers(desk: MessagePort): (kind: WorkerKind) => BorrowedWorker {
  const borrowed = new Map<number, BorrowedWorker>();
  let lastId = 0;
  desk.onmessage = ({ data: { failed } }: MessageEvent<FromLender>) =>
    void borrowed.get(failed)?.dispatchEvent(new Event('error'));
  const post = (message: ToLender, ports: MessagePort[] = []) => desk.postMessage(message, ports);
  return (kind) => {
    lastId += 1;
    const id = lastId;
    const { port1, port2 } = new MessageChannel();
    const worker = new BorrowedWorker(port1, () => {
      if (borrowed.delete(id)) post({ type: 'end', id });
    });
    borrowed.set(id, worker);
    post({ type: 'start', id, kind }, [port2]);
    return worker;
  };
}
