/** Every byte of a block has a field, and the field its transaction. */

import { describe, expect, it } from 'vitest';
import { encodeBlock, HEADER_BYTES } from '../../../../src/consensus/encoding.ts';
import { annotateBlock, fieldAt } from '../../../../src/ui/lab/forge-fields.ts';
import { BlockLab, payment, rewardOf } from '../../../support/block-lab.ts';
import { pay } from '../../../support/blocks.ts';

const lab = new BlockLab();
const funding = (lab.tip = lab.make());
const spend = payment([rewardOf(funding)], [pay(20e8), pay(29e8)]);
const bytes = encodeBlock(lab.make({ transactions: [spend], fees: 1e8 }));
const fields = annotateBlock(bytes);

describe('the fields of a block', () => {
  it('tile its bytes', () => {
    let at = 0;
    for (const { from, to } of fields) {
      expect(from).toBe(at);
      expect(to).toBeGreaterThan(from);
      at = to;
    }
    expect(at).toBe(bytes.length);
  });

  it('are found by each byte that they hold', () => {
    for (let at = 0; at < bytes.length; at += 1) {
      const { from, to } = fields[fieldAt(fields, at)]!;
      expect(from <= at && at < to).toBe(true);
    }
  });

  it('name their transaction, and none in the header', () => {
    expect(fields[fieldAt(fields, HEADER_BYTES - 1)]!.transaction).toBeUndefined();
    expect(fields[fieldAt(fields, HEADER_BYTES + 1)]!.transaction).toBe(0);
    expect(fields.at(-1)).toMatchObject({ kind: 'locktime', transaction: 1 });
    expect(fields.filter(({ kind }) => kind === 'signature')).toMatchObject([{ transaction: 1 }]);
  });
});
