import { describe, expect, it, vi } from 'vitest';
import { Chain } from '../../../src/chain/chain.ts';
import { blockRecord, chainFileHead } from '../../../src/chain/chain-file.ts';
import { encodeBlock } from '../../../src/consensus/encoding.ts';
import { frameMagic } from '../../../src/consensus/genesis.ts';
import { Importer } from '../../../src/node/importer.ts';
import type { CommandOutcome } from '../../../src/node/ports.ts';
import { concatBytes } from '../../../src/util/bytes.ts';
import { ChainBuilder, LATE_SECONDS, ROOM } from '../../support/chain-builder.ts';

const MB = 1024 * 1024;
const COMMAND = 7;

const builder = new ChainBuilder();
const magic = frameMagic(builder.params.genesisHash);
const records = builder
  .run(builder.genesis, 600)
  .map((block) => blockRecord(magic, encodeBlock(block)));
const file = concatBytes(chainFileHead(ROOM, '00'.repeat(16)), ...records);

function createImporter() {
  const chain = new Chain(builder.params, builder.genesis);
  const answers: (readonly [number, CommandOutcome])[] = [];
  const importer = new Importer(chain, (...answer) => answers.push(answer));
  /** One stretch, and what the chain makes of it. */
  const run = () => {
    const moved = importer.run(LATE_SECONDS);
    while (chain.advance().kind !== 'idle');
    return moved;
  };
  return { chain, importer, answers, run };
}

describe('reading a part of a file', () => {
  it('takes a stretch at a time, and answers when all of it is taken', () => {
    const { chain, importer, answers, run } = createImporter();
    importer.order(COMMAND, [file]);
    const heights: number[] = [];
    while (run()) heights.push(chain.height);
    // About 64 kB for each, with 200 bytes for what every block costs.
    expect(heights.length).toBeGreaterThan(3);
    for (const [at, height] of heights.entries()) {
      expect(height - (heights[at - 1] ?? 0)).toBeLessThan(200);
    }
    const result = { blocks: 600, fresh: 600, height: 600, done: true };
    expect(answers).toEqual([[COMMAND, { ok: true, result }]]);
    expect(importer.isBusy).toBe(false);
  });

  it('waits while the disk has 32 megabytes to take, and then goes on', () => {
    const { chain, importer, answers, run } = createImporter();
    const waiting = vi.spyOn(chain.bodies, 'pinnedBytes', 'get').mockReturnValue(32 * MB + 1);
    importer.order(COMMAND, [file]);
    expect(run()).toBe(false);
    expect(importer.isBusy).toBe(true);
    expect(chain.height).toBe(0);
    waiting.mockReturnValue(32 * MB);
    while (run());
    expect(answers).toHaveLength(1);
    expect(chain.height).toBe(600);
  });

  it('has nothing to do without an order', () => {
    const { run, answers } = createImporter();
    expect(run()).toBe(false);
    expect(answers).toEqual([]);
  });
});
