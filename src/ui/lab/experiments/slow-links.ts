/** Slow links make stale blocks: who has not heard of a block goes on mining beside it. */

import { LAB_LATENCY_MAX_MS } from '../../../util/limits.ts';
import { formatPercent, formatTenths } from '../../format.ts';
import { say, sayCount, toSay } from '../../language/say.ts';
import { agree, blocks, evenly, gather, shareOut, stands } from './acts.ts';
import type { Bench, Experiment } from './experiment.ts';

const NODES = 5;
/** Blocks that are counted in each weather. */
const COUNTED = 10;
/** One way, as a part of the time between two blocks, as far as the laboratory's links go. */
const DELAY_SHARE = 0.3;
const LOSS_PERCENT = 10;

interface Count {
  readonly found: number;
  readonly stale: number;
  readonly firstStale?: string;
}

export const SLOW_LINKS: Experiment = {
  id: 'slow-links',
  question: toSay('What if messages are slow?'),
  before: [
    toSay('A block must reach the other miners before they know that it exists.'),
    toSay('Whoever has not heard of it goes on searching for a block that nobody needs any more.'),
    toSay('How much work is lost when every message takes seconds?'),
  ],
  steps: [
    toSay('Bring five virtual nodes in, and let them mine alike'),
    toSay('Count blocks while messages are fast'),
    toSay('Slow every message down, and count again'),
    toSay('Compare'),
  ],
  asks: [],
  blocks: 2 * COUNTED,
  restsMiner: false,
  worksInSandbox: false,
  begin(bench) {
    let [fast, slow]: Count[] = [];
    const wantedMs = Math.round(bench.room.targetSpacingSeconds * DELAY_SHARE * 1000);
    const latencyMs = Math.min(LAB_LATENCY_MAX_MS, wantedMs);
    return [
      async () => {
        const refs = await gather(bench, NODES);
        shareOut(bench, evenly(refs, 100));
        await agree(bench);
      },
      async () => {
        if (isSlow(bench)) bench.lab.setWeather({ latencyMs: 0, lossPercent: 0 });
        fast = await countBlocks(bench);
        tellCount(bench, fast);
      },
      async () => {
        bench.lab.setWeather({ latencyMs, lossPercent: LOSS_PERCENT });
        bench.tell({
          words: () =>
            say('Every message takes {seconds} s longer now, and {loss} % must be sent twice.', {
              seconds: formatTenths(latencyMs / 1000),
              loss: LOSS_PERCENT,
            }),
        });
        slow = await countBlocks(bench);
        tellCount(bench, slow);
      },
      async () => {
        bench.lab.setWeather({ latencyMs: 0, lossPercent: 0 });
        await agree(bench);
        tellComparison(bench, fast!, slow!);
      },
    ];
  },
};

function isSlow({ lab }: Bench): boolean {
  const { latencyMs, lossPercent } = lab.snapshot().weather;
  return latencyMs + lossPercent > 0;
}

/** Of the blocks that virtual nodes find from now on. */
async function countBlocks(bench: Bench): Promise<Count> {
  const { events } = bench.lab.snapshot();
  const since = events.at(-1)?.id ?? -1;
  const found = new Set<string>();
  await bench.until((snapshot) => {
    for (const { id, kind, facts } of snapshot.events) {
      const hash = facts['hash'];
      if (kind === 'block-found' && id > since && typeof hash === 'string') found.add(hash);
    }
    bench.show({
      words: () => say('{blocks} found', { blocks: blocks(found.size) }),
      done: Math.min(COUNTED, found.size),
      of: COUNTED,
    });
    return found.size >= COUNTED ? true : undefined;
  }, 'may-be-cut-short');
  // The newest may still be on its way, or in a race: it is judged once all have heard.
  await agree(bench);
  const stale: string[] = [];
  for (const hash of found) if (!(await stands(bench, hash))) stale.push(hash);
  const [firstStale] = stale;
  return {
    found: found.size,
    stale: stale.length,
    ...(firstStale === undefined ? {} : { firstStale }),
  };
}

function tellCount(bench: Bench, { found, stale, firstStale }: Count): void {
  bench.tell({
    words: () =>
      sayCount(
        stale,
        'Of {blocks}, {count} was stale: {percent} of the work was lost.',
        'Of {blocks}, {count} were stale: {percent} of the work was lost.',
        { blocks: blocks(found), percent: percentOf(stale, found) },
      ),
    ...(firstStale === undefined ? {} : { block: firstStale }),
  });
}

function tellComparison(bench: Bench, fast: Count, slow: Count): void {
  bench.tell({
    words: () =>
      say('Lost to stale blocks: {fast} with fast messages, {slow} with slow ones.', {
        fast: percentOf(fast.stale, fast.found),
        slow: percentOf(slow.stale, slow.found),
      }),
  });
  bench.tell({
    words: () =>
      say('With so few blocks chance plays its part: run it again, and count more of them.'),
  });
  const seconds = bench.room.targetSpacingSeconds;
  bench.tell({
    words: () =>
      say('That is why blocks must not come too fast: this room aims at one every {seconds} s.', {
        seconds,
      }),
  });
}

function percentOf(part: number, whole: number): string {
  return formatPercent(whole === 0 ? 0 : part / whole);
}
