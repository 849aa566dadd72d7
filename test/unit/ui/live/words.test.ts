/** What the first view says: of what is happening, of what changed, of what waits. */

import { describe, expect, it } from 'vitest';
import type { NodeSnapshot } from '../../../../src/node/api.ts';
import { changeSentence, ownChangeSentence } from '../../../../src/ui/live/change-words.ts';
import { happeningSentence, isLong } from '../../../../src/ui/live/happening-words.ts';
import {
  feerateClasses,
  moreWords,
  squareTitle,
  takenSentence,
  waitingSentence,
} from '../../../../src/ui/live/mempool-words.ts';
import { earningWords, templateWords } from '../../../../src/ui/live/next-block-words.ts';
import { noteSteps, tipWords } from '../../../../src/ui/live/peer-tip-words.ts';
import { FIXTURES } from '../../../support/fixture-snapshots.ts';

/** No-break spaces as spaces: the words are what counts here. */
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ');
const happening = (snapshot: NodeSnapshot) => plain(happeningSentence(snapshot));

describe('what is happening', () => {
  it.each([
    ['starting', 'Your tab is starting its node.'],
    ['alone', 'Your tab is mining block 13 alone.'],
    ['room', 'Your tab is mining block 5 001, in a room with 3 other nodes.'],
    ['network-off', 'Your tab is mining block 13 on a branch of its own: its network is off.'],
    ['mining-off', 'Your tab waits for block 5 001 from 3 other nodes, and will check it.'],
    ['clock-off', 'Your tab will mine block 5 001 once nothing holds it back.'],
    ['connecting', 'Your tab found 3 other tabs here and is opening links to them.'],
    ['unreachable', 'Your tab is mining block 13 on a branch of its own: it reaches no other tab.'],
    [
      'syncing-headers',
      'Your tab is fetching the headers of 5 000 blocks first, and checks the work in each.',
    ],
  ] as const)('while %s', (name, sentence) => {
    expect(happening(FIXTURES[name])).toBe(sentence);
  });

  it('says to whoever is alone and does not mine that nothing will come', () => {
    const { alone } = FIXTURES;
    const idle = { ...alone, mining: { ...alone.mining, state: 'off' } } as const;
    expect(happening(idle)).toContain('no block will come by itself');
    const looking = { ...idle, health: { kind: 'looking' } } as const;
    expect(happening(looking)).toContain('looking for other tabs');
    const { 'network-off': off, unreachable } = FIXTURES;
    expect(happening({ ...idle, health: off.health })).toContain('network is off');
    expect(happening({ ...idle, health: unreachable.health })).toContain('reaches no other tab');
  });

  it('speaks of blocks once their headers are here', () => {
    const snapshot = FIXTURES['syncing-headers'];
    const sync = { ...snapshot.sync, headersDone: 5_000 };
    expect(happening({ ...snapshot, sync })).toBe(
      'Your tab is fetching 5 000 blocks from others and checks each one itself.',
    );
  });

  it('does not speak of fetching for the few blocks after a fork', () => {
    const sync = FIXTURES['syncing-headers'].sync;
    expect(isLong(sync)).toBe(true);
    expect(isLong({ ...sync, headersDone: 5_000, blocksDone: 4_989 })).toBe(false);
  });
});

describe('what a reorganisation changed', () => {
  const change = { forkHeight: 4_996, left: 3, joined: 4, ownLeft: 2 };

  it('is told with the fork, both branches, and what was yours', () => {
    expect(plain(changeSentence(change))).toBe(
      'A branch with more work took over behind block 4 996: 3 blocks left the chain, ' +
        '4 took their place.',
    );
    expect(plain(ownChangeSentence(change))).toBe(
      '2 of them were yours: their rewards are gone, and payments in them wait again.',
    );
  });

  it('is told for a single block, and where nothing was yours', () => {
    expect(plain(changeSentence({ ...change, left: 1, joined: 2 }))).toContain(
      '1 block left the chain, 2 took its place',
    );
    expect(plain(ownChangeSentence({ ...change, ownLeft: 1 }))).toContain('1 of them was yours');
    expect(ownChangeSentence({ ...change, ownLeft: 0 })).toContain('None of them was yours');
  });
});

describe('what waits', () => {
  const waiting = (feerate: number, isNext = true) => ({
    txid: 'x',
    weight: 561,
    feerate,
    isNext,
  });

  it('is told with its size and its fees', () => {
    const view = { transactions: 2, sizeVbytes: 1_400, fees: 123_400 };
    expect(plain(waitingSentence(view))).toBe(
      '2 payments, 1 400 vB, pay 0.001 234 00 TAB in fees.',
    );
    expect(plain(waitingSentence({ ...view, transactions: 1 }))).toMatch(/^1 payment, .* pays /);
  });

  it('is told by how much of it the next block takes', () => {
    const best = [waiting(3), waiting(2, false)];
    expect(plain(takenSentence(best, 2))).toBe('The next block takes 1 of them, the best paid.');
    expect(takenSentence([waiting(3)], 1)).toContain('room for all');
    expect(takenSentence([waiting(3, false)], 1)).toContain('none of them');
  });

  it('is counted where it has no square', () => {
    expect(plain(moreWords(1_444, 240))).toBe('and 1 204 more');
    expect(moreWords(240, 240)).toBe('');
  });

  it('has a legend of the colours that are there, best paid first', () => {
    const classes = feerateClasses([waiting(1), waiting(60), waiting(1.5), waiting(3)]);
    expect(classes.map(({ label, count }) => `${label}: ${count}`)).toEqual([
      '50 tick/vB and more: 1',
      '2 to 5 tick/vB: 1',
      'below 2 tick/vB: 2',
    ]);
  });

  it('is named square by square', () => {
    const square = { ...waiting(3.5), x: 0, y: 0, side: 12, level: 1 };
    expect(plain(squareTitle(square))).toBe('3.50 tick/vB, weight 561: in the next block');
    expect(squareTitle({ ...square, isNext: false })).toContain('waits longer');
  });
});

describe('the block that is looked for', () => {
  it('says what it holds and earns', () => {
    const template = { height: 13, transactions: 3, fees: 123_400, subsidy: 50e8 };
    expect(plain(templateWords(template))).toBe('Holds 3 payments');
    expect(templateWords({ ...template, transactions: 0 })).toBe('No payment waits for it');
    expect(plain(earningWords(template))).toBe('Earns 50.001 234 00 TAB, fees included');
    expect(plain(earningWords({ ...template, fees: 0 }))).toBe('Earns 50.000 000 00 TAB');
  });
});

describe('how far another tab is', () => {
  const peer = FIXTURES['others-behind'].peers.find(({ relation }) => relation === 'behind');
  const far = { ...peer!, height: 2_050 };
  const facts = { ownHeight: 5_000, nowSeconds: 100, isLagging: true };

  it('is told as syncing while it comes closer from far behind', () => {
    const before = noteSteps(new Map(), [{ ...far, height: 1_900 }], 98);
    const steps = noteSteps(before, [far], 99);
    expect(plain(tipWords(far, { ...facts, steps }))).toBe('syncing 41 %');
    expect(plain(tipWords(far, { ...facts, steps, nowSeconds: 120 }))).toBe('2 950 behind');
  });

  it('is told in blocks while it stands still or is a moment late', () => {
    const still = noteSteps(noteSteps(new Map(), [far], 90), [far], 99);
    expect(plain(tipWords(far, { ...facts, steps: still }))).toBe('2 950 behind');
    const near = { ...far, height: 4_998 };
    const moved = noteSteps(noteSteps(new Map(), [far], 98), [near], 99);
    expect(plain(tipWords(near, { ...facts, steps: moved }))).toBe('2 behind');
    expect(tipWords(near, { ...facts, steps: moved, isLagging: false })).toBe('in step');
  });
});
