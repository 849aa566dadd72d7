/**
 * What a transaction, or several together, pay for their place. Feerates are never divided: two are
 * compared by cross-multiplication, so no rounding can make three of them stand in a circle.
 */

/** A fraction: ticks over virtual bytes (BIP141), the size above zero. */
export interface Feerate {
  readonly fee: number;
  readonly sizeVbytes: number;
}

/** Above zero where the left one pays more per byte, zero where both pay the same. Exact. */
export function compareFeerates(left: Feerate, right: Feerate): number {
  const leftCross = left.fee * right.sizeVbytes;
  const rightCross = right.fee * left.sizeVbytes;
  // Only fees beyond any sense bring a product here above 2^53, where numbers round.
  if (Number.isSafeInteger(leftCross) && Number.isSafeInteger(rightCross)) {
    return Math.sign(leftCross - rightCross);
  }
  const exact =
    BigInt(left.fee) * BigInt(right.sizeVbytes) - BigInt(right.fee) * BigInt(left.sizeVbytes);
  return exact > 0n ? 1 : exact < 0n ? -1 : 0;
}
