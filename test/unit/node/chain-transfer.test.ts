import { describe, expect, it } from 'vitest';
import { blockRecord } from '../../../src/chain/chain-file.ts';
import { decodeBlock, encodeBlock } from '../../../src/consensus/encoding.ts';
import { txid } from '../../../src/consensus/hash.ts';
import type { ChainFileOutcome, ChainFilePart } from '../../../src/node/api.ts';
import { concatBytes } from '../../../src/util/bytes.ts';
import { mineHeader } from '../../support/chain-builder.ts';
import { createWorld, type World, type WorldTab } from '../../support/node-world.ts';

const MB = 1024 * 1024;
const SMALL_PIECE_BYTES = 10_000;

interface State {
  readonly tip: string;
  readonly coins: string;
  readonly height: number;
  readonly headers: number;
}

async function stateOf({ host }: WorldTab): Promise<State> {
  const chain = (await host.call('getblockchaininfo')) as { blocks: number; headers: number };
  const coins = (await host.call('gettxoutsetinfo')) as { bestblock: string; sha256sum: string };
  const { blocks: height, headers } = chain;
  return { tip: coins.bestblock, coins: coins.sha256sum, height, headers };
}

async function generate(world: World, { host }: WorldTab, count: number): Promise<void> {
  const done = host.call('generate', count);
  await world.pass(50 * Math.ceil(count / 50) + 200);
  await done;
}

/** Lets time pass until the answer is there; a refusal rejects. */
async function answered<Answer>(world: World, call: Promise<unknown>): Promise<Answer> {
  const waiting = { isOver: false };
  const settled = call.finally(() => (waiting.isOver = true));
  settled.catch(() => {});
  for (let tries = 0; !waiting.isOver && tries < 100; tries += 1) await world.pass(50);
  return (await settled) as Answer;
}

async function exportChain(world: World, { host }: WorldTab): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let [from, tip]: [number | null, string | undefined] = [0, undefined];
  while (from !== null) {
    const asked: Promise<unknown> = host.call('exportchain', ...(tip ? [from, tip] : []));
    const part: ChainFilePart = await answered(world, asked);
    parts.push(part.bytes);
    ({ nextHeight: from, tip } = part);
  }
  return concatBytes(...parts);
}

async function importChain(
  world: World,
  { host }: WorldTab,
  file: Uint8Array,
): Promise<ChainFileOutcome> {
  for (let offset = 0; ; offset += SMALL_PIECE_BYTES) {
    const bytes = file.slice(offset, offset + SMALL_PIECE_BYTES);
    const call = host.call('importchain', bytes, offset, file.length);
    const outcome = await answered<ChainFileOutcome>(world, call);
    if (outcome.done) return outcome;
  }
}

/** Where each record begins, from the room's on. */
function recordStarts(file: Uint8Array): number[] {
  const view = new DataView(file.buffer, file.byteOffset);
  const starts: number[] = [];
  for (let at = 0; at < file.length; at += 8 + view.getUint32(at + 4, true)) starts.push(at);
  return starts;
}

function flipped(file: Uint8Array, at: number): Uint8Array {
  const copy = file.slice();
  copy[at]! ^= 1;
  return copy;
}

describe('a chain that went through a file', () => {
  it('is the same in a node that has nobody to ask: tip, coins, and all that is kept', async () => {
    const world = createWorld();
    const alice = await world.open('Alice');
    await generate(world, alice, 300);
    const file = await exportChain(world, alice);
    await alice.host.call('setnetworkactive', false);

    const bob = await world.open('Bob');
    const outcome = await importChain(world, bob, file);
    expect(outcome).toEqual({ blocks: 300, fresh: 300, height: 300, done: true });
    expect(await stateOf(bob)).toEqual(await stateOf(alice));
    bob.close();
    await world.pass(500);
    const again = await world.open('Bob again', { store: bob.store });
    expect(await stateOf(again)).toEqual(await stateOf(alice));
  });

  it('is written from disk as from memory, in parts of at most a megabyte', async () => {
    const world = createWorld();
    const alice = await world.open('Alice');
    await generate(world, alice, 3_700);
    const file = await exportChain(world, alice);
    alice.close();
    await world.pass(500);
    const again = await world.open('Alice again', { store: alice.store });
    const first: ChainFilePart = await answered(world, again.host.call('exportchain'));
    expect(first.bytes.length).toBeLessThanOrEqual(MB);
    expect(first.bytes.length).toBeGreaterThan(MB - 1_000);
    expect(first.nextHeight).toBeGreaterThan(1_000);
    expect(await exportChain(world, again)).toEqual(file);
    expect(recordStarts(file)).toHaveLength(3_702);
  });

  it('adds only what is new, and reaches the peers of the one who reads it', async () => {
    const world = createWorld();
    const alice = await world.open('Alice');
    await generate(world, alice, 40);
    const half = await exportChain(world, alice);
    await generate(world, alice, 20);
    const file = await exportChain(world, alice);
    const expected = await stateOf(alice);
    alice.close();
    await world.pass(200);

    const bob = await world.open('Bob');
    const carol = await world.open('Carol');
    await world.pass(1_000);
    expect(await importChain(world, bob, half)).toMatchObject({ blocks: 40, fresh: 40 });
    expect(await importChain(world, bob, file)).toMatchObject({ blocks: 60, fresh: 20 });
    expect(await importChain(world, bob, file)).toMatchObject({ fresh: 0, height: 60 });
    await world.pass(2_000);
    expect(await stateOf(carol)).toEqual(expected);
  });

  it('stays beside a chain with more work', async () => {
    const world = createWorld();
    const alice = await world.open('Alice');
    const bob = await world.open('Bob');
    for (const { host } of [alice, bob]) await host.call('setnetworkactive', false);
    await generate(world, alice, 5);
    await generate(world, bob, 9);
    const before = await stateOf(bob);
    const outcome = await importChain(world, bob, await exportChain(world, alice));
    expect(outcome).toEqual({ blocks: 5, fresh: 5, height: 9, done: true });
    expect(await stateOf(bob)).toEqual(before);
  });

  it('ends with the tip it began with, whatever the chain does meanwhile', async () => {
    const world = createWorld();
    const alice = await world.open('Alice');
    await generate(world, alice, 4_000);
    const first: ChainFilePart = await answered(world, alice.host.call('exportchain'));
    const before = await stateOf(alice);
    await alice.host.call('invalidateblock', await alice.host.call('getblockhash', 3_990));
    await generate(world, alice, 5);
    expect((await stateOf(alice)).height).toBeLessThan(4_000);
    const next = alice.host.call('exportchain', first.nextHeight, first.tip);
    const rest: ChainFilePart = await answered(world, next);
    expect(rest).toMatchObject({ tip: before.tip, height: 4_000, nextHeight: null });
  });
});

describe('a file that is not wanted', async () => {
  const world = createWorld();
  const alice = await world.open('Alice');
  await generate(world, alice, 30);
  const file = await exportChain(world, alice);
  await alice.host.call('setnetworkactive', false);
  const starts = recordStarts(file);
  /** Where the block of that height begins; the room's record and genesis come before. */
  const blockAt = (height: number) => starts[height + 1]! + 8;

  it('of another room changes nothing', async () => {
    const elsewhere = createWorld({ seed: 2 });
    const bob = await elsewhere.open('Bob');
    const before = await stateOf(bob);
    const outcome = await importChain(elsewhere, bob, file);
    expect(outcome).toMatchObject({ blocks: 0, fresh: 0, height: 0, done: true });
    expect(outcome.refused).toMatchObject({ height: 0, code: 'file-other-room' });
    expect(await stateOf(bob)).toEqual(before);
  });

  it.each([
    ['is empty', new Uint8Array(0), 0, /^file-no-chain$/],
    ['is something else', new TextEncoder().encode('a shopping list'), 0, /^file-no-chain$/],
    ['is cut in its last block', file.subarray(0, -5), 30, /^file-cut$/],
    ['has something behind its end', concatBytes(file, new Uint8Array(9)), 31, /^file-no-block$/],
    // Every second hash is good enough in a sandbox.
    ['has another header', flipped(file, blockAt(11) + 40), 11, /^(high-hash|bad-txnmrklroot)$/],
    ['has another parent', flipped(file, blockAt(11) + 20), 11, /^file-order$/],
    ['has another coinbase', flipped(file, blockAt(11) + 130), 11, /^bad-txnmrklroot$/],
    [
      'lacks a block',
      concatBytes(file.subarray(0, starts[12]), file.subarray(starts[13])),
      11,
      /^file-order$/,
    ],
  ])('that %s is read up to there', async (_, bytes, height, code) => {
    const bob = await world.open('Bob');
    const outcome = await importChain(world, bob, bytes);
    expect(outcome.refused).toMatchObject({ height, code: expect.stringMatching(code) });
    const kept = Math.max(0, height - 1);
    expect(outcome).toMatchObject({ done: true, blocks: kept, height: kept });
    expect((await stateOf(bob)).height).toBe(kept);
    bob.close();
  });

  it('because its coins do not add up is read up to there, and told by the rule', async () => {
    const third = overpaid(file.subarray(blockAt(3), starts[5]));
    const whole = concatBytes(file.subarray(0, starts[4]), blockRecord(world.room.magic, third));
    const bob = await world.open('Bob');
    const outcome = await importChain(world, bob, whole);
    expect(outcome.refused).toMatchObject({ height: 3, code: 'bad-cb-amount' });
    expect((await stateOf(bob)).height).toBe(2);
    bob.close();
  });

  it('a part of a megabyte is taken, and not a byte more', async () => {
    const bob = await world.open('Bob');
    const call = (length: number) =>
      answered(world, bob.host.call('importchain', new Uint8Array(length), 0, 2 * MB));
    await expect(call(MB + 1)).rejects.toThrow('a part has at most 1048576 bytes');
    expect(await call(MB)).toMatchObject({ refused: { code: 'file-no-chain' } });
    bob.close();
  });

  it('a file of 1 GB is refused before it is read', async () => {
    const bob = await world.open('Bob');
    const call = (sizeBytes: number) =>
      answered(world, bob.host.call('importchain', file, 0, sizeBytes));
    await expect(call(1e9)).rejects.toThrow('a file has at most 536870912 bytes');
    await expect(call(512 * MB + 1)).rejects.toThrow('a file has at most');
    expect(await call(512 * MB)).toMatchObject({ blocks: 30, done: false });
    bob.close();
  });

  it('parts come one at a time, in order, as bytes', async () => {
    const bob = await world.open('Bob');
    const { host } = bob;
    await expect(host.call('importchain', 'text')).rejects.toThrow('must be a Uint8Array');
    await expect(host.call('importchain', file, -1)).rejects.toThrow('whole number');
    await expect(host.call('importchain', file, 5)).rejects.toThrow('not the part');
    await expect(host.call('importchain', file, 0, 5)).rejects.toThrow('beyond the end');
    const first = host.call('importchain', file.slice(0, 6_000), 0, file.length);
    await expect(host.call('importchain', file)).rejects.toThrow('being read already');
    expect(await answered(world, first)).toMatchObject({ done: false });
    const skipped = host.call('importchain', file.slice(7_000), 7_000, file.length);
    await expect(skipped).rejects.toThrow('not the part');
    const anew = await answered(world, host.call('importchain', file));
    expect(anew).toMatchObject({ height: 30, done: true });
    await expect(host.call('exportchain', 31)).rejects.toThrow('out of range');
    bob.close();
  });
});

/** The same block, with proof of work for a reward of one tick too much. */
function overpaid(bytes: Uint8Array): Uint8Array {
  const { header, transactions } = decodeBlock(bytes);
  const [reward, ...others] = transactions[0]!.outputs;
  const outputs = [{ ...reward!, value: reward!.value + 1 }, ...others];
  const coinbase = { ...transactions[0]!, outputs };
  const merkleRoot = txid(coinbase);
  return encodeBlock({ header: mineHeader({ ...header, merkleRoot }), transactions: [coinbase] });
}
