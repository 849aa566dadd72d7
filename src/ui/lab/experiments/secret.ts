/** A miner keeps its blocks to itself and shows them all at once: 51 % is enough. */

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

const NODES = 4;
/** Blocks of both together before the release. */
const RACE = 6;

export const SECRET: Experiment = {
  id: 'secret',
  question: toSay('What if somebody mines in secret?'),
  before: [
    toSay('A miner may keep its blocks to itself: no rule forbids it.'),
    toSay('If its secret branch has more work than the public one, everybody must take it.'),
    toSay('How large must its share of all hashes be for that?'),
  ],
  steps: [
    toSay('Bring four virtual nodes in'),
    toSay('Cut the attacker off'),
    toSay('Let the attacker and the public mine'),
    toSay('Release the secret branch'),
  ],
  asks: ['share'],
  blocks: RACE,
  restsMiner: true,
  worksInSandbox: true,
  begin(bench) {
    let attacker: NodeRef = SELF;
    let miners: NodeRef[] = [];
    let fork: ChainPlace | undefined;
    let ends: Race | undefined;
    return [
      async () => {
        const refs = await gather(bench, NODES);
        attacker = refs[0]!;
        miners = refs.slice(1);
        await agree(bench);
      },
      async () => {
        fork = await placeOf(bench, SELF);
        cutOff(bench, [attacker]);
        const who = named(bench, [attacker]);
        bench.tell({
          words: () =>
            say('{node} is the attacker: nobody hears of its blocks now.', { node: who() }),
        });
      },
      async () => {
        ends = await race(bench, { attacker, miners, fork: fork! }, ({ found, all }) => ({
          done: Math.min(RACE, all),
          of: RACE,
          isOver: found[0] + found[1] >= RACE,
        }));
        tellRace(bench, fork!, ends);
      },
      async () => {
        await meet(bench, ends!.secret, ends!.open);
        await tellRelease(bench, fork!, ends!);
      },
    ];
  },
};

export interface Racers {
  readonly attacker: NodeRef;
  /** They mine on the public branch. */
  readonly miners: readonly NodeRef[];
  readonly fork: ChainPlace;
}

export interface Race {
  readonly secret: ChainPlace;
  readonly open: ChainPlace;
}

/** How far a race is, by the blocks of both. */
interface Standing extends Race {
  /** In secret, and in public. */
  readonly found: readonly [number, number];
  readonly all: number;
}

interface Judgement {
  readonly done: number;
  readonly of: number;
  readonly isOver: boolean;
}

/** Both mine by their shares until the judge ends it. */
export async function race(
  bench: Bench,
  { attacker, miners, fork }: Racers,
  judge: (standing: Standing) => Judgement,
): Promise<Race> {
  if (!bench.room.isSandbox) {
    if (await isMiningHere(bench)) {
      bench.tell({
        words: () => say('This tab’s own miner rests meanwhile, so that the shares are exact.'),
      });
    }
    if (hasOthers(bench)) {
      bench.tell({
        words: () =>
          say(
            'Other tabs may mine in public, too: the attacker’s part of all hashes is less then.',
          ),
      });
    }
    await bench.holdOwnMining();
    const { share } = bench.settings;
    shareOut(bench, { [attacker]: share, ...evenly(miners, 100 - share) });
  }
  const standing = async (): Promise<Standing> => {
    const [secret, open] = await Promise.all([
      placeOf(bench, attacker),
      placeOf(bench, miners[0]!),
    ]);
    const found = [secret.height - fork.height, open.height - fork.height] as const;
    return { secret, open, found, all: found[0] + found[1] };
  };
  await bench.until(async () => {
    const now = await standing();
    const { done, of, isOver } = judge(now);
    bench.show({
      words: () =>
        say('In secret: {secret}. In public: {open}', {
          secret: blocks(now.found[0]),
          open: blocks(now.found[1]),
        }),
      done,
      of,
    });
    // Equal branches are decided by the next block, and in a sandbox nobody else makes one.
    const isTie = bench.room.isSandbox && now.secret.work === now.open.work;
    if (isOver && !isTie) return true;
    if (bench.room.isSandbox) await deal(bench, { attacker, miners, fork }, now);
    return undefined;
  }, 'may-be-cut-short');
  await standStill(bench);
  return standing();
}

/** A sandbox's blocks cost nothing: each goes to the side that is further below its share. */
async function deal(bench: Bench, { attacker, miners }: Racers, { found }: Standing) {
  const { share } = bench.settings;
  const [secret, open] = found;
  const isSecret = (secret + 1) * (100 - share) <= (open + 1) * share;
  await generate(bench, isSecret ? attacker : miners[0]!, 1);
}

export function tellRace(bench: Bench, fork: ChainPlace, { secret, open }: Race): void {
  if (bench.room.isSandbox) {
    bench.tell({
      words: () =>
        say('Blocks of a sandbox room cost no work, so they were dealt out by the shares.'),
    });
  }
  bench.tell({
    words: () =>
      say('The public branch grew by {blocks}, to block {height}.', {
        blocks: blocks(open.height - fork.height),
        height: formatHeight(open.height),
      }),
    block: open.tip,
  });
  bench.tell({
    words: () =>
      say('The secret branch grew by {blocks}, to block {height}.', {
        blocks: blocks(secret.height - fork.height),
        height: formatHeight(secret.height),
      }),
    block: secret.tip,
  });
}

/** Returns whether the secret branch is the chain of all. */
export async function tellRelease(
  bench: Bench,
  fork: ChainPlace,
  { secret, open }: Race,
): Promise<boolean> {
  if (secret.tip === open.tip) {
    // Whoever would not wait for the first block.
    bench.tell({ words: () => say('No side had found a block: nothing was lost.') });
    return false;
  }
  const isWon = secret.height > fork.height && (await stands(bench, secret.tip));
  const lost = isWon ? open : secret;
  const count = lost.height - fork.height;
  const { share } = bench.settings;
  bench.tell({
    words: () =>
      isWon
        ? say('The secret branch had more work: all nodes took it, as their rules demand.')
        : say('The public branch had more work: nobody took the secret one.'),
    block: isWon ? secret.tip : open.tip,
  });
  tellWork(bench, isWon ? secret : open, lost);
  if (count > 0) {
    bench.tell({
      words: () =>
        isWon
          ? sayCount(
              count,
              '{count} block of the public is stale: its miner worked for nothing.',
              '{count} blocks of the public are stale: their miners worked for nothing.',
            )
          : sayCount(
              count,
              '{count} block of the attacker is stale: it worked for nothing.',
              '{count} blocks of the attacker are stale: it worked for nothing.',
            ),
      block: lost.tip,
    });
  }
  bench.tell({
    words: () =>
      share > 50
        ? say(
            'With {share} % of all hashes an attacker wins sooner or later, however far behind.',
            {
              share,
            },
          )
        : say(
            'With {share} % of all hashes an attacker needs luck: the more, the further behind.',
            {
              share,
            },
          ),
  });
  return isWon;
}
