/** Branches, orphans and reorganisations (PROTOCOL 4): several blocks, and the tip after each. */

import type { Block } from '../../src/consensus/types.ts';
import { type Funds, outputOf, payment, type Recipe, subsidyAt } from '../support/block-lab.ts';
import { editInputs, pay } from '../support/blocks.ts';
import type { ChainWorld } from '../support/chain-world.ts';
import type { Step, Story } from './block-case.ts';

const MISSING = 'bad-txns-inputs-missingorspent/invalid';
const FAILED_PARENT = 'bad-prevblk/invalid';
const EASIEST_BITS = 0x207fffff;
/** What is due after a block 60 seconds before its parent; and if the next comes 150 later. */
const BITS_AFTER_QUICK = 0x20556c3f;
const BITS_EASED = 0x2065983f;

const sweep = (funds: Funds, fee = 0) => payment([funds], [pay(funds.output.value - fee)]);
const wins = (block: Block): Step => ({ block, expected: 'accepted', tip: block });
const waits = (block: Block, tip: Block): Step => ({ block, expected: 'accepted', tip });
const fails = (block: Block, expected: string, tip: Block): Step => ({ block, expected, tip });
const announced = (block: Block, tip: Block): Step => ({ ...waits(block, tip), headerOnly: true });

let branches = 0;

/** Blocks on top of each other that are no blocks of another branch. */
function branch(past: ChainWorld, parent: Block, recipes: readonly Recipe[]): Block[] {
  const { lab } = past;
  branches += 1;
  const tail = Uint8Array.of(branches, branches >> 8);
  const blocks: Block[] = [];
  for (const recipe of recipes) {
    const below = blocks.at(-1) ?? parent;
    const scriptSig = lab.scriptSig(lab.height(below) + 1, tail);
    blocks.push(lab.make({ scriptSig, parent: below, ...recipe }));
  }
  return blocks;
}

function plain(count: number): Recipe[] {
  return Array.from({ length: count }, () => ({}));
}

/** A header `gap` seconds after its parent, at the difficulty that is due. */
function timed({ lab }: ChainWorld, parent: Block, gap: number): Recipe {
  return { header: lab.timed(parent, parent.header.time + gap) };
}

export const STORIES: readonly Story[] = [
  [
    'keeps the branch it saw first among equals, until the other grows',
    (past) => {
      const [a1] = branch(past, past.lab.tip, plain(1)) as [Block];
      const [b1, b2] = branch(past, past.lab.tip, plain(2)) as [Block, Block];
      return [wins(a1), waits(b1, a1), wins(b2)];
    },
  ],
  [
    'takes payments back for others, and back again',
    (past) => {
      const [coin, other] = [past.mature(0), past.mature(1)];
      const first = sweep(coin);
      const [a1, a2, a3, a4] = branch(past, past.lab.tip, [
        { transactions: [first] },
        { transactions: [sweep(outputOf(first, 0), 3)] },
        ...plain(2),
      ]) as [Block, Block, Block, Block];
      const [b1, b2, b3] = branch(past, past.lab.tip, [
        { transactions: [sweep(coin, 5)], fees: 5 },
        { transactions: [payment([other], [pay(1), pay(2)])] },
        {},
      ]) as [Block, Block, Block];
      const tipA = [wins(a1), wins(a2), waits(b1, a2), waits(b2, a2)];
      return [...tipA, wins(b3), waits(a3, b3), wins(a4)];
    },
  ],
  [
    'keeps a payment that both branches hold',
    (past) => {
      const transactions = [sweep(past.mature(0), 9)];
      const [a1] = branch(past, past.lab.tip, [{ transactions }]) as [Block];
      const [b1, b2] = branch(past, past.lab.tip, [{}, { transactions }]) as [Block, Block];
      return [wins(a1), waits(b1, a1), wins(b2)];
    },
  ],
  [
    'stands where it stood when a heavier branch ends badly',
    (past) => {
      const coin = past.mature(0);
      const [a1] = branch(past, past.lab.tip, [{ transactions: [sweep(coin)] }]) as [Block];
      const [b1, b2, b3] = branch(past, past.lab.tip, [
        { transactions: [sweep(coin, 1)] },
        { transactions: [sweep(coin, 2)] },
        {},
      ]) as [Block, Block, Block];
      const [good] = branch(past, b1, [{ transactions: [sweep(past.mature(1))] }]) as [Block];
      return [
        wins(a1),
        waits(b1, a1),
        fails(b2, MISSING, a1),
        fails(b2, FAILED_PARENT, a1),
        fails(b3, FAILED_PARENT, a1),
        wins(good),
      ];
    },
  ],
  [
    'stands where it stood when a heavier branch is bad in its middle',
    (past) => {
      const a = branch(past, past.lab.tip, plain(3)) as [Block, Block, Block];
      const reward = subsidyAt(past.lab.nextHeight + 1) + 1;
      const b = branch(past, past.lab.tip, [{}, { reward }, {}, {}, {}]);
      const [b1, b2, b3, b4, b5] = b as [Block, Block, Block, Block, Block];
      const [c2, c3, c4] = branch(past, b1, plain(3)) as [Block, Block, Block];
      return [
        ...a.map(wins),
        ...[b1, b2, b3].map((block) => waits(block, a[2])),
        fails(b4, 'bad-cb-amount/invalid', a[2]),
        fails(b5, FAILED_PARENT, a[2]),
        ...[c2, c3].map((block) => waits(block, a[2])),
        wins(c4),
      ];
    },
  ],
  [
    'stands where it stood when the first of a heavier branch has a bad signature',
    (past) => {
      const bad = editInputs(sweep(past.mature(0)), { witness: [new Uint8Array(64).fill(1)] });
      const [a1] = branch(past, past.lab.tip, plain(1)) as [Block];
      const [b1, b2] = branch(past, past.lab.tip, [{ transactions: [bad] }, {}]) as [Block, Block];
      return [wins(a1), waits(b1, a1), fails(b2, 'bad-txns-signature/invalid', a1)];
    },
  ],
  [
    'takes the next best branch when the best one is bad',
    (past) => {
      const reward = subsidyAt(past.lab.nextHeight + 1) + 1;
      const a = branch(past, past.lab.tip, plain(2)) as [Block, Block];
      const b = branch(past, past.lab.tip, [{}, { reward }, ...plain(3)]);
      const c = branch(past, b[0]!, plain(3));
      const tip = a[1];
      return [
        ...a.map(wins),
        ...[...b, ...c].map((block) => announced(block, tip)),
        ...[...b.slice(1), ...c].map((block) => waits(block, tip)),
        fails(b[0]!, 'bad-cb-amount/invalid', c[2]!),
      ];
    },
  ],
  [
    'takes the good beginning of a heavier branch whose end is bad',
    (past) => {
      const reward = subsidyAt(past.lab.nextHeight + 3) + 1;
      const a = branch(past, past.lab.tip, plain(2)) as [Block, Block];
      const b = branch(past, past.lab.tip, [...plain(3), { reward }, {}]);
      const tip = a[1];
      return [
        ...a.map(wins),
        ...b.map((block) => announced(block, tip)),
        ...b.slice(1).map((block) => waits(block, tip)),
        fails(b[0]!, 'bad-cb-amount/invalid', b[2]!),
      ];
    },
  ],
  [
    'takes bodies in any order',
    (past) => {
      const { tip } = past.lab;
      const blocks = branch(past, tip, plain(12));
      const late = blocks.slice(1).reverse();
      return [
        ...blocks.map((block) => announced(block, tip)),
        ...late.map((block) => waits(block, tip)),
        { block: blocks[0]!, expected: 'accepted', tip: blocks.at(-1)! },
      ];
    },
  ],
  [
    'waits for the truth of a heavier branch whose body came altered',
    (past) => {
      const { tip } = past.lab;
      const [a1] = branch(past, tip, plain(1)) as [Block];
      const [b1, b2] = branch(past, tip, [{}, { transactions: [sweep(past.mature(0))] }]) as [
        Block,
        Block,
      ];
      const altered = { ...b2, transactions: [...b2.transactions, b2.transactions[1]!] };
      const stripped = b2.transactions.map((it, at) =>
        at > 0 ? editInputs(it, { witness: [] }) : it,
      );
      return [
        wins(a1),
        waits(b1, a1),
        fails(altered, 'bad-txnmrklroot/mutated', a1),
        fails({ ...b2, transactions: stripped }, 'bad-witness-merkle-match/mutated', a1),
        wins(b2),
      ];
    },
  ],
  [
    'spends on a branch only what that branch has',
    (past) => {
      const first = sweep(past.mature(0));
      const made = outputOf(first, 0);
      const [a1] = branch(past, past.lab.tip, [{ transactions: [first] }]) as [Block];
      const [b1, b2] = branch(past, past.lab.tip, [{}, { transactions: [sweep(made)] }]) as [
        Block,
        Block,
      ];
      const [a2] = branch(past, a1, [{ transactions: [sweep(made, 1)] }]) as [Block];
      return [wins(a1), waits(b1, a1), fails(b2, MISSING, a1), wins(a2)];
    },
  ],
  [
    'asks for the parent of an orphan, and takes it later',
    (past) => {
      const { tip } = past.lab;
      const [parent, child] = branch(past, tip, plain(2)) as [Block, Block];
      return [
        fails(child, 'prev-blk-not-found/orphan', tip),
        wins(parent),
        wins(child),
        waits(child, child),
        waits(parent, child),
      ];
    },
  ],
  [
    'takes a block from the near future when its time has come',
    (past) => {
      const { tip } = past.lab;
      const [block] = branch(past, tip, plain(1)) as [Block];
      const { time } = block.header;
      return [
        { ...fails(block, 'time-too-new/early', tip), nowSeconds: time - 61 },
        { ...fails(block, 'time-too-new/early', tip), nowSeconds: 0 },
        { ...wins(block), nowSeconds: time - 60 },
      ];
    },
  ],
  [
    'demands a harder target after a quick block, and eases it for a long gap',
    (past) => {
      const { tip } = past.lab;
      const quick = past.lab.make({ header: { time: tip.header.time - 60 } });
      const at = (gap: number, bits: number) =>
        past.lab.make({ parent: quick, header: { time: quick.header.time + gap, bits } });
      const wrong = 'bad-diffbits/invalid';
      const next = at(120, BITS_AFTER_QUICK);
      return [
        wins(quick),
        fails(at(80, EASIEST_BITS), wrong, quick),
        fails(at(120, EASIEST_BITS), wrong, quick),
        fails(at(150, BITS_AFTER_QUICK), wrong, quick),
        wins(next),
        waits(at(150, BITS_EASED), next),
        waits(at(190, EASIEST_BITS), next),
      ];
    },
  ],
  [
    'takes more work over more blocks',
    (past) => {
      const { tip } = past.lab;
      const slow = branch(past, tip, plain(30));
      const quick: Block[] = [];
      while (quick.length < 24) {
        const parent = quick.at(-1) ?? tip;
        quick.push(...branch(past, parent, [timed(past, parent, 1)]));
      }
      const work = (blocks: readonly Block[]) =>
        blocks.reduce((sum, { header }) => sum + workOf(header.bits), 0n);
      const turn = quick.findIndex((_, at) => work(quick.slice(0, at + 1)) > work(slow));
      if (turn < 10) throw new Error('the quick blocks are few and heavy');
      const [calm] = branch(past, quick.at(-1)!, [timed(past, quick.at(-1)!, 700)]) as [Block];
      return [
        ...slow.map(wins),
        ...quick.slice(0, turn).map((block) => waits(block, slow.at(-1)!)),
        ...quick.slice(turn).map(wins),
        wins(calm),
      ];
    },
  ],
  [
    'goes back forty blocks of payments, and further',
    (past) => {
      const { tip } = past.lab;
      const paying = (fee: number) =>
        Array.from({ length: 20 }, (_, number) => ({
          transactions: [sweep(past.mature(number), fee)],
        }));
      const a = branch(past, tip, [...paying(1), ...plain(20)]);
      const b = branch(past, tip, [...plain(21), ...paying(2)]);
      return [
        ...a.map(wins),
        ...b.slice(0, 40).map((block) => waits(block, a.at(-1)!)),
        wins(b[40]!),
      ];
    },
  ],
];

/** 2^256 over target + 1. */
function workOf(bits: number): bigint {
  const target = BigInt(bits & 0x7fffff) << BigInt(8 * ((bits >>> 24) - 3));
  return (1n << 256n) / (target + 1n);
}

/** The chain from genesis on a second time, and a little longer. */
export function tellFromGenesis(past: ChainWorld): readonly Step[] {
  const { lab, driver } = past;
  const { tip } = lab;
  // Genesis counts for two hashes, and so does each block of the easiest target.
  const count = Math.floor((Number(driver.work) - 2) / 2) + 1;
  const blocks = branch(past, lab.genesis, plain(count));
  return [...blocks.slice(0, -1).map((block) => waits(block, tip)), wins(blocks.at(-1)!)];
}
