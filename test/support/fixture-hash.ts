/** The moment and the hashes that fixtures share, the same in every run. */

export const FIXTURE_NOW_MS = Date.UTC(2026, 10, 24, 15, 32, 10);

/** 64 hex digits that look like a hash and are the same in every run. */
export function fixtureHash(seed: string): string {
  let state = 0x9e3779b9;
  let digits = '';
  while (digits.length < 64) {
    for (const character of `${seed}${digits.length}`) {
      state = Math.imul(state ^ character.charCodeAt(0), 0x01000193) >>> 0;
      state = (state ^ (state >>> 13)) >>> 0;
    }
    digits += state.toString(16).padStart(8, '0');
  }
  return `0000${digits.slice(4)}`;
}
