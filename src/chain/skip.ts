/**
 * Far links: besides its parent each header knows one ancestor far below it, so that any ancestor
 * is found in a number of steps that grows with the logarithm of the height.
 */

/** Where a header's far link leads: Bitcoin Core's choice, which keeps every way logarithmic. */
export function skipHeight(height: number): number {
  if (height < 2) return 0;
  const clear = (number: number) => number & (number - 1);
  return height % 2 === 1 ? clear(clear(height - 1)) + 1 : clear(height);
}

/** Whether the far link is the better step from `height` to `wanted` than the parent's far link. */
export function leadsCloser(height: number, wanted: number): boolean {
  const skip = skipHeight(height);
  const parentSkip = skipHeight(height - 1);
  return skip === wanted || (skip > wanted && !(parentSkip < skip - 2 && parentSkip >= wanted));
}
