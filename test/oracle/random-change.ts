/** One random change to a block's making, to a transaction, or to bytes on their way. */

import type {
  Hash,
  Transaction,
  TransactionInput,
  TransactionOutput,
} from '../../src/consensus/types.ts';
import { concatBytes, toHex } from '../../src/util/bytes.ts';
import type { Random } from '../../src/util/random.ts';
import type { Recipe } from '../support/block-lab.ts';
import { editInputs } from '../support/blocks.ts';

type Change<Thing> = (random: Random, thing: Thing) => Thing;

function pick<Item>(random: Random, items: readonly Item[]): Item {
  return items[random.below(items.length)]!;
}

function flip(random: Random, bytes: Uint8Array): Uint8Array {
  const at = random.below(Math.max(1, bytes.length));
  const bit = 1 << random.below(8);
  return bytes.map((byte, place) => (place === at ? byte ^ bit : byte));
}

/** Every so often the change leaves all as it was: then both judges have to say so. */
const RECIPES: readonly Change<Recipe>[] = [
  (random, recipe) => ({ ...recipe, fees: (recipe.fees ?? 0) + pick(random, [1, 50e8, -1]) }),
  (random, recipe) => ({ ...recipe, scriptSig: flip(random, recipe.scriptSig!) }),
  (random, recipe) => ({ ...recipe, scriptSig: recipe.scriptSig!.slice(random.below(3)) }),
  (random, recipe) => {
    const length = pick(random, [0, 1, 60, 80, 88, 89, 120]);
    return { ...recipe, scriptSig: concatBytes(recipe.scriptSig!, new Uint8Array(length)) };
  },
  (random, recipe) => coinbased(recipe, (it) => changeTransaction(random, it)),
  (random, recipe) =>
    coinbased(recipe, (it) => ({ ...it, locktime: (it.locktime + pick(random, [1, -1])) >>> 0 })),
  (random, recipe) =>
    coinbased(recipe, (it) => editInputs(it, { sequence: pick(random, SEQUENCES) })),
  (random, recipe) => coinbased(recipe, (it) => editInputs(it, { witness: [random.bytes(32)] })),
  (random, recipe) =>
    coinbased(recipe, (it) => editInputs(it, { witness: pick(random, ODD_WITNESSES) })),
  (random, recipe) => ({
    ...recipe,
    commit: (output) =>
      pick(random, [[], [output, output], [output, { ...output, scriptPubKey: DATA }]]),
  }),
  (random, recipe) => ({
    ...recipe,
    commit: (output) => [{ ...output, scriptPubKey: flip(random, output.scriptPubKey) }],
  }),
  (random, recipe) => ({ ...recipe, list: (list) => random.shuffle(list) }),
  (random, recipe) => ({ ...recipe, list: (list) => [...list, pick(random, list)] }),
  (_, recipe) => ({ ...recipe, list: (list) => list.slice(1).concat(list.slice(0, 1)) }),
  (_, recipe) => ({ ...recipe, transactions: doubled(recipe.transactions ?? []) }),
  (random, recipe) => retimed(recipe, pick(random, [-61, -120, -181, -600, 61, 600, 5_000])),
  (random, recipe) => rebitted(recipe, pick(random, [1, -1, 0x800000, -0x100000, 0x1000000])),
  (_, recipe) => ({ ...recipe, idle: true }),
  (random, recipe) => ({ ...recipe, header: { ...recipe.header, version: random.u32() | 0 } }),
  (random, recipe) => ({
    ...recipe,
    header: { ...recipe.header, merkleRoot: toHex(random.bytes(32)) as Hash },
  }),
  (random, recipe) => ({
    ...recipe,
    header: { ...recipe.header, previousHash: toHex(random.bytes(32)) as Hash },
  }),
];

const SEQUENCES = [0xffffffff, 0xfffffffe, 0xfffffffd, 0xfffffffc, 0, 1];
const ODD_WITNESSES = [
  [],
  [new Uint8Array(31)],
  [new Uint8Array(33)],
  [new Uint8Array(32), DATA_OF(0)],
];
const DATA = DATA_OF(4);

function DATA_OF(length: number): Uint8Array {
  return Uint8Array.of(0x6a, length, ...new Uint8Array(length));
}

export function changeRecipe(random: Random, recipe: Recipe): Recipe {
  return pick(random, RECIPES)(random, recipe);
}

function coinbased(recipe: Recipe, coinbase: (it: Transaction) => Transaction): Recipe {
  return { ...recipe, coinbase };
}

function retimed(recipe: Recipe, seconds: number): Recipe {
  const { header } = recipe;
  return { ...recipe, header: { ...header, time: header!.time! + seconds } };
}

function rebitted(recipe: Recipe, difference: number): Recipe {
  const { header } = recipe;
  return { ...recipe, header: { ...header, bits: (header!.bits! + difference) >>> 0 } };
}

/** The last payment once more, to another end: its signature does not fit. */
function doubled(list: readonly Transaction[]): readonly Transaction[] {
  const last = list.at(-1);
  return last === undefined ? list : [...list, { ...last, locktime: (last.locktime ^ 1) >>> 0 }];
}

type Field = (random: Random, transaction: Transaction) => Partial<Transaction>;

const FIELDS: readonly Field[] = [
  (random) => ({ version: pick(random, [0, 1, 3, -1]) }),
  (random) => ({ locktime: pick(random, [1, 8, 20, 499_999_999, 500_000_000, 0xffffffff]) }),
  (_, { inputs }) => ({ inputs: [...inputs, inputs[0]!] }),
  (_, { inputs }) => ({ inputs: inputs.slice(0, -1).concat(inputs.length > 1 ? [] : inputs) }),
  (_, { outputs }) => ({ outputs: [...outputs, outputs[0]!] }),
  (_, { outputs }) => ({ outputs: outputs.slice(1) }),
  (random, { outputs }) => ({ outputs: changed(random, outputs, changeOutput) }),
  (random, { outputs }) => ({ outputs: changed(random, outputs, changeOutput) }),
  (random, { inputs }) => ({ inputs: changed(random, inputs, changeInput) }),
  (random, { inputs }) => ({ inputs: changed(random, inputs, changeInput) }),
  (random, { inputs }) => ({ inputs: changed(random, inputs, changeWitness) }),
  (random, { inputs }) => ({ inputs: changed(random, inputs, changeWitness) }),
];

export function changeTransaction(random: Random, transaction: Transaction): Transaction {
  return { ...transaction, ...pick(random, FIELDS)(random, transaction) };
}

function changed<Item>(random: Random, items: readonly Item[], change: Change<Item>): Item[] {
  const at = random.below(Math.max(1, items.length));
  return items.map((item, place) => (place === at ? change(random, item) : item));
}

function changeOutput(random: Random, output: TransactionOutput): TransactionOutput {
  const { value, scriptPubKey } = output;
  return pick(random, [
    { value: value + 1, scriptPubKey },
    { value: Math.max(0, value - 1), scriptPubKey },
    { value: 0, scriptPubKey },
    { value: 21e14, scriptPubKey },
    { value, scriptPubKey: flip(random, scriptPubKey) },
    { value, scriptPubKey: scriptPubKey.slice(1) },
    { value: random.below(2), scriptPubKey: DATA_OF(random.below(76)) },
    { value: 0, scriptPubKey: Uint8Array.of(0x6a, ...random.bytes(random.below(4))) },
    {
      value: 0,
      scriptPubKey: Uint8Array.of(0x6a, 0x4c, 80 + random.below(2), ...random.bytes(81)),
    },
  ]);
}

function changeInput(random: Random, input: TransactionInput): TransactionInput {
  const { prevout } = input;
  return pick(random, [
    { ...input, sequence: pick(random, SEQUENCES) },
    { ...input, scriptSig: random.bytes(1) },
    { ...input, prevout: { ...prevout, vout: (prevout.vout + 1) >>> 0 } },
    { ...input, prevout: { ...prevout, txid: toHex(random.bytes(32)) as Hash } },
    { ...input, prevout: { txid: '0'.repeat(64) as Hash, vout: 0xffffffff } },
  ]);
}

function changeWitness(random: Random, input: TransactionInput): TransactionInput {
  const [signature = new Uint8Array()] = input.witness;
  const bare = signature.slice(0, 64);
  return pick(random, [
    { ...input, witness: [] },
    { ...input, witness: [signature, signature] },
    { ...input, witness: [flip(random, signature)] },
    { ...input, witness: [signature.slice(0, 63)] },
    { ...input, witness: [concatBytes(signature, Uint8Array.of(1))] },
    { ...input, witness: [bare] },
    { ...input, witness: [concatBytes(bare, Uint8Array.of(random.below(5)))] },
    { ...input, witness: [concatBytes(bare, Uint8Array.of(0x80 + random.below(5)))] },
    { ...input, witness: [random.bytes(64)] },
  ]);
}

export function changeBytes(random: Random, bytes: Uint8Array): Uint8Array {
  const at = random.below(bytes.length);
  const tail = bytes.subarray(bytes.length - 4 - random.below(100));
  return pick(random, [
    () => flip(random, bytes),
    () => concatBytes(bytes.subarray(0, 80), flip(random, bytes.subarray(80))),
    () => concatBytes(bytes.subarray(0, 80), flip(random, bytes.subarray(80))),
    () => bytes.slice(0, at),
    () => concatBytes(bytes, random.bytes(1 + random.below(4))),
    () => concatBytes(bytes.subarray(0, at), random.bytes(1), bytes.subarray(at)),
    () => concatBytes(bytes.subarray(0, at), bytes.subarray(at + 1)),
    () =>
      concatBytes(bytes.subarray(0, 80), Uint8Array.of(bytes[80]! + 1), bytes.subarray(81), tail),
  ])();
}
