/** A payment is made, confirmed, and taken back by a branch that was mined in secret. */

import { type NodeRef, SELF } from '../../../lab/api.ts';
import { formatAmount, formatHeight } from '../../format.ts';
import { say, sayCount, toSay } from '../../language/say.ts';
import {
  agree,
  blocks,
  type ChainPlace,
  cutOff,
  gather,
  meet,
  named,
  nodeIn,
  placeOf,
  standStill,
} from './acts.ts';
import { comeToCoins } from './coins.ts';
import type { Bench, Experiment } from './experiment.ts';
import { race, type Race, tellRace, tellRelease } from './secret.ts';

const NODES = 4;
const TICKS_PER_COIN = 100_000_000;
/** Whole coins; less where the attacker has not so many. */
const PRICE = 10;
/** With the confirmations and the share that it offers first. */
const USUAL_BLOCKS = 6;
/** An attacker that is so far behind gives up. */
const HOPELESS_BLOCKS = 6;

/** What a wallet says of one payment. */
interface Payment {
  readonly stage: string;
  readonly confirmations: number;
}

export const DOUBLE_SPEND: Experiment = {
  id: 'double-spend',
  question: toSay('Can money be spent twice?'),
  before: [
    toSay('An attacker pays a merchant, and in secret pays the same coins to itself.'),
    toSay('The merchant waits for some confirmations, then hands the goods over.'),
    toSay('If the attacker’s secret branch wins after that, the first payment never happened.'),
  ],
  steps: [
    toSay('Bring an attacker, a merchant and two miners in'),
    toSay('Give the attacker coins, or let it earn them'),
    toSay('Pay the merchant'),
    toSay('Cut the attacker off, and replace the payment on its side'),
    toSay('Let both sides mine, until the goods are handed over'),
    toSay('Release the secret branch'),
  ],
  asks: ['share', 'confirmations', 'loan'],
  blocks: USUAL_BLOCKS,
  restsMiner: true,
  worksInSandbox: true,
  begin(bench) {
    let [attacker, merchant, miners]: [NodeRef, NodeRef, NodeRef[]] = [SELF, SELF, []];
    let txid = '';
    let fork: ChainPlace | undefined;
    let ends: Race | undefined;
    return [
      async () => {
        const refs = await gather(bench, NODES);
        attacker = richest(bench) ?? refs[0]!;
        [merchant, ...miners] = refs.filter((ref) => ref !== attacker) as [NodeRef, ...NodeRef[]];
        bench.needs([attacker, merchant, ...miners]);
        await agree(bench);
        tellRoles(bench, attacker, merchant);
      },
      () => comeToCoins(bench, { attacker, merchant }),
      async () => {
        txid = await pay(bench, attacker, merchant);
      },
      async () => {
        txid = await waiting(bench, { attacker, merchant, txid });
        fork = await placeOf(bench, SELF);
        cutOff(bench, [attacker]);
        await takeBack(bench, attacker, txid);
      },
      async () => {
        ends = await waitForGoods(bench, { attacker, miners, fork: fork!, merchant, txid });
        tellRace(bench, fork!, ends);
        await tellGoods(bench, merchant, txid);
      },
      async () => {
        await meet(bench, ends!.secret, ends!.open);
        await tellRelease(bench, fork!, ends!);
        await tellMerchant(bench, merchant, txid);
      },
    ];
  },
};

/** Who has coins already need not earn any. */
function richest({ lab }: Bench): NodeRef | undefined {
  const [first] = lab
    .snapshot()
    .nodes.filter(({ state, spendable }) => state === 'running' && spendable > 0)
    .toSorted((left, right) => right.spendable - left.spendable);
  return first?.ref;
}

function tellRoles(bench: Bench, attacker: NodeRef, merchant: NodeRef): void {
  const [thief, victim] = [named(bench, [attacker]), named(bench, [merchant])];
  bench.tell({
    words: () =>
      say('{attacker} is the attacker, {merchant} the merchant. Each has a wallet of its own.', {
        attacker: thief(),
        merchant: victim(),
      }),
  });
}

async function pay(bench: Bench, attacker: NodeRef, merchant: NodeRef): Promise<string> {
  await standStill(bench);
  const address = await bench.call<string>(merchant, 'getnewaddress');
  const coins = (nodeIn(bench, attacker)?.spendable ?? 0) / TICKS_PER_COIN;
  const price = Math.min(PRICE, Math.floor(coins / 2));
  const txid = await bench.call<string>(attacker, 'sendtoaddress', address, price);
  await bench.until(async () => {
    bench.show({ words: () => say('The payment is on its way'), done: 0, of: 1 });
    return (await paymentAt(bench, merchant, txid)) === undefined ? undefined : true;
  });
  bench.tell({
    words: () =>
      say('{amount} are on their way: the merchant sees the payment, and that it is in no block.', {
        amount: formatAmount(price * TICKS_PER_COIN),
      }),
    payment: txid,
  });
  return txid;
}

/** Others of the room may mine meanwhile: what is in a block already cannot be replaced. */
async function waiting(
  bench: Bench,
  { attacker, merchant, txid }: Pick<Deal, 'attacker' | 'merchant' | 'txid'>,
): Promise<string> {
  const payment = await paymentAt(bench, attacker, txid);
  if (payment?.stage === 'pending') return txid;
  bench.tell({
    words: () => say('It is in a block already, so the attacker pays once more.'),
    payment: txid,
  });
  return pay(bench, attacker, merchant);
}

/** The same coins, back to the attacker, with a higher fee; only its own side hears of it. */
async function takeBack(bench: Bench, attacker: NodeRef, txid: string): Promise<void> {
  const answer = await bench.call<{ readonly txid: string }>(attacker, 'canceltransaction', txid);
  bench.tell({
    words: () =>
      say('On its own side the attacker replaced the payment by one of the same coins to itself.'),
    payment: answer.txid,
  });
  bench.tell({
    words: () => say('The merchant cannot know: no message comes through.'),
  });
}

interface Deal {
  readonly attacker: NodeRef;
  readonly miners: readonly NodeRef[];
  readonly merchant: NodeRef;
  readonly fork: ChainPlace;
  readonly txid: string;
}

/** Until the goods are gone, and the attacker is ahead or has lost hope. */
function waitForGoods(bench: Bench, { fork, attacker, miners }: Deal): Promise<Race> {
  const { confirmations } = bench.settings;
  return race(bench, { attacker, miners, fork }, ({ secret, open, found }) => {
    const isHanded = found[1] >= confirmations;
    const isAhead = secret.work > open.work;
    const isHopeless = found[1] - found[0] >= HOPELESS_BLOCKS || isBeyond(bench, found);
    return {
      done: Math.min(confirmations, found[1]),
      of: confirmations,
      isOver: isHanded && (isAhead || isHopeless),
    };
  });
}

/** Where blocks are dealt out by the shares, a smaller share never comes to be ahead. */
function isBeyond({ room, settings }: Bench, [, open]: readonly [number, number]): boolean {
  return room.isSandbox && open >= settings.confirmations && settings.share < 50;
}

async function tellGoods(bench: Bench, merchant: NodeRef, txid: string): Promise<void> {
  const payment = await paymentAt(bench, merchant, txid);
  const { confirmations } = bench.settings;
  const depth = payment?.confirmations ?? 0;
  const isHanded = depth >= confirmations;
  bench.tell({
    words: () =>
      isHanded
        ? sayCount(
            depth,
            'The payment had {count} confirmation: the merchant handed the goods over.',
            'The payment had {count} confirmations: the merchant handed the goods over.',
          )
        : say('The merchant still waited, and kept the goods.'),
    payment: txid,
  });
}

async function tellMerchant(bench: Bench, merchant: NodeRef, txid: string): Promise<void> {
  const payment = await bench.until(() => paymentAt(bench, merchant, txid));
  const { height } = await placeOf(bench, merchant);
  const { stage, confirmations } = payment!;
  const isKept = stage === 'confirming' || stage === 'confirmed';
  bench.tell({
    words: () =>
      isKept
        ? say('The merchant’s payment stands, with {blocks} on it at block {height}.', {
            blocks: blocks(confirmations),
            height: formatHeight(height),
          })
        : stage === 'replaced'
          ? say('The merchant’s payment is Replaced: its coins went back to the attacker.')
          : say('The merchant’s payment is in no block of the chain any more.'),
    payment: txid,
  });
  bench.tell({
    words: () =>
      say('Each further confirmation is one more block that an attacker has to make up for.'),
  });
}

/** Undefined while the wallet does not know of it. */
async function paymentAt(bench: Bench, ref: NodeRef, txid: string): Promise<Payment | undefined> {
  try {
    return await bench.call<Payment>(ref, 'gettransaction', txid);
  } catch (error) {
    if ((error as Error).name === 'AbortError') throw error;
    return undefined;
  }
}
