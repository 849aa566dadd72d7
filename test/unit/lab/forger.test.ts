/** Whole nodes refuse each forgery under the one rule that it breaks, and it goes no further. */

import { describe, expect, it } from 'vitest';
import { decodeBlock, decodeTransaction } from '../../../src/consensus/encoding.ts';
import { headerHash } from '../../../src/consensus/hash.ts';
import type { Header } from '../../../src/consensus/types.ts';
import type { ForgeryMessage, ForgeryOutcome, ForgeryStage } from '../../../src/lab/api.ts';
import { decodeMessage } from '../../../src/net/messages.ts';
import { decodeFrame } from '../../../src/net/wire.ts';
import { fromHex } from '../../../src/util/bytes.ts';
import { createForgeWorld, type ForgeWorld } from '../../support/forge-world.ts';

const BLOCKS = 40;
const noProgress = () => {};

/** Nothing that is forged changes it, so most tests share one. */
let shared: Promise<ForgeWorld> | undefined;
const sharedLab = () => (shared ??= openLab());

/** 'self' and a virtual node, which the forger meets, and 'peer', which it does not. */
async function openLab(blocks = BLOCKS): Promise<ForgeWorld> {
  const lab = await createForgeWorld(['self', 'lab-1', 'peer']);
  await lab.world.pass(2_000);
  if (blocks > 0) await lab.during(lab.laboratory.call('self', 'generate', blocks));
  await lab.world.pass(3_000);
  return lab;
}

const fates = ({ verdicts }: ForgeryOutcome) =>
  verdicts.map(({ node, fate, code }) => `${node} ${fate} ${code}`);

const refusedBy = (code: string) => [`self refused ${code}`, `lab-1 refused ${code}`];

describe('a forged signature', () => {
  it('is refused by every node under the rule about signatures', async () => {
    const lab = await sharedLab();
    const outcome = await lab.during(lab.forger.forge('signature', noProgress));
    expect(fates(outcome)).toEqual(refusedBy('bad-txns-signature'));
    expect(outcome.forgery.facts).toMatchObject({ own: 1, value: 50e8 });
    const { inputs } = decodeTransaction(fromHex(outcome.forgery.hex));
    expect(inputs[0]!.prevout.txid).toBe(outcome.forgery.facts['txid']);
  });

  it('waits until there is a coin that could be spent', async () => {
    const lab = await openLab(5);
    await expect(lab.during(lab.forger.forge('signature', noProgress))).rejects.toThrow('no-coin');
  });
});

describe('a block that pays its miner too much', () => {
  it('is refused under the rule about the amount alone', async () => {
    const lab = await sharedLab();
    const outcome = await lab.during(lab.forger.forge('overpay', noProgress));
    expect(fates(outcome)).toEqual(refusedBy('bad-cb-amount'));
    const height = Number(await lab.laboratory.call('self', 'getblockcount'));
    expect(outcome.forgery.facts).toMatchObject({ height: height + 1, due: 50e8, paid: 100e8 });
    await lab.world.pass(1_000);
    expect(await lab.laboratory.call('self', 'getblockcount')).toBe(height);
  });

  it('shows the work that is done for it', async () => {
    const lab = await sharedLab();
    const stages: ForgeryStage[] = [];
    await lab.during(lab.forger.forge('overpay', (stage) => stages.push(stage)));
    const kinds = [...new Set(stages.map(({ kind }) => kind))];
    expect(kinds).toEqual(['preparing', 'working', 'telling']);
    expect(stages.at(-1)).toEqual({ kind: 'telling', answered: 2, nodes: 2 });
  });
});

describe('a block with an easier target', () => {
  it('is refused under the rule about difficulty', async () => {
    const lab = await sharedLab();
    const outcome = await lab.during(lab.forger.forge('difficulty', noProgress));
    expect(fates(outcome)).toEqual(refusedBy('bad-diffbits'));
    const { header } = decodeBlock(fromHex(outcome.forgery.hex));
    expect(outcome.forgery.facts['bits']).toBe(header.bits.toString(16));
    expect(outcome.forgery.facts['due']).not.toBe(outcome.forgery.facts['bits']);
  });
});

describe('an old block', () => {
  it('is kept as it was, and refused with other bytes in its body', async () => {
    const lab = await sharedLab();
    const block = await lab.during(lab.forger.open(BLOCKS - 5));
    const control = await lab.during(lab.forger.show(block, block.hex, noProgress));
    expect(fates(control)).toEqual(['self kept unchanged', 'lab-1 kept unchanged']);
    const edited = `${block.hex.slice(0, -2)}01`;
    const { hex, report } = await lab.forger.tamper(block, { hex: edited, mends: false });
    expect(hex).toBe(edited);
    expect(report.rootIs).not.toBe(report.rootNamed);
    const outcome = await lab.during(lab.forger.show(block, hex, noProgress));
    expect(fates(outcome)).toEqual(refusedBy('bad-txnmrklroot'));
    const mended = await lab.forger.tamper(block, { hex: edited, mends: true });
    expect(mended.report.rootIs).toBe(mended.report.rootNamed);
    expect(mended.report.above.every(({ hashIs, hashWas }) => hashIs !== hashWas)).toBe(true);
  });

  it('is refused when it can be read no more', async () => {
    const lab = await sharedLab();
    const block = await lab.during(lab.forger.open(3));
    const tampered = `${block.hex.slice(0, 160)}ff${block.hex.slice(162)}`;
    const outcome = await lab.during(lab.forger.show(block, tampered, noProgress));
    expect(fates(outcome)).toEqual(refusedBy('message-malformed'));
  });
});

describe('no forgery', () => {
  it.each(['signature', 'overpay', 'difficulty'] as const)(
    'of the kind %s reaches peers of those that refuse it',
    async (kind) => {
      const lab = await sharedLab();
      const { next } = (await lab.laboratory.call('peer', 'getmessages', 0)) as { next: number };
      const { forgery } = await lab.during(lab.forger.forge(kind, noProgress));
      await lab.world.pass(2_000);
      // A true block afterwards: whoever hears it has listened.
      await lab.during(lab.laboratory.call('self', 'generate', 1));
      await lab.world.pass(500);
      const heard = await messagesHeard(lab, next);
      const named = heard.filter(({ name }) => NEWS.has(name));
      expect(named.map(({ name }) => name)).toContain('block');
      expect(named.length).toBeLessThanOrEqual(2);
      const told = JSON.stringify(heard, plain);
      expect(told).not.toContain(forgery.id);
      expect(told).toContain(await lab.laboratory.call('self', 'getbestblockhash'));
    },
  );

  it('costs an honest peer its link', async () => {
    const lab = await sharedLab();
    const before = await lab.laboratory.call('self', 'getpeerinfo');
    for (const kind of ['signature', 'difficulty'] as const) {
      await lab.during(lab.forger.forge(kind, noProgress));
    }
    const after = await lab.laboratory.call('self', 'getpeerinfo');
    expect(ids(after)).toEqual(ids(before));
  });
});

describe('the record of the forger’s link', () => {
  it('ends with the rule, from the node’s side', async () => {
    const lab = await sharedLab();
    const { verdicts } = await lab.during(lab.forger.forge('signature', noProgress));
    for (const { messages } of verdicts) {
      expect(messages.at(-1)).toMatchObject({ kind: 'closed', reason: 'bad-txns-signature' });
      const names = messages
        .filter(({ bytes }) => bytes.length > 0)
        .map(({ bytes }) => decodeMessage(decodeFrame(bytes, lab.world.room.magic)).name);
      expect(names).toEqual(expect.arrayContaining(['hello', 'version', 'inv', 'getdata', 'tx']));
      expect(new Set(messages.map(({ link }) => link)).size).toBe(1);
    }
  });
});

describe('a node on another branch', () => {
  it('does not know what the forgery stands on, and keeps nothing', async () => {
    const lab = await openLab();
    for (const other of ['self-1', 'peer-3']) lab.world.hub.cut('lab-1-2', other);
    await lab.during(lab.laboratory.call('self', 'generate', 3));
    const before = await lab.laboratory.call('lab-1', 'getblockchaininfo');
    const block = await lab.during(lab.forger.forge('overpay', noProgress));
    expect(fates(block)).toEqual(['self refused bad-cb-amount', 'lab-1 kept prev-blk-not-found']);
    const payment = await lab.during(lab.forger.forge('signature', noProgress));
    expect(fates(payment)).toEqual(['self refused bad-txns-signature', 'lab-1 kept not-asked']);
    expect(await lab.laboratory.call('lab-1', 'getblockchaininfo')).toEqual(before);
  });
});

describe('a node that is not there yet', () => {
  it('is tried again for a while, and told of as not reached', async () => {
    const lab = await openLab();
    lab.tabs.get('lab-1')!.close();
    const outcome = await lab.during(lab.forger.forge('difficulty', noProgress));
    expect(fates(outcome)).toEqual(['self refused bad-diffbits', 'lab-1 unreached gone']);
  });
});

describe('a forger that is stopped', () => {
  it('says so, and leaves', async () => {
    const lab = await sharedLab();
    const forging = lab.forger.forge('signature', (stage) => {
      if (stage.kind === 'telling') lab.forger.stop();
    });
    await expect(lab.during(forging)).rejects.toThrow('stopped');
    await lab.world.pass(1_000);
    expect(await lab.laboratory.call('self', 'getpeerinfo')).toHaveLength(2);
  });
});

const NEWS: ReadonlySet<string> = new Set(['tx', 'inv', 'block', 'cmpctblock', 'headers']);

async function messagesHeard(lab: ForgeWorld, from: number) {
  const answer = await lab.laboratory.call('peer', 'getmessages', from);
  const { events } = answer as { readonly events: readonly ForgeryMessage[] };
  return events
    .filter(({ kind }) => kind === 'received')
    .map(({ bytes }) => decodeMessage(decodeFrame(bytes, lab.world.room.magic)));
}

/** With the names of blocks and payments, which are not written in them. */
function plain(_: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  if (isHeader(value)) return { ...value, hash: headerHash(value) };
  return value;
}

function isHeader(value: unknown): value is Header {
  return typeof value === 'object' && value !== null && 'merkleRoot' in value && !('hash' in value);
}

const ids = (answer: unknown) => (answer as readonly { id: number }[]).map(({ id }) => id);
