import { describe, expect, it } from 'vitest';
import { BlockBook, cardOf } from '../../../../src/ui/lab/block-book.ts';
import { createFakeLaboratory } from '../../../support/fake-laboratory.ts';

async function bookOf() {
  const lab = createFakeLaboratory();
  await lab.add(2);
  const asked: string[] = [];
  const book = new BlockBook((ref, hash) => {
    asked.push(`${ref} ${hash}`);
    return lab.call(ref, 'getblock', hash, 2);
  });
  return { lab, book, asked };
}

describe('the book of blocks', () => {
  it('asks the node that has a tip, down to what it knows', async () => {
    const { lab, book, asked } = await bookOf();
    for (let count = 0; count < 3; count += 1) lab.find('lab-1');
    const { tip } = lab.own;
    expect(await book.look([{ ref: 'lab-1', tip }])).toBe(true);
    expect(asked).toHaveLength(4);
    expect(book.get(tip)).toMatchObject({ height: 3, miner: 'Miner lab-1', chainWork: 3000n });
    const next = lab.find('lab-2');
    await book.look([
      { ref: 'lab-2', tip: next },
      { ref: 'lab-1', tip: next },
    ]);
    expect(asked).toHaveLength(5);
    expect(await book.look([{ ref: 'lab-1', tip: next }])).toBe(false);
    expect(asked).toHaveLength(5);
  });

  it('asks once for what a node does not have', async () => {
    const { book, asked } = await bookOf();
    const standing = { ref: 'lab-1', tip: 'f'.repeat(64) };
    expect(await book.look([standing, { ref: 'lab-2', tip: '' }])).toBe(false);
    await book.look([standing]);
    expect(asked).toHaveLength(1);
  });

  it('looks one at a time', async () => {
    const { lab, book } = await bookOf();
    const tip = lab.find('lab-1');
    const looks = await Promise.all([
      book.look([{ ref: 'lab-1', tip }]),
      book.look([{ ref: 'lab-1', tip }]),
    ]);
    expect(looks).toEqual([true, false]);
  });

  it('keeps 480 blocks, the highest ones', async () => {
    const { lab, book } = await bookOf();
    let tip = '';
    for (let count = 0; count < 500; count += 1) {
      tip = lab.find('lab-1');
      await book.look([{ ref: 'lab-1', tip }]);
    }
    expect(book.blocks).toHaveLength(480);
    expect(book.get(tip)?.height).toBe(500);
    expect(Math.min(...book.blocks.map(({ height }) => height))).toBe(21);
  });

  it('makes cards of its blocks', async () => {
    const { lab, book } = await bookOf();
    const tip = lab.find('lab-1');
    await book.look([{ ref: 'lab-1', tip }]);
    expect(cardOf(book.get(tip)!, 'stale')).toMatchObject({
      hash: tip,
      height: 1,
      state: 'stale',
      miner: 'Miner lab-1',
    });
  });
});
