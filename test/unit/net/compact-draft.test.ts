import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeBlock } from '../../../src/consensus/encoding.ts';
import { compactBlock } from '../../../src/net/compact-block.ts';
import { Draft } from '../../../src/net/compact-draft.ts';
import { toHex } from '../../../src/util/bytes.ts';
import { BlockLab } from '../../support/block-lab.ts';
import { outpoint, pay, spend } from '../../support/blocks.ts';

const COUNT = 12;
const lab = new BlockLab();
const all = Array.from({ length: 2 * COUNT }, (_, at) => spend([outpoint(at)], [pay(at + 1)]));
const [inside, strangers] = [all.slice(0, COUNT), all.slice(COUNT)];
const block = lab.make({ transactions: inside });
const compact = compactBlock(block, 99n);

const hexOf = (draft: Draft) => toHex(encodeBlock(draft.block));

describe('a draft', () => {
  it('becomes the block from any part of it, in any order, among any others', () => {
    const candidates = fc.shuffledSubarray(all);
    fc.assert(
      fc.property(candidates, fc.bigInt(0n, 2n ** 64n - 1n), (drawn, nonce) => {
        const draft = new Draft(compactBlock(block, nonce));
        draft.take(drawn);
        const missing = inside.filter((transaction) => !drawn.includes(transaction));
        expect(draft.missing.map((at) => block.transactions[at])).toEqual(missing);
        expect(draft.complete(missing)).toBe(true);
        expect(hexOf(draft)).toBe(toHex(encodeBlock(block)));
      }),
    );
  });

  it('takes what was brought along, wherever it stands', () => {
    const { transactions } = block;
    const places = fc.subarray([...compact.shortIds.keys()].map((at) => at + 1));
    fc.assert(
      fc.property(places, (drawn) => {
        const prefilled = [0, ...drawn].map((index) => ({
          index,
          transaction: transactions[index]!,
        }));
        const shortIds = compact.shortIds.filter((_, at) => !drawn.includes(at + 1));
        const draft = new Draft({ ...compact, shortIds, prefilled });
        draft.take(inside);
        expect(hexOf(draft)).toBe(toHex(encodeBlock(block)));
      }),
    );
  });

  it('in which two have one name can be put together by nobody', () => {
    const [first] = compact.shortIds;
    const shortIds = [...compact.shortIds.slice(0, -1), first!];
    expect(new Draft({ ...compact, shortIds }).isAmbiguous).toBe(true);
    expect(new Draft(compact).isAmbiguous).toBe(false);
  });

  it('takes an answer only when it is all that is missing, in its order', () => {
    const missing = inside.slice(3, 6);
    const wrong = [
      [],
      missing.slice(1),
      [...missing, strangers[0]!],
      missing.toReversed(),
      [missing[0]!, missing[1]!, strangers[0]!],
      [missing[0]!, missing[0]!, missing[1]!],
    ];
    const draft = new Draft(compact);
    draft.take([...inside.slice(0, 3), ...inside.slice(6)]);
    expect(wrong.map((answer) => draft.complete(answer))).toEqual(wrong.map(() => false));
    expect(draft.missing).toEqual([4, 5, 6]);
    expect(draft.complete(missing)).toBe(true);
  });

  it('looks no further than to the last that was missing', () => {
    let looked = 0;
    function* candidates() {
      for (const transaction of all) {
        looked += 1;
        yield transaction;
      }
    }
    new Draft(compact).take(candidates());
    expect(looked).toBe(COUNT);
  });
});
