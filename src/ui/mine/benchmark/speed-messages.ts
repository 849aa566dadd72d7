/** What the page and a worker that measures hash rates say to each other. */

/** The kernels there are, from slow to fast as a rule. */
export const SPEED_KERNELS = ['plain', 'scalar', 'simd', 'gpu'] as const;
export type SpeedKernel = (typeof SPEED_KERNELS)[number];

export type ToSpeedWorker =
  /** Makes the kernel, proves it and warms it up; answered by 'ready' or 'unable'. */
  | { readonly type: 'prepare'; readonly kernel: SpeedKernel }
  /** Hashes for so long; answered by 'measured'. */
  | { readonly type: 'measure'; readonly durationMs: number };

export type FromSpeedWorker =
  | { readonly type: 'ready' }
  /** For good: `reason` is part of a sentence. */
  | { readonly type: 'unable'; readonly reason: string }
  /** Completed hashes, and the wall time they took. */
  | { readonly type: 'measured'; readonly hashes: number; readonly elapsedMs: number };

/** What is used of a Web Worker. */
export interface SpeedWorker {
  postMessage(message: ToSpeedWorker): void;
  terminate(): void;
  addEventListener(type: 'message' | 'error', listener: (event: Event) => void): void;
}
