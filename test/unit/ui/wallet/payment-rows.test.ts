import { describe, expect, it } from 'vitest';
import { listPayments } from '../../../../src/ui/wallet/payment-rows.ts';

const listed = {
  txid: 'ab',
  kind: 'sent',
  stage: 'replaced',
  amount: -12.500_001_54,
  fee: 0.000_001_54,
  addresses: ['tab1payee'],
  memo: 'Table 4',
  confirmations: 0,
  time: 1_790_000_000,
  replacedBy: 'cd',
  canBump: false,
  canHurry: false,
};

function nodeThatSays(result: unknown) {
  const asked: unknown[][] = [];
  const call = async (...question: unknown[]) => {
    asked.push(question);
    return result;
  };
  return { asked, call };
}

describe('payments listed by the node', () => {
  it('are the rows that the page draws', async () => {
    const reward = { ...listed, kind: 'mined', stage: 'orphaned', blockheight: 12, winner: 'Fox' };
    const { asked, call } = nodeThatSays([listed, reward]);
    const [row, other] = await listPayments(call, 1_000, 50);
    expect(asked).toEqual([['listtransactions', 1_000, 50]]);
    expect(row).toEqual({
      txid: 'ab',
      kind: 'sent',
      stage: 'replaced',
      depth: 0,
      net: -1_250_000_154,
      fee: 154,
      addresses: ['tab1payee'],
      memo: 'Table 4',
      at: 1_790_000_000_000,
      replacedBy: 'cd',
      canBump: false,
      canHurry: false,
    });
    expect(other).toMatchObject({ kind: 'mined', height: 12, winner: 'Fox' });
  });

  it.each([
    [undefined],
    [{}],
    [[null]],
    [[{ ...listed, kind: 'stolen' }]],
    [[{ ...listed, stage: 'constructor' }]],
    [[{ ...listed, amount: 'much' }]],
    [[{ ...listed, addresses: 'tab1payee' }]],
    [[{ ...listed, replacedBy: 7 }]],
  ])('are never guessed from %j', async (result) => {
    await expect(listPayments(nodeThatSays(result).call, 10, 0)).rejects.toThrow('does not know');
  });
});
