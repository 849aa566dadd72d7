/** Where the attacker's coin will come from, said before the start: a wait is no surprise then. */

import type { LabSnapshot } from '../../lab/api.ts';
import type { NodeSnapshot } from '../../node/api.ts';
import { addressOf } from '../address.ts';
import { formatAmount, formatDuration } from '../format.ts';
import { say, sayCount, sayWith } from '../language/say.ts';
import { roomFacts } from './desk.ts';
import { LOAN, outlookOf, purseOf, waitOf } from './experiments/purse.ts';

interface OutlookProps {
  readonly snapshot: NodeSnapshot;
  readonly lab: LabSnapshot;
  /** Whether this tab may lend. */
  readonly loan: boolean;
  readonly choose: (loan: boolean) => void;
}

export function CoinOutlook({ snapshot, lab, loan, choose }: OutlookProps) {
  const room = roomFacts(snapshot);
  const purse = purseOf(snapshot, room);
  const outlook = outlookOf(lab, purse, room);
  if (outlook.kind === 'now') return null;
  const blocks = outlook.kind === 'loan' && loan ? 0 : waitOf(purse, room, loan);
  return (
    <div class="coin-outlook">
      {(outlook.kind === 'loan' || purse.blocksToReward !== undefined) && (
        <label>
          <input
            type="checkbox"
            checked={loan}
            data-testid="lab-loan"
            onChange={({ currentTarget }) => choose(currentTarget.checked)}
          />
          {say(
            'Lend the attacker {amount} from this tab’s wallet; what is left of it comes back at ' +
              'the end.',
            { amount: formatAmount(LOAN) },
          )}
        </label>
      )}
      <p class="experiment-note" data-testid="lab-outlook" data-blocks={blocks}>
        {blocks === 0
          ? say('It begins with the next block, in about {duration}.', {
              duration: formatDuration(room.targetSpacingSeconds),
            })
          : waitWords(blocks, snapshot)}
      </p>
    </div>
  );
}

function waitWords(blocks: number, { room: { code, targetSpacingSeconds } }: NodeSnapshot) {
  const values = { duration: formatDuration(blocks * targetSpacingSeconds) };
  return (
    <>
      {sayCount(
        blocks,
        'Nobody here has a coin to spend: the first one takes {count} block, about {duration}.',
        'Nobody here has a coin to spend: the first one takes {count} blocks, about {duration}.',
        values,
      )}{' '}
      {sayWith('In {sandbox} it begins at once.', {
        sandbox: <a href={addressOf(code, 'room')}>{say('a sandbox room')}</a>,
      })}
    </>
  );
}
