/**
 * Blocks connected a second, from bytes to committed coins, on one thread; the longest step on the
 * way; memory of headers and coins; a reorganisation of a hundred blocks.
 *
 * Beside it stands a tutorial's way to take over a chain (replace-chain.ts) with the same number of
 * blocks and inputs. bcoin would be the better opponent; its npm package does not load without a
 * native build of leveldown, not even for a database in memory.
 */

import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createVerifier } from '../../src/adapters/verifier/create-verifier.ts';
import { Chain } from '../../src/chain/chain.ts';
import { CoinSet } from '../../src/chain/coins.ts';
import { decodeBlock, encodeBlock } from '../../src/consensus/encoding.ts';
import { headerHash, txid } from '../../src/consensus/hash.ts';
import type { InputCheck } from '../../src/consensus/signature.ts';
import { verifySignature } from '../../src/consensus/signature-verifier.ts';
import type { Block, Hash, OutPoint, Transaction } from '../../src/consensus/types.ts';
import { toHex } from '../../src/util/bytes.ts';
import { KEY_SCRIPT, pay, sign, unsigned } from '../support/blocks.ts';
import {
  ChainBuilder,
  LATE_SECONDS,
  mineHeader,
  REWARD,
  rewardOf,
} from '../support/chain-builder.ts';
import { isValidChain, makePlainChain } from './replace-chain.ts';
import { compare, median, ratePerSecond, type Row, row } from './report.ts';

/** A few days of a room; the tutorial grows slower with the square of them. */
const EMPTY_BLOCKS = 20_000;
/** Blocks with so many inputs each. */
const LOADS = [
  { id: 'connect.50', inputs: 50, blocks: 40 },
  { id: 'connect.500', inputs: 500, blocks: 5 },
] as const;
/** Nearly as many payments as a block has room for. */
const FULL_INPUTS = 880;
const FULL_BLOCKS = 3;
/** Bodies that arrive before the chain is looked at again: what one peer is asked for at a time. */
const BODIES_AT_ONCE = 16;
const ITEMS = 100_000;
const REORG_BLOCKS = 100;
const REORG_PAYMENTS = 10;
/** Blocks on top before a coinbase can be spent, and one more. */
const TRUNK_BLOCKS = 31;
const COIN_VALUE = 100_000;
const ROUNDS = 5;

const builder = new ChainBuilder();

/** A chain that has connected `before`, and what is to be connected next. */
interface Course {
  readonly before: readonly Uint8Array[];
  readonly blocks: readonly Uint8Array[];
}

export async function measure(): Promise<Row[]> {
  const verifier = await createVerifier(readFile);
  console.log(`  signatures by ${verifier}`);
  const empty = { before: [], blocks: builder.run(builder.genesis, EMPTY_BLOCKS).map(encodeBlock) };
  const plain = makePlainChain(EMPTY_BLOCKS, 0);
  return [
    compare('connect.empty', 'blocks/s', [rateOf(empty), plainRate(plain, EMPTY_BLOCKS)]),
    ...LOADS.flatMap(measureLoad),
    row(
      'connect.full.longest-step',
      measureLongestStep(makeCourse(FULL_INPUTS, FULL_BLOCKS)),
      'ms',
    ),
    row('memory.header-bytes', measureHeaders(), 'bytes'),
    row('memory.coin-bytes', measureCoins(), 'bytes'),
    row('reorg.100', measureReorganisation(), 'ms'),
  ];
}

/** Besides blocks, signatures a second, beside what the verifier alone does. */
function measureLoad({ id, inputs, blocks }: (typeof LOADS)[number]): Row[] {
  const course = makeCourse(inputs, blocks);
  const rate = rateOf(course);
  const plain = plainRate(makePlainChain(blocks, inputs), blocks);
  const alone = verifierRate(course);
  return [
    compare(id, 'blocks/s', [rate, plain]),
    compare(`${id}.signatures`, 'sigs/s', [Math.round(rate * inputs), Math.round(alone)]),
  ];
}

/** Every block spends the coins that the one before it created, one payment for each. */
function makeCourse(inputs: number, count: number): Course {
  const trunk = builder.run(builder.genesis, TRUNK_BLOCKS);
  const fan = fanOut(rewardOf(trunk[0]!), inputs);
  const before = [...trunk, builder.mine(trunk.at(-1)!, { transactions: [fan] })];
  const blocks: Block[] = [];
  let coins = fan.outputs.map((_, vout) => ({ txid: txid(fan), vout }));
  for (let tip = before.at(-1)!; blocks.length < count; tip = blocks.at(-1)!) {
    const transactions = coins.map((coin) => payOn(coin));
    blocks.push(builder.mine(tip, { transactions }));
    coins = transactions.map((transaction) => ({ txid: txid(transaction), vout: 0 }));
  }
  return { before: before.map(encodeBlock), blocks: blocks.map(encodeBlock) };
}

function fanOut(coin: OutPoint, outputs: number): Transaction {
  const coins = Array.from({ length: outputs }, () => pay(COIN_VALUE));
  return sign(unsigned([coin], coins), [pay(REWARD)]);
}

function payOn(coin: OutPoint): Transaction {
  return sign(unsigned([coin], [pay(COIN_VALUE)]), [pay(COIN_VALUE)]);
}

function rateOf({ before, blocks }: Course): number {
  let bestMs = Infinity;
  for (let round = 0; round < ROUNDS; round += 1) {
    const chain = new Chain(builder.params, builder.genesis);
    connectAll(chain, before);
    const startedMs = performance.now();
    connectAll(chain, blocks);
    bestMs = Math.min(bestMs, performance.now() - startedMs);
    if (chain.height !== before.length + blocks.length) throw new Error('a block was refused');
  }
  return (blocks.length / bestMs) * 1_000;
}

/** Bytes in, committed coins out; what a store would write is taken and dropped. */
function connectAll(chain: Chain, blocks: readonly Uint8Array[]): void {
  for (let at = 0; at < blocks.length; at += BODIES_AT_ONCE) {
    for (const bytes of blocks.slice(at, at + BODIES_AT_ONCE)) accept(chain, bytes);
    for (let step = chain.advance(); step.kind !== 'idle'; step = chain.advance()) {
      if (step.batch !== undefined) chain.verified(step.batch.id, findBad(step.batch.checks));
    }
    chain.release(chain.dirty.take());
  }
}

function accept(chain: Chain, bytes: Uint8Array): void {
  const block = decodeBlock(bytes);
  chain.acceptBody(chain.acceptHeader(block.header, LATE_SECONDS), { block, bytes });
}

/** The longest time for which full blocks keep the node's thread; workers verify meanwhile. */
function measureLongestStep({ before, blocks }: Course): number {
  const roundsMs = Array.from({ length: 2 * ROUNDS }, () => {
    const chain = new Chain(builder.params, builder.genesis);
    connectAll(chain, before);
    let longestMs = 0;
    const time = <Result>(work: () => Result): Result => {
      const startedMs = performance.now();
      const result = work();
      longestMs = Math.max(longestMs, performance.now() - startedMs);
      return result;
    };
    for (const bytes of blocks) {
      time(() => accept(chain, bytes));
      for (let kind = ''; kind !== 'idle';) {
        const step = time(() => chain.advance());
        // Their answer comes from others and costs this thread nothing.
        if (step.batch !== undefined) chain.verified(step.batch.id, undefined);
        kind = step.kind;
      }
    }
    return longestMs;
  });
  return Math.min(...roundsMs);
}

function findBad(checks: readonly InputCheck[]): number | undefined {
  const at = checks.findIndex((it) => !verifySignature(it.signature, it.message, it.publicKey));
  return at < 0 ? undefined : at;
}

function verifierRate({ before, blocks }: Course): number {
  const chain = new Chain(builder.params, builder.genesis);
  connectAll(chain, before);
  accept(chain, blocks[0]!);
  const checks = chain.advance().batch?.checks ?? [];
  if (checks.length === 0) throw new Error('no batch to verify');
  return ratePerSecond(checks.length, () => findBad(checks), 2 * ROUNDS);
}

function plainRate(chain: Parameters<typeof isValidChain>[0], blocks: number): number {
  return ratePerSecond(
    blocks,
    () => {
      if (!isValidChain(chain)) throw new Error('the plain chain is not valid');
    },
    2,
  );
}

function measureHeaders(): number {
  const chain = new Chain(builder.params, builder.genesis);
  let header = builder.genesis.header;
  const before = usedBytes();
  for (let count = 0; count < ITEMS; count += 1) {
    const merkleRoot = toHex(randomBytes(32)) as Hash;
    header = mineHeader({
      ...header,
      previousHash: headerHash(header),
      merkleRoot,
      time: header.time + 12,
    });
    chain.acceptHeader(header, LATE_SECONDS);
  }
  chain.dirty.take();
  const bytes = (usedBytes() - before) / ITEMS;
  if (chain.index.size !== ITEMS + 1) throw new Error('a header was refused');
  return bytes;
}

function measureCoins(): number {
  const coins = new CoinSet();
  const before = usedBytes();
  for (let count = 0; count < ITEMS; count += 1) {
    const scriptPubKey = Uint8Array.from([...KEY_SCRIPT.subarray(0, 2), ...randomBytes(32)]);
    const coin = { value: 1 + count, scriptPubKey, height: count, coinbase: false };
    coins.add(`${toHex(randomBytes(32))}:${count % 5}`, coin);
  }
  const bytes = (usedBytes() - before) / ITEMS;
  if (coins.size !== ITEMS) throw new Error('a coin is missing');
  return bytes;
}

/** Two branches that confirm the same payments, as rival miners do: their signatures are known. */
function measureReorganisation(): number {
  const trunk = builder.run(builder.genesis, TRUNK_BLOCKS);
  const fan = fanOut(rewardOf(trunk[0]!), REORG_PAYMENTS);
  const fork = builder.mine(trunk.at(-1)!, { transactions: [fan] });
  const payments = payInTurn(fan);
  const old = mineBranch(fork, payments);
  const rival = mineBranch(fork, payments);
  rival.push(builder.mine(rival.at(-1)!));
  const timesMs = Array.from({ length: ROUNDS }, () => {
    const chain = new Chain(builder.params, builder.genesis);
    connectAll(chain, [...trunk, fork, ...old].map(encodeBlock));
    connectAll(chain, rival.slice(0, -1).map(encodeBlock));
    const startedMs = performance.now();
    connectAll(chain, rival.slice(-1).map(encodeBlock));
    const tookMs = performance.now() - startedMs;
    const tip = chain.index.hash(chain.tip);
    if (tip !== headerHash(rival.at(-1)!.header)) throw new Error('the rival did not win');
    return tookMs;
  });
  return median(timesMs);
}

/** For each block of a branch, payments of the coins that the block before it paid. */
function payInTurn(fan: Transaction): Transaction[][] {
  const turns: Transaction[][] = [];
  let coins = fan.outputs.map((_, vout) => ({ txid: txid(fan), vout }));
  while (turns.length < REORG_BLOCKS) {
    const payments = coins.map((coin) => payOn(coin));
    coins = payments.map((payment) => ({ txid: txid(payment), vout: 0 }));
    turns.push(payments);
  }
  return turns;
}

function mineBranch(fork: Block, payments: readonly (readonly Transaction[])[]): Block[] {
  const blocks: Block[] = [];
  for (const transactions of payments) {
    blocks.push(builder.mine(blocks.at(-1) ?? fork, { transactions }));
  }
  return blocks;
}

/** After a collection, on the heap and in buffers beside it. */
function usedBytes(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
