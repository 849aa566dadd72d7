/**
 * Completed hashes over wall time: a worker that is stuck or throttled shows what it does, not what
 * it could. (A browser chain whose rates were estimates showed 640 where 150 were real.)
 */

interface Sample {
  readonly at: number;
  readonly hashes: number;
}

/** Long enough that a report each quarter of a second makes a steady figure. */
const WINDOW_MS = 3_000;

export class RateMeter {
  /** The first one marks where the window begins; its hashes are from before. */
  #samples: Sample[] = [];

  /** Work begins now; times are in ms. */
  start(now: number): void {
    this.#samples = [{ at: now, hashes: 0 }];
  }

  add(hashes: number, now: number): void {
    this.#trim(now);
    this.#samples.push({ at: now, hashes });
  }

  perSecond(now: number): number {
    this.#trim(now);
    const [first, ...rest] = this.#samples;
    if (!first || now <= first.at) return 0;
    const hashes = rest.reduce((sum, sample) => sum + sample.hashes, 0);
    return (1_000 * hashes) / (now - first.at);
  }

  #trim(now: number): void {
    const samples = this.#samples;
    const isOld = ({ at }: Sample) => now - at > WINDOW_MS;
    while (samples.length > 1 && isOld(samples[0]!)) samples.shift();
  }
}
