/** The difficulty follows the hash rate: twice the hashes do not make twice the blocks for long. */

import { type NodeRef, SELF } from '../../../lab/api.ts';
import { formatDecimal, formatHashRate, formatTenths } from '../../format.ts';
import { say, toSay } from '../../language/say.ts';
import { agree, blocks, type ChainPlace, evenly, gather, placeOf, shareOut } from './acts.ts';
import type { Bench, Experiment } from './experiment.ts';

const NODES = 2;
/** Percent of the laboratory's hashes, before and after. */
const HALF = 50;
const WHOLE = 100;
const BEFORE = 8;
const AFTER = 20;

interface Header {
  readonly time: number;
  readonly difficulty: number;
}

interface Measured {
  readonly first: Header;
  readonly last: Header;
  readonly blocks: number;
  readonly hashesPerSecond: number;
}

export const DIFFICULTY: Experiment = {
  id: 'difficulty',
  question: toSay('What if twice as many miners come?'),
  before: [
    toSay('More hashes per second find blocks sooner.'),
    toSay('A block is a little harder after one that came too soon, and easier after a late one.'),
    toSay('How many blocks does it take until the pace is the old one?'),
  ],
  steps: [
    toSay('Bring two virtual nodes in, at half their power'),
    toSay('Watch the pace'),
    toSay('Double the hashes, and watch the difficulty follow'),
    toSay('Compare'),
  ],
  asks: [],
  blocks: BEFORE + AFTER,
  restsMiner: true,
  worksInSandbox: false,
  begin(bench) {
    let refs: NodeRef[] = [];
    let [before, after]: Measured[] = [];
    return [
      async () => {
        refs = await gather(bench, NODES);
        await bench.holdOwnMining();
        shareOut(bench, evenly(refs, HALF));
        await agree(bench);
        bench.tell({
          words: () => say('This tab’s own miner rests, so that the doubling is exact.'),
        });
      },
      async () => {
        before = await measure(bench, BEFORE);
        tellPace(bench, before);
      },
      async () => {
        shareOut(bench, evenly(refs, WHOLE));
        after = await measure(bench, AFTER);
        tellPace(bench, after);
      },
      async () => {
        tellChange(bench, before!, after!);
        await agree(bench);
      },
    ];
  },
};

async function measure(bench: Bench, count: number): Promise<Measured> {
  const start = await placeOf(bench, SELF);
  const rates: number[] = [];
  let end: ChainPlace = start;
  await bench.until(async ({ hashesPerSecond }) => {
    if (hashesPerSecond > 0) rates.push(hashesPerSecond);
    end = await placeOf(bench, SELF);
    const done = end.height - start.height;
    bench.show({
      words: () => say('{blocks} since then', { blocks: blocks(Math.max(0, done)) }),
      done: Math.min(count, Math.max(0, done)),
      of: count,
    });
    return done >= count ? true : undefined;
  }, 'may-be-cut-short');
  const [first, last] = await Promise.all([start, end].map(({ tip }) => headerOf(bench, tip)));
  const sum = rates.reduce((total, rate) => total + rate, 0);
  return {
    first: first!,
    last: last!,
    blocks: end.height - start.height,
    hashesPerSecond: rates.length === 0 ? 0 : sum / rates.length,
  };
}

function headerOf(bench: Bench, hash: string): Promise<Header> {
  return bench.call<Header>(SELF, 'getblock', hash, 1);
}

function tellPace(bench: Bench, measured: Measured): void {
  const { hashesPerSecond } = measured;
  const seconds = paceOf(measured);
  if (seconds === undefined) {
    const none = () => say('{blocks} since then', { blocks: blocks(Math.max(0, measured.blocks)) });
    return bench.tell({ words: none });
  }
  return bench.tell({
    words: () =>
      say('{rate} found {blocks}, one every {seconds} s on average.', {
        rate: formatHashRate(hashesPerSecond),
        blocks: blocks(measured.blocks),
        seconds: formatTenths(seconds),
      }),
  });
}

function tellChange(bench: Bench, before: Measured, after: Measured): void {
  const harder = after.last.difficulty / after.first.difficulty;
  bench.tell({
    words: () =>
      say('From the doubling on, the difficulty changed by a factor of {factor}.', {
        factor: formatDecimal(harder),
      }),
  });
  const [paceBefore, paceAfter] = [paceOf(before), paceOf(after)];
  if (paceBefore !== undefined && paceAfter !== undefined) {
    bench.tell({
      words: () =>
        say(
          'Blocks came every {before} s before, every {after} s after it, and {aim} s is the aim.',
          {
            before: formatTenths(paceBefore),
            after: formatTenths(paceAfter),
            aim: bench.room.targetSpacingSeconds,
          },
        ),
    });
  }
  bench.tell({
    words: () => say('Single waits differ widely by chance; only the average follows the rule.'),
  });
}

/** Undefined where no block came: its user did not wait for one. */
function paceOf({ first, last, blocks: count }: Measured): number | undefined {
  return count <= 0 ? undefined : (last.time - first.time) / count;
}
