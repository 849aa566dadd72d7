/** Notes and files' hashes through whole nodes: written, mined, found again, and proved. */

import { describe, expect, it } from 'vitest';
import { checkFile, checkProof } from '../../../src/node/proof-check.ts';
import { type Miss, searchNotes } from '../../../src/node/note-search.ts';
import { fromHex } from '../../../src/util/bytes.ts';
import { createWorld, type World, type WorldTab } from '../../support/node-world.ts';
import { MATURITY, mine, refusalOf, rowOf } from '../../support/wallet-tabs.ts';
import { StoredChain } from '../../support/stored-chain.ts';
import { bodyOf, ChainBuilder } from '../../support/chain-builder.ts';

const SLOW = { timeout: 60_000 };
const HASH = 'ab'.repeat(32);

interface Sent {
  readonly txid: string;
}

interface Found {
  readonly found: boolean;
  readonly height: number;
  readonly bytes: Uint8Array;
}

async function openRich(): Promise<{ world: World; alice: WorldTab }> {
  const world = createWorld();
  const alice = await world.open('Alice');
  await mine(world, alice, MATURITY + 2);
  return { world, alice };
}

describe('a file’s hash on the chain', () => {
  it('is found with height, time and depth, and proved to whoever has no node', async () => {
    const { world, alice } = await openRich();
    const { host } = alice;
    expect(await host.call('verifyhash', HASH)).toEqual({ found: false, next: null, unread: 0 });
    const { txid } = (await host.call('writehash', HASH)) as Sent;
    expect(await rowOf(alice, txid)).toMatchObject({ memo: HASH });
    expect(await host.call('verifyhash', HASH), 'it waits still').toMatchObject({ found: false });
    const [blockhash] = await mine(world, alice, 3);
    const { time } = (await host.call('getblock', blockhash)) as { time: number };
    const height = MATURITY + 3;
    const facts = { found: true, txid, blockhash, height, time, confirmations: 3 };
    expect(await host.call('verifyhash', HASH)).toEqual(facts);

    for (const name of [HASH, txid]) {
      const { bytes, ...rest } = (await host.call('exportproof', name)) as Found;
      expect(rest).toEqual(facts);
      const proved = checkProof(bytes);
      expect(proved).toMatchObject({ txid, height, time, depth: 3, blockHash: blockhash });
      expect(() => checkFile(proved, fromHex(HASH))).not.toThrow();
      expect(() => checkFile(proved, new Uint8Array(32))).toThrow('proof-other-file');
    }
  });

  it('is not found above its block, nor by what only looks like it', async () => {
    const { world, alice } = await openRich();
    const { host } = alice;
    const { txid } = (await host.call('writenote', `${HASH}`.slice(0, 60))) as Sent;
    await host.call('writehash', HASH);
    await mine(world, alice, 2);
    const below = await host.call('verifyhash', HASH, MATURITY + 2);
    expect(below).toEqual({ found: false, next: null, unread: 0 });
    expect(await host.call('verifyhash', txid)).toMatchObject({ found: false });
    const { bytes } = (await host.call('exportproof', txid)) as Found;
    expect(() => checkFile(checkProof(bytes), fromHex(HASH))).toThrow('proof-no-file');
  });

  it('refuses what is no hash, no height, and a note of 77 bytes', async () => {
    const { alice } = await openRich();
    const { host } = alice;
    expect(await refusalOf(host.call('verifyhash', 'AB'.repeat(32)))).toEqual([
      -8,
      'a hash is 64 lowercase hex digits',
    ]);
    expect((await refusalOf(host.call('verifyhash', HASH, -1)))[0]).toBe(-8);
    expect((await refusalOf(host.call('exportproof', HASH, 'tip')))[0]).toBe(-3);
    expect((await refusalOf(host.call('exportproof')))[0]).toBe(-8);
    expect(await refusalOf(host.call('writenote', 'ä'.repeat(39)))).toEqual([
      -8,
      'A note has at most 76 bytes, and this one has 78',
    ]);
    await expect(host.call('writenote', 'x'.repeat(76))).resolves.toHaveProperty('txid');
  });

  it('is sought in 2,000 blocks by one command, which says where to go on', SLOW, async () => {
    const { world, alice } = await openRich();
    const { host } = alice;
    await host.call('writehash', HASH);
    await mine(world, alice, 2_040);
    const first = MATURITY + 3;
    const tip = MATURITY + 2 + 2_040;
    const next = tip - 2_000;
    const missed = await host.call('verifyhash', HASH);
    expect(missed).toEqual({ found: false, next, unread: 0 });
    // Its last blocks have left the memory: the disk is asked.
    const hit = { found: true, height: first, confirmations: tip - first + 1 };
    expect(await host.call('verifyhash', HASH, next)).toMatchObject(hit);
    const { bytes } = (await host.call('exportproof', HASH, next)) as Found;
    expect(checkProof(bytes).depth, 'a proof holds 2,000 headers').toBe(2_000);
  });
});

describe('a search', () => {
  const builder = new ChainBuilder('00'.repeat(16));
  const blocks = builder.run(builder.genesis, 200);

  function openStored() {
    const stored = new StoredChain(builder);
    stored.offer(...blocks);
    const asked: number[] = [];
    const answers: Array<() => void> = [];
    const readBody: Parameters<typeof searchNotes>[0]['readBody'] = (handle, answer) => {
      const height = stored.chain.index.height(handle);
      asked.push(height);
      answers.push(() => answer(height === 50 ? undefined : bodyOf(blocks[height - 1]!)));
    };
    return { stored, asked, answers, source: { chain: stored.chain, readBody } };
  }

  it('asks for 64 blocks ahead, takes the highest hit, and counts what is not here', () => {
    const { answers, asked, source } = openStored();
    const results: unknown[] = [];
    searchNotes(source, { from: 200, isWanted: () => false }, (it) => results.push(it));
    expect(asked).toHaveLength(64);
    while (answers.length > 0) answers.pop()!();
    expect(asked).toHaveLength(200);
    expect(results).toEqual([{ next: null, unread: 1 }]);

    const all = { from: 150, isWanted: () => true };
    searchNotes(source, all, (it) => results.push(it));
    while (answers.length > 0) answers.pop()!();
    expect(results[1]).toMatchObject({ block: blocks[149], index: 0 });
  });

  it('ends after a megabyte of them, and one block', () => {
    const { answers, asked, source, stored } = openStored();
    const { bodies } = stored.chain;
    const get = bodies.get.bind(bodies);
    // As if each had 300,000 bytes: four are more than a megabyte.
    bodies.get = (handle) => {
      const body = get(handle);
      return body && { ...body, bytes: new Uint8Array(300_000) };
    };
    const results: unknown[] = [];
    searchNotes(source, { from: 200, isWanted: () => false }, (it) => results.push(it));
    while (answers.length > 0) answers.pop()!();
    expect(asked).toEqual([200, 199, 198, 197]);
    expect(results).toEqual([{ next: 196, unread: 0 }]);
  });

  it('begins again where the chain became another meanwhile', () => {
    const { answers, source, stored } = openStored();
    const results: Array<Miss | object> = [];
    searchNotes(source, { from: 200, isWanted: () => false }, (it) => results.push(it));
    stored.offer(...builder.run(blocks[189]!, 30));
    while (answers.length > 0) answers.pop()!();
    expect(results).toEqual([{ next: 220, unread: 0 }]);
  });
});
