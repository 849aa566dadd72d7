import { describe, expect, it } from 'vitest';
import type { Body } from '../../../../src/chain/bodies.ts';
import { MinerNames } from '../../../../src/node/wallet/miner-names.ts';
import { ChainBuilder } from '../../../support/chain-builder.ts';
import { StoredChain } from '../../../support/stored-chain.ts';

function chainOf(blocks: number): StoredChain {
  const builder = new ChainBuilder();
  const stored = new StoredChain(builder);
  for (const block of builder.run(builder.genesis, blocks)) stored.offer(block);
  return stored;
}

describe('names of miners', () => {
  it('come when the disk has answered, and are asked for once', () => {
    const { chain } = chainOf(1);
    const answers: Array<(body: Body | undefined) => void> = [];
    const names = new MinerNames({ chain, readBody: (_, answer) => answers.push(answer) });
    expect([names.at(1), names.at(1), answers.length]).toEqual(['', '', 1]);
    answers[0]!(chain.bodies.get(chain.activeAt(1)));
    expect([names.at(1), names.learnt]).toEqual(['test', 1]);
  });

  it('are remembered for 256 blocks at most', () => {
    const { chain } = chainOf(300);
    const readBody = (handle: number, answer: (body: Body | undefined) => void) =>
      answer(chain.bodies.get(handle));
    const names = new MinerNames({ chain, readBody });
    for (let height = 1; height <= 300; height += 1) expect(names.at(height)).toBe('test');
    expect(names.size).toBe(256);
  });
});
