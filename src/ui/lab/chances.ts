/**
 * How likely an attacker is ever to catch up: Bitcoin's paper, section 11. With a part q of all
 * hashes it makes up z blocks with probability (q/p)^z, p = 1 − q; with half or more, certainly.
 */

/** `share` in percent; 0 to 1. */
export function catchUpChance(share: number, blocksBehind: number): number {
  const [attacker, others] = [share / 100, 1 - share / 100];
  return attacker >= others ? 1 : (attacker / others) ** blocksBehind;
}
