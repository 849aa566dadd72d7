import { describe, expect, it } from 'vitest';
import type { Handle } from '../../../../src/chain/block-index.ts';
import type { Body } from '../../../../src/chain/bodies.ts';
import type { Chain } from '../../../../src/chain/chain.ts';
import { decodeBlock } from '../../../../src/consensus/encoding.ts';
import { Mempool } from '../../../../src/mempool/mempool.ts';
import { type Books, newBooks } from '../../../../src/node/wallet/books.ts';
import { accountXpub } from '../../../../src/wallet/keys.ts';
import { ChainBuilder } from '../../../support/chain-builder.ts';
import { StoredChain } from '../../../support/stored-chain.ts';
import { ACCOUNT } from '../../../support/wallet-lab.ts';

type Answer = (body: Body | undefined) => void;

const SLICE_BYTES = 64 * 1024;
const AHEAD = 64;

/** A chain of so many blocks, as it was made or as a start finds it, without bodies. */
function makeChains(blocks: number): {
  builder: ChainBuilder;
  made: StoredChain;
  cold: StoredChain;
} {
  const builder = new ChainBuilder();
  const made = new StoredChain(builder);
  for (const block of builder.run(builder.genesis, blocks)) made.offer(block);
  made.flush();
  return { builder, made, cold: new StoredChain(builder, made.batches) };
}

function openBooksOn(chain: Chain, readBody: (handle: Handle, answer: Answer) => void): Books {
  const owner = { genesisHash: chain.params.genesisHash, xpub: accountXpub(ACCOUNT) };
  return newBooks(owner, { chain, mempool: new Mempool(chain), readBody }, false);
}

describe('the books', () => {
  it('walk through the chain a slice at a time', () => {
    const { made } = makeChains(400);
    const { chain } = made;
    const books = openBooksOn(chain, () => expect.unreachable('all of it is in memory'));
    const sizeBytes = chain.bodies.get(chain.tip)!.bytes.length;
    let steps = 0;
    for (let before = 0; books.follow(); before = books.ledger.tip.height) {
      const read = books.ledger.tip.height - before;
      expect(read * sizeBytes).toBeLessThanOrEqual(SLICE_BYTES);
      steps += 1;
      expect(steps, 'it comes to an end').toBeLessThan(400);
    }
    expect(steps).toBeGreaterThan(2);
    expect([books.isCurrent, books.ledger.tip.height]).toEqual([true, 400]);
  });

  it('read 64 blocks ahead from the disk, and no more before those have come', () => {
    const { cold } = makeChains(200);
    const asked: Array<readonly [Handle, Answer]> = [];
    const books = openBooksOn(cold.chain, (handle, answer) => asked.push([handle, answer]));
    for (let round = 0; !books.isCurrent; round += 1) {
      expect(round, 'it comes to an end').toBeLessThan(20);
      books.follow();
      books.follow();
      expect(asked.length).toBeLessThanOrEqual(AHEAD);
      for (const [handle, answer] of asked.splice(0)) {
        const bytes = cold.readBody(handle)!;
        answer({ block: decodeBlock(bytes), bytes });
      }
      for (let more = true; more;) more = books.follow();
    }
    expect(books.ledger.tip.height).toBe(200);
  });

  it('ask for a lost block again when a second has gone, and stay where they are till then', () => {
    const { cold } = makeChains(3);
    let asked = 0;
    const books = openBooksOn(cold.chain, (_, answer) => {
      asked += 1;
      answer(undefined);
    });
    for (let count = 0; count < 5; count += 1) expect(books.follow()).toBe(false);
    expect([asked, books.ledger.tip.height]).toEqual([3, 0]);
    books.tick();
    books.follow();
    expect(asked).toBe(6);
  });

  it('leave a branch that lost for the one that won', () => {
    const { builder, made } = makeChains(5);
    const books = openBooksOn(made.chain, () => expect.unreachable('all of it is in memory'));
    while (books.follow());
    const fork = made.chain.bodies.get(made.chain.activeAt(2))!.block;
    for (const block of builder.run(fork, 4)) made.offer(block);
    while (books.follow());
    expect(books.ledger.tip).toEqual({ height: 6, hash: made.tip });
  });
});
