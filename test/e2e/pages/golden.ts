/** Has a module worker replay the golden chain, and leaves the outcome on `window.golden`. */

const worker = new Worker(new URL('./golden.worker.ts', import.meta.url), { type: 'module' });

worker.onmessage = ({ data }: MessageEvent<unknown>) => {
  Object.assign(globalThis, { golden: data });
};
