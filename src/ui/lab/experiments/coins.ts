/** The attacker comes to coins: its own, a loan of this tab's, or a reward that it waits for. */

import { type NodeRef, SELF } from '../../../lab/api.ts';
import { formatAmount, formatDuration } from '../../format.ts';
import { say, sayCount } from '../../language/say.ts';
import { agree, generate, nodeIn, placeOf, shareOut } from './acts.ts';
import type { Bench, Call } from './experiment.ts';
import { canLend, LOAN, waitOf } from './purse.ts';

interface Parties {
  readonly attacker: NodeRef;
  readonly merchant: NodeRef;
}

const TICKS_PER_COIN = 100_000_000;
/** Looks at whether the nodes agree before a loan is given back. */
const LOOKS = 5;

export async function comeToCoins(bench: Bench, parties: Parties): Promise<void> {
  const { attacker } = parties;
  const spendable = () => nodeIn(bench, attacker)?.spendable ?? 0;
  if (spendable() === 0) await provide(bench, parties);
  await bench.until(() => (spendable() > 0 ? true : undefined));
  const ticks = spendable();
  bench.tell({
    words: () => say('The attacker can spend {amount}.', { amount: formatAmount(ticks) }),
  });
  await agree(bench);
}

async function provide(bench: Bench, parties: Parties): Promise<void> {
  const { room, settings } = bench;
  const { attacker } = parties;
  if (room.isSandbox) return generate(bench, attacker, room.maturity);
  shareOut(bench, { [attacker]: 100 });
  const start = (await placeOf(bench, attacker)).height;
  const total = waitOf(bench.purse(), room, settings.loan);
  let [isLent, isTold] = [false, false];
  await bench.until(async () => {
    if ((nodeIn(bench, attacker)?.spendable ?? 0) > 0) return true;
    if (!isLent && settings.loan && canLend(bench.purse())) {
      await lend(bench, parties);
      isLent = true;
    }
    if (isLent) showLoan(bench);
    else {
      if (!isTold) tellMaturity(bench);
      isTold = true;
      const { height } = await placeOf(bench, attacker);
      showWait(bench, Math.min(total - 1, height - start), total);
    }
    return undefined;
  });
}

async function lend(bench: Bench, { attacker, merchant }: Parties): Promise<void> {
  const address = await bench.call<string>(attacker, 'getnewaddress');
  const txid = await bench.call<string>(SELF, 'sendtoaddress', address, LOAN / TICKS_PER_COIN);
  bench.afterwards((call, rest) => giveBack([attacker, merchant], call, rest));
  bench.tell({
    words: () =>
      say('This tab lends the attacker {amount}: what is left of it comes back at the end.', {
        amount: formatAmount(LOAN),
      }),
    payment: txid,
  });
}

/** Whoever has it by then: the attacker, or the merchant, whose payment stands. */
async function giveBack(
  holders: readonly NodeRef[],
  call: Call,
  rest: () => Promise<void>,
): Promise<void> {
  const tips = () => Promise.all([SELF, ...holders].map((ref) => call(ref, 'getbestblockhash')));
  for (let look = 0; look < LOOKS && new Set(await tips()).size > 1; look += 1) await rest();
  const address = await call(SELF, 'getnewaddress');
  let due = LOAN / TICKS_PER_COIN;
  for (const holder of holders) {
    const { mine } = (await call(holder, 'getbalances')) as Balances;
    const amount = Math.min(due, mine.trusted);
    // The fees on the way are nobody's debt.
    if (amount < 1) continue;
    await call(holder, 'send', [{ address, amount, subtractfee: true }]);
    due -= amount;
  }
}

interface Balances {
  readonly mine: { readonly trusted: number };
}

function tellMaturity(bench: Bench): void {
  const { maturity } = bench.room;
  bench.tell({
    words: () =>
      sayCount(
        maturity,
        'A reward may be spent with {count} block on its own: before, it could still be lost.',
        'A reward may be spent with {count} blocks on its own: before, it could still be lost.',
      ),
  });
}

function showLoan(bench: Bench): void {
  bench.show({ words: () => say('The loan waits for the next block'), done: 0, of: 1 });
}

function showWait(bench: Bench, done: number, of: number): void {
  const seconds = (of - done) * bench.room.targetSpacingSeconds;
  bench.show({
    words: () =>
      say('Waiting for the first coin that may be spent, for about {duration} more', {
        duration: formatDuration(seconds),
      }),
    done,
    of,
  });
}
