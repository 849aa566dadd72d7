/** New coins per block: 50 at first, halved every interval, nothing after 64 halvings. */

const INITIAL_SUBSIDY = 50e8;
const HALVINGS_MAX = 64;

/** In ticks; rounds down, so the total stays below 2 · 50e8 · interval. */
export function subsidy(height: number, halvingInterval: number): number {
  const halvings = Math.floor(height / halvingInterval);
  return halvings >= HALVINGS_MAX ? 0 : Math.floor(INITIAL_SUBSIDY / 2 ** halvings);
}
