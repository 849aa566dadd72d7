/** Headers that break a rule (PROTOCOL 2, 3), and odd ones that break none. */

import { headerHash } from '../../src/consensus/hash.ts';
import type { Hash } from '../../src/consensus/types.ts';
import { BlockLab } from '../support/block-lab.ts';
import type { ChainWorld } from '../support/chain-world.ts';
import { type Acceptance, made, type Refusal } from './block-case.ts';

/** The target spacing; the laboratory's own is twice as long. */
const TARGET_SPACING = 10;
const MAX_BACK = 60;
const FUTURE_LIMIT = 60;

const bits = (value: number) => made(() => ({ header: { bits: value } }));
const timed = (time: (tipTime: number) => number) =>
  made(({ lab }) => ({ header: { time: time(lab.tip.header.time) } }));

/** Blocks so close that the median time past is within MAX_BACK of the tip. */
function hurry(past: ChainWorld): void {
  for (let left = 11; left > 0; left -= 1) {
    past.extend(past.lab.make({ header: { time: past.lab.tip.header.time + TARGET_SPACING } }));
  }
}

export const HEADER_REFUSALS: readonly Refusal[] = [
  ['a hash above its target', 'high-hash/invalid', made(() => ({ idle: true }))],
  ['a target that no hash of it meets', 'high-hash/invalid', bits(0x1d00ffff)],
  ['bits of zero', 'bad-diffbits/invalid', bits(0)],
  ['bits of a size and no number', 'bad-diffbits/invalid', bits(0x20000000)],
  ['bits shifted to nothing', 'bad-diffbits/invalid', bits(0x01003456)],
  ['negative bits', 'bad-diffbits/invalid', bits(0x20ffffff)],
  ['negative bits of one byte', 'bad-diffbits/invalid', bits(0x01fedcba)],
  ['bits beyond 256 bits', 'bad-diffbits/invalid', bits(0xff123456)],
  ['bits just beyond 256 bits', 'bad-diffbits/invalid', bits(0x21010000)],
  ['bits easier than the limit', 'bad-diffbits/invalid', bits(0x21008000)],
  ['bits much easier than the limit', 'bad-diffbits/invalid', bits(0x2100ffff)],
  ['bits a little harder than due', 'bad-diffbits/invalid', bits(0x207ffffe)],
  ['bits twice as hard as due', 'bad-diffbits/invalid', bits(0x203fffff)],
  ['bits in another size', 'bad-diffbits/invalid', bits(0x21007fff)],
  ['a time before the median', 'time-too-old/invalid', timed((tip) => tip - 101)],
  ['the time of the median', 'time-too-old/invalid', timed((tip) => tip - 100)],
  [
    'the time of the median, close to its parent',
    'time-too-old/invalid',
    (past) => {
      hurry(past);
      return timed((tip) => tip - 5 * TARGET_SPACING)(past);
    },
  ],
  [
    'a time too long before its parent, though after the median',
    'time-too-far-back/invalid',
    (past) => {
      for (let left = 11; left > 0; left -= 1) past.extend();
      return timed((tip) => tip - MAX_BACK - 1)(past);
    },
  ],
  [
    'a time one second too new',
    'time-too-new/early',
    ({ lab }) => {
      const offer = made(() => ({}))({ lab } as ChainWorld);
      return { ...offer, nowSeconds: offer.block.header.time - FUTURE_LIMIT - 1 };
    },
  ],
  [
    'the last time there is',
    'time-too-new/early',
    (past) => {
      const nowSeconds = past.lab.tip.header.time;
      return { ...timed(() => 0xffffffff)(past), nowSeconds };
    },
  ],
  [
    'a parent that nobody knows',
    'prev-blk-not-found/orphan',
    made(() => ({ header: { previousHash: 'cd'.repeat(32) as Hash } })),
  ],
  [
    'no parent',
    'prev-blk-not-found/orphan',
    made(() => ({ header: { previousHash: '0'.repeat(64) as Hash } })),
  ],
  [
    "another room's parent",
    'prev-blk-not-found/orphan',
    made(() => {
      const { genesis } = new BlockLab('ffeeddccbbaa99887766554433221100');
      return { header: { previousHash: headerHash(genesis.header) } };
    }),
  ],
];

export const HEADER_ACCEPTANCES: readonly Acceptance[] = [
  ['version 0', ({ lab }) => lab.make({ header: { version: 0 } })],
  ['version −1', ({ lab }) => lab.make({ header: { version: -1 } })],
  ['the lowest version', ({ lab }) => lab.make({ header: { version: -0x80000000 } })],
  [
    'a time as far ahead of the clock as it may be',
    ({ lab }) => lab.make({ header: { time: lab.tip.header.time + FUTURE_LIMIT } }),
  ],
  [
    'a day after its parent',
    ({ lab }) => lab.make({ header: { time: lab.tip.header.time + 86_400 } }),
  ],
];
