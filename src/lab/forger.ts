/**
 * The forger: makes what breaks one rule, shows it to every node of the laboratory, this tab's own
 * among them, and tells what each made of it. It has no door of its own into any node: it reads by
 * the commands that everybody has, and speaks over a link like any peer.
 */

import { headerHash, txid } from '../consensus/hash.ts';
import {
  decodeHeader,
  encodeBlock,
  encodeTransaction,
  HEADER_BYTES,
} from '../consensus/encoding.ts';
import type { Miner } from '../node/ports.ts';
import type { Room } from '../node/room.ts';
import { type BlockTemplate, buildTemplate } from '../node/template.ts';
import { fromHex, toHex } from '../util/bytes.ts';
import {
  type Forger,
  type Forgery,
  type ForgeryOutcome,
  type ForgeryStage,
  type ForgeryVerdict,
  type Laboratory,
  type NodeRef,
  type OpenedBlock,
  SELF,
} from './api.ts';
import { easier, overpaid } from './forge-blocks.ts';
import { type Call, openBlock, readTip, spendableCoins, type Tip } from './forge-facts.ts';
import { type Identity, openIdentity, type RemoteAssistant } from './forge-assistant.ts';
import { forgedPayment, scriptOf } from './forge-payment.ts';
import type { Lie } from './forge-rogue.ts';
import { tellAll } from './forge-telling.ts';
import { workOn } from './forge-work.ts';

export interface ForgerOptions {
  readonly laboratory: Pick<Laboratory, 'call' | 'join' | 'snapshot'>;
  readonly room: Room;
  /** Made for each forgery that needs work, and stopped after it. */
  readonly makeMiner: () => Miner;
  readonly threads: number;
  readonly assistant: RemoteAssistant;
  readonly random: (sizeBytes: number) => Uint8Array;
  readonly now: () => number;
  readonly wait: (durationMs: number) => Promise<void>;
}

type Progress = (stage: ForgeryStage) => void;

/** What one forgery is about. */
interface Attempt {
  readonly identity: Identity;
  readonly progress: Progress;
  readonly isStopped: () => boolean;
}

const SECRET_BYTES = 32;
const FEE_TICKS = 10_000;
/** The reward is doubled; where nothing is due any more, so much is made of nothing. */
const EXCESS_MIN_TICKS = 1e8;
/** The room may find a block between the work and its telling; then it is done once more. */
const TRIES_MAX = 5;
const TAG = 'Forger';
const SIGNATURE_RULE = 'bad-txns-signature';

export function createForger(options: ForgerOptions): Forger {
  const { laboratory, room, random, now, wait } = options;
  let attempts = 0;
  const call: Call = (method, ...parameters) => laboratory.call(SELF, method, ...parameters);

  /** A later one ends an earlier one. */
  async function begin(progress: Progress): Promise<Attempt> {
    attempts += 1;
    const own = attempts;
    progress({ kind: 'preparing' });
    const identity = await openIdentity(options.assistant, random(SECRET_BYTES));
    return { identity, progress, isStopped: () => attempts !== own };
  }

  function nodes(): readonly NodeRef[] {
    const running = laboratory.snapshot().nodes.filter(({ state }) => state === 'running');
    return [SELF, ...running.map(({ ref }) => ref)];
  }

  function tell(attempt: Attempt, lie: Lie, tip: Tip): Promise<readonly ForgeryVerdict[]> {
    const { identity, progress, isStopped } = attempt;
    const { magic, linkKey, params } = room;
    const membership = { magic, linkKey, genesisHash: params.genesisHash, identity };
    return tellAll({
      laboratory,
      nodes: nodes(),
      facts: { ...membership, tip: tip.header, height: tip.height, lie },
      now,
      wait,
      nonce: () => random(SECRET_BYTES),
      isStopped,
      progress,
    });
  }

  async function forgeSignature(attempt: Attempt): Promise<ForgeryOutcome> {
    const { identity } = attempt;
    for await (const coin of spendableCoins(call, room.params.coinbaseMaturity)) {
      if (coin.output.value < 2 * FEE_TICKS) continue;
      const transaction = await forgedPayment(coin, identity, FEE_TICKS);
      const hex = toHex(encodeTransaction(transaction));
      if (!(await isGoodButForItsSignature(call, hex))) continue;
      const { prevout, output, own } = coin;
      const coinFacts = { ...prevout, value: output.value, fee: FEE_TICKS, own: own ? 1 : 0 };
      const forgery: Forgery = { kind: 'signature', id: txid(transaction), hex, facts: coinFacts };
      const tip = await readTip(call);
      return { forgery, verdicts: await tell(attempt, { kind: 'payment', transaction }, tip) };
    }
    throw new Error('no-coin');
  }

  async function forgeBlock(attempt: Attempt, kind: BlockForgeryKind): Promise<ForgeryOutcome> {
    const miner = options.makeMiner();
    for (let tries = 1; ; tries += 1) {
      const { block, template, tip, hashes } = await workOn({
        miner,
        threads: options.threads,
        readTip: () => readTip(call),
        build: (parent) => bend(honest(parent, attempt.identity), kind, attempt.identity),
        wait,
        isStopped: attempt.isStopped,
        progress: attempt.progress,
      });
      const bytes = encodeBlock(block);
      const facts = factsOf(template, honest(tip, attempt.identity), kind);
      const id = headerHash(block.header);
      const forgery = { kind, id, hex: toHex(bytes), facts: { ...facts, hashes } };
      const verdicts = await tell(attempt, { kind: 'block', bytes }, tip);
      const wasLate = verdicts[0]!.fate === 'kept' && (await call('getbestblockhash')) !== tip.hash;
      if (!wasLate || tries === TRIES_MAX) return { forgery, verdicts };
    }
  }

  function bend(template: BlockTemplate, kind: BlockForgeryKind, forger: Identity): BlockTemplate {
    if (kind === 'difficulty') return easier(template, room.params.powLimit);
    const value = Math.max(2 * paidBy(template), EXCESS_MIN_TICKS);
    return overpaid(template, { value, scriptPubKey: scriptOf(forger) });
  }

  function honest(tip: Tip, identity: Identity): BlockTemplate {
    return buildTemplate({
      previousHash: tip.hash,
      context: tip.context,
      params: room.params,
      miner: { scriptPubKey: scriptOf(identity), tag: TAG },
      time: Math.floor(now() / 1000),
      selection: { transactions: [], fees: 0 },
    });
  }

  return {
    async forge(kind, progress) {
      const attempt = await begin(progress);
      return kind === 'signature' ? forgeSignature(attempt) : forgeBlock(attempt, kind);
    },
    stop: () => void (attempts += 1),
    open: (height) => openBlock(call, height),
    tamper: (block, edit) => options.assistant.tamper(block, edit),
    async show(block, hex, progress) {
      const attempt = await begin(progress);
      const bytes = fromHex(hex);
      const id = headerHash(decodeHeader(bytes.subarray(0, HEADER_BYTES)));
      const facts = { height: block.height, was: block.hash };
      const told = await tell(attempt, { kind: 'block', bytes }, await readTip(call));
      const verdicts = told.map((verdict) => withReason(verdict, block, hex));
      return { forgery: { kind: 'tampered', id, hex, facts }, verdicts };
    },
  };
}

type BlockForgeryKind = 'overpay' | 'difficulty';

function factsOf(forged: BlockTemplate, honest: BlockTemplate, kind: BlockForgeryKind) {
  const { height } = forged;
  if (kind === 'overpay') return { height, due: paidBy(honest), paid: paidBy(forged) };
  return { height, bits: hex32(forged.bits), due: hex32(honest.bits) };
}

function paidBy({ transactions }: BlockTemplate): number {
  return transactions[0]!.outputs.reduce((sum, { value }) => sum + value, 0);
}

function hex32(value: number): string {
  return value.toString(16).padStart(8, '0');
}

/** What every node says of it, were it not for the signature. */
async function isGoodButForItsSignature(call: Call, hex: string): Promise<boolean> {
  const [result] = (await call('testmempoolaccept', [hex])) as readonly TestAnswer[];
  return result?.['reject-reason']?.startsWith(SIGNATURE_RULE) ?? false;
}

interface TestAnswer {
  readonly 'reject-reason'?: string;
}

/** A block that broke no rule is the original, or stands on a branch with less work. */
function withReason(verdict: ForgeryVerdict, block: OpenedBlock, hex: string): ForgeryVerdict {
  if (verdict.fate !== 'kept' || verdict.code !== 'no-objection') return verdict;
  return { ...verdict, code: hex === block.hex ? 'unchanged' : 'less-work' };
}
