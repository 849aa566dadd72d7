/** Payments of coins that are there to be spent, for blocks that are only offered. */

import type { Transaction } from '../../src/consensus/types.ts';
import { outpointKey } from '../../src/consensus/encoding.ts';
import { outputOf, payment } from '../support/block-lab.ts';
import { pay } from '../support/blocks.ts';
import type { ChainWorld } from '../support/chain-world.ts';

/** A chain of payments, each of the coin before it, without fees. */
function payments(past: ChainWorld, count: number): Transaction[] {
  const list: Transaction[] = [];
  let funds = past.mature(0);
  for (let left = count; left > 0; left -= 1) {
    const next = payment([funds], [pay(funds.output.value)]);
    list.push(next);
    funds = outputOf(next, 0);
  }
  return list;
}

/** Signatures cost time, so the same five serve wherever they are offered in vain. */
const cached = new WeakMap<ChainWorld, Transaction[]>();

export function unspent(past: ChainWorld, count: number): Transaction[] {
  let list = cached.get(past);
  if (list === undefined || past.driver.chain.coins.get(keyOf(list[0]!)) === undefined) {
    list = payments(past, 5);
    cached.set(past, list);
  }
  return list.slice(0, count);
}

function keyOf({ inputs }: Transaction): string {
  return outpointKey(inputs[0]!.prevout);
}
