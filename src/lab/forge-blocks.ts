/**
 * Blocks that keep every rule but one. A block is begun as any miner begins it and bent at one
 * place; what depends on that place, such as the merkle root, is made to fit, so that nothing else
 * can be the reason for which it is refused.
 */

import { bitsFromTarget, expandCompact } from '../consensus/pow.ts';
import type { TransactionOutput } from '../consensus/types.ts';
import type { BlockTemplate } from '../node/template.ts';

/** How many times easier than due a target is claimed to be. */
const EASIER = 16n;
const TARGET_MAX = (1n << 256n) - 1n;

/**
 * The coinbase pays `reward`, whatever is due. The commitment, its last output, does not depend on
 * the coinbase (BIP141), and the template's merkle branch does not either.
 */
export function overpaid(template: BlockTemplate, reward: TransactionOutput): BlockTemplate {
  const [coinbase, ...others] = template.transactions;
  const outputs = [reward, coinbase!.outputs.at(-1)!];
  return { ...template, transactions: [{ ...coinbase!, outputs }, ...others] };
}

/**
 * The header claims an easier target than its place in the chain demands: one that the room allows
 * elsewhere, if there is any.
 */
export function easier(template: BlockTemplate, powLimit: bigint): BlockTemplate {
  const { target } = expandCompact(template.bits);
  const wanted = target * EASIER;
  const claimed = wanted > powLimit && powLimit >= 2n * target ? powLimit : wanted;
  return { ...template, bits: bitsFromTarget(claimed < TARGET_MAX ? claimed : TARGET_MAX) };
}
