import { describe, expect, it } from 'vitest';
import { GENESIS } from '../../../src/chain/block-index.ts';
import { Chain } from '../../../src/chain/chain.ts';
import { Mining } from '../../../src/node/mining.ts';
import { KEY_SCRIPT } from '../../support/blocks.ts';
import { bodyOf, ChainBuilder, LATE_SECONDS } from '../../support/chain-builder.ts';

const NOW_SECONDS = 1_700_000_100;
const EXTRA_NONCE = new Uint8Array(8);
const NOTHING = { job: undefined, threads: 0, duty: 100, gpu: 0 };

function create() {
  const builder = new ChainBuilder();
  const chain = new Chain(builder.params, builder.genesis);
  const mining = new Mining(chain, {
    miner: { scriptPubKey: KEY_SCRIPT, tag: 'test' },
    maxThreads: 8,
    select: () => ({ transactions: [], fees: 1_234 }),
    readBody: (handle, answer) => answer(chain.bodies.get(handle)),
  });
  const hit = (jobId: number) => ({
    jobId,
    extraNonce: EXTRA_NONCE,
    version: 0x20000000,
    nonce: 0,
  });
  return { builder, chain, mining, hit };
}

describe('mining', () => {
  it('orders nothing until it is wanted, and then one job a second', () => {
    const { mining } = create();
    expect(mining.update(undefined, NOW_SECONDS)).toBeUndefined();
    mining.setEffort({ threads: 2 });
    expect(mining.update(undefined, NOW_SECONDS)).toMatchObject({ threads: 2, job: { id: 1 } });
    expect(mining.update(undefined, NOW_SECONDS)).toBeUndefined();
    const next = mining.update(undefined, NOW_SECONDS + 1);
    expect(next).toMatchObject({ job: { id: 2, time: NOW_SECONDS + 1 } });
  });

  it('orders anew when the number of threads changes, and ends with none', () => {
    const { mining } = create();
    mining.setEffort({ threads: 1 });
    mining.update(undefined, NOW_SECONDS);
    mining.setEffort({ threads: 3 });
    expect(mining.update(undefined, NOW_SECONDS)).toMatchObject({ threads: 3 });
    mining.setEffort({ threads: 0 });
    expect(mining.update(undefined, NOW_SECONDS)).toEqual(NOTHING);
    expect(mining.update(undefined, NOW_SECONDS)).toBeUndefined();
  });

  it('waits for a reason, says which, and goes on after it', () => {
    const { mining } = create();
    mining.setEffort({ threads: 1 });
    mining.update(undefined, NOW_SECONDS);
    expect(mining.update('syncing', NOW_SECONDS)).toEqual(NOTHING);
    expect(mining.state).toMatchObject({ state: 'waiting', waitingFor: 'syncing', threads: 1 });
    expect(mining.update(undefined, NOW_SECONDS)).toMatchObject({ threads: 1 });
    expect(mining.state).toMatchObject({ state: 'mining' });
  });

  it('takes hits of the last 16 jobs of this tip, and of no older one', () => {
    const { mining, hit } = create();
    mining.setEffort({ threads: 1 });
    for (let second = 0; second < 17; second += 1) mining.update(undefined, NOW_SECONDS + second);
    expect(mining.blockOf(hit(17))).toBeDefined();
    expect(mining.blockOf(hit(2))).toBeDefined();
    expect(mining.blockOf(hit(1))).toBeUndefined();
    expect(mining.blockOf(hit(18))).toBeUndefined();
  });

  it('takes no hit of a job below the tip', () => {
    const { builder, chain, mining, hit } = create();
    mining.setEffort({ threads: 1 });
    mining.update(undefined, NOW_SECONDS);
    const block = builder.mine(builder.genesis);
    chain.acceptBody(chain.acceptHeader(block.header, LATE_SECONDS), bodyOf(block));
    chain.advance();
    expect(mining.blockOf(hit(1))).toBeUndefined();
    expect(mining.update(undefined, NOW_SECONDS)).toMatchObject({ job: { id: 2 } });
    expect(mining.blockOf(hit(1))).toBeUndefined();
    expect(mining.blockOf(hit(2))?.header.previousHash).toBe(chain.index.hash(chain.tip));
  });

  it('counts a block of ours once, also when a rebuild connects it again', () => {
    const { mining } = create();
    mining.foundBlock(GENESIS);
    for (let round = 0; round < 2; round += 1) mining.moved([GENESIS], []);
    expect(mining.state).toMatchObject({ blocksFound: 1, blocksActive: 1 });
    mining.moved([], [GENESIS]);
    expect(mining.state).toMatchObject({ blocksFound: 1, blocksActive: 0 });
  });

  it('orders anew when the share of the time changes, and keeps it over a stop', () => {
    const { mining } = create();
    mining.setEffort({ threads: 1, duty: 25 });
    expect(mining.update(undefined, NOW_SECONDS)).toMatchObject({ threads: 1, duty: 25 });
    mining.setEffort({ duty: 50 });
    expect(mining.update(undefined, NOW_SECONDS)).toMatchObject({ threads: 1, duty: 50 });
    mining.setEffort({ threads: 0 });
    mining.update(undefined, NOW_SECONDS);
    mining.setEffort({ threads: 2 });
    expect(mining.update(undefined, NOW_SECONDS)).toMatchObject({ threads: 2, duty: 50 });
  });

  it.each(['on-battery', 'measuring'] as const)('is paused by the page: %s', (pause) => {
    const { mining } = create();
    mining.setEffort({ threads: 1 });
    mining.update(undefined, NOW_SECONDS);
    mining.setEffort({ pause });
    expect(mining.update(undefined, NOW_SECONDS)).toEqual(NOTHING);
    expect(mining.state).toMatchObject({ state: 'waiting', waitingFor: pause, threads: 1 });
    mining.setEffort({ pause: 'none' });
    expect(mining.update(undefined, NOW_SECONDS)).toMatchObject({ threads: 1 });
  });

  it('names the pause of the page before reasons of its own, which stay after it', () => {
    const { mining } = create();
    mining.setEffort({ threads: 1, pause: 'on-battery' });
    mining.update('syncing', NOW_SECONDS);
    expect(mining.state.waitingFor).toBe('on-battery');
    mining.setEffort({ pause: 'none' });
    mining.update('syncing', NOW_SECONDS);
    expect(mining.state.waitingFor).toBe('syncing');
  });

  it('tells what the block that is looked for holds and earns, and nothing while it waits', () => {
    const { mining } = create();
    mining.setEffort({ threads: 1 });
    mining.update(undefined, NOW_SECONDS);
    const template = { height: 1, transactions: 0, fees: 1_234, subsidy: 5_000_000_000 };
    expect(mining.state.template).toEqual(template);
    mining.update('syncing', NOW_SECONDS);
    expect(mining.state).not.toHaveProperty('template');
  });

  it('shows no hash rate while nothing is searched', () => {
    const { mining } = create();
    mining.setRate({ perWorker: [1_000, 2_000], hashes: 5_000 });
    expect(mining.state).toMatchObject({ hashesPerSecond: 0, perWorker: [] });
    mining.setEffort({ threads: 2 });
    mining.update(undefined, NOW_SECONDS);
    expect(mining.state).toMatchObject({ hashesPerSecond: 3_000, perWorker: [1_000, 2_000] });
  });
});
