/** Blocks that are bent at one place: a chain refuses them for that, and takes them unbent. */

import { describe, expect, it } from 'vitest';
import { Chain } from '../../../src/chain/chain.ts';
import { encodeBlock } from '../../../src/consensus/encoding.ts';
import { expandCompact } from '../../../src/consensus/pow.ts';
import type { Block } from '../../../src/consensus/types.ts';
import { easier, overpaid } from '../../../src/lab/forge-blocks.ts';
import { type BlockTemplate, blockOf, buildTemplate, jobOf } from '../../../src/node/template.ts';
import { BlockLab, EASIEST_BITS, GENESIS_TIME } from '../../support/block-lab.ts';
import { refusal } from '../../support/refusal.ts';
import { createVirtualMiner } from '../../support/virtual-miner.ts';

const NOW = GENESIS_TIME + 100_000;
const SCRIPT = Uint8Array.of(0x51, 0x20, ...new Uint8Array(32).fill(3));
const HASHES_MAX = 1_000_000;

/** A chain whose blocks came one a second, so that its difficulty has risen. */
function hardChain() {
  const lab = new BlockLab();
  const chain = new Chain(lab.params, lab.genesis);
  for (let height = 1; height <= 40; height += 1) {
    lab.tip = lab.make({ header: lab.timed(lab.tip, lab.tip.header.time + 1) });
    take(chain, lab.tip);
  }
  return { chain, lab };
}

function take(chain: Chain, block: Block): void {
  const handle = chain.acceptHeader(block.header, NOW);
  chain.acceptBody(handle, { block, bytes: encodeBlock(block) });
  const { refused } = chain.advance();
  if (refused !== undefined) throw refused.error;
}

function honest({ chain, lab }: ReturnType<typeof hardChain>): BlockTemplate {
  return buildTemplate({
    previousHash: chain.index.hash(chain.tip),
    context: chain.headerContext(chain.tip),
    params: lab.params,
    miner: { scriptPubKey: SCRIPT, tag: 'Forger' },
    time: lab.tip.header.time + 10,
    selection: { transactions: [], fees: 0 },
  });
}

function mined(template: BlockTemplate): Block {
  const miner = createVirtualMiner();
  let block: Block | undefined;
  miner.work(jobOf(template, 1), { threads: 1, duty: 100, gpu: 0 }, (hit) => {
    block = blockOf(template, hit);
  });
  miner.search(HASHES_MAX);
  return block!;
}

describe('a block that is not bent', () => {
  it('is taken', () => {
    const world = hardChain();
    expect(refusal(() => take(world.chain, mined(honest(world))))).toBe('accepted');
    expect(world.chain.height).toBe(41);
  });
});

describe('a block that overpays', () => {
  it('is refused for the amount alone, by one tick', () => {
    const world = hardChain();
    const forged = overpaid(honest(world), { value: 50e8 + 1, scriptPubKey: SCRIPT });
    expect(refusal(() => take(world.chain, mined(forged)))).toBe('bad-cb-amount/invalid');
    expect(world.chain.height).toBe(40);
    const due = overpaid(honest(world), { value: 50e8, scriptPubKey: SCRIPT });
    expect(refusal(() => take(world.chain, mined(due)))).toBe('accepted');
  });
});

describe('a block that claims an easier target', () => {
  it('is refused for that, though its hash meets what it claims', () => {
    const world = hardChain();
    const template = honest(world);
    expect(template.bits).not.toBe(EASIEST_BITS);
    const forged = easier(template, world.lab.params.powLimit);
    expect(forged.bits).toBe(EASIEST_BITS);
    expect(refusal(() => take(world.chain, mined(forged)))).toBe('bad-diffbits/invalid');
  });

  it('claims sixteen times as easy a one where the room allows that elsewhere', () => {
    const template = { ...honest(hardChain()), bits: 0x1e0fffff };
    // Rounded down to what 23 bits can say.
    expect(easier(template, expandCompact(EASIEST_BITS).target).bits).toBe(0x1f00ffff);
  });

  it('claims more than any room allows where the target is the easiest already', () => {
    const { powLimit } = new BlockLab().params;
    const template = { ...honest(hardChain()), bits: EASIEST_BITS };
    const { target, overflow } = expandCompact(easier(template, powLimit).bits);
    expect(overflow).toBe(false);
    expect(target > powLimit).toBe(true);
  });
});
