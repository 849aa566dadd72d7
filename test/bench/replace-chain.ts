/**
 * How a tutorial's blockchain takes a longer chain (naivecoin's `replaceChain`): it receives all of
 * it, checks every block again from genesis, and keeps the unspent outputs in a list that is
 * searched for each input and copied for each block. The same work as ours on the same counts, told
 * in its own way: text instead of bytes, one hash where we have a merkle tree, ECDSA by the same
 * library.
 */

import { secp256k1 } from '@noble/curves/secp256k1.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { fromHex, toHex } from '../../src/util/bytes.ts';

interface Unspent {
  readonly id: string;
  readonly index: number;
  readonly address: string;
  readonly amount: number;
}

interface Spend {
  readonly id: string;
  readonly index: number;
  readonly signature: string;
}

interface PlainTransaction {
  readonly id: string;
  readonly inputs: readonly Spend[];
  readonly outputs: ReadonlyArray<{ readonly address: string; readonly amount: number }>;
}

export interface PlainBlock {
  readonly index: number;
  readonly hash: string;
  readonly previousHash: string;
  readonly timestamp: number;
  readonly transactions: readonly PlainTransaction[];
}

const SECRET = new Uint8Array(32).fill(0x17);
const ADDRESS = toHex(secp256k1.getPublicKey(SECRET, false));
const REWARD = 50;
const RAW = { prehash: false } as const;

/** A chain of `blocks` blocks that spend `inputs` coins each, after as many that create them. */
export function makePlainChain(blocks: number, inputs: number): PlainBlock[] {
  const chain: PlainBlock[] = [seal(0, '', [])];
  let coins: string[] = [];
  const extend = (transactions: readonly PlainTransaction[]) => {
    const coinbase = rewardAt(chain.length);
    chain.push(seal(chain.length, chain.at(-1)!.hash, [coinbase, ...transactions]));
    return coinbase.id;
  };
  while (coins.length < inputs) coins.push(extend([]));
  for (let made = 0; made < blocks; made += 1) {
    const payments = coins.map((id) => pay(id));
    extend(payments);
    coins = payments.map(({ id }) => id);
  }
  return chain;
}

/** Whether the whole chain is valid. */
export function isValidChain(chain: readonly PlainBlock[]): boolean {
  let unspent: readonly Unspent[] = [];
  for (const [at, block] of chain.entries()) {
    if (at > 0 && !isValidNext(block, chain[at - 1]!)) return false;
    if (at > 0 && !areValid(block, unspent)) return false;
    unspent = update(block.transactions, unspent);
  }
  return true;
}

function isValidNext(block: PlainBlock, previous: PlainBlock): boolean {
  return (
    block.index === previous.index + 1 &&
    block.previousHash === previous.hash &&
    block.timestamp > previous.timestamp - 60 &&
    block.hash === hashOf(block)
  );
}

function areValid({ index, transactions }: PlainBlock, unspent: readonly Unspent[]): boolean {
  const [coinbase, ...others] = transactions;
  const spends = others.flatMap(({ inputs }) => inputs.map(({ id, index: at }) => id + at));
  return (
    coinbase!.id === idOf(coinbase!) &&
    coinbase!.inputs[0]!.index === index &&
    coinbase!.outputs[0]!.amount === REWARD &&
    new Set(spends).size === spends.length &&
    others.every((transaction) => isValid(transaction, unspent))
  );
}

function isValid(transaction: PlainTransaction, unspent: readonly Unspent[]): boolean {
  if (transaction.id !== idOf(transaction)) return false;
  let total = 0;
  for (const input of transaction.inputs) {
    const coin = find(unspent, input);
    if (coin === undefined || !isSigned(transaction.id, input, coin)) return false;
    total += coin.amount;
  }
  return total === transaction.outputs.reduce((sum, { amount }) => sum + amount, 0);
}

function isSigned(id: string, { signature }: Spend, { address }: Unspent): boolean {
  return secp256k1.verify(fromHex(signature), fromHex(id), fromHex(address), RAW);
}

function update(transactions: readonly PlainTransaction[], unspent: readonly Unspent[]): Unspent[] {
  const created = transactions.flatMap(({ id, outputs }) =>
    outputs.map(({ address, amount }, index) => ({ id, index, address, amount })),
  );
  const consumed = transactions.flatMap(({ inputs }) => inputs);
  return unspent.filter((coin) => find(consumed, coin) === undefined).concat(created);
}

function find<Item extends { readonly id: string; readonly index: number }>(
  items: readonly Item[],
  { id, index }: { readonly id: string; readonly index: number },
): Item | undefined {
  return items.find((item) => item.id === id && item.index === index);
}

function seal(
  index: number,
  previousHash: string,
  transactions: readonly PlainTransaction[],
): PlainBlock {
  const draft = { index, previousHash, timestamp: index, transactions };
  return { ...draft, hash: hashOf(draft) };
}

function rewardAt(index: number): PlainTransaction {
  const inputs = [{ id: '', index, signature: '' }];
  const draft = { inputs, outputs: [{ address: ADDRESS, amount: REWARD }] };
  return { ...draft, id: idOf(draft) };
}

function pay(id: string): PlainTransaction {
  const draft = {
    inputs: [{ id, index: 0, signature: '' }],
    outputs: [{ address: ADDRESS, amount: REWARD }],
  };
  const own = idOf(draft);
  const signature = toHex(secp256k1.sign(fromHex(own), SECRET, RAW));
  return { id: own, inputs: [{ ...draft.inputs[0]!, signature }], outputs: draft.outputs };
}

function idOf({ inputs, outputs }: Pick<PlainTransaction, 'inputs' | 'outputs'>): string {
  const spent = inputs.map(({ id, index }) => id + index).join('');
  return hashText(spent + outputs.map(({ address, amount }) => address + amount).join(''));
}

function hashOf(block: Omit<PlainBlock, 'hash'>): string {
  const ids = block.transactions.map(({ id }) => id).join('');
  return hashText(`${block.index}${block.previousHash}${block.timestamp}${ids}`);
}

function hashText(text: string): string {
  return toHex(sha256(new TextEncoder().encode(text)));
}
