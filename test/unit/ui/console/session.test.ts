import { describe, expect, it } from 'vitest';
import { NO_RECALL, type Recall, recalled } from '../../../../src/ui/console/session.ts';

const LINES = ['help', 'getblockcount'];

function walk(steps: readonly number[], typed: string): string[] {
  let state: Recall & { readonly text: string } = { ...NO_RECALL, text: typed };
  return steps.map((step) => {
    state = recalled(LINES, state, { step, text: state.text });
    return state.text;
  });
}

describe('the arrow keys of the console', () => {
  it('go back to the first command and no further, and forth to what was being typed', () => {
    const shown = walk([1, 1, 1, -1, -1, -1], 'getbl');
    expect(shown).toEqual(['getblockcount', 'help', 'help', 'getblockcount', 'getbl', 'getbl']);
  });

  it('leave what is typed alone where nothing was asked yet', () => {
    expect(recalled([], NO_RECALL, { step: 1, text: 'get' }).text).toBe('get');
  });
});
