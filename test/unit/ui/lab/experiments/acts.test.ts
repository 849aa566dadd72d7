import { describe, expect, it } from 'vitest';
import { tellWork } from '../../../../../src/ui/lab/experiments/acts.ts';
import type { Bench } from '../../../../../src/ui/lab/experiments/experiment.ts';

function toldOf(...[won, lost]: Array<readonly [height: number, work: bigint]>): string[] {
  const told: string[] = [];
  const bench = { tell: ({ words }: { words: () => string }) => void told.push(words()) };
  const place = ([height, work]: readonly [number, bigint]) => ({ height, work, tip: '' });
  tellWork(bench as unknown as Bench, place(won!), place(lost!));
  return told;
}

describe('a branch that wins', () => {
  it('without more blocks is explained by its work', () => {
    expect(toldOf([36, 500n], [36, 400n])).toEqual([
      'Work is what counts, not blocks: each counts by how hard it was to find.',
    ]);
    expect(toldOf([35, 500n], [36, 400n])).toHaveLength(1);
  });

  it('with more blocks, or by the next one, needs no such word', () => {
    expect(toldOf([37, 500n], [36, 400n])).toEqual([]);
    expect(toldOf([36, 400n], [36, 400n])).toEqual([]);
  });
});
