/** The room splits in two, both halves mine, and the links heal: work decides. */

import { type NodeRef, SELF } from '../../../lab/api.ts';
import { formatHeight } from '../../format.ts';
import { say, sayCount, toSay } from '../../language/say.ts';
import {
  agree,
  blocks,
  type ChainPlace,
  cutOff,
  evenly,
  gather,
  generate,
  hasOthers,
  isMiningHere,
  meet,
  named,
  placeOf,
  shareOut,
  stands,
  standStill,
  tellWork,
} from './acts.ts';
import type { Bench, Experiment } from './experiment.ts';

const NODES = 5;
/** With this tab: three on each side. */
const BESIDE_US = 2;
/** Blocks that each side finds before the links heal. */
const EACH = 2;
/** In a sandbox, where blocks are made at once, one side makes one more. */
const SANDBOX_LEAD = 1;

export const SPLIT: Experiment = {
  id: 'split',
  question: toSay('What if the room splits in two?'),
  before: [
    toSay('A cable breaks, and half of the nodes no longer hear the other half.'),
    toSay('Each half goes on mining, and takes its own chain for the only one.'),
    toSay('When the cable is mended there are two chains: which one stays, and who loses?'),
  ],
  steps: [
    toSay('Bring five virtual nodes in'),
    toSay('Cut every link between the halves'),
    toSay('Let both halves mine'),
    toSay('Heal the links'),
  ],
  asks: [],
  blocks: 2 * EACH,
  restsMiner: false,
  worksInSandbox: true,
  begin(bench) {
    let left: NodeRef[] = [];
    let right: NodeRef[] = [];
    let fork: ChainPlace | undefined;
    let ends: [ChainPlace, ChainPlace];
    return [
      async () => {
        const refs = await gather(bench, NODES);
        left = [SELF, ...refs.slice(0, BESIDE_US)];
        right = refs.slice(BESIDE_US);
        await agree(bench);
      },
      async () => {
        cutOff(bench, right);
        fork = await placeOf(bench, SELF);
        const [here, there] = [named(bench, left), named(bench, right)];
        bench.tell({ words: () => say('Side A: {nodes}.', { nodes: here() }) });
        bench.tell({ words: () => say('Side B: {nodes}.', { nodes: there() }) });
        if (hasOthers(bench)) {
          bench.tell({
            words: () =>
              say('Other tabs are on side A, too: only links of this page can be cut here.'),
          });
        }
        bench.tell({ words: () => say('This tab hears nothing from side B now.') });
      },
      async () => {
        ends = await mineApart(bench, { left, right, fork: fork! });
        const [mine, theirs] = ends;
        tellEnd(bench, toSay('Side A'), mine);
        tellEnd(bench, toSay('Side B'), theirs);
        bench.tell({
          words: () => say('One room has two chains now, and each side trusts its own.'),
        });
      },
      async () => {
        ends = await endsOf(bench, left, right);
        await meet(bench, ...ends);
        await tellOutcome(bench, fork!, ends);
      },
    ];
  },
};

interface Halves {
  readonly left: readonly NodeRef[];
  readonly right: readonly NodeRef[];
  readonly fork: ChainPlace;
}

async function mineApart(bench: Bench, halves: Halves): Promise<[ChainPlace, ChainPlace]> {
  const [here, there] = [halves.left[1]!, halves.right[0]!];
  const { isSandbox } = bench.room;
  if (!isSandbox) {
    // Where this tab mines, its own miner is side A's.
    const isMining = await isMiningHere(bench);
    const mine = evenly(halves.left.slice(1), isMining ? 0 : 50);
    shareOut(bench, { ...mine, ...evenly(halves.right, isMining ? 100 : 50) });
  }
  const wanted = [EACH, EACH + (isSandbox ? SANDBOX_LEAD : 0)] as const;
  await bench.until(async () => {
    const places = await Promise.all([here, there].map((ref) => placeOf(bench, ref)));
    const [a, b] = places.map(({ height }) => Math.max(0, height - halves.fork.height));
    bench.show({
      words: () => say('Side A found {a}, side B {b}', { a: blocks(a!), b: blocks(b!) }),
      done: Math.min(wanted[0], a!) + Math.min(wanted[1], b!),
      of: wanted[0] + wanted[1],
    });
    if (a! >= wanted[0] && b! >= wanted[1]) return true;
    if (isSandbox) await generate(bench, a! >= wanted[0] || a! > b! ? there : here, 1);
    return undefined;
  }, 'may-be-cut-short');
  await standStill(bench);
  return endsOf(bench, halves.left, halves.right);
}

/** Of each side, where a virtual node of it stands. */
function endsOf(
  bench: Bench,
  left: readonly NodeRef[],
  right: readonly NodeRef[],
): Promise<[ChainPlace, ChainPlace]> {
  return Promise.all([placeOf(bench, left[1]!), placeOf(bench, right[0]!)]);
}

function tellEnd(bench: Bench, side: string, { height, tip }: ChainPlace): void {
  bench.tell({
    words: () =>
      say('{side} stands on block {height}.', { side: say(side), height: formatHeight(height) }),
    block: tip,
  });
}

async function tellOutcome(
  bench: Bench,
  fork: ChainPlace,
  [mine, theirs]: readonly [ChainPlace, ChainPlace],
): Promise<void> {
  if (mine.tip === theirs.tip) {
    return bench.tell({ words: () => say('No side had found a block: nothing was lost.') });
  }
  const isOursLeft = await stands(bench, mine.tip);
  const [won, lost] = isOursLeft ? [mine, theirs] : [theirs, mine];
  const winner = isOursLeft ? toSay('Side A') : toSay('Side B');
  const loser = isOursLeft ? toSay('Side B') : toSay('Side A');
  const count = lost.height - fork.height;
  bench.tell({
    words: () =>
      won.work === lost.work
        ? say('Both branches had equal work: the next block decided, for {side}.', {
            side: say(winner),
          })
        : say('{side} had more work, so its branch is the chain of all now.', {
            side: say(winner),
          }),
    block: won.tip,
  });
  tellWork(bench, won, lost);
  if (count === 0) return;
  bench.tell({
    words: () =>
      sayCount(
        count,
        '{side} lost {count} block: it is stale, and its reward is void.',
        '{side} lost {count} blocks: they are stale, and their rewards are void.',
        { side: say(loser) },
      ),
    block: lost.tip,
  });
  bench.tell({
    words: () =>
      say('Payments that were only in stale blocks wait again, and can enter a later block.'),
  });
}
