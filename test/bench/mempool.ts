/**
 * Admission with and without the cost of signatures, chains of the longest kind, a template of
 * 2,000 candidates, and what a flood and a reorganisation cost a full mempool.
 */

import { readFile } from 'node:fs/promises';
import { createVerifier } from '../../src/adapters/verifier/create-verifier.ts';
import { decodeTransaction, encodeTransaction } from '../../src/consensus/encoding.ts';
import type { Transaction } from '../../src/consensus/types.ts';
import { Mempool } from '../../src/mempool/mempool.ts';
import { selectTransactions } from '../../src/mempool/template.ts';
import { payment } from '../support/block-lab.ts';
import { pay } from '../support/blocks.ts';
import { COIN_VALUE, PoolWorld, SMALL_VBYTES } from '../support/pool-world.ts';
import { median, type Row, row } from './report.ts';

const WAITING = 10_000;
const SIGNED = 200;
const CANDIDATES = 2_000;
const FLOOD = 100_000;
const ROUNDS = 5;
const CHAIN_LENGTH = 16;
/** What header, count and coinbase leave of a block. */
const BLOCK_ROOM = 398_000;

export async function measure(): Promise<Row[]> {
  // What a tab verifies with, also where no other group has installed it before.
  console.log(`  signatures by ${await createVerifier(readFile)}`);
  return [
    row('mempool.admit', admitRate(singles(WAITING)), 'tx/s'),
    row('mempool.admit.chains', admitRate(chains(WAITING)), 'tx/s'),
    row('mempool.admit.signatures', signedRate(), 'tx/s'),
    row('mempool.template-2000', templateMs(), 'ms'),
    ...floodRows(),
    row('mempool.recheck-10000', recheckMs(), 'ms'),
  ];
}

interface Offer {
  readonly world: PoolWorld;
  readonly transactions: readonly Transaction[];
}

function singles(count: number): Offer {
  const world = new PoolWorld();
  const fee = (at: number) => 1_000 + ((at * 7_919) % 5_000);
  const transactions = Array.from({ length: count }, (_, at) => world.pay([world.coin()], fee(at)));
  return { world, transactions };
}

function chains(count: number): Offer {
  const world = new PoolWorld();
  const lists = Array.from({ length: count / CHAIN_LENGTH }, (_, at) =>
    world.chainOf(CHAIN_LENGTH, 500 + at),
  );
  return { world, transactions: lists.flat() };
}

/** As they come from a peer: fresh objects, whose ids nobody has computed. */
function admitAll({ world, transactions }: Offer): { pool: Mempool; tookMs: number } {
  const fresh = transactions.map((it) => decodeTransaction(encodeTransaction(it)));
  const pool = new Mempool(world.chain);
  const startedMs = performance.now();
  for (const transaction of fresh) pool.accept(transaction, 0);
  const tookMs = performance.now() - startedMs;
  if (pool.size !== fresh.length) throw new Error(`${pool.size} of ${fresh.length} were let in`);
  return { pool, tookMs };
}

function admitRate(offer: Offer): number {
  const timesMs = Array.from({ length: ROUNDS }, () => admitAll(offer).tookMs);
  return (offer.transactions.length / Math.min(...timesMs)) * 1_000;
}

/** One signature each. */
function signedRate(): number {
  const world = new PoolWorld();
  const transactions = Array.from({ length: SIGNED }, () =>
    payment([world.coin()], [pay(COIN_VALUE - 1_000)]),
  );
  return (SIGNED / admitAll({ world, transactions }).tookMs) * 1_000;
}

function templateMs(): number {
  const { pool } = admitAll(singles(CANDIDATES));
  const timesMs = Array.from({ length: 20 }, () => {
    const startedMs = performance.now();
    const { transactions } = selectTransactions(pool.chunks, BLOCK_ROOM);
    const tookMs = performance.now() - startedMs;
    if (transactions.length < 800) throw new Error('a block that is not full');
    return tookMs;
  });
  return median(timesMs);
}

/** A flood at the least fee, one at ever higher fees, and a paying transaction after each. */
function floodRows(): Row[] {
  const world = new PoolWorld();
  const rate = (fee: (at: number) => number) => {
    let tookMs = 0;
    for (let at = 0; at < FLOOD; at += 1) {
      const transaction = world.pay([world.coin()], fee(at));
      const startedMs = performance.now();
      world.pool.accept(transaction, 0);
      tookMs += performance.now() - startedMs;
    }
    return (FLOOD / tookMs) * 1_000;
  };
  const least = rate(() => SMALL_VBYTES);
  const startedMs = performance.now();
  world.enter(world.pay([world.coin()], 1_000_000_00));
  const tookMs = performance.now() - startedMs;
  const rising = rate((at) => SMALL_VBYTES * (3 + at));
  if (world.pool.size !== WAITING) throw new Error('the flood has left another mempool');
  return [
    row('mempool.flood.least-fee', least, 'tx/s'),
    row('mempool.flood.then-paying', tookMs, 'ms'),
    row('mempool.flood.rising-fee', rising, 'tx/s'),
  ];
}

/** What every reorganisation costs a full mempool, besides what it brings back. */
function recheckMs(): number {
  const { pool } = admitAll(singles(WAITING));
  const timesMs = Array.from({ length: ROUNDS }, () => {
    const startedMs = performance.now();
    pool.recheck(0);
    return performance.now() - startedMs;
  });
  return median(timesMs);
}
