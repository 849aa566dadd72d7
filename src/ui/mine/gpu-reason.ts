/**
 * Why a graphics card does not hash. The workers that find out say it in English; what they say in
 * these words is known in every language, what a browser or a driver says is shown as it is.
 */

import { say, toSay } from '../language/say.ts';

export const NO_WEBGPU = toSay('this browser has no WebGPU');
export const WORKER_SILENT = toSay('its worker did not start');

export const GPU_REASONS: ReadonlySet<string> = new Set([
  NO_WEBGPU,
  WORKER_SILENT,
  toSay('the browser offers no graphics card'),
  toSay('the graphics card calculates wrong'),
  toSay('it calculates wrong here'),
  toSay('this browser does not offer it'),
]);

/** Stands after a colon, without a full stop. */
export function gpuReason(reason: string | undefined): string {
  if (reason === undefined || reason === '') return say('the browser did not say why');
  return GPU_REASONS.has(reason) ? say(reason) : reason;
}
