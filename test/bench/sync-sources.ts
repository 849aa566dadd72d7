/**
 * Seconds in which a node has a chain from one source and from four, over links of which each
 * carries so much and no more. The nodes are real and the links simulated: four real tabs would
 * measure the cores of this machine, which they share, and not what the node makes of its sources.
 */

import { NetHarness, type TestNode } from '../support/net-harness.ts';
import { deliverOne, type Letter, type Pipe } from '../support/pipes.ts';
import { compare, type Row } from './report.ts';

const BLOCKS = 6_000;
const STEP_MS = 10;
const DELAY_MS = 20;
const PATIENCE_MS = 600_000;
const FAST = 500_000;
const SLOW = 50_000;

export function measureSources(): Row[] {
  const world = makeWorld();
  const one = world.sync([FAST]);
  const four = world.sync([FAST, FAST, FAST, FAST]);
  const mixed = world.sync([SLOW, FAST, FAST, FAST]);
  return [
    compare('sync.four-sources', 's', [four, one]),
    compare('sync.four-sources.one-slow', 's', [mixed, one]),
    compare('sync.four-sources.against-slow', 's', [mixed, world.sync([SLOW])]),
  ];
}

function makeWorld() {
  const harness = new NetHarness();
  const blocks = harness.blocks(BLOCKS);
  const givers = [0, 1, 2, 3].map(() => harness.node());
  for (const giver of givers) giver.mineAll(blocks);

  /** `bytesPerSecond` of each source. */
  function sync(bytesPerSecond: readonly number[]): number {
    const taker = harness.node();
    const lines = bytesPerSecond.flatMap((rate, at) => {
      const giver = givers[at]!;
      const link = harness.open(taker, giver);
      return [makeLine(giver.pipes.get(link)!, rate), makeLine(taker.pipes.get(link)!, FAST)];
    });
    const startedAt = harness.now;
    while (taker.chain.height < BLOCKS) {
      harness.now += STEP_MS;
      for (const line of lines) line(harness.now);
      for (const node of [taker, ...givers]) live(node, harness.now);
      if (harness.now - startedAt > PATIENCE_MS) throw new Error('the chain does not come');
    }
    return (harness.now - startedAt) / 1_000;
  }

  return { sync };
}

function live(node: TestNode, now: number): void {
  node.answerReads();
  if (now % 1_000 === 0) node.tick();
  else if (now >= node.network.sync.nextLookAt) node.network.sync.schedule(now);
}

/** Carries what has been under way for long enough, as fast as the line allows. */
function makeLine(pipe: Pipe, bytesPerSecond: number): (now: number) => void {
  const sentAt = new WeakMap<Letter, number>();
  let creditBytes = 0;
  return (now) => {
    for (const letter of pipe.queue) if (!sentAt.has(letter)) sentAt.set(letter, now);
    // A large message is paid for after it; what is not used within a step is gone.
    creditBytes = Math.min(0, creditBytes) + (bytesPerSecond * STEP_MS) / 1_000;
    while (creditBytes > 0) {
      const next = pipe.queue.find(({ lane }) => lane === 'prompt') ?? pipe.queue[0];
      if (next === undefined) return;
      if (now - sentAt.get(next)! < DELAY_MS) return;
      creditBytes -= next.bytes.length;
      deliverOne(pipe);
    }
  };
}
