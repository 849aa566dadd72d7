/** What came and went, newest first; a chip at each line says how it stands and opens the why. */

import { useSignal } from '@preact/signals';
import type { PaymentRow, RoomView, WalletView } from '../../node/api.ts';
import { formatCount } from '../format.ts';
import { say, sayCount } from '../language/say.ts';
import type { Call, FeeCommand } from './commands.ts';
import { FeeDialog } from './fee-dialog.tsx';
import { type HistoryLine, historyLines, lineKey } from './history-lines.ts';
import { PaymentLine } from './payment-line.tsx';
import { RewardsLine } from './rewards-line.tsx';
import { noPaymentsSentence } from './words.ts';

/** Lines shown before one asks for more. */
const LINES_SHOWN = 6;

interface HistoryProps {
  readonly wallet: WalletView;
  readonly room: RoomView;
  readonly call: Call;
}

interface Change {
  readonly row: PaymentRow;
  readonly command: FeeCommand;
}

export function History({ wallet, room, call }: HistoryProps) {
  const { payments, paymentsTotal } = wallet;
  const isWhole = useSignal(false);
  const changing = useSignal<Change | undefined>(undefined);
  const lines: readonly HistoryLine[] = isWhole.value
    ? payments.map((row) => ({ kind: 'payment', row }))
    : historyLines(payments).slice(0, LINES_SHOWN);
  const change =
    wallet.state === 'watching' || wallet.state === 'damaged'
      ? undefined
      : (row: PaymentRow, command: FeeCommand) => (changing.value = { row, command });
  return (
    <div class="history">
      <h3>
        {say('History')}
        {paymentsTotal > 0 && <span class="panel-aside">{formatCount(paymentsTotal)}</span>}
      </h3>
      {payments.length === 0 && <NoPayments wallet={wallet} />}
      <ul class="payments">
        {lines.map((line) =>
          line.kind === 'rewards' ? (
            <RewardsLine
              key={lineKey(line)}
              rows={line.rows}
              showEach={() => (isWhole.value = true)}
            />
          ) : (
            <PaymentLine
              key={lineKey(line)}
              row={line.row}
              change={change && ((command) => change(line.row, command))}
            />
          ),
        )}
      </ul>
      {(isWhole.value || lines.length < payments.length) && (
        <button
          type="button"
          class="text-button"
          aria-expanded={isWhole.value}
          data-testid="history-more"
          onClick={() => (isWhole.value = !isWhole.value)}
        >
          {isWhole.value ? say('Show fewer') : moreWords(payments.length, paymentsTotal)}
        </button>
      )}
      {changing.value !== undefined && (
        <FeeDialog
          {...changing.value}
          wallet={wallet}
          room={room}
          call={call}
          close={() => (changing.value = undefined)}
        />
      )}
    </div>
  );
}

function moreWords(kept: number, total: number): string {
  return kept < total
    ? say('Show the newest {kept} of {total}', {
        kept: formatCount(kept),
        total: formatCount(total),
      })
    : sayCount(kept, 'Show {count} payment', 'Show all {count} payments');
}

function NoPayments({ wallet }: { readonly wallet: WalletView }) {
  return (
    <p class="empty" data-testid="history-empty">
      {noPaymentsSentence(wallet)}
    </p>
  );
}
