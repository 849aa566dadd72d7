import { describe, expect, it } from 'vitest';
import {
  changeFee,
  exportFile,
  planPayment,
  readWords,
  sendPayment,
} from '../../../../src/ui/wallet/commands.ts';
import { rateSoFar, rateTogether, vainSentence } from '../../../../src/ui/wallet/fee-errands.ts';

const payment = {
  payees: [{ address: 'tab1payee', amount: 29_000_000 }],
  ticksPerKvb: 1_500,
  subtractFee: false,
  memo: '',
} as const;
const answer = {
  fee: 0.00000231,
  feerate: 1_500,
  vsize: 154,
  amount: '0.29',
  change: 0,
  inputs: 1,
  recipients: [{ address: 'tab1payee', amount: 0.29 }],
};

/** A node that gives one answer, and what it was asked. */
function nodeThatSays(result: unknown) {
  const asked: unknown[][] = [];
  const call = async (...question: unknown[]) => {
    asked.push(question);
    return result;
  };
  return { asked, call };
}

describe('a payment asked of the node', () => {
  it('is planned first, in exact decimals and without a memo that nobody wrote', async () => {
    const { asked, call } = nodeThatSays(answer);
    const plan = await planPayment(call, payment);
    expect(asked).toEqual([
      ['send', [{ address: 'tab1payee', amount: '0.29' }], { feerate: 1_500, dry_run: true }],
    ]);
    expect(plan).toEqual({
      amount: 29_000_000,
      gets: new Map([['tab1payee', 29_000_000]]),
      fee: 231,
      change: 0,
      sizeVbytes: 154,
      txid: '',
    });
  });

  it('is sent as it was planned', async () => {
    const { asked, call } = nodeThatSays({ ...answer, txid: 'ab' });
    const payees = [
      { address: 'tab1first', amount: 1 },
      { address: 'tab1payee', amount: 'all' },
    ] as const;
    const all = { ...payment, payees, memo: 'Table 4' };
    expect((await sendPayment(call, all)).txid).toBe('ab');
    expect(asked).toEqual([
      [
        'send',
        [
          { address: 'tab1first', amount: '0.00000001' },
          { address: 'tab1payee', amount: 'all' },
        ],
        { feerate: 1_500, memo: 'Table 4', dry_run: false },
      ],
    ]);
  });

  it('takes the fee from all who get something, where that was chosen', async () => {
    const { asked, call } = nodeThatSays(answer);
    const payees = ['tab1first', 'tab1payee'].map((address) => ({ address, amount: 50_000_000 }));
    await planPayment(call, { ...payment, payees, subtractFee: true });
    expect(asked[0]![1]).toEqual([
      { address: 'tab1first', amount: '0.5', subtractfee: true },
      { address: 'tab1payee', amount: '0.5', subtractfee: true },
    ]);
  });

  it.each([
    [undefined],
    [null],
    ['txid'],
    [{}],
    [{ ...answer, fee: 'much' }],
    [{ ...answer, recipients: 1 }],
  ])('is no plan when the node answers %j', async (result) => {
    await expect(planPayment(nodeThatSays(result).call, payment)).rejects.toThrow('does not know');
  });
});

describe('a fee changed by the node', () => {
  it('is shown before it is paid, beside the old one', async () => {
    const { asked, call } = nodeThatSays({ txid: 'cd', origfee: 0.00000154, fee: 0.00000308 });
    const order = { txid: 'ab', ticksPerKvb: 1_000, dryRun: true };
    expect(await changeFee(call, 'bumpfee', order)).toEqual({
      oldFee: 154,
      newFee: 308,
      txid: 'cd',
    });
    await changeFee(call, 'canceltransaction', { txid: 'ab', ticksPerKvb: 4_000, dryRun: false });
    expect(asked).toEqual([
      ['bumpfee', 'ab', { feerate: 1_000, dry_run: true }],
      ['canceltransaction', 'ab', { feerate: 4_000, dry_run: false }],
    ]);
  });
});

describe('a payment hurried by the node', () => {
  const hurried = {
    fee: 0.00000906,
    origfee: 0.00000154,
    vsize: 111,
    ancestorfees: 0.00000308,
    ancestorsize: 265,
  };

  it('is told with all that waits with it', async () => {
    const { asked, call } = nodeThatSays(hurried);
    const order = { txid: 'ab', ticksPerKvb: 4_000, dryRun: true };
    const change = await changeFee(call, 'childpaysforparent', order);
    expect(asked).toEqual([['childpaysforparent', 'ab', { feerate: 4_000, dry_run: true }]]);
    expect(change).toEqual({
      oldFee: 308,
      newFee: 906,
      txid: '',
      carried: { parentsVbytes: 265, childVbytes: 111 },
    });
    expect(rateSoFar(change)).toBe(1_162);
    expect(rateTogether(change)).toBe(3_228);
  });

  it('is not paid for where it offers as much already', async () => {
    const order = { txid: 'ab', ticksPerKvb: 1_162, dryRun: true };
    const change = await changeFee(nodeThatSays(hurried).call, 'childpaysforparent', order);
    expect(vainSentence(change, 1_162)).toMatch(/1\.16.tick\/vB already/);
    expect(vainSentence(change, 1_163)).toBe('');
  });

  it('is never vain where a payment is replaced', async () => {
    const order = { txid: 'ab', ticksPerKvb: 1_000, dryRun: true };
    const change = await changeFee(nodeThatSays(hurried).call, 'bumpfee', order);
    expect(vainSentence(change, 1_000)).toBe('');
  });
});

describe('a secret given out by the node', () => {
  it('is words and bytes, or nothing', async () => {
    const words = ['abandon', 'about'];
    expect(await readWords(nodeThatSays({ words }).call)).toEqual(words);
    await expect(readWords(nodeThatSays({ words: [] }).call)).rejects.toThrow('does not know');
    await expect(exportFile(nodeThatSays({ bytes: 'x' }).call, 'p')).rejects.toThrow(
      'does not know',
    );
  });
});
