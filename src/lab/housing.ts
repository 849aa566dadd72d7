/**
 * The colony of a page, while it has one: started when it is first needed, ended when the
 * laboratory is closed, and given up when its Worker stops by a fault. A Worker that is gone
 * answers nothing, so whoever waits for it is told in its stead.
 */

import { LaboratoryError } from './api.ts';
import type { RemoteColony } from './colony-port.ts';

export interface OpenedColony {
  readonly colony: RemoteColony;
  /** Leads to the colony's end of the link with this page's node. */
  readonly selfPort: MessagePort;
  end(): void;
}

export interface HousingParts {
  /** Rejects with a LaboratoryError; `lost` is called when the colony stops by a fault. */
  readonly openColony: (lost: () => void) => Promise<OpenedColony>;
  readonly opened: (colony: OpenedColony) => void;
  readonly lost: () => void;
}

/** Invariant: at most one colony lives, and it is the one that was asked for last. */
export class Housing {
  readonly #parts: HousingParts;
  #opening: Promise<RemoteColony> | undefined;
  #opened: OpenedColony | undefined;
  /** Counts the colonies, so that a late word of one that ended is not taken for another's. */
  #epoch = 0;
  #end = neverEnding();

  constructor(parts: HousingParts) {
    this.#parts = parts;
  }

  get colony(): RemoteColony | undefined {
    return this.#opened?.colony;
  }

  /** Rejects with a LaboratoryError, and may then be tried again. */
  open(): Promise<RemoteColony> {
    if (this.#opening) return this.#opening;
    const attempt: Promise<RemoteColony> = this.#begin().catch((error: unknown) => {
      if (this.#opening === attempt) this.#opening = undefined;
      throw error;
    });
    this.#opening = attempt;
    return attempt;
  }

  /** Settles as this does, unless the colony ends before. */
  while<Value>(promise: Promise<Value>): Promise<Value> {
    return Promise.race([promise, this.#end.promise]);
  }

  close(): void {
    this.#shut(new LaboratoryError('failed', 'the laboratory was closed'));
  }

  async #begin(): Promise<RemoteColony> {
    this.#epoch += 1;
    const epoch = this.#epoch;
    this.#end = neverEnding();
    const opened = await this.#parts.openColony(() => epoch === this.#epoch && this.#lose());
    if (epoch !== this.#epoch) {
      opened.end();
      throw new LaboratoryError('failed', 'closed meanwhile');
    }
    this.#opened = opened;
    this.#parts.opened(opened);
    return opened.colony;
  }

  #lose(): void {
    this.#shut(new LaboratoryError('stopped', 'the worker of the virtual nodes stopped'));
    this.#parts.lost();
  }

  #shut(why: LaboratoryError): void {
    this.#epoch += 1;
    this.#opened?.end();
    this.#opening = this.#opened = undefined;
    this.#end.reject(why);
  }
}

function neverEnding() {
  let reject: (why: LaboratoryError) => void = () => {};
  const promise = new Promise<never>((_, fail) => (reject = fail));
  // Where nobody waits, nobody is told.
  promise.catch(() => {});
  return { promise, reject };
}
