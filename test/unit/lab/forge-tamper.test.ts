/** What an edit does to a block and to all above it, by Bitcoin's own first blocks. */

import { describe, expect, it } from 'vitest';
import type { OpenedBlock, TamperReport } from '../../../src/lab/api.ts';
import { examine, mend } from '../../../src/lab/forge-tamper.ts';
import { refusal } from '../../support/refusal.ts';
import { checkBlock } from '../../../src/consensus/check.ts';
import { decodeBlock, encodeBlock } from '../../../src/consensus/encoding.ts';
import { fromHex, toHex } from '../../../src/util/bytes.ts';
import { BlockLab, payment, rewardOf } from '../../support/block-lab.ts';
import { pay } from '../../support/blocks.ts';
import { vectors } from '../../support/vectors.ts';

interface MainnetHeader {
  readonly height: number;
  readonly hex: string;
  readonly hash: string;
}

const headers = vectors<readonly MainnetHeader[]>('mainnet_headers_0_11.json');
const { block1 } = vectors<{ block1: { readonly hex: string; readonly hash: string } }>(
  'blocks_bcoin.json',
);

/** Bitcoin's block 1, with the ten above it. */
const BLOCK_ONE: OpenedBlock = {
  height: 1,
  hash: block1.hash,
  hex: block1.hex,
  chainHeight: 11,
  above: headers.slice(2).map(({ hex }) => hex),
  hashesToRedo: 11 * 2 ** 32,
};
/** Where the nonce of a header stands, and the first signature byte of the coinbase's script. */
const NONCE_BYTE = 76;
const COINBASE_ROOT = '0e3e2357e806b6cdb1f70b54c3a3a17b6714ee1f0e68bebb44a74b1efd512098';

function edit(hex: string, at: number, byte: string): string {
  return `${hex.slice(0, 2 * at)}${byte}${hex.slice(2 * at + 2)}`;
}

function unbroken({ above }: TamperReport) {
  return above.filter(({ hashIs, hashWas, hasWork }) => hasWork && hashIs === hashWas);
}

describe('a block as it is', () => {
  it('has its own hash, root and work, and breaks nothing above', () => {
    expect(examine(BLOCK_ONE, block1.hex)).toMatchObject({
      hashIs: block1.hash,
      hasWork: true,
      txids: [],
      rootNamed: COINBASE_ROOT,
      rootIs: COINBASE_ROOT,
      target: `00000000ffff${'0'.repeat(52)}`,
    });
    expect(unbroken(examine(BLOCK_ONE, block1.hex))).toHaveLength(10);
  });
});

describe('one byte of the header', () => {
  const report = examine(BLOCK_ONE, edit(block1.hex, NONCE_BYTE, '02'));

  it('makes another hash, without work', () => {
    expect(report.hashIs).not.toBe(block1.hash);
    expect(report.hasWork).toBe(false);
    expect(report.txids).toEqual([]);
    expect(report.rootIs).toBe(report.rootNamed);
  });

  it('breaks every hash above, each by the one below it', () => {
    expect(report.above.map(({ height }) => height)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(report.above.map(({ hashWas }) => hashWas)).toEqual(
      headers.slice(2).map(({ hash }) => hash),
    );
    let [was, is] = [block1.hash, report.hashIs];
    for (const link of report.above) {
      expect(link).toMatchObject({ previousWas: was, previousIs: is, hasWork: false });
      expect(link.hashIs).not.toBe(link.hashWas);
      [was, is] = [link.hashWas, link.hashIs];
    }
  });
});

describe('one byte of a transaction', () => {
  /** The last byte of the output's amount. */
  const tampered = edit(block1.hex, block1.hex.length / 2 - 77, 'ff');
  const report = examine(BLOCK_ONE, tampered);

  it('changes its id and the root, which the header does not name', () => {
    expect(report.txids).toHaveLength(1);
    expect(report.txids[0]).toMatchObject({ at: 0, was: COINBASE_ROOT });
    expect(report.rootIs).toBe(report.txids[0]!.is);
    expect(report.rootNamed).toBe(COINBASE_ROOT);
    expect(report.hashIs).toBe(block1.hash);
    expect(unbroken(report)).toHaveLength(10);
  });

  it('breaks every hash above once the header is mended', () => {
    const mended = examine(BLOCK_ONE, mend(tampered));
    expect(mended.rootNamed).toBe(mended.rootIs);
    expect(mended.hasWork).toBe(false);
    expect(unbroken(mended)).toEqual([]);
    expect(mended.above).toHaveLength(10);
  });
});

describe('bytes that are no block', () => {
  const tampered = edit(block1.hex, 80, 'fd');

  it('are told with their reason, and nothing is said of transactions', () => {
    expect(examine(BLOCK_ONE, tampered)).toMatchObject({
      unreadable: 'size-not-minimal',
      hashIs: block1.hash,
      rootIs: '',
    });
  });

  it('are not mended', () => {
    expect(mend(tampered)).toBe(tampered);
  });
});

describe('mending', () => {
  it('makes commitment and root fit, so that only the work is missing', () => {
    const lab = new BlockLab();
    const funding = (lab.tip = lab.make());
    const spend = payment([rewardOf(funding)], [pay(49e8)]);
    const block = lab.make({ transactions: [spend], fees: 1e8 });
    const hex = toHex(encodeBlock(block));
    const signature = toHex(spend.inputs[0]!.witness[0]!);
    const at = hex.indexOf(signature) / 2;
    const opened = { ...BLOCK_ONE, height: 2, hex, above: [] };
    const tampered = edit(hex, at, signature.startsWith('00') ? '01' : '00');
    expect(examine(opened, tampered)).toMatchObject({ txids: [], hasCommitment: false });
    const mended = examine(opened, mend(tampered));
    expect(mended.hasCommitment).toBe(true);
    expect(mended.txids.map(({ at: place }) => place)).toEqual([0]);
    expect(mended.rootIs).toBe(mended.rootNamed);
    const body = () => checkBlock(decodeBlock(fromHex(mend(tampered))), lab.params);
    expect(refusal(body)).toBe('accepted');
    expect(mend(hex)).toBe(hex);
  });
});
