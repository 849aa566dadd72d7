import { describe, expect, it } from 'vitest';
import { Chain } from '../../../src/chain/chain.ts';
import type { Block } from '../../../src/consensus/types.ts';
import { createPeer, type Peer } from '../../../src/net/peer.ts';
import { Arrivals } from '../../../src/node/arrivals.ts';
import type { Input } from '../../../src/node/ports.ts';
import { bodyOf, ChainBuilder, LATE_SECONDS } from '../../support/chain-builder.ts';

const TICK: Input = { type: 'tick' };

function createTab() {
  const builder = new ChainBuilder();
  const chain = new Chain(builder.params, builder.genesis);
  const peers = new Map<number, Peer>();
  const arrivals = new Arrivals();
  const step = (input: Input, now: number) => arrivals.see(input, { chain, peers }, now);
  step(TICK, 0);
  const header = (block: Block) => chain.acceptHeader(block.header, LATE_SECONDS);
  const body = (block: Block) => {
    chain.acceptBody(chain.index.find(chain.index.hash(header(block))), bodyOf(block));
    while (chain.advance().kind !== 'idle') continue;
  };
  const link = (id: number, now: number) => {
    const facts = { link: id, peer: `${id}`, outbound: true, binding: new Uint8Array(64) };
    const peer = createPeer(facts, new Uint8Array(32), now);
    peers.set(id, peer);
    return peer;
  };
  const message = (id: number): Input => ({ type: 'message', link: id, bytes: new Uint8Array(0) });
  return { arrivals, body, builder, chain, header, link, message, step };
}

describe('the arrival of a block', () => {
  it('is its first header, then its place at the tip, then each peer that tells of it', () => {
    const { arrivals, body, builder, chain, header, link, message, step } = createTab();
    const [first, second, late] = [link(1, 0), link(2, 0), link(3, 0)];
    const block = builder.mine(builder.genesis);
    first.known = header(block);
    step(message(1), 1_000);
    step(message(1), 1_010);
    body(block);
    step(TICK, 1_040);
    second.known = first.known;
    step(message(2), 1_250);
    link(4, 1_300).known = first.known;
    step(message(4), 1_400);
    step(message(late.link), 1_500);
    expect(arrivals.list(chain, 10)).toMatchObject([
      {
        height: 1,
        time: block.header.time,
        firstseen: 1_000,
        connected: 40,
        own: false,
        active: true,
        told: [
          { peer: 1, delay: 0 },
          { peer: 2, delay: 250 },
        ],
      },
    ]);
  });

  it('is also that of a block which loses, and of its branch once that wins', () => {
    const { arrivals, body, builder, chain, step } = createTab();
    const left = builder.mine(builder.genesis);
    const right = builder.mine(builder.genesis);
    body(left);
    step(TICK, 100);
    body(right);
    step(TICK, 200);
    body(builder.mine(right));
    step(TICK, 300);
    const rows = arrivals.list(chain, 10);
    expect(rows.map(({ active }) => active)).toEqual([false, true, true]);
    expect(rows.map(({ connected }) => connected)).toEqual([0, 100, 0]);
  });

  it('is remembered for the newest 500 blocks', () => {
    const { arrivals, builder, chain, header, step } = createTab();
    builder.run(builder.genesis, 502).forEach((block, at) => {
      header(block);
      step(TICK, at);
    });
    expect(arrivals.list(chain, 1_000)).toHaveLength(500);
    expect(arrivals.list(chain, 2)).toMatchObject([{ height: 501 }, { height: 502 }]);
    expect(arrivals.list(chain, 1_000)[0]).toMatchObject({ height: 3 });
  });

  it('is not told of headers that come in numbers', () => {
    const { arrivals, builder, chain, header, step } = createTab();
    const blocks = builder.run(builder.genesis, 3);
    blocks.slice(0, 2).forEach(header);
    step(TICK, 100);
    header(blocks[2]!);
    step(TICK, 200);
    expect(arrivals.list(chain, 10)).toMatchObject([{ height: 3 }]);
  });
});
