import { describe, expect, it } from 'vitest';
import {
  cutFor,
  join,
  newest,
  nextQuestion,
  type StatsAnswer,
  type Stretch,
} from '../../../../src/ui/charts/stretch.ts';

/** A branch as a list of names, by height; a block's hash is its name. */
type Branch = readonly string[];

const MAIN: Branch = Array.from({ length: 500 }, (_, height) => `m${height}`);

function fork(branch: Branch, at: number, count: number, name: string): Branch {
  const above = Array.from({ length: count }, (_, step) => `${name}${at + step}`);
  return [...branch.slice(0, at), ...above];
}

function answer(branch: Branch, height: number, count: number): StatsAnswer {
  const first = Math.max(0, height - count + 1);
  const rows = branch.slice(first, height + 1);
  return {
    height,
    hash: branch[height]!,
    previousblockhash: branch[first - 1] ?? null,
    time: rows.map((_, at) => first + at),
    name: rows,
  };
}

/** Asks until nothing is wanted; tells how often. */
function settle(start: Stretch | undefined, branch: Branch, depth: number, most = 50) {
  const wanted = { height: branch.length - 1, hash: branch.at(-1)!, depth, most };
  let stretch = start;
  let asked = 0;
  for (; asked < 1_000; asked += 1) {
    stretch = cutFor(stretch, wanted);
    const question = nextQuestion(stretch, wanted);
    if (question === undefined) break;
    expect(question.count).toBeLessThanOrEqual(most);
    stretch = join(stretch, answer(branch, question.height, question.count));
  }
  return { stretch: stretch!, asked };
}

function expectIs({ first, columns }: Stretch, branch: Branch): void {
  expect(columns['name']).toEqual(branch.slice(first));
  expect(columns['time']).toEqual(branch.map((_, height) => height).slice(first));
}

describe('a stretch of the chain', () => {
  it('is fetched from the tip down, as far as somebody looks', () => {
    const { stretch, asked } = settle(undefined, MAIN, 120);
    expect(asked).toBe(3);
    expect(stretch.first).toBe(380);
    expectIs(stretch, MAIN);
    const whole = settle(stretch, MAIN, Infinity).stretch;
    expect(whole).toMatchObject({ first: 0, previousHash: null });
    expectIs(whole, MAIN);
  });

  it('grows by what is new alone', () => {
    const before = settle(undefined, MAIN.slice(0, 400), 120).stretch;
    const { stretch, asked } = settle(before, MAIN.slice(0, 430), 120);
    expect(asked).toBe(1);
    expect(stretch.first).toBe(280);
    expectIs(stretch, MAIN.slice(0, 430));
  });

  it('is begun anew when more is new than one answer holds', () => {
    const before = settle(undefined, MAIN.slice(0, 100), 60).stretch;
    const { stretch } = settle(before, MAIN, 60);
    expect(stretch.first).toBe(440);
    expectIs(stretch, MAIN);
  });

  it.each([1, 2, 7, 30])('keeps nothing of a branch that lost its last %i blocks', (depth) => {
    let stretch: Stretch | undefined;
    for (let height = 300; height <= 340; height += 1) {
      stretch = settle(stretch, MAIN.slice(0, height + 1), 40).stretch;
    }
    const branch = fork(MAIN, 341 - depth, depth + 1, 'f');
    const after = settle(stretch, branch, 40).stretch;
    expectIs(after, branch);
    expect(after.joints.every(({ height, hash }) => branch[height] === hash)).toBe(true);
  });

  it('follows a branch with more work and fewer blocks', () => {
    const before = settle(undefined, MAIN.slice(0, 200), 40).stretch;
    const branch = fork(MAIN, 190, 3, 'f');
    expectIs(settle(before, branch, 40).stretch, branch);
  });

  it('gives its newest rows', () => {
    const { stretch } = settle(undefined, MAIN, 120);
    expect(newest(stretch, 3)).toMatchObject({
      first: 497,
      columns: { name: ['m497', 'm498', 'm499'], time: [497, 498, 499] },
    });
    expect(newest(stretch, Infinity).first).toBe(380);
  });
});
